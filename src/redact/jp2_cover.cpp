#include "redact/codecs.h"
#include "redact/jp2_picture.h"
#include "redact/stored_boxes.h"

namespace photoscrub::redact {

namespace {

// Where the picture's corner lies off the grid of a halved component (ISO/IEC 15444-1, B.2), its
// samples stand for pixels up to one step away.
std::vector<Rect> boxesOn(const Plane& plane, const std::vector<Rect>& boxes, Size picture) {
  if (plane.step == Size{1, 1})
    return boxes;
  std::vector<Rect> wider;
  for (const Rect& box : boxes)
    wider.push_back(grown(box, {plane.step.width, plane.step.height}, picture));
  return wider;
}

bool sameKind(const Jp2Picture& a, const Jp2Picture& b) {
  return a.bare == b.bare && a.reversible == b.reversible && a.size() == b.size() &&
         a.image->numcomps == b.image->numcomps && a.model() == b.model();
}

bool sameComponent(const opj_image_comp_t& a, const opj_image_comp_t& b) {
  return a.w == b.w && a.h == b.h && a.dx == b.dx && a.dy == b.dy && a.prec == b.prec &&
         a.sgnd == b.sgnd && a.alpha == b.alpha;
}

} // namespace

Result<Bytes> coverJp2(ByteView file, const RedactOptions& options, const Limits& limits) {
  PHOTOSCRUB_TRY(picture, readJp2(file, limits));
  auto boxes = storedBoxes(options, picture.size());
  if (!picture.reversible)
    boxes = roomyBoxes(boxes, picture.size());
  for (const auto& component : picture.components())
    lay(component.plane, boxesOn(component.plane, boxes, picture.size()), component.fill);
  return writeJp2(picture);
}

Result<Outside> verifyJp2(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits) {
  PHOTOSCRUB_TRY(before, readJp2(original, limits));
  PHOTOSCRUB_TRY(after, readJp2(saved, limits));
  if (!sameKind(before, after))
    return leak("another kind of JPEG 2000");
  const auto boxes = storedBoxes(options, before.size());
  const auto first = before.components(), second = after.components();
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (!sameComponent(before.image->comps[i], after.image->comps[i]))
      return leak("another kind of component");
    const auto own = boxesOn(first[i].plane, boxes, before.size());
    PHOTOSCRUB_CHECK(before.reversible
                         ? compareExactly(first[i].plane, second[i].plane, own)
                         : compareClosely(first[i].plane, second[i].plane, first[i].scale, boxes));
  }
  return before.reversible ? Outside::identical : Outside::codedAgain;
}

} // namespace photoscrub::redact
