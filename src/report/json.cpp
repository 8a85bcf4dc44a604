#include "report/json.h"

#include "policy/words.h"
#include "report/escape.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace photoscrub::report {

namespace {

using Json = nlohmann::ordered_json;

Json textOrNull(const std::string& text) {
  return text.empty() ? Json() : Json(forJson(text));
}

double rounded(double value, double steps) {
  return std::round(value * steps) / steps;
}

Json removedJson(const scrub::Outcome& outcome, bool showValues) {
  Json list = Json::array();
  for (const auto& finding : outcome.removed) {
    Json item = {{"kind", formats::name(finding.kind)},
                 {"where", forJson(finding.where)},
                 {"count", finding.count}};
    if (showValues)
      item["value"] = forJson(finding.value);
    list.push_back(std::move(item));
  }
  return list;
}

Json keptJson(const scrub::Outcome& outcome) {
  Json list = Json::array();
  for (const auto& kept : outcome.kept)
    list.push_back({{"kind", forJson(kept.kind)}, {"why", forJson(kept.why)}});
  return list;
}

Json regionJson(const scrub::JudgedRegion& judged, bool showValues) {
  const auto& region = judged.region;
  Json item = {{"kind", detect::name(region.kind)},
               {"box", {region.box.x, region.box.y, region.box.width, region.box.height}}};
  if (!region.polygon.empty()) {
    Json points = Json::array();
    for (const auto& point : region.polygon)
      points.push_back({point.x, point.y});
    item["polygon"] = std::move(points);
  }
  item["score"] = rounded(region.score, 1000);
  item["redacted"] = judged.redacted;
  item["released"] = judged.released;
  if (judged.released)
    item["released_by"] = forJson(judged.releasedBy);
  item["action"] = policy::name(judged.action);
  if (!region.label.empty())
    item["label"] = forJson(region.label);
  item["certainty"] = detect::name(region.certainty);
  item["guidance"] = judged.guidance;
  if (showValues)
    item["value"] = forJson(region.value);
  return item;
}

Json consentsJson(const scrub::Outcome& outcome) {
  Json list = Json::array();
  for (const auto& used : outcome.consents) {
    Json scopes = Json::array();
    for (const auto& scope : used.scopes)
      scopes.push_back({{"box", {scope.box.x, scope.box.y, scope.box.width, scope.box.height}},
                        {"kind", scope.kind ? Json(detect::name(*scope.kind)) : Json()}});
    list.push_back({{"reference", forJson(used.reference)},
                    {"holds", used.holds},
                    {"scopes", std::move(scopes)},
                    {"released", used.released}});
  }
  return list;
}

Json outsideJson(const scrub::Outcome& outcome) {
  if (!outcome.outside)
    return Json();
  return *outcome.outside == redact::Outside::identical ? "identical" : "coded-again";
}

Json cluesJson(const scrub::Outcome& outcome) {
  Json list = Json::array();
  for (const auto& clue : outcome.clues)
    list.push_back(forJson(clue));
  return list;
}

Json detectorsJson(const scrub::Outcome& outcome) {
  Json list = Json::array();
  for (const auto& detector : outcome.detectors)
    list.push_back({{"name", forJson(detector.name)},
                    {"version", forJson(detector.version)},
                    {"model_sha256", textOrNull(detector.modelSha256)},
                    {"tier", forJson(detector.tier)},
                    {"recall_card", textOrNull(detector.recallCard)}});
  return list;
}

Json secondsJson(const scrub::Outcome& outcome) {
  const auto& seconds = outcome.seconds;
  const auto milli = [](double value) { return rounded(value, 10'000); };
  Json stages = Json::object();
  for (const auto& [name, value] : outcome.detectorSeconds)
    stages[forJson(name)] = milli(value);
  return {{"total", milli(seconds.total)},   {"decode", milli(seconds.decode)},
          {"detect", milli(seconds.detect)}, {"write", milli(seconds.write)},
          {"read", milli(seconds.read)},     {"inventory", milli(seconds.inventory)},
          {"verify", milli(seconds.verify)}, {"detectors", std::move(stages)}};
}

Json errorJson(const scrub::Outcome& outcome, bool verbose) {
  if (!outcome.error)
    return Json();
  return {{"code", name(outcome.error->code)},
          {"message", forJson(outcome.error->describe(verbose))}};
}

formats::FileType outputType(const scrub::Outcome& outcome) {
  return outcome.convertedToJpeg ? formats::FileType::jpeg : outcome.type;
}

} // namespace

std::string jsonLine(const scrub::Outcome& outcome, const JsonOptions& options) {
  Json regions = Json::array();
  for (const auto& region : outcome.regions)
    regions.push_back(regionJson(region, options.showValues));
  Json warnings = Json::array();
  for (const auto& warning : outcome.warnings)
    warnings.push_back(forJson(warning));
  const Json line = {
      {"schema", "photoscrub/1"},
      {"input", forJson(outcome.input.string())},
      {"output", outcome.output ? Json(forJson(outcome.output->string())) : Json()},
      {"annotated", outcome.annotated ? Json(forJson(outcome.annotated->string())) : Json()},
      {"status", scrub::name(outcome.status)},
      {"format", formats::key(outcome.type)},
      {"output_format", outcome.output ? Json(formats::key(outputType(outcome))) : Json()},
      {"width", outcome.size.width},
      {"height", outcome.size.height},
      {"removed", removedJson(outcome, options.showValues)},
      {"kept", keptJson(outcome)},
      {"regions", std::move(regions)},
      {"detectors", detectorsJson(outcome)},
      {"verified", outcome.verified},
      {"outside", outsideJson(outcome)},
      {"looked_again", outcome.lookedAgain},
      {"policy", {{"name", forJson(outcome.policyName)}, {"locked", outcome.policyLocked}}},
      {"ignored", outcome.ignored},
      {"consents", consentsJson(outcome)},
      {"clues", cluesJson(outcome)},
      {"input_sha256", textOrNull(outcome.inputSha256)},
      {"output_sha256", textOrNull(outcome.outputSha256)},
      {"seconds", secondsJson(outcome)},
      {"inventory_complete", outcome.inventoryComplete},
      {"warnings", std::move(warnings)},
      {"error", errorJson(outcome, options.verbose)}};
  return line.dump();
}

} // namespace photoscrub::report
