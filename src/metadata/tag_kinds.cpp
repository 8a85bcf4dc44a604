#include "metadata/tag_kinds.h"

namespace photoscrub::metadata {

namespace {

bool matches(std::string_view pattern, std::string_view text) {
  const bool anyStart = pattern.starts_with('*');
  if (anyStart)
    pattern.remove_prefix(1);
  const bool anyEnd = pattern.ends_with('*');
  if (anyEnd)
    pattern.remove_suffix(1);
  if (anyStart && anyEnd)
    return text.find(pattern) != std::string_view::npos;
  if (anyStart)
    return text.ends_with(pattern);
  if (anyEnd)
    return text.starts_with(pattern);
  return text == pattern;
}

std::span<const TagGroup> groupsOf(TagFamily family) {
  switch (family) {
  case TagFamily::exif:
    return exifTagGroups();
  case TagFamily::xmp:
    return xmpTagGroups();
  case TagFamily::iptc:
    return iptcTagGroups();
  }
  return exifTagGroups();
}

} // namespace

TagKind tagKind(TagFamily family, std::string_view group, std::string_view tag) {
  for (const TagGroup& candidate : groupsOf(family)) {
    if (!matches(candidate.pattern, group))
      continue;
    for (const TagRule& rule : candidate.rules)
      if (matches(rule.pattern, tag))
        return {rule.kind, candidate.where};
    return {candidate.usual, candidate.where};
  }
  return {formats::FindingKind::other, "metadata"};
}

} // namespace photoscrub::metadata
