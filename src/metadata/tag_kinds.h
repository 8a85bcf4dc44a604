/// What a metadata field tells about, by its Exiv2 key ("Exif.GPSInfo.GPSLatitude"). Tables and
/// pure functions; no Exiv2 here.
#pragma once

#include "formats/finding_kind.h"

#include <optional>
#include <span>
#include <string_view>

namespace photoscrub::metadata {

struct TagKind {
  /// Empty for a field that only says how the picture is stored (size, orientation, pointers).
  std::optional<formats::FindingKind> kind;
  std::string_view where; ///< "Exif GPS", "XMP dc", ...; static storage
};

enum class TagFamily { exif, xmp, iptc };

/// Never fails: an Exif group that is not listed is a maker note, an XMP name space that is not
/// listed "XMP (other)", a field that is not listed has its group's usual kind.
/// `group` and `tag` are the second and third part of the key.
TagKind tagKind(TagFamily family, std::string_view group, std::string_view tag);

/// One row of the tables. A pattern may begin with *, end with *, or both.
struct TagRule {
  std::string_view pattern;
  std::optional<formats::FindingKind> kind;
};

/// The rows of one group; the first that matches decides.
struct TagGroup {
  std::string_view pattern;
  std::string_view where;
  std::optional<formats::FindingKind> usual; ///< for fields without a row
  std::span<const TagRule> rules;
};

/// The tables: exif_tag_table.cpp, xmp_tag_table.cpp, iptc_tag_table.cpp. The last group of each
/// matches everything.
std::span<const TagGroup> exifTagGroups();
std::span<const TagGroup> xmpTagGroups();
std::span<const TagGroup> iptcTagGroups();

} // namespace photoscrub::metadata
