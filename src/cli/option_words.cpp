#include "cli/option_words.h"

#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;
using detect::RegionKind;

constexpr std::uint64_t kMaxSecondsOption = 86'400; // a day
// Sizes of pictures are ints; no format says more in a field that anything shows.
constexpr std::uint64_t kMaxSideOption = std::numeric_limits<std::int32_t>::max();

// NUL separated if there is a NUL in it, else one path a line.
std::vector<fs::path> splitList(const std::string& text) {
  const char separator = text.find('\0') == std::string::npos ? '\n' : '\0';
  std::vector<fs::path> paths;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    auto line = text.substr(begin, end - begin);
    if (separator == '\n' && line.ends_with('\r'))
      line.pop_back();
    if (!line.empty())
      paths.emplace_back(line);
    begin = end + 1;
  }
  return paths;
}

std::vector<std::string> splitWords(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
    const auto end = std::min(text.find(',', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// "300M" as a number: k, M and G are 10^3, 10^6 and 10^9.
std::optional<std::uint64_t> readNumber(std::string_view text) {
  std::uint64_t unit = 1;
  if (!text.empty() && (text.back() == 'k' || text.back() == 'M' || text.back() == 'G')) {
    unit = text.back() == 'k' ? 1'000 : text.back() == 'M' ? 1'000'000 : 1'000'000'000;
    text.remove_suffix(1);
  }
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0 ||
      number > std::numeric_limits<std::uint64_t>::max() / unit)
    return std::nullopt;
  return number * unit;
}

template <class T> bool assign(T& limit, std::uint64_t value) {
  if (value > std::numeric_limits<T>::max())
    return false;
  limit = static_cast<T>(value);
  return true;
}

bool setLimit(std::string_view name, std::uint64_t value, Limits& limits) {
  if (name == "bytes")
    return assign(limits.maxFileBytes, value);
  if (name == "pixels")
    return assign(limits.maxPixels, value);
  if (name == "side")
    return value <= kMaxSideOption && assign(limits.maxSide, value);
  if (name == "parts")
    return assign(limits.maxParts, value);
  if (name == "scans")
    return assign(limits.maxScans, value);
  if (name == "depth")
    return assign(limits.maxDepth, value);
  if (name == "profile")
    return assign(limits.maxProfileBytes, value);
  return name == "seconds" && value <= kMaxSecondsOption && assign(limits.maxSeconds, value);
}

} // namespace

bool readList(const std::string& source, std::vector<fs::path>& paths) {
  std::string text;
  if (source == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream file(source, std::ios::binary);
    if (!file)
      return false;
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  for (auto& path : splitList(text))
    paths.push_back(std::move(path));
  return true;
}

std::optional<std::string> readKinds(const std::string& words, std::set<RegionKind>& kinds) {
  for (const auto& word : splitWords(words)) {
    if (word == "none") {
      kinds.clear();
    } else if (word == "all") {
      for (int i = 0; i < detect::kRegionKinds; ++i)
        kinds.insert(static_cast<RegionKind>(i));
    } else if (const auto kind = detect::regionKindFrom(word)) {
      kinds.insert(*kind);
    } else {
      return word;
    }
  }
  return std::nullopt;
}

std::optional<std::string> readKeep(const std::string& text, policy::Policy& policy) {
  const auto words = splitWords(text);
  if (words.empty())
    return std::nullopt;
  policy.keepColour = false;
  policy.keep = {};
  const std::map<std::string, bool*> meanings = {{"colour", &policy.keepColour},
                                                 {"copyright", &policy.keep.copyright},
                                                 {"credit", &policy.keep.credit},
                                                 {"caption", &policy.keep.caption},
                                                 {"time", &policy.keep.time}};
  for (const auto& word : words) {
    const auto meaning = meanings.find(word);
    if (meaning == meanings.end())
      return word;
    *meaning->second = true;
  }
  return std::nullopt;
}

std::optional<std::string> readLimits(const std::string& words, Limits& limits) {
  for (const auto& word : splitWords(words)) {
    const auto equals = word.find('=');
    if (equals == std::string::npos)
      return word;
    const auto value = readNumber(std::string_view(word).substr(equals + 1));
    if (!value || !setLimit(std::string_view(word).substr(0, equals), *value, limits))
      return word;
  }
  return std::nullopt;
}

} // namespace photoscrub::cli
