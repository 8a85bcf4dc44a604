#include "redact/codecs.h"
#include "redact/heif_picture.h"
#include "redact/stored_boxes.h"

namespace photoscrub::redact {

namespace {

// The same fill in the sample's 8 bits, where they had to be reduced to those: both are compared
// as parts of the range.
Status compareChannel(const HeifPicture::Channel& before, const HeifPicture::Channel& after,
                      const std::vector<Rect>& boxes) {
  if (before.bits == after.bits)
    return compareClosely(before.plane, after.plane, before.samples, boxes);
  if (after.bits > before.bits)
    return leak("another depth");
  Raster reduced(before.plane.size, 1);
  const auto plane = reduced.plane();
  for (int y = 0; y < plane.size.height; ++y)
    for (int x = 0; x < plane.size.width; ++x)
      plane.row(y)[x] = before.eightBitsAt(x, y);
  return compareClosely(plane, after.plane, after.samples, boxes);
}

bool sameKind(const HeifPicture& before, const HeifPicture& after) {
  return before.size() == after.size() && before.coding().av1 == after.coding().av1 &&
         before.coding().chroma == after.coding().chroma && before.colours() == after.colours();
}

} // namespace

Result<Bytes> coverHeif(ByteView file, const RedactOptions& options, const Limits& limits) {
  HeifPicture picture;
  PHOTOSCRUB_CHECK(picture.open(file, limits));
  const auto covers = roomyBoxes(storedBoxes(options, picture.size()), picture.size());
  for (const auto& channel : picture.channels())
    lay(channel.plane, covers, channel.fill);
  PHOTOSCRUB_TRY(copy, picture.encode(HeifQuality::usual));
  if (mayBeFiner({file.size(), copy.size()}, covers, picture.size()))
    return picture.encode(HeifQuality::finest);
  return copy;
}

Result<Outside> verifyHeif(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits) {
  HeifPicture before, after;
  PHOTOSCRUB_CHECK(before.open(original, limits));
  PHOTOSCRUB_CHECK(after.open(saved, limits));
  const auto first = before.channels(), second = after.channels();
  if (!sameKind(before, after) || first.size() != second.size())
    return leak("another kind of HEIF");
  const auto boxes = storedBoxes(options, before.size());
  for (std::size_t i = 0; i < first.size(); ++i)
    PHOTOSCRUB_CHECK(compareChannel(first[i], second[i], boxes));
  return Outside::codedAgain;
}

} // namespace photoscrub::redact
