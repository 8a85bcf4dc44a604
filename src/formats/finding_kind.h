/// What a piece of removed information tells about: the `removed.kind` names of the report.
/// Plain data.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace photoscrub::formats {

/// In the order of the report contract; a new kind goes to the end.
enum class FindingKind {
  location,    ///< coordinates, place names
  identity,    ///< owner, author, serial numbers, unique ids
  device,      ///< make, model, lens, maker notes
  time,        ///< dates, times, time zones
  caption,     ///< titles, descriptions, keywords
  software,    ///< programs and their processing settings
  thumbnail,   ///< small copies of the picture, which may predate an edit
  hiddenImage, ///< further pictures: MPF, depth and gain maps
  hiddenVideo, ///< the video of a motion photo
  provenance,  ///< edit history, document ids, content credentials
  trailer,     ///< bytes after the picture's end
  comment,     ///< free text written into a comment
  colourText,  ///< text, dates or ids inside a colour profile
  filename,    ///< the name of the file itself
  other,       ///< anything else a viewer does not need
};

inline constexpr std::array kFindingKinds{
    FindingKind::location,   FindingKind::identity,    FindingKind::device,
    FindingKind::time,       FindingKind::caption,     FindingKind::software,
    FindingKind::thumbnail,  FindingKind::hiddenImage, FindingKind::hiddenVideo,
    FindingKind::provenance, FindingKind::trailer,     FindingKind::comment,
    FindingKind::colourText, FindingKind::filename,    FindingKind::other,
};

/// The kind's name as it stands in JSON: "location", "hidden-image", ...
std::string_view name(FindingKind kind);

/// The kind with this name, or nothing.
std::optional<FindingKind> findingKindFrom(std::string_view name);

} // namespace photoscrub::formats
