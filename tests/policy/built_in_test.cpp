#include "policy/built_in.h"
#include "policy/strictness.h"

#include <gtest/gtest.h>

namespace photoscrub::policy {

using detect::Certainty;
using detect::RegionKind;

namespace {
constexpr Certainty kAllCertainties[] = {Certainty::certain, Certainty::high, Certainty::medium,
                                         Certainty::info};
}

TEST(BuiltIn, KnowsItsNamesOnly) {
  for (const auto name : kBuiltInNames)
    EXPECT_EQ(builtIn(name).value().name, name);
  EXPECT_FALSE(builtIn("").has_value());
  EXPECT_FALSE(builtIn("Strict").has_value());
}

TEST(BuiltIn, FlagIsTheDefault) {
  EXPECT_EQ(builtIn("flag").value(), Policy{});
}

TEST(BuiltIn, EachIsAtLeastAsStrictAsTheOneBefore) {
  for (std::size_t i = 1; i < kBuiltInNames.size(); ++i) {
    const auto before = builtIn(kBuiltInNames[i - 1]).value();
    const auto after = builtIn(kBuiltInNames[i]).value();
    EXPECT_TRUE(loosened(before, after).empty()) << after.name;
    EXPECT_FALSE(loosened(after, before).empty()) << before.name;
  }
}

TEST(BuiltIn, RedactCoversAllButTheBodiesOfCoveredFaces) {
  const auto policy = builtIn("redact").value();
  for (int i = 0; i < detect::kRegionKinds; ++i)
    for (const auto certainty : kAllCertainties) {
      const auto kind = static_cast<RegionKind>(i);
      const bool bodyOfFace = kind == RegionKind::person && certainty == Certainty::info;
      EXPECT_EQ(policy.action(kind, certainty), bodyOfFace ? Action::flag : Action::redact);
    }
}

TEST(BuiltIn, StrictHoldsBackWhatCarriesPatientsDetails) {
  const auto policy = builtIn("strict").value();
  for (const auto kind : {RegionKind::identifier, RegionKind::wristband, RegionKind::screen})
    for (const auto certainty : kAllCertainties)
      EXPECT_EQ(policy.action(kind, certainty), Action::block);
  for (const auto kind : {RegionKind::face, RegionKind::badge, RegionKind::document,
                          RegionKind::barcode, RegionKind::text})
    EXPECT_EQ(policy.action(kind, Certainty::medium), Action::redact);
  EXPECT_TRUE(policy.fullTier);
  EXPECT_TRUE(policy.neutralNames);
}

} // namespace photoscrub::policy
