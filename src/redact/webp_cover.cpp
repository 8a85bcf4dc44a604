#include "redact/close_compare.h"
#include "redact/codecs.h"
#include "redact/face_pixels.h"
#include "redact/stored_boxes.h"
#include "redact/webp_animation.h"
#include "redact/webp_library.h"

namespace photoscrub::redact {

namespace {

constexpr std::array<std::uint8_t, 4> kBlackBgra = {0, 0, 0, 255};
// Black in the video range that VP8 keeps (RFC 6386, 9.2), no colour, opaque.
constexpr std::array<std::uint8_t, 4> kBlackYuva = {16, 128, 128, 255};

void layLossy(WebpPicture& picture, const std::vector<Rect>& boxes) {
  const auto planes = picture.planes();
  for (std::size_t i = 0; i < planes.size(); ++i)
    lay(planes[i], boxes, ByteView(kBlackYuva).subspan(i, 1));
}

Status compareLossy(WebpPicture& before, WebpPicture& after, const std::vector<Rect>& boxes) {
  const auto first = before.planes(), second = after.planes();
  if (first.size() != second.size())
    return leak("another kind of WebP");
  for (std::size_t i = 0; i < first.size(); ++i) {
    SampleScale samples;
    samples.fill = kBlackYuva[i];
    PHOTOSCRUB_CHECK(compareClosely(first[i], second[i], samples, boxes));
  }
  return {};
}

bool offersFaces(const WebpFacts& facts) {
  return facts.lossless && !facts.animated;
}

// REQUIRES: the plane is that of the original, without loss.
FacePixels facesOf(const Plane& original, const StoredCovers& covers,
                   const RedactOptions& options) {
  FacePixels faces(covers, options.noise, {Bytes(kBlackBgra.begin(), kBlackBgra.end()), {2, 1, 0}});
  look(faces, original);
  faces.settle();
  return faces;
}

Status compareLossless(const Plane& before, const Plane& after, const RedactOptions& options) {
  const auto covers = storedCovers(options, before.size);
  PHOTOSCRUB_CHECK(compareExactly(before, after, covers.solid, faceBoxes(covers)));
  if (covers.faces.empty())
    return {};
  return compareFaces(facesOf(before, covers, options), after);
}

} // namespace

Result<Bytes> coverWebp(ByteView file, const RedactOptions& options, const Limits& limits) {
  PHOTOSCRUB_TRY(facts, readWebpFacts(file, limits));
  const auto boxes = storedBoxes(options, facts.size);
  if (facts.animated)
    return coverWebpAnimation(file, boxes, limits);
  WebpPicture picture;
  PHOTOSCRUB_CHECK(picture.decode(file, facts));
  if (facts.lossless) {
    const auto covers = storedCovers(options, facts.size);
    const auto plane = picture.planes()[0];
    if (!covers.faces.empty())
      paint(facesOf(plane, covers, options), plane);
    lay(plane, covers.solid, kBlackBgra);
    PHOTOSCRUB_TRY(config, losslessConfig());
    return picture.encode(config);
  }
  layLossy(picture, roomyBoxes(boxes, facts.size));
  PHOTOSCRUB_TRY(config, lossyConfig(qualityLike(file)));
  return picture.encode(config);
}

Result<Outside> verifyWebp(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits) {
  PHOTOSCRUB_TRY(factsBefore, readWebpFacts(original, limits));
  PHOTOSCRUB_TRY(factsAfter, readWebpFacts(saved, limits));
  if (factsBefore.size != factsAfter.size || factsBefore.animated != factsAfter.animated)
    return leak("another kind of WebP");
  const auto boxes = storedBoxes(options, factsBefore.size);
  if (factsBefore.animated)
    return verifyWebpAnimation(original, saved, boxes, limits);
  if (factsBefore.lossless != factsAfter.lossless)
    return leak("another kind of WebP");
  // The encoder leaves out alpha that is opaque everywhere; it may have to be read into being.
  factsBefore.alpha = factsAfter.alpha = factsBefore.alpha || factsAfter.alpha;
  WebpPicture before, after;
  PHOTOSCRUB_CHECK(before.decode(original, factsBefore));
  PHOTOSCRUB_CHECK(after.decode(saved, factsAfter));
  if (!factsBefore.lossless) {
    PHOTOSCRUB_CHECK(compareLossy(before, after, boxes));
    return Outside::codedAgain;
  }
  PHOTOSCRUB_CHECK(compareLossless(before.planes()[0], after.planes()[0], options));
  return Outside::identical;
}

Result<bool> webpOffersFaces(ByteView file, const Limits& limits) {
  PHOTOSCRUB_TRY(facts, readWebpFacts(file, limits));
  return offersFaces(facts);
}

} // namespace photoscrub::redact
