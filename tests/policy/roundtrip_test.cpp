/// What a policy file says is what was written, for any policy.

#include "policy/built_in.h"
#include "policy/policy_file.h"
#include "policy/random_policy.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace photoscrub::policy {

RC_GTEST_PROP(PolicyFile, IsReadAsItWasWritten, ()) {
  const auto policy = *anyPolicy();
  const auto read = readPolicy(writePolicy(policy));
  RC_ASSERT(read.ok());
  RC_ASSERT(read.value() == policy);
}

TEST(PolicyFile, HoldsEveryBuiltInPolicy) {
  for (const auto name : kBuiltInNames) {
    const auto policy = builtIn(name).value();
    const auto read = readPolicy(writePolicy(policy));
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read.value(), policy);
  }
}

TEST(Policy, DiffersByEachOfItsFields) {
  const auto differs = [](auto change) {
    Policy policy;
    change(policy);
    return !(policy == Policy{});
  };
  EXPECT_EQ(Policy{}, Policy{});
  EXPECT_TRUE(differs([](Policy& p) { p.name = "other"; }));
  EXPECT_TRUE(differs([](Policy& p) { p.locked = true; }));
  EXPECT_TRUE(differs([](Policy& p) { p.actions[3][1] = Action::block; }));
  EXPECT_TRUE(differs([](Policy& p) { p.styles[0] = redact::Style::blur; }));
  EXPECT_TRUE(differs([](Policy& p) { p.marginPercent[8] = 1; }));
  EXPECT_TRUE(differs([](Policy& p) { p.keepColour = false; }));
  EXPECT_TRUE(differs([](Policy& p) { p.keep.copyright = true; }));
  EXPECT_TRUE(differs([](Policy& p) { p.keep.credit = true; }));
  EXPECT_TRUE(differs([](Policy& p) { p.keep.caption = true; }));
  EXPECT_TRUE(differs([](Policy& p) { p.keep.time = true; }));
  EXPECT_TRUE(differs([](Policy& p) { p.neutralNames = true; }));
  EXPECT_TRUE(differs([](Policy& p) { p.accept.emplace(); }));
  EXPECT_TRUE(differs([](Policy& p) { p.toJpeg = true; }));
  EXPECT_TRUE(differs([](Policy& p) { p.fullTier = true; }));
  EXPECT_TRUE(differs([](Policy& p) { p.detect = false; }));
  EXPECT_TRUE(differs([](Policy& p) { p.sensitivity = detect::Sensitivity::low; }));
  EXPECT_TRUE(differs([](Policy& p) { p.release = Release::nobody; }));
  EXPECT_TRUE(differs([](Policy& p) { p.consentRegister = "/x"; }));
}

} // namespace photoscrub::policy
