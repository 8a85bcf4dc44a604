#include "report/html.h"

#include "report/escape.h"
#include "report/words.h"
#include "scrub/guidance.h"

#include <set>

namespace photoscrub::report {

namespace {

using scrub::OutcomeStatus;

constexpr std::string_view kStyle = R"(
body { font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem;
       color: #1b1b1b; background: #fff }
h1 { font-size: 1.5rem; margin: 0 0 .3rem }
.sum { margin: 0 0 1.2rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; padding: .3rem 0; color: #444 }
th, td { text-align: left; vertical-align: top; padding: .55rem .7rem; border-top: 1px solid #bbb }
th { border-top: 2px solid #1b1b1b; border-bottom: 2px solid #1b1b1b }
td.file { overflow-wrap: anywhere; min-width: 15rem }
td:last-child { min-width: 14rem }
.state { font-weight: 600; min-width: 9rem }
.state::before { display: inline-block; width: 1.3em }
.ok .state::before { content: "\2713" }
.review .state::before { content: "\25B2" }
.stop .state::before { content: "\2715" }
.review .state { color: #8a3b00 } .stop .state { color: #a3001b } .ok .state { color: #0b5d1e }
p { margin: 0 0 .35rem } td p:last-child { margin: 0 }
.copy, .note { color: #444; font-size: .9em }
footer { margin-top: 1.5rem; color: #444; max-width: 50rem }
@media print { body { margin: 0; max-width: none; font-size: 11pt } tr { break-inside: avoid } }
)";

struct Verdict {
  std::string_view css;
  std::string_view words;
};

Verdict verdict(const scrub::Outcome& outcome, const TextOptions& options) {
  switch (outcome.status) {
  case OutcomeStatus::cleaned:
    if (!options.looked)
      return {"review", "Cleaned, not looked at"};
    return {"ok", "Cleaned"};
  case OutcomeStatus::alreadyClean:
    if (!options.looked)
      return {"review", "Clean file, not looked at"};
    return {"ok", "Already clean"};
  case OutcomeStatus::needsReview:
    return {"review", options.checkOnly ? "Not ready to share" : "Look at it"};
  case OutcomeStatus::refused:
    return {"stop", "Refused"};
  case OutcomeStatus::failed:
    return {"stop", "Failed"};
  }
  return {"stop", "Failed"};
}

std::string paragraph(std::string_view css, std::string_view text) {
  if (text.empty())
    return "";
  return "<p" + (css.empty() ? "" : " class=\"" + std::string(css) + "\"") + ">" + forHtml(text) +
         "</p>";
}

std::string fileCell(const scrub::Outcome& outcome) {
  auto cell = paragraph("", outcome.input.string());
  if (outcome.output && *outcome.output != outcome.input)
    cell += paragraph("copy", "Copy: " + outcome.output->string());
  return cell;
}

std::string visibleCell(const scrub::Outcome& outcome) {
  std::string cell = paragraph("", regionsInWords(outcome, Regions::visible));
  std::set<std::string> references;
  for (const auto& judged : outcome.regions)
    if (!judged.redacted && !judged.released)
      references.insert(judged.guidance.begin(), judged.guidance.end());
  std::string list;
  for (const auto& reference : references)
    list += (list.empty() ? "" : ", ") + reference;
  return cell + paragraph("note", list.empty() ? list : "Guidance: " + list);
}

std::string coveredCell(const scrub::Outcome& outcome) {
  return paragraph("", regionsInWords(outcome, Regions::covered)) +
         paragraph("note", outsideInWords(outcome));
}

std::string releasedNotes(const scrub::Outcome& outcome) {
  const auto released = regionsInWords(outcome, Regions::released);
  std::string cell = paragraph("", released.empty() ? "" : "Released: " + released);
  for (const auto& used : outcome.consents)
    if (used.holds)
      cell += paragraph("note", "Consent " + used.reference + ": " +
                                    counted(used.released, "place") + " released, " +
                                    counted(static_cast<int>(used.scopes.size()), "area") +
                                    " of this photo on record");
  return cell;
}

std::string notes(const scrub::Outcome& outcome) {
  std::string cell;
  if (outcome.error)
    cell += paragraph("", outcome.error->describe(false));
  cell += releasedNotes(outcome);
  for (const auto& kept : outcome.kept)
    cell += paragraph("note", "Kept: " + kept.kind + ", " + kept.why);
  for (const auto& warning : outcome.warnings)
    cell += paragraph("note", warning);
  return cell;
}

std::string cell(const std::string& content, std::string_view css = "") {
  return (css.empty() ? "<td>" : "<td class=\"" + std::string(css) + "\">") + content + "</td>";
}

} // namespace

std::string htmlRow(const scrub::Outcome& outcome, const TextOptions& options) {
  const auto [css, words] = verdict(outcome, options);
  return "<tr class=\"" + std::string(css) + "\">" + cell(fileCell(outcome), "file") +
         cell(forHtml(words), "state") + cell(forHtml(removedInWords(outcome))) +
         cell(visibleCell(outcome)) + cell(coveredCell(outcome)) + cell(notes(outcome)) + "</tr>\n";
}

std::string htmlPage(const std::string& rows, const Totals& totals, const TextOptions& options) {
  std::string page = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" "
                     "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                     "<title>photoscrub report</title>\n<style>";
  page += kStyle;
  page += "</style>\n</head>\n<body>\n<h1>photoscrub report</h1>\n";
  const auto closing = summarise(totals, options);
  const auto firstLine = closing.find('\n');
  page +=
      "<p class=\"sum\">" + forHtml(closing.substr(0, firstLine)) + "</p>\n<table>\n<thead><tr>";
  for (const auto* heading : {"File", "Result", options.checkOnly ? "It carries" : "Removed",
                              "Still visible", "Covered", "Notes"})
    page += "<th scope=\"col\">" + std::string(heading) + "</th>";
  page += "</tr></thead>\n<tbody>\n" + rows + "</tbody>\n</table>\n<footer>";
  for (auto begin = firstLine + 1; begin < closing.size();) {
    const auto end = closing.find('\n', begin);
    page += paragraph("", closing.substr(begin, end - begin));
    begin = end + 1;
  }
  return page + "</footer>\n</body>\n</html>\n";
}

} // namespace photoscrub::report
