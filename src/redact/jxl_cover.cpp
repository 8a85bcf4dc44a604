#include "redact/close_compare.h"
#include "redact/codecs.h"
#include "redact/jxl_picture.h"
#include "redact/stored_boxes.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

// Black; alpha, the last channel, opaque.
Bytes fillFor(const JxlPicture& picture) {
  Bytes fill(picture.raster.pixelBytes);
  if (picture.hasAlpha())
    std::fill_n(fill.end() - static_cast<std::ptrdiff_t>(picture.sampleBytes()),
                picture.sampleBytes(), std::uint8_t{0xFF});
  return fill;
}

bool sameKind(const JxlPicture& a, const JxlPicture& b) {
  const auto same = [&](auto member) { return a.info.*member == b.info.*member; };
  return a.raster.size == b.raster.size && same(&JxlBasicInfo::bits_per_sample) &&
         same(&JxlBasicInfo::num_color_channels) && same(&JxlBasicInfo::alpha_bits) &&
         same(&JxlBasicInfo::alpha_premultiplied) && same(&JxlBasicInfo::uses_original_profile) &&
         a.colours.described == b.colours.described && a.colours.profile == b.colours.profile &&
         a.colours.encoding.color_space == b.colours.encoding.color_space &&
         a.colours.encoding.primaries == b.colours.encoding.primaries &&
         a.colours.encoding.transfer_function == b.colours.encoding.transfer_function;
}

Status compareLossy(JxlPicture& before, JxlPicture& after, const std::vector<Rect>& boxes) {
  const std::size_t bytes = before.sampleBytes();
  const bool wide = bytes == 2;
  for (std::uint32_t c = 0; c < before.format.num_channels; ++c) {
    const auto channel = [&](Plane plane) {
      plane.data += c * bytes;
      plane.cellBytes = bytes;
      return plane;
    };
    const double most = wide ? 65535 : 255;
    const bool alpha = before.hasAlpha() && c + 1 == before.format.num_channels;
    const SampleScale scale{wide ? SampleScale::Kind::unsigned16 : SampleScale::Kind::unsigned8,
                            most, alpha ? most : 0};
    PHOTOSCRUB_CHECK(compareClosely(channel(before.raster.plane()), channel(after.raster.plane()),
                                    scale, boxes));
  }
  return {};
}

} // namespace

Result<Bytes> coverJxl(ByteView file, const RedactOptions& options, const Limits& limits) {
  PHOTOSCRUB_TRY(picture, readJxl(file, limits));
  auto boxes = storedBoxes(options, picture.raster.size);
  if (!picture.keepsSamples())
    boxes = roomyBoxes(boxes, picture.raster.size);
  lay(picture.raster.plane(), boxes, fillFor(picture));
  PHOTOSCRUB_TRY(copy, writeJxl(picture, JxlQuality::usual));
  if (!picture.keepsSamples() && mayBeFiner({file.size(), copy.size()}, boxes, picture.raster.size))
    return writeJxl(picture, JxlQuality::finest);
  return copy;
}

Result<Outside> verifyJxl(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits) {
  PHOTOSCRUB_TRY(before, readJxl(original, limits));
  PHOTOSCRUB_TRY(after, readJxl(saved, limits));
  if (!sameKind(before, after))
    return leak("another kind of JPEG XL");
  const auto boxes = storedBoxes(options, before.raster.size);
  if (!before.keepsSamples()) {
    PHOTOSCRUB_CHECK(compareLossy(before, after, boxes));
    return Outside::codedAgain;
  }
  PHOTOSCRUB_CHECK(compareExactly(before.raster.plane(), after.raster.plane(), boxes));
  return Outside::identical;
}

} // namespace photoscrub::redact
