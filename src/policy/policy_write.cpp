#include "policy/file_keys.h"
#include "policy/policy_file.h"
#include "policy/words.h"

#include <nlohmann/json.hpp>

namespace photoscrub::policy {

namespace {

using Json = nlohmann::ordered_json;
using detect::RegionKind;

Json actions(const std::array<Action, detect::kCertainties>& byCertainty) {
  Json group = Json::object();
  for (int i = 0; i < detect::kCertainties; ++i)
    group[std::string(detect::name(static_cast<detect::Certainty>(i)))] =
        name(byCertainty[static_cast<std::size_t>(i)]);
  return group;
}

Json regions(const Policy& policy) {
  Json group = Json::object();
  for (std::size_t i = 0; i < detect::kRegionKinds; ++i) {
    auto& region = group[std::string(detect::name(static_cast<RegionKind>(i)))];
    region[std::string(keys::kAction)] = actions(policy.actions[i]);
    region[std::string(keys::kStyle)] = name(policy.styles[i]);
    region[std::string(keys::kMargin)] = policy.marginPercent[i];
  }
  return group;
}

Json kept(const Policy& policy) {
  Json list = Json::array();
  for (const auto& keep : keepWords())
    if (keep.kept(policy))
      list.push_back(keep.word);
  return list;
}

Json accepted(const Policy& policy) {
  if (!policy.accept)
    return nullptr;
  Json list = Json::array();
  for (const auto type : *policy.accept)
    list.push_back(formats::key(type));
  return list;
}

Json detectors(const Policy& policy) {
  Json group = Json::object();
  group[std::string(keys::kMinimumTier)] = policy.fullTier ? "full" : "basic";
  group[std::string(keys::kLook)] = policy.detect;
  group[std::string(keys::kSensitivity)] = detect::name(policy.sensitivity);
  return group;
}

} // namespace

std::string writePolicy(const Policy& policy) {
  Json file = Json::object();
  const auto set = [&file](std::string_view key, Json value) {
    file[std::string(key)] = std::move(value);
  };
  set(keys::kSchema, kSchemaWord);
  set(keys::kName, policy.name);
  set(keys::kRegions, regions(policy));
  set(keys::kMetadata, Json{{std::string(keys::kKeep), kept(policy)}});
  set(keys::kNames, policy.neutralNames ? "neutral" : "original");
  set(keys::kAccept, accepted(policy));
  set(keys::kConvert, policy.toJpeg ? Json("jpeg") : Json());
  set(keys::kDetectors, detectors(policy));
  set(keys::kRelease, name(policy.release));
  set(keys::kRegister, policy.consentRegister.empty() ? Json() : Json(policy.consentRegister));
  // A name that is no UTF-8 cannot come from a file; it must not throw all the same.
  return file.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace photoscrub::policy
