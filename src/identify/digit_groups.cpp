#include "identify/digit_groups.h"

#include "identify/misreadings.h"

namespace photoscrub::identify {

namespace {

/// Strokes inside a group are a misread 1; at the end of a longer one they are the edge of a table.
constexpr std::size_t kLongestGroupEndingInStroke = 4;

constexpr bool isStroke(char c) {
  return c == '|' || c == '!';
}

/// The end of the run of digits that starts at `begin`.
std::size_t endOfRun(std::string_view line, std::size_t begin) {
  std::size_t end = begin;
  while (end < line.size() && digitOrMisread(line[end]))
    ++end;
  while (end > begin && isStroke(line[end - 1]) && end - begin > kLongestGroupEndingInStroke)
    --end;
  return end;
}

DigitGroup groupOf(std::string_view line, Span span) {
  DigitGroup group{span, {}, 0};
  for (const char c : line.substr(span.begin, span.size())) {
    group.digits += *digitOrMisread(c);
    group.guesses += isDigit(c) ? 0 : 1;
  }
  return group;
}

} // namespace

std::vector<DigitGroup> digitGroups(std::string_view line, const std::vector<Label>& labels) {
  std::vector<DigitGroup> groups;
  auto label = labels.begin();
  for (std::size_t at = 0; at < line.size();) {
    bool mayStart = startsWord(line, at);
    while (label != labels.end() && label->span.begin < at)
      ++label;
    if (label != labels.end() && label->span.begin == at) {
      at = label->span.end;
      mayStart = true;
    }
    if (at >= line.size())
      break;
    if (!mayStart || !isAlnum(line[at]) || !digitOrMisread(line[at])) {
      ++at;
      continue;
    }
    const std::size_t end = endOfRun(line, at);
    if (endsWord(line, end))
      groups.push_back(groupOf(line, {at, end}));
    at = end;
  }
  return groups;
}

Joint jointBetween(std::string_view line, const DigitGroup& left, const DigitGroup& right) {
  const std::string_view gap = line.substr(left.span.end, right.span.begin - left.span.end);
  if (gap.empty() || gap.size() > 3 || gap.find_first_not_of(" \t-.") != std::string_view::npos)
    return Joint::none;
  return gap.find('\t') == std::string_view::npos ? Joint::narrow : Joint::wide;
}

} // namespace photoscrub::identify
