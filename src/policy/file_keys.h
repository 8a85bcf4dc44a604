/// The keys of policy files, as they are written. For the reader and the writer.
#pragma once

#include <string_view>

namespace photoscrub::policy::keys {

inline constexpr std::string_view kJsonSchema = "$schema";
inline constexpr std::string_view kSchema = "schema";
inline constexpr std::string_view kName = "name";
inline constexpr std::string_view kComment = "comment";
inline constexpr std::string_view kBasedOn = "based_on";
inline constexpr std::string_view kRegions = "regions";
inline constexpr std::string_view kAction = "action";
inline constexpr std::string_view kStyle = "style";
inline constexpr std::string_view kMargin = "margin_percent";
inline constexpr std::string_view kMetadata = "metadata";
inline constexpr std::string_view kKeep = "keep";
inline constexpr std::string_view kNames = "names";
inline constexpr std::string_view kAccept = "accept";
inline constexpr std::string_view kConvert = "convert";
inline constexpr std::string_view kDetectors = "detectors";
inline constexpr std::string_view kMinimumTier = "minimum_tier";
inline constexpr std::string_view kLook = "look";
inline constexpr std::string_view kSensitivity = "sensitivity";
inline constexpr std::string_view kRelease = "release";
inline constexpr std::string_view kRegister = "consent_register";

} // namespace photoscrub::policy::keys
