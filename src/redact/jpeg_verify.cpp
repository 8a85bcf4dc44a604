#include "redact/codecs.h"
#include "redact/jpeg_covers.h"
#include "redact/uniform_boxes.h"

#include <algorithm>
#include <cstring>
#include <future>
#include <optional>

namespace photoscrub::redact {

namespace {

bool sameTable(const jpeg_decompress_struct& a, const jpeg_decompress_struct& b, int index) {
  const JQUANT_TBL* first = quantisation(a, index);
  const JQUANT_TBL* second = quantisation(b, index);
  return first != nullptr && second != nullptr &&
         std::equal(first->quantval, first->quantval + kBlockCoefficients, second->quantval);
}

bool sameComponent(const jpeg_decompress_struct& a, const jpeg_decompress_struct& b, int index) {
  const auto& first = a.comp_info[index];
  const auto& second = b.comp_info[index];
  return first.h_samp_factor == second.h_samp_factor &&
         first.v_samp_factor == second.v_samp_factor && sameTable(a, b, index);
}

// Everything that turns coefficients into pixels. Adobe's flag says more than the colour space only
// for inks, which are inverted with it; a clean copy of other colours may do without.
bool sameFrame(const jpeg_decompress_struct& a, const jpeg_decompress_struct& b) {
  if (a.image_width != b.image_width || a.image_height != b.image_height ||
      a.num_components != b.num_components || a.jpeg_color_space != b.jpeg_color_space ||
      a.progressive_mode != b.progressive_mode ||
      (a.num_components == 4 && a.saw_Adobe_marker != b.saw_Adobe_marker) ||
      a.arith_code != b.arith_code)
    return false;
  for (int i = 0; i < a.num_components; ++i)
    if (!sameComponent(a, b, i))
      return false;
  return true;
}

// What the covered blocks of one component must be.
class CoveredBlocks {
public:
  bool accepts(const JCOEF* block) {
    if (!dc_)
      dc_ = block[0];
    return block[0] == *dc_ && std::all_of(block + 1, block + kBlockCoefficients,
                                           [](JCOEF coefficient) { return coefficient == 0; });
  }

private:
  std::optional<JCOEF> dc_;
};

bool holdsOnly(const JCOEF* block, JCOEF dc) {
  return block[0] == dc && std::all_of(block + 1, block + kBlockCoefficients,
                                       [](JCOEF coefficient) { return coefficient == 0; });
}

Status compareComponent(JpegCoefficients& original, JpegCoefficients& saved, int index,
                        const JpegCovers& covers) {
  const auto& info = original.component(index);
  CoveredBlocks solid;
  for (JDIMENSION row = 0; row < info.height_in_blocks; ++row) {
    const int mcuRow = static_cast<int>(row) / info.v_samp_factor;
    PHOTOSCRUB_TRY(before, original.blocks(index, row));
    PHOTOSCRUB_TRY(after, saved.blocks(index, row));
    if (!covers.touchesRow(mcuRow)) {
      if (std::memcmp(after[0], before[0], info.width_in_blocks * sizeof(JBLOCK)) != 0)
        return leak("a block outside the covers changed");
      continue;
    }
    for (JDIMENSION column = 0; column < info.width_in_blocks; ++column) {
      const Point block = {static_cast<int>(column), static_cast<int>(row)};
      switch (covers.at(block.x / info.h_samp_factor, mcuRow)) {
      case JpegCovers::What::solid:
        if (!solid.accepts(after[column]))
          return leak("a covered block holds detail");
        break;
      case JpegCovers::What::face:
        if (!holdsOnly(after[column], covers.faceDc(original.jpeg(), index, block)))
          return leak("a face shows more than its few shades");
        break;
      case JpegCovers::What::open:
        if (std::memcmp(after[column], before[column], sizeof(JBLOCK)) != 0)
          return leak("a block outside the covers changed");
        break;
      }
    }
  }
  return {};
}

Status compareCoefficients(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits) {
  JpegCoefficients before(limits), after(limits);
  auto opening = std::async([&] { return after.open(saved); });
  const auto opened = before.open(original);
  PHOTOSCRUB_CHECK(opening.get());
  PHOTOSCRUB_CHECK(opened);
  if (!sameFrame(before.jpeg(), after.jpeg()))
    return leak("another kind of JPEG");
  PHOTOSCRUB_TRY(covers, JpegCovers::of(before, options));
  for (int i = 0; i < before.jpeg().num_components; ++i)
    PHOTOSCRUB_CHECK(compareComponent(before, after, i, covers));
  // The whole of it was read.
  if (after.errors().complained())
    return leak("the saved JPEG is damaged");
  return {};
}

// The rows that boxes reach, from top to bottom.
struct Rows {
  int begin = 0;
  int end = 0;
};
std::vector<Rows> rowsOf(const std::vector<Rect>& boxes) {
  std::vector<Rows> spans;
  for (const Rect& box : boxes)
    spans.push_back({box.y, box.bottom()});
  std::sort(spans.begin(), spans.end(), [](Rows a, Rows b) { return a.begin < b.begin; });
  std::vector<Rows> joined;
  for (const Rows& span : spans)
    if (!joined.empty() && span.begin <= joined.back().end)
      joined.back().end = std::max(joined.back().end, span.end);
    else
      joined.push_back(span);
  return joined;
}

// Moves on to a row, with what its colour is smoothed from. A picture in passes is decoded anyway.
void skipTo(jpeg_decompress_struct& jpeg, int row) {
  constexpr int kRunUp = 4 * kBlockSide * MAX_SAMP_FACTOR; // more than smoothing reaches
  const int begin = row - kRunUp - static_cast<int>(jpeg.output_scanline);
  if (begin > 0 && !jpeg_has_multiple_scans(&jpeg))
    jpeg_skip_scanlines(&jpeg, static_cast<JDIMENSION>(begin));
}

// Decodes the boxes as a viewer does, smooth upsampling included, which is how detail from outside
// a box could reach into it. No spread is tolerated: blocks of one DC decode to one value exactly.
Status checkPixels(ByteView saved, const RedactOptions& options, const Limits& limits) {
  imaging::JpegReader reader(limits);
  PHOTOSCRUB_CHECK(reader.open(saved));
  auto& jpeg = reader.jpeg();
  const Size size = {static_cast<int>(jpeg.image_width), static_cast<int>(jpeg.image_height)};
  const auto covers = storedCovers(options, size);
  const auto boxes = offersFaces(jpeg) ? covers.solid : allBoxes(covers);
  jpeg.out_color_space = jpeg.num_components == 4 ? JCS_CMYK : JCS_EXT_BGR;
  PHOTOSCRUB_CHECK(reader.errors().call([&] { jpeg_start_decompress(&jpeg); }));
  const auto pixelBytes = static_cast<std::size_t>(jpeg.output_components);
  UniformBoxes uniform(boxes, pixelBytes);
  Bytes row(pixelBytes * jpeg.output_width);
  for (const Rows& rows : rowsOf(boxes))
    PHOTOSCRUB_CHECK(reader.errors().call([&] {
      JSAMPROW line = row.data();
      skipTo(jpeg, rows.begin);
      for (int y = static_cast<int>(jpeg.output_scanline); y < rows.end; ++y) {
        jpeg_read_scanlines(&jpeg, &line, 1);
        uniform.row(y, line);
      }
    }));
  if (reader.errors().complained())
    return leak("the saved JPEG is damaged");
  if (!uniform.uniform())
    return leak("a covered box shows more than one colour");
  return {};
}

} // namespace

Result<Outside> verifyJpeg(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits) {
  // Most of the time goes into Huffman decoding three streams, which know nothing of each other.
  auto pixels = std::async([&] { return checkPixels(saved, options, limits); });
  const auto coefficients = compareCoefficients(original, saved, options, limits);
  PHOTOSCRUB_CHECK(pixels.get());
  PHOTOSCRUB_CHECK(coefficients);
  return Outside::identical;
}

} // namespace photoscrub::redact
