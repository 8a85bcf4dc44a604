#include "policy/checked_json.h"

#include "metadata/kept_values.h"
#include "policy/nearest_word.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace photoscrub::policy {

namespace {

constexpr std::size_t kLongestQuote = 40;

std::string_view typeName(JsonValue::Type type) {
  switch (type) {
  case JsonValue::Type::null:
    return "null";
  case JsonValue::Type::boolean:
    return "true or false";
  case JsonValue::Type::number:
    return "a number";
  case JsonValue::Type::string:
    return "text in quotes";
  case JsonValue::Type::array:
    return "a list in [ ]";
  case JsonValue::Type::object:
    return "a group in { }";
  }
  return "";
}

bool has(const Place& place, JsonValue::Type type) {
  if (place.value.type == type)
    return true;
  std::string what = "has to be ";
  what += typeName(type);
  what += ", and is ";
  what += typeName(place.value.type);
  place.problem(what);
  return false;
}

// ". Did you mean "redact"?" or nothing.
std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
  const auto nearest = nearestWord(word, known);
  std::string text;
  if (!nearest.empty()) {
    text = ". Did you mean \"";
    text += nearest;
    text += "\"?";
  }
  return text;
}

std::string pathTo(const std::string& path, std::string_view key) {
  std::string whole = path;
  if (!whole.empty())
    whole += '.';
  whole += key;
  return whole;
}

} // namespace

void Problems::add(std::size_t line, const std::string& path, std::string_view what) {
  std::string text = atLine(line);
  if (!path.empty()) {
    text += path;
    text += ": ";
  }
  text += what;
  problems_.push_back({line, std::move(text)});
}

std::string Problems::text(std::size_t most) const {
  auto sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  std::string text;
  for (std::size_t i = 0; i < sorted.size() && i < most; ++i) {
    if (i > 0)
      text += '\n';
    text += sorted[i].text;
  }
  if (sorted.size() > most)
    text += "\nand " + std::to_string(sorted.size() - most) + " more";
  return text;
}

void readObject(const Place& place, std::span<const Key> keys) {
  if (!has(place, JsonValue::Type::object))
    return;
  std::vector<std::string_view> names;
  for (const auto& key : keys)
    names.push_back(key.name);
  std::map<std::string_view, std::size_t> lines;
  for (const auto& member : place.value.members) {
    const auto [first, isNew] = lines.emplace(member.key, member.line);
    const auto key = std::find(names.begin(), names.end(), member.key);
    if (key == names.end()) {
      place.problems.add(member.line, pathTo(place.path, quoted(member.key)),
                         "there is no such key" + suggestion(member.key, names));
    } else if (!isNew) {
      place.problems.add(member.line, pathTo(place.path, member.key),
                         "stands here a second time; the first is on line " +
                             std::to_string(first->second));
    } else {
      keys[static_cast<std::size_t>(key - names.begin())].read(
          {member.value, pathTo(place.path, member.key), place.problems});
    }
  }
}

const JsonValue* memberOf(const JsonValue& value, std::string_view key) {
  for (const auto& member : value.members)
    if (member.key == key)
      return &member.value;
  return nullptr;
}

std::optional<std::string> readText(const Place& place) {
  if (!has(place, JsonValue::Type::string))
    return std::nullopt;
  return place.value.text;
}

std::optional<bool> readYesNo(const Place& place) {
  if (!has(place, JsonValue::Type::boolean))
    return std::nullopt;
  return place.value.boolean;
}

std::optional<int> readWhole(const Place& place, int least, int most) {
  if (!has(place, JsonValue::Type::number))
    return std::nullopt;
  const double number = place.value.number;
  if (number >= least && number <= most && std::floor(number) == number)
    return static_cast<int>(number);
  std::string what = "has to be a whole number from ";
  what += std::to_string(least);
  what += " to ";
  what += std::to_string(most);
  place.problem(what);
  return std::nullopt;
}

std::optional<std::size_t> readWord(const Place& place, std::span<const std::string_view> words) {
  if (!has(place, JsonValue::Type::string))
    return std::nullopt;
  const auto at = std::find(words.begin(), words.end(), place.value.text);
  if (at != words.end())
    return static_cast<std::size_t>(at - words.begin());
  auto what = quoted(place.value.text);
  what += words.size() == 1 ? " is not " : " is not one of ";
  what += listed(words);
  what += suggestion(place.value.text, words);
  place.problem(what);
  return std::nullopt;
}

std::optional<std::vector<std::size_t>> readWords(const Place& place,
                                                  std::span<const std::string_view> words) {
  if (!has(place, JsonValue::Type::array))
    return std::nullopt;
  std::vector<std::size_t> positions;
  for (const auto& item : place.value.items) {
    const Place at{item, place.path, place.problems};
    const auto position = readWord(at, words);
    if (!position)
      continue;
    if (std::find(positions.begin(), positions.end(), *position) != positions.end())
      at.problem(quoted(item.text) + " stands in the list twice");
    else
      positions.push_back(*position);
  }
  return positions;
}

std::string quoted(std::string_view text) {
  auto shown = metadata::cleanText(text.substr(0, kLongestQuote));
  std::string what = "\"";
  what += shown;
  what += text.size() > kLongestQuote ? "...\"" : "\"";
  return what;
}

} // namespace photoscrub::policy
