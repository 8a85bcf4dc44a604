#include "formats/trailer.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace std::string_view_literals;

struct Inset {
  std::string_view signature;
  std::uint64_t before; // bytes of the inset that stand in front of the signature
  FindingKind kind;
  std::string_view where;
};

// Searched for in this order; each is reported once, at its first occurrence.
constexpr Inset kInsets[] = {
    {"\xFF\xD8\xFF"sv, 0, FindingKind::hiddenImage, "image after the end of the picture"},
    {"\x89PNG\r\n\x1a\n"sv, 0, FindingKind::hiddenImage, "image after the end of the picture"},
    {"ftyp"sv, 4, FindingKind::hiddenVideo, "motion-photo video"},
    {"MotionPhoto_Data"sv, 0, FindingKind::hiddenVideo, "motion-photo video"},
    {"SEFT"sv, 0, FindingKind::device, "Samsung trailer"},
    {"PK\x03\x04"sv, 0, FindingKind::trailer, "archive after the end of the picture"},
    {"%PDF"sv, 0, FindingKind::trailer, "PDF after the end of the picture"},
};

} // namespace

std::vector<Part> describeTrailer(ByteView file, std::uint64_t begin) {
  std::vector<Part> parts;
  if (begin >= file.size())
    return parts;
  const auto text = asText(file.subspan(static_cast<std::size_t>(begin)));
  const auto total = static_cast<std::uint64_t>(text.size());
  for (const auto& inset : kInsets) {
    const auto at = text.find(inset.signature);
    if (at == std::string_view::npos || at < inset.before)
      continue;
    const auto known = std::find_if(parts.begin(), parts.end(),
                                    [&](const Part& part) { return part.where == inset.where; });
    if (known == parts.end())
      parts.push_back({inset.kind, std::string(inset.where), begin + at - inset.before,
                       total - at + inset.before});
  }
  if (parts.empty()) {
    const bool blank = text.find_first_not_of('\0') == std::string_view::npos;
    parts.push_back({FindingKind::trailer,
                     blank ? "empty bytes after the end of the picture"
                           : "unknown bytes after the end of the picture",
                     begin, total});
  }
  return parts;
}

} // namespace photoscrub::formats
