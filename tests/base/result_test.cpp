#include "base/result.h"

#include <memory>

#include <gtest/gtest.h>

namespace photoscrub {
namespace {

Error cut() {
  return {ErrorCode::truncated, "The file ends early", "marker FFDA", 12};
}

Result<int> half(int number) {
  if (number % 2 != 0)
    return cut();
  return number / 2;
}

Result<int> quarter(int number) {
  PHOTOSCRUB_TRY(once, half(number));
  return half(once);
}

Status check(int number) {
  PHOTOSCRUB_CHECK(Status(half(number).ok() ? Status() : Status(cut())));
  return {};
}

TEST(Result, HoldsAValueOrAnError) {
  EXPECT_EQ(half(4).value(), 2);
  EXPECT_EQ(half(3).error().code, ErrorCode::truncated);
}

TEST(Result, NeverHandsOutWhatItDoesNotHold) {
  EXPECT_THROW(half(3).value(), std::bad_variant_access);
  EXPECT_THROW(static_cast<void>(half(4).error()), std::bad_variant_access);
}

TEST(Result, MacrosPassErrorsOn) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_FALSE(quarter(6).ok());
  EXPECT_FALSE(quarter(5).ok());
  EXPECT_TRUE(check(2).ok());
  EXPECT_FALSE(check(1).ok());
}

TEST(Result, CarriesValuesThatOnlyMove) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  EXPECT_EQ(*std::move(result).value(), 7);
}

TEST(Error, ShowsDetailsOnlyWhenAskedFor) {
  EXPECT_EQ(cut().describe(false), "The file ends early");
  const auto verbose = cut().describe(true);
  EXPECT_NE(verbose.find("marker FFDA"), std::string::npos);
  EXPECT_NE(verbose.find("byte 12"), std::string::npos);
}

TEST(Error, CodesHaveTheirNamesInJson) {
  EXPECT_EQ(name(ErrorCode::truncated), "truncated");
  EXPECT_EQ(name(ErrorCode::leak), "leak");
  EXPECT_EQ(name(ErrorCode::worker), "worker");
}

} // namespace
} // namespace photoscrub
