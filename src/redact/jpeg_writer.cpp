#include "redact/jpeg_writer.h"

#include <algorithm>
#include <new>

#include <jerror.h>

namespace photoscrub::redact {

namespace {

// Collects what libjpeg writes. Errors go to the reader's error object: both work in one step.
class Writer {
public:
  explicit Writer(imaging::JpegErrors& errors) {
    jpeg_.err = errors.manager();
    destination_.init_destination = &Writer::onStart;
    destination_.empty_output_buffer = &Writer::onFull;
    destination_.term_destination = &Writer::onEnd;
  }
  ~Writer() { jpeg_destroy_compress(&jpeg_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void create() {
    jpeg_create_compress(&jpeg_);
    jpeg_.client_data = this;
    jpeg_.dest = &destination_;
  }

  jpeg_compress_struct& jpeg() { return jpeg_; }
  Bytes take() && { return std::move(file_); }

private:
  static Writer& of(j_compress_ptr jpeg) { return *static_cast<Writer*>(jpeg->client_data); }

  static void onStart(j_compress_ptr jpeg) { of(jpeg).rewind(); }
  static boolean onFull(j_compress_ptr jpeg) {
    of(jpeg).append(kBufferBytes);
    of(jpeg).rewind();
    return TRUE;
  }
  static void onEnd(j_compress_ptr jpeg) {
    of(jpeg).append(kBufferBytes - of(jpeg).destination_.free_in_buffer);
  }

  void rewind() {
    destination_.next_output_byte = buffer_.data();
    destination_.free_in_buffer = kBufferBytes;
  }
  void append(std::size_t count) {
    // No exception may pass through libjpeg.
    if (!appended(count))
      ERREXIT1(&jpeg_, JERR_OUT_OF_MEMORY, 0);
  }
  bool appended(std::size_t count) {
    try {
      file_.insert(file_.end(), buffer_.data(), buffer_.data() + count);
      return true;
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  static constexpr std::size_t kBufferBytes = 64 << 10;

  Bytes file_;
  Bytes buffer_ = Bytes(kBufferBytes);
  jpeg_destination_mgr destination_{};
  jpeg_compress_struct jpeg_{};
};

// T.81, B.2.3: an interleaved scan holds at most ten blocks an MCU, so this frame must come in
// scans of one component.
bool tooWideForOneScan(const jpeg_compress_struct& jpeg) {
  int blocks = 0;
  for (int i = 0; i < jpeg.num_components; ++i)
    blocks += jpeg.comp_info[i].h_samp_factor * jpeg.comp_info[i].v_samp_factor;
  return jpeg.num_components > 1 && blocks > C_MAX_BLOCKS_IN_MCU;
}

// One scan a component, or two where progression wants DC and AC apart (G.1.1.1.1).
struct SeparateScans {
  std::array<jpeg_scan_info, 2 * MAX_COMPS_IN_SCAN> scans{};
  int count = 0;

  void add(int component, int first, int last) {
    scans[static_cast<std::size_t>(count++)] = {1, {component}, first, last, 0, 0};
  }
  void fill(int components, bool progressive) {
    for (int i = 0; i < components; ++i) {
      add(i, 0, progressive ? 0 : kBlockCoefficients - 1);
      if (progressive)
        add(i, 1, kBlockCoefficients - 1);
    }
  }
};

bool sameCodes(const JHUFF_TBL* a, const JHUFF_TBL* b) {
  return a != nullptr && b != nullptr && std::equal(a->bits, a->bits + sizeof a->bits, b->bits) &&
         std::equal(a->huffval, a->huffval + sizeof a->huffval, b->huffval);
}

// Was the source coded with the tables of T.81, annex K, as cameras do? They know every symbol, so
// they can be used again, and the size stays what it was. Tables made for one picture are made
// again for the new one: they would tell of what was covered, and may lack what covers it.
bool usesStandardCodes(const jpeg_decompress_struct& from, const jpeg_compress_struct& to) {
  for (int i = 0; i < from.num_components; ++i) {
    const auto& source = from.comp_info[i];
    const auto& target = to.comp_info[i];
    // A component that came in no scan names no tables.
    if (source.quant_table == nullptr || source.dc_tbl_no >= NUM_HUFF_TBLS ||
        source.ac_tbl_no >= NUM_HUFF_TBLS)
      return false;
    if (!sameCodes(from.dc_huff_tbl_ptrs[source.dc_tbl_no],
                   to.dc_huff_tbl_ptrs[target.dc_tbl_no]) ||
        !sameCodes(from.ac_huff_tbl_ptrs[source.ac_tbl_no], to.ac_huff_tbl_ptrs[target.ac_tbl_no]))
      return false;
  }
  return true;
}

void copyProcess(jpeg_decompress_struct& from, jpeg_compress_struct& to, SeparateScans& separate) {
  to.arith_code = from.arith_code;
  to.restart_interval = from.restart_interval;
  const bool progressive = from.progressive_mode != FALSE;
  const bool inScans =
      !progressive && jpeg_has_multiple_scans(&from) != FALSE && to.num_components > 1;
  if (inScans || tooWideForOneScan(to)) {
    separate.fill(to.num_components, progressive);
    to.scan_info = separate.scans.data();
    to.num_scans = separate.count;
  } else if (progressive) {
    jpeg_simple_progression(&to);
  }
  const bool huffman = from.arith_code == FALSE;
  const bool standard = huffman && !progressive && !inScans && usesStandardCodes(from, to);
  to.optimize_coding = huffman && !standard ? TRUE : FALSE;
}

// Adobe's flag decides how viewers read RGB and ink; it stays exactly where it was.
void copyColourFlags(const jpeg_decompress_struct& from, jpeg_compress_struct& to) {
  to.write_Adobe_marker = from.saw_Adobe_marker;
  to.write_JFIF_header =
      from.jpeg_color_space == JCS_GRAYSCALE || from.jpeg_color_space == JCS_YCbCr ? TRUE : FALSE;
}

} // namespace

Result<Bytes> writeJpeg(JpegCoefficients& source) {
  Writer writer(source.errors());
  SeparateScans separate;
  PHOTOSCRUB_CHECK(source.errors().call([&] {
    writer.create();
    auto& jpeg = writer.jpeg();
    jpeg_copy_critical_parameters(&source.jpeg(), &jpeg);
    copyColourFlags(source.jpeg(), jpeg);
    copyProcess(source.jpeg(), jpeg, separate);
    jpeg_write_coefficients(&jpeg, source.arrays());
    jpeg_finish_compress(&jpeg);
  }));
  return std::move(writer).take();
}

} // namespace photoscrub::redact
