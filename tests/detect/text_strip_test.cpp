#include "detect/drawn.h"
#include "detect/text/reading_direction.h"
#include "detect/text/text_bend.h"
#include "detect/text/text_strip.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect::testing {
namespace {

std::vector<cv::Point2f> rectangle(float x, float y, float width, float height) {
  return {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
}

TEST(TextCourse, TakesPairsFromAnOutline) {
  const auto course = TextCourse::fromOutline(rectangle(10, 20, 100, 30));
  ASSERT_FALSE(course.empty());
  EXPECT_NEAR(course.length(), 100, 1e-3);
  EXPECT_NEAR(course.height(), 30, 1e-3);
  EXPECT_NEAR(course.angle(), 0, 1e-6);
  EXPECT_NEAR(std::abs(course.overHead().angle()), std::numbers::pi, 1e-6);
  EXPECT_TRUE(TextCourse::fromOutline({{0, 0}, {1, 0}, {1, 1}}).empty());
  EXPECT_TRUE(TextCourse::fromOutline({}).empty());
}

TEST(TextStrip, MapsItsPointsBackToThePicture) {
  const cv::Mat grey(200, 400, CV_8U, cv::Scalar(128));
  const auto course = TextCourse::fromOutline(rectangle(50, 60, 240, 24));
  const TextStrip strip(grey, course, {48, 2600, 8});
  EXPECT_NEAR(strip.grey().cols, 240 * 2 + 16, 2);
  EXPECT_NEAR(strip.grey().rows, 48 + 16, 2);
  EXPECT_NEAR(cv::norm(strip.onPicture(8, 8) - cv::Point2f(50, 60)), 0, 0.01);
  EXPECT_NEAR(cv::norm(strip.onPicture(488, 56) - cv::Point2f(290, 84)), 0, 0.01);
  const TextStrip turned(grey, course.overHead(), {48, 2600, 8});
  EXPECT_NEAR(cv::norm(turned.onPicture(8, 8) - cv::Point2f(290, 84)), 0, 0.01);
}

TEST(TextStrip, KeepsToTheLongestLength) {
  const cv::Mat grey(60, 4000, CV_8U, cv::Scalar(128));
  const TextStrip strip(grey, TextCourse::fromOutline(rectangle(0, 10, 3900, 20)), {48, 500, 8});
  EXPECT_LE(strip.grey().cols, 500 + 2 * 8 + 2);
}

TEST(TextStrip, WidensTowardsTheEndThatIsAsked) {
  const cv::Mat grey(200, 400, CV_8U, cv::Scalar(128));
  const auto course = TextCourse::fromOutline(rectangle(50, 60, 240, 24));
  const TextStrip even(grey, course, {48, 2600, 8, 0});
  const TextStrip last(grey, course, {48, 2600, 8, 1}), first(grey, course, {48, 2600, 8, -1});
  EXPECT_GT(last.grey().cols, even.grey().cols + 100);
  EXPECT_NEAR(last.grey().cols, first.grey().cols, 2);
  // The middle of the strip then lies nearer to the end that was widened.
  EXPECT_GT(last.onPicture(last.grey().cols / 2.0, 30).x, 180);
  EXPECT_LT(first.onPicture(first.grey().cols / 2.0, 30).x, 160);
  EXPECT_NEAR(last.onPicture(8, 8).x, 50, 0.1);
}

/// A bar that bends like print on a wrist, drawn as the text network's mask would show it.
cv::Mat bentBar(double bend) {
  cv::Mat mask = cv::Mat::zeros(200, 500, CV_8U);
  for (int x = 50; x < 450; ++x) {
    const double t = (x - 250) / 200.0;
    const double middle = 100 + bend * t * t;
    cv::line(mask, {x, static_cast<int>(middle - 10)}, {x, static_cast<int>(middle + 10)}, 255);
  }
  return mask;
}
std::vector<cv::Point2d> courseOfBar(double bend) {
  const auto mask = bentBar(bend);
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  return courseOf(mask, {0, 0}, textBoxFrom(cv::minAreaRect(outlines.at(0)), 1), 5);
}

TEST(TextBend, FollowsABentLine) {
  const auto course = courseOfBar(30);
  ASSERT_GE(course.size(), 6u);
  const auto pairs = course.size() / 2;
  for (std::size_t i = 1; i + 1 < pairs; ++i) {
    const auto middle = (course[i] + course[course.size() - 1 - i]) * 0.5;
    const double t = (middle.x - 250) / 200;
    EXPECT_NEAR(middle.y, 100 + 30 * t * t, 3) << i;
    EXPECT_NEAR(cv::norm(course[i] - course[course.size() - 1 - i]), 30, 6) << i;
  }
}

TEST(TextBend, LeavesStraightLinesAlone) {
  EXPECT_TRUE(courseOfBar(0).empty());
}

TEST(TextBend, LeavesShapesAloneThatAreNoLine) {
  cv::Mat mask = cv::Mat::zeros(200, 500, CV_8U);
  cv::line(mask, {50, 50}, {250, 50}, 255, 20);
  cv::line(mask, {250, 50}, {250, 150}, 255, 20);
  cv::line(mask, {250, 150}, {450, 150}, 255, 20);
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  EXPECT_TRUE(courseOf(mask, {0, 0}, textBoxFrom(cv::minAreaRect(outlines.at(0)), 1), 5).empty());
}

ReadLine reading(const std::string& text, double confidence) {
  ReadLine line;
  line.words.push_back({text, {0, 0, 10, 10}, confidence});
  line.confidence = confidence;
  return line;
}

TEST(ReadingDirection, LettersThatAreLettersUpsideDownTellNothing) {
  EXPECT_EQ(uprightEvidence(reading("SHN666", 0.95)), 0);
  EXPECT_GT(uprightEvidence(reading("Ward7", 0.95)), 2);
  EXPECT_EQ(uprightEvidence(reading("Ward7", 0.1)), 0);
}

TEST(ReadingDirection, FollowsTheLinesBesideIt) {
  const auto at = [](float y) { return TextCourse::fromOutline(rectangle(0, y, 200, 20)); };
  const std::vector<DirectionVote> votes = {{at(0), -6}, {at(30), 0}, {at(60), -4}};
  EXPECT_LT(commonEvidence(votes, 1), 0);
  EXPECT_EQ(commonEvidence({{at(0), -6}, {at(2000), 0}}, 1), 0);
  // A neighbour found the other way round says the opposite.
  EXPECT_GT(commonEvidence({{at(0).overHead(), -6}, {at(30), 0}}, 1), 0);
}

TEST(ReadingDirection, AcrossOtherLinesSaysNothing) {
  const auto level = TextCourse::fromOutline(rectangle(0, 0, 200, 20));
  const auto upright = TextCourse::fromOutline({{90, 200}, {90, 0}, {110, 0}, {110, 200}});
  EXPECT_EQ(commonEvidence({{upright, 6}, {level, 0}}, 1), 0);
}

} // namespace
} // namespace photoscrub::detect::testing
