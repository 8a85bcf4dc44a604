#include "detect/pyramid.h"

#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {
namespace {

imaging::Picture waves(int width, int height) {
  imaging::Picture picture;
  picture.image = imaging::Image({width, height}, 3);
  picture.fullSize = {width, height};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c)
        picture.image.row(y)[3 * x + c] =
            static_cast<std::uint8_t>(128 + 100 * std::sin(x * 0.05 + c) * std::cos(y * 0.04));
  return picture;
}

TEST(Pyramid, LevelsMadeFromEachOtherLookLikeThoseMadeAtOnce) {
  const auto picture = waves(1000, 700);
  Pyramid pyramid(picture);
  for (const int side : {100, 130, 250, 333, 500, 640}) {
    const auto& level = pyramid.bgr(side);
    ASSERT_EQ(level.cols, side);
    cv::Mat direct;
    cv::resize(pyramid.decoded(), direct, level.size(), 0, 0, cv::INTER_AREA);
    EXPECT_LT(cv::norm(level, direct, cv::NORM_L1) / static_cast<double>(level.total() * 3), 2.0)
        << side;
  }
}

TEST(Pyramid, TheDecodedPictureIsNotCopied) {
  const auto picture = waves(64, 96);
  Pyramid pyramid(picture);
  EXPECT_EQ(pyramid.bgr(96).data, pyramid.decoded().data);
  EXPECT_EQ(pyramid.bgr(192).rows, 192);
}

TEST(Pyramid, ALevelIsMadeOnceForAllThreads) {
  const auto picture = waves(800, 600);
  Pyramid pyramid(picture);
  std::vector<const unsigned char*> seen(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < seen.size(); ++i)
    threads.emplace_back([&, i] { seen[i] = pyramid.bgr(i % 2 == 0 ? 100 : 90).data; });
  for (auto& thread : threads)
    thread.join();
  for (std::size_t i = 2; i < seen.size(); ++i)
    EXPECT_EQ(seen[i], seen[i - 2]);
}

TEST(Pyramid, CutsBoxesToThePhoto) {
  const auto picture = waves(200, 100);
  Pyramid pyramid(picture);
  EXPECT_EQ(pyramid.toFull(cv::Rect2d(-5, 10, 60, 500), {100, 50}), (Rect{0, 20, 110, 80}));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(pyramid.toFull(cv::Rect2d(nan, nan, nan, nan), {100, 50}).empty());
}

} // namespace
} // namespace photoscrub::detect
