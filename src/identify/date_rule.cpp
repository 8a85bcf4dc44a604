/// Dates in text; with a label beside them they are dates of birth or of care.

#include "identify/date_layouts.h"
#include "identify/misreadings.h"
#include "identify/rules.h"

namespace photoscrub::identify {

namespace {

using enum LabelKind;
constexpr LabelKinds kDateLabels = labelKinds(birth, clinicalDate);

/// The label of the date that may start at `at`: left of it, or the lone head of its column.
std::optional<NearLabel> dateLabel(const Page& page, std::size_t line, std::size_t at) {
  const auto label = nearLabel(page, line, {at, at + 1}, kDateLabels);
  if (label && !label->sameLine && !label->lone)
    return std::nullopt;
  return label;
}

bool mayStart(const Page& page, std::size_t line, std::size_t at) {
  const std::string& text = page.lines[line].text;
  if (!isAlnum(text[at]))
    return false;
  // The label may be glued to the date: "DOB12/02/1944".
  const bool afterLetter = at > 0 && isLetter(text[at - 1]) && isDigit(text[at]);
  if (startsWord(text, at))
    return at < 2 || !isDigit(text[at - 2]) || (text[at - 1] != '.' && text[at - 1] != '/');
  if (!afterLetter)
    return false;
  const auto left = labelLeftOf(page, line, {at, at + 1});
  return left && left->span.end == at;
}

void report(const DateMatch& match, const std::optional<NearLabel>& label, std::size_t line,
            Findings& findings) {
  const bool isBirth = label && label->label.kind == birth;
  const std::string_view what = isBirth ? "date of birth" : label ? "date of care" : "date";
  const std::size_t index = findings.report(
      line, match.span, {what, isoDate(match.date), label ? Certainty::medium : Certainty::info});
  findings.dates[line].push_back({match.span, index, match.bandStyle, isBirth});
}

} // namespace

void findDates(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line) {
    const std::string& text = page.lines[line].text;
    for (std::size_t at = 0; at < text.size();) {
      std::optional<DateMatch> match;
      if (mayStart(page, line, at)) {
        match = dateAt(text, at, DateReading::strict);
        const auto label =
            match || digitOrMisread(text[at]) ? dateLabel(page, line, at) : std::nullopt;
        if (!match && label)
          match = dateAt(text, at, DateReading::lenient);
        if (match && findings.isTaken(line, match->span))
          match.reset();
        if (match)
          report(*match, label, line, findings);
      }
      at = match ? match->span.end : at + 1;
    }
  }
}

} // namespace photoscrub::identify
