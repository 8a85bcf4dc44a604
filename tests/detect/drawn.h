/// Pictures drawn for the detector tests, and a detector run over one.
#pragma once

#include "detect/detectors.h"
#include "detect/pyramid.h"
#include "imaging/picture.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <BarcodeFormat.h>
#include <opencv2/core.hpp>

namespace photoscrub::detect::testing {

/// A grey sheet of paper.
cv::Mat paper(int width, int height);
/// Black letters; `origin` is their bottom left corner.
void write(cv::Mat& picture, const std::string& text, cv::Point origin, double scale);
/// A bar code as ZXing's own writer makes it, with a quiet zone.
cv::Mat barcode(ZXing::BarcodeFormat format, const std::string& content, cv::Size size);
void paste(cv::Mat& picture, const cv::Mat& part, cv::Point at);

/// The drawn picture as the decoder would hand it over; `scale` is decoded by full size.
imaging::Picture pictureOf(const cv::Mat& drawn, double scale = 1);

/// Runs one detector; a failure fails the test.
std::vector<Region> run(Detector& detector, const imaging::Picture& picture,
                        const std::vector<Region>& found = {});

/// A verified model of the build's model folder, or nothing where it was not fetched.
std::optional<LoadedModel> model(const std::string& name);

/// The values of all regions, one after the other.
std::string values(const std::vector<Region>& regions);

} // namespace photoscrub::detect::testing
