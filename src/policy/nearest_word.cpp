#include "policy/nearest_word.h"

#include <algorithm>
#include <vector>

namespace photoscrub::policy {

namespace {

constexpr std::size_t kLongestWord = 40; ///< no key is longer; bounds the work

// Letters to change, add, leave out or swap with their neighbour, until one is the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t differs = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + differs});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

} // namespace

std::string_view nearestWord(std::string_view word, std::span<const std::string_view> known) {
  std::string_view nearest;
  if (word.size() > kLongestWord)
    return nearest;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto candidate : known) {
    const auto letters = distance(word, candidate);
    if (letters < least && letters < candidate.size()) {
      least = letters;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0)
      text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

} // namespace photoscrub::policy
