// The WeChat QR finder (an SSD network): finds QR codes whether or not they can be read.
#include "detect/candidates.h"
#include "detect/codes/square_view.h"
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/network.h"
#include "detect/pyramid.h"

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kSide = 640;
constexpr int kStep = 64;
constexpr int kRowValues = 7; // image, class, score, left, top, right, bottom (0 to 1)
constexpr double kMargin = 0.04;
constexpr double kLeastLikeness = 0.15;
constexpr double kMaxLengthToHeight = 1.5;

// Codes are square, even seen at an angle; pages of print that the network takes for one are not.
bool looksSquare(const cv::Rect2d& box) {
  return std::max(box.width, box.height) < kMaxLengthToHeight * std::min(box.width, box.height);
}

class WechatQr : public Detector {
public:
  explicit WechatQr(LoadedModel model)
      : network_(std::move(model), Reuse::perSize),
        minScore_(network_.entry().threshold("score", 0.5)) {}

  DetectorInfo info() const override { return network_.info(); }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  std::vector<Region> find(Pyramid& pyramid) {
    const cv::Mat& level = pyramid.bgr(std::min(kSide, pyramid.longSide()));
    cv::Mat grey;
    cv::cvtColor(level, grey, cv::COLOR_BGR2GRAY);
    // Steps of 64 keep the number of networks small that a folder of photos needs.
    const auto missing = [](int side) { return (kStep - side % kStep) % kStep; };
    cv::copyMakeBorder(grey, grey, 0, missing(grey.rows), 0, missing(grey.cols),
                       cv::BORDER_REPLICATE);
    const cv::Mat output = network_.run(cv::dnn::blobFromImage(grey, 1 / 255.0));
    std::vector<Candidate> found;
    const auto* row = output.ptr<float>();
    for (std::size_t left = output.total() / kRowValues; left > 0; --left, row += kRowValues) {
      if (static_cast<int>(row[1]) != 1 || row[2] < minScore_)
        continue;
      const double x = row[3] * static_cast<double>(grey.cols);
      const double y = row[4] * static_cast<double>(grey.rows);
      const double width = row[5] * static_cast<double>(grey.cols) - x;
      const double height = row[6] * static_cast<double>(grey.rows) - y;
      found.push_back({{x - kMargin * width, y - kMargin * height, width * (1 + 2 * kMargin),
                        height * (1 + 2 * kMargin)},
                       row[2]});
    }
    std::vector<Region> regions;
    for (const auto& code : keepBest(std::move(found), {0.4, 0.7})) {
      if (!looksSquare(code.box) || !looksLikeCode(code.box, level.size(), pyramid))
        continue;
      Region region;
      region.kind = RegionKind::barcode;
      region.label = "QR code";
      region.score = code.score;
      region.box = pyramid.toFull(code.box, level.size());
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  /// The network also takes pages of print, leaves and ornaments for codes.
  static bool looksLikeCode(const cv::Rect2d& box, cv::Size level, Pyramid& pyramid) {
    const auto factor =
        static_cast<float>(pyramid.decoded().cols) / static_cast<float>(level.width);
    Frame frame;
    frame.centre = cv::Point2f((box.tl() + box.br()) * 0.5) * factor;
    frame.length = static_cast<float>(box.width) * factor;
    frame.height = static_cast<float>(box.height) * factor;
    const auto view = viewSquares(pyramid.grey(), frame);
    return view && likeness(*view) >= kLeastLikeness;
  }

  Network network_;
  double minScore_;
};
} // namespace

std::unique_ptr<Detector> makeWechatQr(LoadedModel model) {
  return std::make_unique<WechatQr>(std::move(model));
}

} // namespace photoscrub::detect
