#include "cli/consent_output.h"

#include "report/escape.h"

#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

namespace photoscrub::cli {

namespace {

using consent::Record;
using consent::Scope;
using consent::Standing;
using Json = nlohmann::ordered_json;
using report::forTerminal;

std::string standingText(const Record& record, const std::string& day) {
  switch (standingOn(record, day)) {
  case Standing::valid:
    return record.expires.empty() ? "valid" : "valid until " + record.expires;
  case Standing::notYetSigned:
    return "not signed before " + record.signedOn;
  case Standing::expired:
    return "expired after " + record.expires;
  case Standing::withdrawn:
    return "withdrawn on " + record.withdrawnOn;
  }
  return {};
}

std::string_view name(CopyState state) {
  switch (state) {
  case CopyState::there:
    return "there";
  case CopyState::changed:
    return "changed";
  case CopyState::gone:
    return "gone";
  case CopyState::unknown:
    return "unknown";
  }
  return "unknown";
}

std::string_view sentence(CopyState state) {
  switch (state) {
  case CopyState::there:
    return "still there";
  case CopyState::changed:
    return "another file has this name now";
  case CopyState::gone:
    return "not there now"; // or not yet: a copy is written down before it gets its name
  case CopyState::unknown:
    return "cannot be read";
  }
  return "cannot be read";
}

// The text fills its column, however many bytes its characters take.
std::string padded(const std::string& text, std::size_t width) {
  const auto characters = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  return text + std::string(characters < width ? width - characters : 0, ' ');
}

std::string line(std::string_view what, const std::string& value) {
  constexpr std::size_t kWhatWidth = 16;
  return padded(std::string(what), kWhatWidth) + forTerminal(value) + "\n";
}

std::string scopeText(const Scope& scope) {
  const Rect& box = scope.box;
  std::string text = scope.photoSha256;
  text += ", box ";
  for (const int number : {box.x, box.y, box.width, box.height})
    text += std::to_string(number) + ",";
  text.back() = ':';
  text += ' ';
  return text += scope.kind ? detect::name(*scope.kind) : "face and body";
}

std::string copyText(const Copy& copy) {
  std::string text = "  " + forTerminal(copy.use.output.string());
  text.append("\n    ").append(sentence(copy.state));
  text.append("; made ").append(copy.use.usedAt);
  return text.append("; SHA-256 ").append(copy.use.outputSha256).append("\n");
}

Json textOrNull(const std::string& text) {
  return text.empty() ? Json() : Json(report::forJson(text));
}

Json summaryJson(const Record& record, const std::string& day) {
  return {{"schema", "photoscrub-consent/1"},
          {"reference", report::forJson(record.reference)},
          {"subject", report::forJson(record.subject)},
          {"standing", consent::name(standingOn(record, day))},
          {"signed_on", record.signedOn},
          {"expires", textOrNull(record.expires)},
          {"withdrawn_on", textOrNull(record.withdrawnOn)}};
}

Json scopesJson(const Record& record) {
  Json list = Json::array();
  for (const auto& scope : record.scopes) {
    const Rect& box = scope.box;
    list.push_back({{"photo_sha256", scope.photoSha256},
                    {"box", {box.x, box.y, box.width, box.height}},
                    {"kind", scope.kind ? Json(detect::name(*scope.kind)) : Json()}});
  }
  return list;
}

Json copiesJson(const std::vector<Copy>& copies) {
  Json list = Json::array();
  for (const auto& [use, state] : copies)
    list.push_back({{"output", report::forJson(use.output.string())},
                    {"state", name(state)},
                    {"used_at", use.usedAt},
                    {"photo_sha256", use.photoSha256},
                    {"output_sha256", use.outputSha256}});
  return list;
}

} // namespace

std::string listLine(const Record& record, const std::string& day) {
  constexpr std::size_t kReferenceWidth = 16, kSubjectWidth = 12;
  return padded(forTerminal(record.reference), kReferenceWidth) + " " +
         padded(forTerminal(record.subject), kSubjectWidth) + " " + standingText(record, day) +
         "\n";
}

std::string listJson(const Record& record, const std::string& day) {
  return summaryJson(record, day).dump() + "\n";
}

std::string showText(const Record& record, const std::vector<Copy>& copies,
                     const std::string& day) {
  std::string text = line("Reference", record.reference);
  text += line("Standing", standingText(record, day));
  text += line("Whose", record.subject);
  text += line("Shared how", record.sharedHow);
  text += line("Shared for", record.sharedFor);
  text += line("Shared where", record.sharedWhere);
  text += line("Signed on", record.signedOn);
  text += line("Witnessed by", record.witnessedBy);
  for (const auto& scope : record.scopes)
    text += line("Photo", scopeText(scope));
  text += line("Copies", std::to_string(copies.size()));
  for (const auto& copy : copies)
    text += copyText(copy);
  return text;
}

std::string showJson(const Record& record, const std::vector<Copy>& copies,
                     const std::string& day) {
  auto json = summaryJson(record, day);
  json["shared_how"] = report::forJson(record.sharedHow);
  json["shared_for"] = report::forJson(record.sharedFor);
  json["shared_where"] = report::forJson(record.sharedWhere);
  json["witnessed_by"] = report::forJson(record.witnessedBy);
  json["scopes"] = scopesJson(record);
  json["copies"] = copiesJson(copies);
  return json.dump() + "\n";
}

std::string withdrawText(const Record& record, const std::vector<Copy>& copies) {
  std::string text = forTerminal(record.reference) + " is withdrawn, on " + record.withdrawnOn;
  if (copies.empty())
    return text += ". photoscrub made no copy that relied on it.\n";
  text += ". Take these down, also where they were sent or posted:\n";
  for (const auto& copy : copies)
    text += copyText(copy);
  return text;
}

} // namespace photoscrub::cli
