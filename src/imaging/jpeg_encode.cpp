#include "imaging/jpeg_encode.h"

#include <new>

#include <jerror.h>

namespace photoscrub::imaging {

namespace {

constexpr int kSharpColours = 90; // from this quality on
// Own Huffman tables save a few percent, but libjpeg keeps six bytes a pixel for them.
constexpr long long kMostPixelsForOwnTables = 40'000'000;

} // namespace

JpegEncoder::JpegEncoder() {
  jpeg_.err = errors_.manager();
  destination_.init_destination = &JpegEncoder::onStart;
  destination_.empty_output_buffer = &JpegEncoder::onFull;
  destination_.term_destination = &JpegEncoder::onEnd;
}

JpegEncoder::~JpegEncoder() {
  jpeg_destroy_compress(&jpeg_);
}

JpegEncoder& JpegEncoder::of(j_compress_ptr jpeg) {
  return *static_cast<JpegEncoder*>(jpeg->client_data);
}

void JpegEncoder::onStart(j_compress_ptr jpeg) {
  of(jpeg).destination_.next_output_byte = of(jpeg).buffer_.data();
  of(jpeg).destination_.free_in_buffer = kBufferBytes;
}

boolean JpegEncoder::onFull(j_compress_ptr jpeg) {
  of(jpeg).append(kBufferBytes);
  onStart(jpeg);
  return TRUE;
}

void JpegEncoder::onEnd(j_compress_ptr jpeg) {
  of(jpeg).append(kBufferBytes - of(jpeg).destination_.free_in_buffer);
}

void JpegEncoder::append(std::size_t count) {
  if (!appended(count)) // no exception may pass through libjpeg
    ERREXIT1(&jpeg_, JERR_OUT_OF_MEMORY, 0);
}

bool JpegEncoder::appended(std::size_t count) {
  try {
    file_.insert(file_.end(), buffer_.data(), buffer_.data() + count);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

Status JpegEncoder::start(Size size, int quality) {
  return errors_.call([this, size, quality] {
    jpeg_create_compress(&jpeg_);
    jpeg_.client_data = this;
    jpeg_.dest = &destination_;
    jpeg_.image_width = static_cast<JDIMENSION>(size.width);
    jpeg_.image_height = static_cast<JDIMENSION>(size.height);
    jpeg_.input_components = 3;
    jpeg_.in_color_space = JCS_EXT_BGR;
    jpeg_set_defaults(&jpeg_);
    jpeg_set_quality(&jpeg_, quality, TRUE);
    if (quality >= kSharpColours)
      jpeg_.comp_info[0].h_samp_factor = jpeg_.comp_info[0].v_samp_factor = 1;
    const bool small = static_cast<long long>(size.width) * size.height <= kMostPixelsForOwnTables;
    jpeg_.optimize_coding = small ? TRUE : FALSE;
    jpeg_start_compress(&jpeg_, TRUE);
  });
}

Status JpegEncoder::add(const std::uint8_t* bgr) {
  return errors_.call([this, bgr] {
    JSAMPROW row = const_cast<JSAMPROW>(bgr); // libjpeg has no const; it only reads
    jpeg_write_scanlines(&jpeg_, &row, 1);
  });
}

Result<Bytes> JpegEncoder::finish() {
  PHOTOSCRUB_CHECK(errors_.call([this] { jpeg_finish_compress(&jpeg_); }));
  return std::move(file_);
}

} // namespace photoscrub::imaging
