/// Health numbers in text: which runs of digits may be one, and how sure that is.

#include "identify/digit_groups.h"
#include "identify/health_numbers.h"
#include "identify/rules.h"

#include <optional>

namespace photoscrub::identify {

namespace {

using enum LabelKind;

constexpr LabelKinds kHealthLabels = labelKinds(nhs, chi, healthAndCare);
constexpr LabelKinds kNumberLabels = kHealthLabels | labelKinds(hospital);
constexpr std::size_t kFewest = 9, kMost = 11; ///< digits of a number that was misread
/// More guesses than this are no reading any more.
constexpr int kMostGuesses = 4;
/// Without a label.
constexpr int kMostGuessesBare = 2;

enum class Layout {
  spaced, ///< 3-3-4, as printed on everything the NHS issues
  solid,  ///< one group
  loose,  ///< any other split
};

/// Some groups of a line, read as one number.
struct Candidate {
  Span span;
  std::string digits;
  Layout layout = Layout::loose;
  int guesses = 0;
  bool wide = false; ///< a wide gap inside: columns of a table unless a label says otherwise
};

std::string_view schemeName(Scheme scheme) {
  switch (scheme) {
  case Scheme::chi:
    return "CHI number";
  case Scheme::healthAndCare:
    return "H&C number";
  case Scheme::irish:
    return "IHI number";
  case Scheme::nhs:
    break;
  }
  return "NHS number";
}

std::string_view uncheckedName(LabelKind label) {
  if (label == chi)
    return "CHI number (unchecked)";
  if (label == healthAndCare)
    return "H&C number (unchecked)";
  return "NHS number (unchecked)";
}

/// How sure an unlabelled number is. Never more than medium: chance passes the check too often.
std::optional<Certainty> bareCertainty(Standing standing, Layout layout) {
  const bool spaced = layout == Layout::spaced;
  switch (standing) {
  case Standing::live:
    return spaced ? Certainty::medium : Certainty::info;
  case Standing::test:
  case Standing::placeholder:
    return Certainty::info;
  case Standing::unissued:
    if (spaced)
      return Certainty::info;
    return std::nullopt;
  case Standing::failsCheck:
    break;
  }
  return std::nullopt;
}

/// A label makes a live number high. A test-range number under a label looks exactly like a
/// patient's, and nobody who sees the photo can tell, so that it is flagged visibly as well.
Certainty labelledCertainty(Standing standing) {
  if (standing == Standing::live)
    return Certainty::high;
  return standing == Standing::placeholder ? Certainty::info : Certainty::medium;
}

constexpr bool isPhoneMark(char c) {
  return isBlank(c) || c == '-' || c == '.' || c == '(' || c == ')';
}

class LineReader {
public:
  LineReader(const Page& page, Findings& findings, std::size_t line)
      : page_(page), findings_(findings), line_(line), text_(page.lines[line].text),
        groups_(digitGroups(text_, page.labels[line])) {}

  void read() {
    for (std::size_t i = 0; i < groups_.size();) {
      const std::size_t used = readAt(i);
      i += used == 0 ? 1 : used;
    }
  }

private:
  /// Reads a number that starts with group `first`. Returns how many groups it has, 0 for none.
  std::size_t readAt(std::size_t first) {
    if (findings_.isTaken(line_, groups_[first].span) || follows44(first))
      return 0;
    const std::vector<Candidate> candidates = candidatesAt(first);
    if (candidates.empty())
      return 0;
    const auto label = labelOf(first);
    for (std::size_t n = 0; n < candidates.size(); ++n) {
      const auto finding = passing(candidates[n], label);
      if (!finding)
        continue;
      findings_.report(line_, candidates[n].span, *finding);
      return groupsIn(first, candidates[n]);
    }
    return label ? reportUnchecked(first, candidates, *label) : 0;
  }

  /// Groups from `first` on as long as they hold at most eleven digits together. 3-3-4 comes first,
  /// then a solid number, then the rest.
  std::vector<Candidate> candidatesAt(std::size_t first) const {
    std::vector<Candidate> spaced, rest;
    Candidate candidate{{groups_[first].span.begin, 0}, {}, Layout::loose, 0, false};
    for (std::size_t i = first; i < groups_.size() && i < first + kMost; ++i) {
      if (i > first) {
        const Joint joint = jointBetween(text_, groups_[i - 1], groups_[i]);
        if (joint == Joint::none || findings_.isTaken(line_, groups_[i].span))
          break;
        candidate.wide = candidate.wide || joint == Joint::wide;
      }
      candidate.digits += groups_[i].digits;
      candidate.guesses += groups_[i].guesses;
      candidate.span.end = groups_[i].span.end;
      if (candidate.digits.size() > kMost || candidate.guesses > kMostGuesses)
        break;
      if (candidate.digits.size() < kFewest)
        continue;
      candidate.layout = layoutOf(first, i);
      (candidate.layout == Layout::spaced ? spaced : rest).push_back(candidate);
    }
    spaced.insert(spaced.end(), rest.begin(), rest.end());
    return spaced;
  }

  Layout layoutOf(std::size_t first, std::size_t last) const {
    if (first == last)
      return Layout::solid;
    const bool spaced = last == first + 2 && groups_[first].digits.size() == 3 &&
                        groups_[first + 1].digits.size() == 3 && groups_[last].digits.size() == 4;
    return spaced ? Layout::spaced : Layout::loose;
  }

  /// A phone number written +44 161 ... or 0044 161 ... has a 3-3-4 tail.
  bool follows44(std::size_t first) const {
    std::string_view before = std::string_view(text_).substr(0, groups_[first].span.begin);
    for (int marks = 0; marks < 6 && !before.empty() && isPhoneMark(before.back()); ++marks)
      before.remove_suffix(1);
    if (before.ends_with("(0"))
      before.remove_suffix(2);
    while (before.ends_with(' '))
      before.remove_suffix(1);
    return before.ends_with("+44") || before.ends_with("0044");
  }

  std::optional<NearLabel> labelOf(std::size_t first) const {
    const Span span = groups_[first].span;
    // A phone label left of the number vetoes whatever stands above it.
    const auto left = labelLeftOf(page_, line_, span);
    if (left && left->kind == phone)
      return std::nullopt;
    return nearLabel(page_, line_, span, kNumberLabels);
  }

  std::optional<Finding> passing(const Candidate& candidate,
                                 const std::optional<NearLabel>& label) const {
    if (candidate.digits.size() != 10)
      return std::nullopt;
    const HealthNumber number = classifyHealthNumber(candidate.digits);
    if (number.standing == Standing::failsCheck)
      return std::nullopt;
    std::optional<Certainty> certainty;
    if (label && (isStrong(*label) || candidate.layout != Layout::loose))
      certainty = labelledCertainty(number.standing);
    else if (mayStandBare(candidate))
      certainty = bareCertainty(number.standing, candidate.layout);
    if (!certainty)
      return std::nullopt;
    return Finding{schemeName(number.scheme), candidate.digits, *certainty};
  }

  /// A label above that has a value of its own, or one that is not about health numbers alone, is
  /// too little for digits in any order.
  static bool isStrong(const NearLabel& label) {
    return contains(kHealthLabels, label.label.kind) && (label.sameLine || label.lone);
  }

  bool mayStandBare(const Candidate& candidate) const {
    if (const auto left = labelLeftOf(page_, line_, candidate.span); left && left->kind == phone)
      return false;
    if (candidate.layout == Layout::solid)
      return candidate.guesses == 0;
    return candidate.layout == Layout::spaced && !candidate.wide &&
           candidate.guesses <= kMostGuessesBare;
  }

  /// A label and digits that fail the check: misread or mistyped, but still somebody's number.
  std::size_t reportUnchecked(std::size_t first, const std::vector<Candidate>& candidates,
                              const NearLabel& label) {
    if (!isStrong(label))
      return 0;
    const Candidate* best = nullptr;
    for (const Candidate& candidate : candidates) {
      // "NHS" alone is printed beside many numbers, so that only the usual layouts count.
      if (label.label.weak && (candidate.digits.size() != 10 || candidate.layout == Layout::loose))
        continue;
      if (candidate.guesses > kMostGuessesBare)
        continue;
      if (!best || rank(candidate) > rank(*best))
        best = &candidate;
    }
    if (!best)
      return 0;
    findings_.report(line_, best->span,
                     {uncheckedName(label.label.kind), best->digits, Certainty::medium});
    return groupsIn(first, *best);
  }

  /// Ten digits are better than eleven, eleven better than nine.
  static int rank(const Candidate& candidate) {
    return candidate.digits.size() == 10 ? 3 : candidate.digits.size() == 11 ? 2 : 1;
  }

  std::size_t groupsIn(std::size_t first, const Candidate& candidate) const {
    std::size_t count = 0;
    while (first + count < groups_.size() && groups_[first + count].span.end <= candidate.span.end)
      ++count;
    return count;
  }

  const Page& page_;
  Findings& findings_;
  std::size_t line_;
  const std::string& text_;
  std::vector<DigitGroup> groups_;
};

} // namespace

void findHealthNumbers(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line)
    LineReader(page, findings, line).read();
}

} // namespace photoscrub::identify
