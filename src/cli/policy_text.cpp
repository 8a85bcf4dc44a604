#include "cli/policy_text.h"

#include "cli/policy_source.h"
#include "policy/words.h"
#include "report/escape.h"

#include <algorithm>

namespace photoscrub::cli {

namespace {

using detect::RegionKind;
using policy::Policy;

constexpr std::size_t kKindWidth = 12, kActionWidth = 9, kStyleWidth = 10, kKeyWidth = 20;

std::string padded(std::string_view text, std::size_t width) {
  std::string cell(text);
  cell.resize(std::max(width, cell.size() + 1), ' ');
  return cell;
}

std::string withoutBlanks(std::string line) {
  while (line.ends_with(' '))
    line.pop_back();
  return line += '\n';
}

std::string heading() {
  auto line = padded("", kKindWidth);
  for (int i = 0; i < detect::kCertainties; ++i)
    line += padded(detect::name(static_cast<detect::Certainty>(i)), kActionWidth);
  line += padded("style", kStyleWidth);
  line += "margin";
  return withoutBlanks(line);
}

std::string row(const Policy& policy, std::size_t kind) {
  auto line = padded(detect::name(static_cast<RegionKind>(kind)), kKindWidth);
  for (const auto action : policy.actions[kind])
    line += padded(policy::name(action), kActionWidth);
  line += padded(policy::name(policy.styles[kind]), kStyleWidth);
  line += std::to_string(policy.marginPercent[kind]);
  line += " %";
  return withoutBlanks(line);
}

std::string kept(const Policy& policy) {
  std::string words;
  for (const auto& keep : policy::keepWords())
    if (keep.kept(policy))
      words.append(words.empty() ? "" : ", ").append(keep.word);
  return words.empty() ? "nothing" : words;
}

std::string accepted(const Policy& policy) {
  if (!policy.accept)
    return "every kind of photo that photoscrub knows";
  std::string words;
  for (const auto type : *policy.accept)
    words.append(words.empty() ? "" : ", ").append(formats::key(type));
  return words;
}

std::string_view looking(const Policy& policy) {
  return policy.detect ? "at every picture" : "not at the picture: metadata only";
}

std::string_view releasing(policy::Release release) {
  switch (release) {
  case policy::Release::person:
    return "by a person, or with a consent on record";
  case policy::Release::consent:
    return "with a consent on record only";
  case policy::Release::nobody:
    return "by nobody";
  }
  return "";
}

} // namespace

std::string describePolicy(const Policy& policy) {
  std::string text = "Policy \"" + report::forTerminal(policy.name) + "\"";
  if (policy.locked)
    text.append(", locked by ").append(kPolicyVariable).append(": options may only be stricter");
  text += "\n\nWhat happens to what a picture shows, by how certain it is (most kinds are always "
          "medium):\n\n";
  text += heading();
  for (std::size_t kind = 0; kind < detect::kRegionKinds; ++kind)
    text += row(policy, kind);
  text += "\nignore: only counted. flag: reported, stays visible. redact: covered. block: no copy "
          "until a\nperson has covered or released it.\n\n";
  const auto say = [&text](std::string_view key, std::string_view value) {
    text.append(padded(key, kKeyWidth)).append(value).append("\n");
  };
  say("metadata kept", kept(policy));
  say("names of copies", policy.neutralNames ? "neutral: photo-0001.jpg" : "as the photo's");
  say("photos taken", accepted(policy));
  say("copies", policy.toJpeg ? "upright sRGB JPEGs" : "of the photo's own kind");
  say("looks", looking(policy));
  say("detectors", policy.fullTier ? "full tier only" : "full tier, or basic where models lack");
  say("sensitivity", detect::name(policy.sensitivity));
  say("released", releasing(policy.release));
  say("consent register", policy.consentRegister.empty()
                              ? "the user's choice"
                              : report::forTerminal(policy.consentRegister));
  return text;
}

} // namespace photoscrub::cli
