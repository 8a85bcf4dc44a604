#include "formats/finding_kind.h"

namespace photoscrub::formats {

std::string_view name(FindingKind kind) {
  switch (kind) {
  case FindingKind::location:
    return "location";
  case FindingKind::identity:
    return "identity";
  case FindingKind::device:
    return "device";
  case FindingKind::time:
    return "time";
  case FindingKind::caption:
    return "caption";
  case FindingKind::software:
    return "software";
  case FindingKind::thumbnail:
    return "thumbnail";
  case FindingKind::hiddenImage:
    return "hidden-image";
  case FindingKind::hiddenVideo:
    return "hidden-video";
  case FindingKind::provenance:
    return "provenance";
  case FindingKind::trailer:
    return "trailer";
  case FindingKind::comment:
    return "comment";
  case FindingKind::colourText:
    return "colour-text";
  case FindingKind::filename:
    return "filename";
  case FindingKind::other:
    return "other";
  }
  return "other";
}

std::optional<FindingKind> findingKindFrom(std::string_view wanted) {
  for (const FindingKind kind : kFindingKinds)
    if (name(kind) == wanted)
      return kind;
  return std::nullopt;
}

} // namespace photoscrub::formats
