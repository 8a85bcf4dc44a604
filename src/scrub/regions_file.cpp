#include "scrub/regions_file.h"

#include "scrub/own_labels.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include <nlohmann/json.hpp>

namespace photoscrub::scrub {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxRegions = 10'000;
constexpr std::size_t kMaxCorners = 1'000;
constexpr std::size_t kHashDigits = 64;
// Twice the longest side any format allows; sums of two stay far inside an int.
constexpr int kFarthest = 1 << 20;

/// Where in the file something is wrong: "entry 2, region 3".
class Place {
public:
  explicit Place(std::size_t entry) : entry_(entry) {}
  void enter(std::size_t region) { region_ = region; }
  Error error(const std::string& what) const {
    std::string text = "The regions file cannot be used: photo " + std::to_string(entry_ + 1);
    if (region_) {
      text += ", region ";
      text += std::to_string(*region_ + 1);
    }
    text += ": ";
    text += what;
    return {ErrorCode::malformed, std::move(text), "regions file"};
  }

private:
  std::size_t entry_;
  std::optional<std::size_t> region_;
};

bool isCoordinate(const json& value) {
  return value.is_number_integer() && value >= -kFarthest && value <= kFarthest;
}

std::optional<Rect> boxFrom(const json& value) {
  if (!value.is_array() || value.size() != 4 ||
      !std::all_of(value.begin(), value.end(), isCoordinate))
    return std::nullopt;
  const Rect box = {value[0], value[1], value[2], value[3]};
  return box.empty() ? std::nullopt : std::optional(box);
}

std::optional<Polygon> polygonFrom(const json& value) {
  if (!value.is_array() || value.size() < 3 || value.size() > kMaxCorners)
    return std::nullopt;
  Polygon polygon;
  for (const auto& corner : value) {
    if (!corner.is_array() || corner.size() != 2 || !isCoordinate(corner[0]) ||
        !isCoordinate(corner[1]))
      return std::nullopt;
    polygon.push_back({corner[0], corner[1]});
  }
  return polygon;
}

Result<bool> flag(const json& region, const char* key, const Place& place) {
  const auto found = region.find(key);
  if (found == region.end() || found->is_null())
    return false;
  if (!found->is_boolean())
    return place.error(std::string("\"") + key + "\" is neither true nor false");
  return found->get<bool>();
}

Result<Decision::What> whatFrom(const json& region, const Place& place) {
  PHOTOSCRUB_TRY(cover, flag(region, "redacted", place));
  PHOTOSCRUB_TRY(release, flag(region, "released", place));
  if (cover && release)
    return place.error("it cannot be \"redacted\" and \"released\" at once");
  return cover     ? Decision::What::cover
         : release ? Decision::What::release
                   : Decision::What::asPolicySays;
}

/// The text under `key`; empty where there is none.
std::string textAt(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Result<Decision> decisionFrom(const json& entry, const Place& place) {
  if (!entry.is_object())
    return place.error("it is not an object");
  Decision decision;
  auto& region = decision.region;
  const auto kind = detect::regionKindFrom(textAt(entry, "kind"));
  if (!kind)
    return place.error("\"kind\" is not one photoscrub knows");
  region.kind = *kind;
  const auto box = boxFrom(entry.value("box", json()));
  if (!box)
    return place.error("\"box\" has to be [x, y, width, height] in whole pixels");
  region.box = *box;
  if (const auto outline = entry.find("polygon"); outline != entry.end() && !outline->is_null()) {
    const auto polygon = polygonFrom(*outline);
    if (!polygon)
      return place.error("\"polygon\" has to be a list of at least three [x, y]");
    region.polygon = *polygon;
  }
  if (const auto score = entry.find("score"); score != entry.end() && score->is_number())
    region.score = std::clamp(score->get<double>(), 0.0, 1.0);
  // Labels go into reports, which hold no names and numbers.
  if (const auto label = textAt(entry, "label"); isOwnLabel(label))
    region.label = label;
  region.certainty =
      detect::certaintyFrom(textAt(entry, "certainty"))
          .value_or(*kind == detect::RegionKind::identifier ? detect::Certainty::certain
                                                            : detect::Certainty::medium);
  PHOTOSCRUB_TRY(what, whatFrom(entry, place));
  decision.what = what;
  return decision;
}

std::optional<std::string> hashFrom(const json& entry) {
  auto hash = textAt(entry, "input_sha256");
  std::transform(hash.begin(), hash.end(), hash.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool fine =
      hash.size() == kHashDigits && hash.find_first_not_of("0123456789abcdef") == std::string::npos;
  return fine ? std::optional(hash) : std::nullopt;
}

Result<std::vector<Decision>> decisionsFrom(const json& entry, Place place) {
  const auto regions = entry.find("regions");
  if (regions == entry.end() || !regions->is_array())
    return place.error("it has no list \"regions\"");
  if (regions->size() > kMaxRegions)
    return Error{ErrorCode::limit, "The regions file has too many regions for one photo",
                 std::to_string(regions->size())};
  std::vector<Decision> decisions;
  for (std::size_t i = 0; i < regions->size(); ++i) {
    place.enter(i);
    PHOTOSCRUB_TRY(decision, decisionFrom((*regions)[i], place));
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

/// A depth that no file of ours reaches; what lies deeper is not read.
json parse(std::string_view text) {
  constexpr int kDepth = 16;
  const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= kDepth; };
  return json::parse(text, shallow, false);
}

/// The objects of the file: the one, those of the array, or one a line.
Result<std::vector<json>> entriesOf(std::string_view text) {
  auto whole = parse(text);
  if (whole.is_object())
    return std::vector<json>{std::move(whole)};
  if (whole.is_array())
    return whole.get<std::vector<json>>();
  std::vector<json> entries;
  for (std::size_t at = 0, line = 1; at < text.size(); ++line) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto words = text.substr(at, end - at);
    at = end + 1;
    if (words.find_first_not_of(" \t\r") == std::string_view::npos)
      continue;
    auto entry = parse(words);
    if (entry.is_discarded())
      return Error{ErrorCode::malformed,
                   "The regions file cannot be used: line " + std::to_string(line) +
                       " is not JSON as photoscrub check --json prints it",
                   "JSON"};
    entries.push_back(std::move(entry));
  }
  return entries;
}

} // namespace

Result<RegionsFile> RegionsFile::read(std::string_view text) {
  if (text.size() > kMaxBytes)
    return Error{ErrorCode::limit, "The regions file is too large", std::to_string(text.size())};
  PHOTOSCRUB_TRY(entries, entriesOf(text));
  RegionsFile file;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Place place(i);
    if (!entries[i].is_object())
      return place.error("it is not an object");
    const auto hash = hashFrom(entries[i]);
    if (!hash)
      return place.error("it does not say which picture it belongs to (\"input_sha256\"). Make it "
                         "with: photoscrub check --json --hash");
    PHOTOSCRUB_TRY(decisions, decisionsFrom(entries[i], place));
    if (!file.photos_.emplace(*hash, std::move(decisions)).second)
      return place.error("this picture stands in the file already");
  }
  if (file.photos_.empty())
    return Error{ErrorCode::malformed, "The regions file names no photo", "empty"};
  return file;
}

const std::vector<Decision>* RegionsFile::of(const std::string& photoSha256) const {
  const auto found = photos_.find(photoSha256);
  return found == photos_.end() ? nullptr : &found->second;
}

} // namespace photoscrub::scrub
