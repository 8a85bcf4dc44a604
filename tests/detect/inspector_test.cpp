#include "detect/drawn.h"
#include "detect/inspector.h"
#include "detect/outlines.h"

#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace photoscrub::detect::testing {
namespace {
namespace fs = std::filesystem;

std::vector<std::string> namesOf(const Inspector& inspector) {
  std::vector<std::string> names;
  for (const auto& info : inspector.detectors())
    names.push_back(info.name);
  return names;
}

std::string tierOf(const Inspector& inspector, const std::string& name) {
  for (const auto& info : inspector.detectors())
    if (info.name == name)
      return info.tier;
  return "absent";
}

TEST(Inspector, WithoutModelsItIsTheBasicTier) {
  const auto inspector = Inspector::load({});
  ASSERT_TRUE(inspector.ok());
  EXPECT_THAT(namesOf(inspector.value()),
              ::testing::IsSupersetOf({"gradient_text", "zxing", "identifiers"}));
  EXPECT_EQ(tierOf(inspector.value(), "gradient_text"), "basic");
  EXPECT_EQ(tierOf(inspector.value(), "yunet_n"), "absent");
}

TEST(Inspector, AChangedModelFileIsNotUsed) {
  const auto manifest = readManifest(PHOTOSCRUB_MODEL_DIR);
  if (!manifest.ok() || !model("yunet_n"))
    GTEST_SKIP() << "the face network's weights are not in the build's model folder";
  const auto dir = fs::temp_directory_path() / ("photoscrub-changed-" + std::to_string(::getpid()));
  fs::create_directories(dir);
  for (const auto& file : fs::directory_iterator(PHOTOSCRUB_MODEL_DIR))
    if (file.is_regular_file())
      fs::copy_file(file.path(), dir / file.path().filename());
  const auto& weights = manifest.value().find("yunet_n")->files[0].name;
  std::fstream(dir / weights, std::ios::in | std::ios::out | std::ios::binary)
      .seekp(1000)
      .put('\0');
  const auto inspector = Inspector::load({dir, 1});
  ASSERT_TRUE(inspector.ok());
  EXPECT_EQ(tierOf(inspector.value(), "yunet_n"), "absent");
  EXPECT_EQ(tierOf(inspector.value(), "yolox_nano"), model("yolox_nano") ? "full" : "absent");
  fs::remove_all(dir);
}

TEST(Inspector, AllModelsTogetherAreTheFullTier) {
  for (const char* name : {"yunet_n", "yolox_nano", "ppocrv3_en_det", "wechat_qr_detect"})
    if (!model(name))
      GTEST_SKIP() << "the weights of " << name << " are not in the model folder";
  const auto inspector = Inspector::load({PHOTOSCRUB_MODEL_DIR, 1});
  ASSERT_TRUE(inspector.ok());
  for (const auto& info : inspector.value().detectors())
    EXPECT_EQ(info.tier, "full") << info.name;
  EXPECT_EQ(tierOf(inspector.value(), "haar_face"), "absent");
}

TEST(Inspector, ReportsACodeAsBarcodeWithItsContent) {
  auto inspector = Inspector::load({});
  ASSERT_TRUE(inspector.ok());
  auto drawn = paper(900, 700);
  paste(drawn, barcode(ZXing::BarcodeFormat::QRCode, "https://example.org/", {200, 200}),
        {300, 200});
  const auto inspection = inspector.value().inspect(pictureOf(drawn));
  EXPECT_TRUE(inspection.warnings.empty());
  const auto code = std::find_if(inspection.regions.begin(), inspection.regions.end(),
                                 [](const Region& r) { return r.kind == RegionKind::barcode; });
  ASSERT_NE(code, inspection.regions.end());
  EXPECT_EQ(code->value, "https://example.org/");
}

TEST(Inspector, NamesTheTimeOfEveryStage) {
  auto inspector = Inspector::load({});
  ASSERT_TRUE(inspector.ok());
  const auto inspection = inspector.value().inspect(pictureOf(paper(320, 240)));
  EXPECT_EQ(inspection.seconds.size(), inspector.value().detectors().size());
}

TEST(Inspector, SmallestPicturesAreLookedAtToo) {
  auto inspector = Inspector::load({PHOTOSCRUB_MODEL_DIR, 1});
  ASSERT_TRUE(inspector.ok());
  for (const auto& [width, height] : {std::pair{1, 1}, {3, 200}, {200, 1}, {33, 7}}) {
    const auto inspection = inspector.value().inspect(pictureOf(paper(width, height)));
    EXPECT_TRUE(inspection.warnings.empty()) << width << "x" << height << inspection.warnings[0];
    for (const auto& region : inspection.regions) {
      EXPECT_LE(region.box.right(), width);
      EXPECT_LE(region.box.bottom(), height);
    }
  }
}

TEST(Inspector, AnEmptyPictureHoldsNothing) {
  auto inspector = Inspector::load({});
  ASSERT_TRUE(inspector.ok());
  EXPECT_TRUE(inspector.value().inspect(imaging::Picture{}).regions.empty());
}

} // namespace
} // namespace photoscrub::detect::testing
