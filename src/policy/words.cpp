#include "policy/words.h"

#include <algorithm>

namespace photoscrub::policy {

namespace {

template <class Enum, std::size_t n>
std::optional<Enum> find(const std::array<std::string_view, n>& words, std::string_view word) {
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end())
    return std::nullopt;
  return static_cast<Enum>(at - words.begin());
}

const std::array<KeepWord, kKeepWords> kKeepWordTable = {{
    {"colour", [](const Policy& policy) { return policy.keepColour; },
     [](Policy& policy, bool yes) { policy.keepColour = yes; }},
    {"copyright", [](const Policy& policy) { return policy.keep.copyright; },
     [](Policy& policy, bool yes) { policy.keep.copyright = yes; }},
    {"credit", [](const Policy& policy) { return policy.keep.credit; },
     [](Policy& policy, bool yes) { policy.keep.credit = yes; }},
    {"caption", [](const Policy& policy) { return policy.keep.caption; },
     [](Policy& policy, bool yes) { policy.keep.caption = yes; }},
    {"time", [](const Policy& policy) { return policy.keep.time; },
     [](Policy& policy, bool yes) { policy.keep.time = yes; }},
}};

} // namespace

std::string_view name(Action action) {
  return kActionWords[static_cast<std::size_t>(action)];
}
std::optional<Action> actionFrom(std::string_view word) {
  return find<Action>(kActionWords, word);
}
std::string_view name(redact::Style style) {
  return kStyleWords[static_cast<std::size_t>(style)];
}
std::optional<redact::Style> styleFrom(std::string_view word) {
  return find<redact::Style>(kStyleWords, word);
}
std::string_view name(Release release) {
  return kReleaseWords[static_cast<std::size_t>(release)];
}
std::optional<Release> releaseFrom(std::string_view word) {
  return find<Release>(kReleaseWords, word);
}

const std::array<KeepWord, kKeepWords>& keepWords() {
  return kKeepWordTable;
}

} // namespace photoscrub::policy
