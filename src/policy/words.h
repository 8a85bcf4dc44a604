/// The words of policy files for what a policy can say. Pure.
#pragma once

#include "policy/policy.h"

#include <array>
#include <optional>
#include <string_view>

namespace photoscrub::policy {

inline constexpr std::array<std::string_view, 4> kActionWords = {"ignore", "flag", "redact",
                                                                 "block"};
inline constexpr std::array<std::string_view, 3> kStyleWords = {"solid", "pixelate", "blur"};
inline constexpr std::array<std::string_view, 3> kReleaseWords = {"person", "consent", "nobody"};

/// "ignore", "flag", "redact", "block".
std::string_view name(Action action);
std::optional<Action> actionFrom(std::string_view word);
/// "solid", "pixelate", "blur".
std::string_view name(redact::Style style);
std::optional<redact::Style> styleFrom(std::string_view word);
/// "person", "consent", "nobody".
std::string_view name(Release release);
std::optional<Release> releaseFrom(std::string_view word);

/// A word of `metadata.keep` and what it means.
struct KeepWord {
  std::string_view word;
  bool (*kept)(const Policy& policy);
  void (*keep)(Policy& policy, bool yes);
};
inline constexpr int kKeepWords = 5;
/// "colour", "copyright", "credit", "caption", "time".
const std::array<KeepWord, kKeepWords>& keepWords();

} // namespace photoscrub::policy
