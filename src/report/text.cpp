#include "report/text.h"

#include "report/escape.h"
#include "report/words.h"
#include "scrub/guidance.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace photoscrub::report {

namespace {

using formats::FindingKind;

std::string removedLines(const scrub::Outcome& outcome, const TextOptions& options) {
  if (outcome.removed.empty())
    return "";
  std::string text = options.checkOnly ? "  Carries:   " : "  Removed:   ";
  text += removedInWords(outcome) + "\n";
  if (!options.verbose && !options.showValues)
    return text;
  for (const auto& finding : outcome.removed) {
    text += "             " + forTerminal(finding.where) + ": " +
            std::string(formats::name(finding.kind)) + " x" + std::to_string(finding.count);
    if (options.showValues && !finding.value.empty())
      text += "  " + forTerminal(finding.value);
    text += "\n";
  }
  return text;
}

std::string boxText(const Rect& box) {
  return std::to_string(box.width) + " x " + std::to_string(box.height) + " at " +
         std::to_string(box.x) + "," + std::to_string(box.y);
}

std::string kindLine(detect::RegionKind kind,
                     const std::vector<const scrub::JudgedRegion*>& regions) {
  std::string references;
  for (const auto& reference : regions.front()->guidance)
    references += (references.empty() ? "" : ", ") + reference;
  return "    " + counted(static_cast<int>(regions.size()), words(kind)) + ": " +
         std::string(scrub::whyItMatters(kind)) + " [" + references + "]\n";
}

// "6 dates of birth" would need a grammar; "date of birth (6)" does not.
std::string labelLine(const std::vector<const scrub::JudgedRegion*>& regions) {
  std::map<std::string, int> counts;
  for (const auto* judged : regions) {
    auto label = judged->region.label;
    if (judged->region.certainty == detect::Certainty::info)
      label += ", unsure";
    ++counts[label];
  }
  std::string text = "      ";
  for (const auto& [label, count] : counts)
    text += (text.size() > 6 ? "; " : "") + forTerminal(label) + " (" + std::to_string(count) + ")";
  return text + "\n";
}

std::string boxLine(const scrub::JudgedRegion& judged, bool showValues) {
  const auto& region = judged.region;
  std::string text = "      " + forTerminal(region.label);
  text += (region.label.empty() ? "" : ", ") + boxText(region.box);
  text += ", " + std::string(detect::name(region.certainty));
  if (showValues && !region.value.empty())
    text += ": " + forTerminal(region.value);
  return text + "\n";
}

std::string releasedBy(const scrub::Outcome& outcome) {
  std::set<std::string> who;
  for (const auto& judged : outcome.regions)
    if (judged.released)
      who.insert(judged.releasedBy);
  std::string text;
  for (const auto& name : who)
    text += (text.empty() ? "" : ", ") + forTerminal(name);
  return text;
}

std::string ignoredLine(const scrub::Outcome& outcome) {
  return outcome.ignored == 0
             ? ""
             : "  Ignored:   " + counted(outcome.ignored, "place") + ", as the policy \"" +
                   forTerminal(outcome.policyName) + "\" says\n";
}

std::string regionLines(const scrub::Outcome& outcome, const TextOptions& options) {
  std::map<detect::RegionKind, std::vector<const scrub::JudgedRegion*>> visible;
  int covered = 0, released = 0;
  for (const auto& judged : outcome.regions) {
    if (judged.redacted)
      ++covered;
    else if (judged.released)
      ++released;
    else
      visible[judged.region.kind].push_back(&judged);
  }
  std::string text;
  if (covered > 0)
    text += "  Covered:   " + counted(covered, "place") + "; " + outsideInWords(outcome) + "\n";
  if (released > 0)
    text += "  Released:  " + counted(released, "place") + " may be seen, by " +
            releasedBy(outcome) + "\n";
  if (visible.empty())
    return text;
  text += "  Still visible:\n";
  for (const auto& [kind, regions] : visible) {
    text += kindLine(kind, regions);
    if (options.verbose || options.showValues)
      for (const auto* judged : regions)
        text += boxLine(*judged, options.showValues);
    else if (kind == detect::RegionKind::identifier)
      text += labelLine(regions);
  }
  return text;
}

std::string nextStep(const scrub::Outcome& outcome, const TextOptions& options) {
  if (outcome.status != scrub::OutcomeStatus::needsReview)
    return "";
  const auto path = forTerminal(outcome.input.string());
  if (outcome.regions.empty() && !options.checkOnly)
    return ""; // a video: its note says what to do
  if (outcome.regions.empty())
    return "  Next:      photoscrub clean " + path + "\n";
  std::string text = options.checkOnly ? "" : "look at the copy. ";
  return "  Next:      " + text + "To cover what is flagged: photoscrub clean --redact all " +
         path + "\n";
}

// Where the copy went; in place it is the input itself.
std::string annotatedLine(const scrub::Outcome& outcome) {
  return outcome.annotated ? "  Picture:   " + forTerminal(outcome.annotated->string()) + "\n" : "";
}

std::string outputLine(const scrub::Outcome& outcome) {
  if (!outcome.output)
    return "";
  const bool replaced = *outcome.output == outcome.input;
  return (replaced ? "  Replaced:  " : "  Copy:      ") + forTerminal(outcome.output->string()) +
         "\n";
}

std::string keptLine(const scrub::Kept& kept) {
  if (kept.kind == "filename")
    return "  Note:      " + forTerminal(kept.why) + "\n";
  return "  Kept:      " + forTerminal(kept.kind) + ": " + forTerminal(kept.why) + "\n";
}

std::string headline(const scrub::Outcome& outcome, const TextOptions& options) {
  const auto input = forTerminal(outcome.input.string());
  switch (outcome.status) {
  case scrub::OutcomeStatus::cleaned:
    return input + (options.looked ? ": cleaned\n" : ": cleaned; the PICTURE WAS NOT LOOKED AT\n");
  case scrub::OutcomeStatus::alreadyClean:
    return input + (options.looked ? ": already clean\n"
                                   : ": nothing to remove from the file; the PICTURE WAS NOT "
                                     "LOOKED AT\n");
  case scrub::OutcomeStatus::needsReview:
    return input + (options.checkOnly ? ": not ready to share\n" : ": cleaned, NEEDS REVIEW\n");
  case scrub::OutcomeStatus::refused:
    return input + ": REFUSED\n";
  case scrub::OutcomeStatus::failed:
    return input + ": FAILED\n";
  }
  return input + "\n";
}

} // namespace

std::string describe(const scrub::Outcome& outcome, const TextOptions& options) {
  std::string text = headline(outcome, options);
  if (outcome.error) {
    text += "  " + forTerminal(outcome.error->describe(options.verbose)) + "\n";
    if (!options.checkOnly)
      text += "  No copy was written, nothing was changed.\n";
    return text;
  }
  text += annotatedLine(outcome);
  text += outputLine(outcome);
  text += removedLines(outcome, options);
  for (const auto& kept : outcome.kept)
    text += keptLine(kept);
  text += regionLines(outcome, options);
  text += ignoredLine(outcome);
  for (const auto& warning : outcome.warnings)
    text += "  Note:      " + forTerminal(warning) + "\n";
  return text + nextStep(outcome, options);
}

void Totals::add(const scrub::Outcome& outcome) {
  ++files;
  switch (outcome.status) {
  case scrub::OutcomeStatus::cleaned:
    ++cleaned;
    break;
  case scrub::OutcomeStatus::alreadyClean:
    ++alreadyClean;
    break;
  case scrub::OutcomeStatus::needsReview:
    ++needsReview;
    break;
  case scrub::OutcomeStatus::refused:
    ++refused;
    break;
  case scrub::OutcomeStatus::failed:
    ++failed;
    break;
  }
  for (const auto& detector : outcome.detectors)
    basicTier = basicTier || detector.tier == "basic";
}

std::string summarise(const Totals& totals, const TextOptions& options) {
  std::string text = counted(totals.files, "file") + ": ";
  auto part = [&text, first = true](int count, std::string_view word) mutable {
    if (count == 0)
      return;
    text += (first ? "" : ", ") + std::to_string(count) + " " + std::string(word);
    first = false;
  };
  part(totals.cleaned, "cleaned");
  part(totals.alreadyClean, "already clean");
  part(totals.needsReview, options.checkOnly ? "not ready to share" : "to be reviewed");
  part(totals.refused, "refused");
  part(totals.failed, "failed");
  text += "\n";
  if (!options.looked)
    return text + "The pictures themselves were not looked at, only what the files carry.\n";
  text +=
      "Looked for faces, people, text, identifiers, bar codes, screens, wristbands, badges, "
      "papers and boards. Nothing found does not mean nothing there: look at the photo yourself "
      "before you share it. Letters and numbers in [ ] are guidance; the README explains them.\n";
  if (totals.basicTier)
    text +=
        "Some detectors ran in the BASIC tier, because model files are missing: many faces and "
        "texts are overlooked, people, screens, bands, badges, papers and boards are not looked "
        "for at all. Run: photoscrub models fetch\n";
  return text;
}

} // namespace photoscrub::report
