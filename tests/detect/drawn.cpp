#include "detect/drawn.h"

#include <cstring>

#include <BitMatrix.h>
#include <MultiFormatWriter.h>
#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect::testing {

cv::Mat paper(int width, int height) {
  return {height, width, CV_8UC3, cv::Scalar::all(225)};
}

void write(cv::Mat& picture, const std::string& text, cv::Point origin, double scale) {
  cv::putText(picture, text, origin, cv::FONT_HERSHEY_SIMPLEX, scale, cv::Scalar::all(20),
              std::max(1, static_cast<int>(scale * 2)), cv::LINE_AA);
}

cv::Mat barcode(ZXing::BarcodeFormat format, const std::string& content, cv::Size size) {
  const auto bits =
      ZXing::MultiFormatWriter(format).setMargin(4).encode(content, size.width, size.height);
  cv::Mat drawn(bits.height(), bits.width(), CV_8UC3);
  for (int y = 0; y < bits.height(); ++y)
    for (int x = 0; x < bits.width(); ++x)
      drawn.at<cv::Vec3b>(y, x) = bits.get(x, y) ? cv::Vec3b(10, 10, 10) : cv::Vec3b(250, 250, 250);
  return drawn;
}

void paste(cv::Mat& picture, const cv::Mat& part, cv::Point at) {
  part.copyTo(picture(cv::Rect(at, part.size())));
}

imaging::Picture pictureOf(const cv::Mat& drawn, double scale) {
  imaging::Picture picture;
  picture.image = imaging::Image({drawn.cols, drawn.rows}, 3);
  for (int y = 0; y < drawn.rows; ++y)
    std::memcpy(picture.image.row(y), drawn.ptr(y), picture.image.stride());
  picture.scale = scale;
  picture.fullSize = {static_cast<int>(drawn.cols / scale), static_cast<int>(drawn.rows / scale)};
  return picture;
}

std::vector<Region> run(Detector& detector, const imaging::Picture& picture,
                        const std::vector<Region>& found) {
  Pyramid pyramid(picture);
  auto regions = detector.detect({picture, pyramid, found});
  if (!regions.ok()) {
    ADD_FAILURE() << regions.error().describe(true);
    return {};
  }
  return std::move(regions).value();
}

std::optional<LoadedModel> model(const std::string& name) {
  const auto manifest = readManifest(PHOTOSCRUB_MODEL_DIR);
  if (!manifest.ok())
    return std::nullopt;
  const auto* entry = manifest.value().find(name);
  if (!entry)
    return std::nullopt;
  auto loaded = loadModel(*entry, PHOTOSCRUB_MODEL_DIR);
  if (!loaded.ok())
    return std::nullopt;
  return std::move(loaded).value();
}

std::string values(const std::vector<Region>& regions) {
  std::string all;
  for (const auto& region : regions)
    all += region.value + ' ';
  return all;
}

} // namespace photoscrub::detect::testing
