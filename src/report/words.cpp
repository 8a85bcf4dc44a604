#include "report/words.h"

#include <algorithm>
#include <array>
#include <map>

namespace photoscrub::report {

namespace {

using formats::FindingKind;

struct KindWords {
  FindingKind kind;
  std::string_view words;
};

constexpr KindWords kFindingWords[] = {
    {FindingKind::location, "where it was taken"},
    {FindingKind::identity, "names and serial numbers"},
    {FindingKind::device, "camera or phone"},
    {FindingKind::time, "dates and times"},
    {FindingKind::caption, "titles and descriptions"},
    {FindingKind::software, "programs used"},
    {FindingKind::thumbnail, "small preview pictures"},
    {FindingKind::hiddenImage, "hidden pictures"},
    {FindingKind::hiddenVideo, "hidden video"},
    {FindingKind::provenance, "editing history"},
    {FindingKind::trailer, "extra data at the end of the file"},
    {FindingKind::comment, "comments"},
    {FindingKind::colourText, "text in the colour profile"},
    {FindingKind::filename, "the file's name"},
    {FindingKind::other, "technical data"},
};

constexpr std::array<std::string_view, detect::kRegionKinds> kRegionWords = {
    "face",   "person",    "identifier", "text",          "bar code",
    "screen", "wristband", "badge",      "paper or board"};

void append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ", ") + item;
}

} // namespace

std::string_view words(FindingKind kind) {
  const auto it = std::find_if(std::begin(kFindingWords), std::end(kFindingWords),
                               [kind](const KindWords& row) { return row.kind == kind; });
  return it->words;
}

std::string counted(int count, std::string_view noun) {
  std::string text = std::to_string(count) + " " + std::string(noun);
  if (count == 1)
    return text;
  if (noun == "person")
    return std::to_string(count) + " people";
  if (noun == "paper or board")
    return std::to_string(count) + " papers or boards";
  return text + "s";
}

std::string_view words(detect::RegionKind kind) {
  return kRegionWords[static_cast<std::size_t>(kind)];
}

std::string removedInWords(const scrub::Outcome& outcome) {
  std::map<FindingKind, std::uint32_t> counts;
  for (const auto& finding : outcome.removed)
    counts[finding.kind] += finding.count;
  std::string list;
  for (const auto& [kind, count] : counts)
    append(list, std::string(words(kind)) + " (" + std::to_string(count) + ")");
  return list;
}

std::string regionsInWords(const scrub::Outcome& outcome, Regions which) {
  std::map<detect::RegionKind, int> counts;
  for (const auto& judged : outcome.regions) {
    const auto fate = judged.redacted   ? Regions::covered
                      : judged.released ? Regions::released
                                        : Regions::visible;
    if (fate == which)
      ++counts[judged.region.kind];
  }
  std::string list;
  for (const auto& [kind, count] : counts)
    append(list, counted(count, words(kind)));
  return list;
}

std::string outsideInWords(const scrub::Outcome& outcome) {
  if (!outcome.outside)
    return "";
  return *outcome.outside == redact::Outside::identical
             ? "outside the boxes: identical"
             : "outside the boxes: coded again at a high quality, as this format asks for";
}

} // namespace photoscrub::report
