#include "cli/consent_place.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;

class ConsentPlaceTest : public testing::Test {
protected:
  void SetUp() override {
    for (const char* const name : {"PHOTOSCRUB_CONSENT", "XDG_DATA_HOME", "HOME"})
      ::unsetenv(name);
  }
  static fs::path found(const ConsentPlace& place) {
    const auto file = findConsentRegister(place);
    EXPECT_TRUE(file.ok());
    return file.ok() ? file.value() : fs::path();
  }
};

} // namespace

TEST_F(ConsentPlaceTest, AsksFromTheMostToTheLeastBinding) {
  EXPECT_EQ(findConsentRegister({}).error().code, ErrorCode::io);
  ::setenv("HOME", "/home/nurse", 1);
  EXPECT_EQ(found({}), "/home/nurse/.local/share/photoscrub/consent.db");
  ::setenv("XDG_DATA_HOME", "/data/", 1);
  EXPECT_EQ(found({}), "/data/photoscrub/consent.db");
  ::setenv("PHOTOSCRUB_CONSENT", "/trust/consent.db", 1);
  EXPECT_EQ(found({}), "/trust/consent.db");
  EXPECT_EQ(found({"", "/mine.db"}), "/mine.db");
  EXPECT_EQ(found({"/ruled.db", ""}), "/ruled.db");
}

TEST_F(ConsentPlaceTest, IgnoresRelativeDataFolders) {
  ::setenv("HOME", "/home/nurse", 1);
  ::setenv("XDG_DATA_HOME", "data", 1);
  EXPECT_EQ(found({}), "/home/nurse/.local/share/photoscrub/consent.db");
  ::setenv("HOME", "", 1);
  EXPECT_FALSE(findConsentRegister({}).ok());
}

TEST_F(ConsentPlaceTest, IsAbsolute) {
  EXPECT_EQ(found({"", "a/../mine.db"}), fs::current_path() / "mine.db");
}

TEST_F(ConsentPlaceTest, AnotherFileThanThePolicysIsRefused) {
  EXPECT_EQ(findConsentRegister({"/ruled.db", "/mine.db"}).error().code, ErrorCode::refused);
  EXPECT_EQ(found({"/ruled.db", "/x/../ruled.db"}), "/ruled.db");
}

} // namespace photoscrub::cli
