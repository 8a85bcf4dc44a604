#include "report/csv.h"

#include "report/escape.h"
#include "report/words.h"

#include <initializer_list>

namespace photoscrub::report {

namespace {

std::string line(std::initializer_list<std::string_view> fields) {
  std::string text;
  for (const auto field : fields)
    text.append(text.empty() ? "" : ",").append(forCsv(field));
  return text.append("\r\n");
}

std::string keptInWords(const scrub::Outcome& outcome) {
  std::string list;
  for (const auto& kept : outcome.kept)
    list += (list.empty() ? "" : ", ") + kept.kind;
  return list;
}

std::string notes(const scrub::Outcome& outcome) {
  std::string text = outcome.error ? outcome.error->describe(false) : "";
  for (const auto& warning : outcome.warnings)
    text += (text.empty() ? "" : " ") + warning;
  return text;
}

} // namespace

std::string csvHeader() {
  return line({"file", "copy", "status", "format", "width", "height", "removed", "kept",
               "still visible", "released", "covered", "outside", "verified", "notes",
               "file sha256", "copy sha256"});
}

std::string csvLine(const scrub::Outcome& outcome) {
  return line(
      {outcome.input.string(), outcome.output ? outcome.output->string() : "",
       scrub::name(outcome.status), formats::key(outcome.type), std::to_string(outcome.size.width),
       std::to_string(outcome.size.height), removedInWords(outcome), keptInWords(outcome),
       regionsInWords(outcome, Regions::visible), regionsInWords(outcome, Regions::released),
       regionsInWords(outcome, Regions::covered), outsideInWords(outcome),
       outcome.verified ? "yes" : "no", notes(outcome), outcome.inputSha256, outcome.outputSha256});
}

} // namespace photoscrub::report
