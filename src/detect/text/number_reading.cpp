#include "detect/text/number_reading.h"

#include "identify/check_digits.h"
#include "identify/glued_dates.h"

#include <algorithm>
#include <map>

namespace photoscrub::detect {

namespace {
constexpr std::size_t kDigits = 10;
// Fewer were seen of a number whose line fades out at one end.
constexpr std::size_t kFewestSeen = 4, kMostSeen = 16;
constexpr std::size_t kAgreeing = 2;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// The digits of a word that has nothing but digits and the marks between and after them.
std::optional<std::string> digitsOf(const std::string& word) {
  std::string digits;
  for (const char c : word) {
    if (isDigit(c))
      digits += c;
    else if (c != '-' && c != '.' && c != ',' && c != ':')
      return std::nullopt;
  }
  return digits;
}

bool isPrintedSo(const std::vector<std::size_t>& sizes) {
  using Sizes = std::vector<std::size_t>;
  return sizes == Sizes{3, 3, 4} || sizes == Sizes{10};
}

std::optional<NumberReading> numberFrom(const ReadLine& line, std::size_t first) {
  NumberReading number{{}, first, 0, 1};
  std::vector<std::size_t> sizes;
  for (std::size_t i = first; i < line.words.size() && number.digits.size() < kDigits; ++i) {
    const auto digits = digitsOf(line.words[i].text);
    if (!digits || digits->empty())
      return std::nullopt;
    number.digits += *digits;
    number.confidence = std::min(number.confidence, line.words[i].confidence);
    sizes.push_back(digits->size());
    ++number.count;
  }
  if (!isPrintedSo(sizes) || !identify::passesModulus11(number.digits))
    return std::nullopt;
  return number;
}
} // namespace

std::optional<NumberReading> healthNumberIn(const ReadLine& line) {
  for (std::size_t first = 0; first < line.words.size(); ++first)
    if (auto number = numberFrom(line, first))
      return number;
  return std::nullopt;
}

bool mayHoldNumber(const ReadLine& line) {
  std::size_t digits = 0;
  bool named = false;
  for (const auto& word : line.words) {
    named = named || word.text == "NHS" || word.text == "CHI";
    if (!identify::isDateWord(word.text))
      digits +=
          static_cast<std::size_t>(std::count_if(word.text.begin(), word.text.end(), isDigit));
  }
  return (named || digits >= kFewestSeen) && digits <= kMostSeen && !healthNumberIn(line);
}

std::optional<std::string> agreedNumber(const std::vector<NumberReading>& readings) {
  std::map<std::string, std::size_t> votes;
  for (const auto& reading : readings)
    ++votes[reading.digits];
  const auto most = std::max_element(
      votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (votes.empty() || most->second < kAgreeing || votes.size() > 1)
    return std::nullopt;
  return most->first;
}

} // namespace photoscrub::detect
