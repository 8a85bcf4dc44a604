#include "detect/assemble.h"
#include "detect/drawn.h"
#include "detect/outlines.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect::testing {
namespace {

constexpr char kWeightsMissing[] = "the text network's weights are not in the model folder";

/// A text region with a line's outline, as the detectors hand it over.
Region lineAt(Polygon outline) {
  Region line;
  line.kind = RegionKind::text;
  line.label = "text";
  line.box = boxAround(outline);
  line.polygon = std::move(outline);
  return line;
}

cv::Mat note() {
  auto drawn = paper(1000, 700);
  write(drawn, "Hospital ward round", {150, 200}, 1.6);
  write(drawn, "bed 12 window side", {150, 420}, 1.4);
  return drawn;
}
const Rect kFirstLine{150, 160, 520, 60};

bool covers(const std::vector<Region>& regions, const Rect& wanted) {
  return std::any_of(regions.begin(), regions.end(),
                     [&](const Region& region) { return shareInside(wanted, region.box) > 0.7; });
}

TEST(PpocrText, FindsDrawnLines) {
  auto weights = model("ppocrv3_en_det");
  if (!weights)
    GTEST_SKIP() << kWeightsMissing;
  const auto regions = run(*makePpocrText(std::move(*weights)), pictureOf(note()));
  const auto all = std::accumulate(
      regions.begin(), regions.end(), Rect{},
      [](const Rect& sum, const Region& region) { return boundingBox(sum, region.box); });
  EXPECT_GE(regions.size(), 2u);
  EXPECT_GT(shareInside(kFirstLine, all), 0.7);
}

TEST(PpocrText, AnswersTheSameAfterAnotherPictureSize) {
  auto weights = model("ppocrv3_en_det");
  if (!weights)
    GTEST_SKIP() << kWeightsMissing;
  const auto detector = makePpocrText(std::move(*weights));
  const auto picture = pictureOf(note());
  const auto before = run(*detector, picture);
  run(*detector, pictureOf(paper(500, 900)));
  const auto after = run(*detector, picture);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(before[i].box, after[i].box);
}

TEST(PpocrText, PlainPaperHoldsNone) {
  auto weights = model("ppocrv3_en_det");
  if (!weights)
    GTEST_SKIP() << kWeightsMissing;
  EXPECT_TRUE(run(*makePpocrText(std::move(*weights)), pictureOf(paper(640, 480))).empty());
}

TEST(PpocrText, FindsSmallPrintOfALargePhoto) {
  auto weights = model("ppocrv3_en_det");
  if (!weights)
    GTEST_SKIP() << kWeightsMissing;
  auto drawn = paper(3000, 2000);
  write(drawn, "Ward round", {1200, 900}, 2);
  write(drawn, "bed 12 window side", {1210, 960}, 0.5); // about ten pixels high
  const auto regions = run(*makePpocrText(std::move(*weights)), pictureOf(drawn));
  EXPECT_TRUE(covers(regions, {1210, 948, 140, 12}));
}

TEST(GradientText, FindsDrawnLinesAndNothingOnPlainPaper) {
  const auto detector = makeGradientText();
  EXPECT_TRUE(covers(run(*detector, pictureOf(note())), kFirstLine));
  EXPECT_TRUE(run(*detector, pictureOf(paper(640, 480))).empty());
}

class Reading : public ::testing::Test {
protected:
  void SetUp() override {
    auto made = makeTesseractWords();
    if (!made.ok())
      GTEST_SKIP() << made.error().message;
    reader_ = std::move(made).value();
  }
  std::unique_ptr<Detector> reader_;
};

TEST_F(Reading, ReadsAnUprightLine) {
  const std::vector<Region> lines = {lineAt({{140, 150}, {700, 150}, {700, 220}, {140, 220}})};
  const auto words = run(*reader_, pictureOf(note()), lines);
  EXPECT_NE(values(words).find("Hospital ward round"), std::string::npos) << values(words);
  for (const auto& word : words)
    EXPECT_GT(shareInside(word.box, {130, 140, 600, 100}), 0.9);
}

TEST_F(Reading, ReadsALineUpsideDown) {
  cv::Mat turned;
  cv::rotate(note(), turned, cv::ROTATE_180);
  const std::vector<Region> lines = {lineAt({{300, 480}, {860, 480}, {860, 550}, {300, 550}})};
  const auto words = run(*reader_, pictureOf(turned), lines);
  EXPECT_NE(values(words).find("Hospital ward round"), std::string::npos) << values(words);
}

TEST_F(Reading, ReadsALineOnItsSide) {
  cv::Mat turned;
  cv::rotate(note(), turned, cv::ROTATE_90_CLOCKWISE); // now read downwards
  const std::vector<Region> lines = {lineAt({{480, 700}, {480, 140}, {550, 140}, {550, 700}})};
  const auto words = run(*reader_, pictureOf(turned), lines);
  EXPECT_NE(values(words).find("Hospital ward round"), std::string::npos) << values(words);
}

TEST_F(Reading, WordBoxesAreInFullSizePixels) {
  const std::vector<Region> lines = {lineAt({{280, 300}, {1400, 300}, {1400, 440}, {280, 440}})};
  const auto words = run(*reader_, pictureOf(note(), 0.5), lines);
  ASSERT_FALSE(words.empty());
  for (const auto& word : words)
    EXPECT_GT(shareInside(word.box, {260, 280, 1200, 200}), 0.9);
}

} // namespace
} // namespace photoscrub::detect::testing
