#include "detect/faces/face_sightings.h"
#include "detect/faces/face_views.h"
#include "detect/faces/yunet_layers.h"

#include <cmath>

#include <gmock/gmock.h>

namespace photoscrub::detect {
namespace {

constexpr View kViews[] = {View::upright, View::mirrored, View::quarter, View::half,
                           View::threeQuarters};

TEST(FaceViews, FindTheirWayBack) {
  // One bright patch; where it is seen, brought back, is where it is.
  cv::Mat picture = cv::Mat::zeros(60, 100, CV_8U);
  const cv::Rect patch(70, 10, 20, 8);
  picture(patch).setTo(255);
  for (const View view : kViews) {
    std::vector<cv::Point> bright;
    cv::findNonZero(shown(picture, view), bright);
    cv::Rect seen(bright.front(), cv::Size(1, 1));
    for (const auto& point : bright)
      seen |= cv::Rect(point, cv::Size(1, 1));
    EXPECT_EQ(cv::Rect(shownBack(seen, picture.size(), view)), patch) << static_cast<int>(view);
  }
}

std::vector<cv::Mat> anchorFreeAnswers(cv::Size input) {
  std::vector<cv::Mat> outputs(9);
  for (int i = 0; i < 3; ++i) {
    const int cells = (input.width >> (3 + i)) * (input.height >> (3 + i));
    outputs[static_cast<std::size_t>(i)] = cv::Mat::zeros(cells, 1, CV_32F);
    outputs[static_cast<std::size_t>(i + 3)] = cv::Mat::zeros(cells, 1, CV_32F);
    outputs[static_cast<std::size_t>(i + 6)] = cv::Mat::zeros(cells, 4, CV_32F);
  }
  return outputs;
}

TEST(YunetLayers, DecodeTheAnchorFreeLayout) {
  auto outputs = anchorFreeAnswers({96, 64});
  const int cell = 2 * (96 / 16) + 3; // row 2, column 3 on stride 16
  outputs[1].at<float>(cell) = 0.81f;
  outputs[4].at<float>(cell) = 1.0f;
  const float box[] = {0.5f, -0.25f, std::log(2.0f), std::log(3.0f)};
  for (int i = 0; i < 4; ++i)
    outputs[7].at<float>(cell, i) = box[i];
  const auto faces = decodeYunet(YunetLayout::anchorFree, outputs, {96, 64}, 0.5);
  ASSERT_EQ(faces.size(), 1u);
  EXPECT_NEAR(faces[0].score, 0.9, 1e-6);
  EXPECT_NEAR(faces[0].box.width, 32, 1e-4);
  EXPECT_NEAR(faces[0].box.height, 48, 1e-4);
  EXPECT_NEAR(faces[0].box.x + 16, 3.5 * 16, 1e-4);
  EXPECT_NEAR(faces[0].box.y + 24, 1.75 * 16, 1e-4);
}

TEST(YunetLayers, DecodeTheLayoutWithAnchors) {
  const cv::Size input(128, 64);
  // 8x16 cells of 3 priors, 4x8 of 2, 2x4 of 2, 1x2 of 3.
  const int priors = 384 + 64 + 16 + 6;
  std::vector<cv::Mat> outputs = {cv::Mat::zeros(priors, 14, CV_32F),
                                  cv::Mat::zeros(priors, 2, CV_32F),
                                  cv::Mat::zeros(priors, 1, CV_32F)};
  const int prior = 384 + 2 * (1 * 8 + 5) + 1; // stride 16: row 1, column 5, side 48
  outputs[0].at<float>(prior, 0) = 1;
  outputs[0].at<float>(prior, 3) = 5 * std::log(2.0f);
  outputs[1].at<float>(prior, 1) = 0.64f;
  outputs[2].at<float>(prior) = 2; // is taken for 1
  const auto faces = decodeYunet(YunetLayout::anchors, outputs, input, 0.5);
  ASSERT_EQ(faces.size(), 1u);
  EXPECT_NEAR(faces[0].score, 0.8, 1e-6);
  EXPECT_NEAR(faces[0].box.width, 48, 1e-4);
  EXPECT_NEAR(faces[0].box.height, 96, 1e-3);
  EXPECT_NEAR(faces[0].box.x + 24, 5.5 * 16 + 4.8, 1e-3);
  EXPECT_NEAR(faces[0].box.y + 48, 1.5 * 16, 1e-3);
}

TEST(YunetLayers, RefuseAnswersOfAnotherSize) {
  EXPECT_THROW(decodeYunet(YunetLayout::anchorFree, anchorFreeAnswers({96, 64}), {96, 96}, 0.5),
               cv::Exception);
  EXPECT_THROW(decodeYunet(YunetLayout::anchors,
                           {cv::Mat::zeros(3, 14, CV_32F), cv::Mat::zeros(3, 2, CV_32F),
                            cv::Mat::zeros(3, 1, CV_32F)},
                           {64, 64}, 0.5),
               cv::Exception);
}

TEST(YunetLayers, AreToldApartByTheirOutputs) {
  for (const auto layout : {YunetLayout::anchors, YunetLayout::anchorFree})
    EXPECT_EQ(yunetLayoutOf(yunetOutputs(layout)), layout);
}

TEST(FaceSightings, OfOnePlaceAddUp) {
  const auto faces = putTogether({{{10, 10, 40, 50}, 0.5, 0, View::upright},
                                  {{12, 11, 40, 50}, 0.9, 1, View::mirrored},
                                  {{200, 10, 40, 50}, 0.7, 1, View::mirrored}});
  ASSERT_EQ(faces.size(), 2u);
  EXPECT_NEAR(faces[0].evidence, 1.4, 1e-9);
  EXPECT_NEAR(faces[1].evidence, 0.7, 1e-9);
}

TEST(FaceSightings, ThatAgreeSayTogetherWhereItLies) {
  const auto faces = putTogether({{{10, 10, 40, 50}, 0.3, 0},
                                  {{14, 10, 40, 50}, 0.9, 1},
                                  {{20, 20, 20, 20}, 0.8, 2}}); // a part only
  ASSERT_EQ(faces.size(), 1u);
  EXPECT_NEAR(faces[0].box.x, (10 * 0.09 + 14 * 0.81) / 0.9, 1e-9);
  EXPECT_NEAR(faces[0].box.width, 40, 1e-9);
}

TEST(FaceSightings, OfOneLookCountOnce) {
  const auto faces = putTogether({{{10, 10, 40, 50}, 0.5, 3}, {{12, 11, 40, 50}, 0.9, 3}});
  ASSERT_EQ(faces.size(), 1u);
  EXPECT_NEAR(faces[0].evidence, 0.9, 1e-9);
}

TEST(FaceSightings, InsideALargerOneAreThatOne) {
  EXPECT_EQ(putTogether({{{0, 0, 100, 100}, 0.9, 0}, {{30, 30, 20, 20}, 0.8, 1}}).size(), 1u);
}

TEST(FaceSightings, MakeAScoreThatGrows) {
  EXPECT_EQ(faceScore(0), 0);
  EXPECT_EQ(faceScore(-1), 0);
  double last = 0;
  for (double evidence = 0.5; evidence < 10; evidence += 0.5) {
    EXPECT_GT(faceScore(evidence), last);
    last = faceScore(evidence);
  }
  EXPECT_LT(last, 1);
}

} // namespace
} // namespace photoscrub::detect
