// Faces by YuNet, looked for in several sizes, mirrored and turned; what the looks agree on is a
// face.
#include "detect/candidates.h"
#include "detect/detectors.h"
#include "detect/faces/face_sightings.h"
#include "detect/faces/yunet_layers.h"
#include "detect/guard.h"
#include "detect/network.h"
#include "detect/pyramid.h"

#include <algorithm>
#include <optional>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kMultiple = 32;
// Large faces are best found small; the larger size finds faces of 12 pixels and more.
constexpr int kSmallSide = 640;
constexpr int kLargeSide = 1280;
// Small photos are enlarged: a 10-pixel face in a 400-pixel photo is a person all the same.
constexpr int kMaxEnlarging = 4;
// A turned face seen this well, and no better upright, is worth a close look at this turning.
constexpr double kTurnedWell = 0.6;
constexpr double kSeenUpright = 0.1; // how much less an upright sighting may score
constexpr double kSameFace = 0.3;
// Faces smaller than this in the large look may have neighbours that are too small for it.
constexpr double kSmallFace = 28;
constexpr double kSmallFaceScore = 0.3;
constexpr double kCrowdReach = 5; // heights of the small face around it
constexpr int kWindow = 640;
constexpr std::size_t kMaxWindows = 6;
// Below this gain in size a window shows nothing new.
constexpr double kWorthwhileGain = 1.3;

// Share of the found face added around it, as the face stands: the network's box reaches above the
// hair line and cuts ears, chin and mask.
struct FaceMargin {
  double side = 0.20;
  double top = -0.03;
  double bottom = 0.25;
};
constexpr FaceMargin kMargin;

cv::Rect2d withMargin(const cv::Rect2d& box) {
  return {box.x - kMargin.side * box.width, box.y - kMargin.top * box.height,
          box.width * (1 + 2 * kMargin.side), box.height * (1 + kMargin.top + kMargin.bottom)};
}

cv::Rect2d times(const cv::Rect2d& box, double factor) {
  return {box.x * factor, box.y * factor, box.width * factor, box.height * factor};
}

cv::Mat padded(const cv::Mat& picture) {
  const auto missing = [](int side) { return (kMultiple - side % kMultiple) % kMultiple; };
  cv::Mat result;
  cv::copyMakeBorder(picture, result, 0, missing(picture.rows), 0, missing(picture.cols),
                     cv::BORDER_CONSTANT);
  return result;
}

class YunetFace : public Detector {
public:
  explicit YunetFace(LoadedModel model)
      : network_(std::move(model), Reuse::anySize),
        minScore_(network_.entry().threshold("score", 0.2)),
        minEvidence_(network_.entry().threshold("evidence", 1.2)),
        nms_(network_.entry().threshold("nms", 0.45)) {}

  DetectorInfo info() const override { return network_.info(); }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  std::vector<Region> find(Pyramid& pyramid) {
    Looks looks;
    const int large = std::min(kLargeSide, pyramid.longSide() * kMaxEnlarging);
    const int small = std::min(kSmallSide, large);
    for (const View view :
         {View::upright, View::mirrored, View::quarter, View::half, View::threeQuarters})
      look(pyramid, small, view, looks);
    if (large > small) {
      const auto closer = turningsWorthALook(looks.sightings);
      look(pyramid, large, View::upright, looks);
      look(pyramid, large, View::mirrored, looks);
      for (const View view : closer)
        look(pyramid, large, view, looks);
      lookIntoCrowds(pyramid, large, looks);
    }
    network_.rest();
    std::vector<Region> regions;
    for (const auto& face : putTogether(std::move(looks.sightings))) {
      if (face.evidence < minEvidence_)
        continue;
      Region region;
      region.kind = RegionKind::face;
      region.box = pyramid.toFull(face.box, pyramid.decoded().size());
      region.score = faceScore(face.evidence);
      region.label = "face";
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  /// What was seen so far, on the decoded picture.
  struct Looks {
    std::vector<Sighting> sightings;
    int count = 0;
  };

  void look(Pyramid& pyramid, int longSide, View view, Looks& looks) {
    const cv::Mat& level = pyramid.bgr(longSide);
    const double scale = static_cast<double>(pyramid.decoded().cols) / level.cols;
    lookAt(level, view, {{}, scale}, looks);
  }

  /// Where a picture lies on the decoded one.
  struct Place {
    cv::Point2d origin;
    double scale; ///< decoded pixels per pixel
  };

  void lookAt(const cv::Mat& picture, View view, const Place& place, Looks& looks) {
    const cv::Mat input = padded(shown(picture, view));
    if (!layout_) {
      layout_ = yunetLayoutOf(network_.outputNames());
      outputs_ = yunetOutputs(*layout_);
    }
    const auto answers = network_.run(cv::dnn::blobFromImage(input), outputs_);
    for (const auto& face :
         keepBest(decodeYunet(*layout_, answers, input.size(), minScore_), {nms_, 1})) {
      auto box = times(shownBack(withMargin(face.box), picture.size(), view), place.scale);
      box += place.origin;
      looks.sightings.push_back({box, face.score, looks.count, view});
    }
    ++looks.count;
  }

  /// The turnings in which a face was seen better than upright, as of a patient lying in bed.
  static std::vector<View> turningsWorthALook(const std::vector<Sighting>& sightings) {
    std::vector<View> views;
    for (const auto& turned : sightings) {
      if (!isTurned(turned.view) || turned.score < kTurnedWell ||
          std::find(views.begin(), views.end(), turned.view) != views.end())
        continue;
      const bool upright =
          std::any_of(sightings.begin(), sightings.end(), [&](const Sighting& other) {
            return !isTurned(other.view) && other.score >= turned.score - kSeenUpright &&
                   iouOf(other.box, turned.box) > kSameFace;
          });
      if (!upright)
        views.push_back(turned.view);
    }
    return views;
  }

  /// Windows of the decoded picture at its own size where small faces stand, for their neighbours
  /// that are smaller still.
  void lookIntoCrowds(Pyramid& pyramid, int large, Looks& looks) {
    const double scale = static_cast<double>(pyramid.longSide()) / large;
    if (scale < kWorthwhileGain)
      return;
    const cv::Rect whole({}, pyramid.decoded().size());
    std::vector<cv::Rect> windows;
    const auto seen = looks.sightings;
    for (const auto& face : seen) {
      if (windows.size() >= kMaxWindows)
        break;
      if (face.score < kSmallFaceScore || face.box.height > kSmallFace * scale)
        continue;
      const cv::Point centre(cvRound(face.box.x + face.box.width / 2),
                             cvRound(face.box.y + face.box.height / 2));
      const int reach = std::max(kWindow / 2, cvRound(kCrowdReach * face.box.height));
      const cv::Rect window =
          cv::Rect(centre.x - reach, centre.y - reach, 2 * reach, 2 * reach) & whole;
      const bool known = std::any_of(windows.begin(), windows.end(), [&](const cv::Rect& other) {
        return (other & window).area() > window.area() / 2;
      });
      if (known)
        continue;
      windows.push_back(window);
      for (const View view : {View::upright, View::mirrored})
        lookAt(pyramid.decoded()(window), view, {window.tl(), 1}, looks);
    }
  }

  Network network_;
  double minScore_;
  double minEvidence_;
  double nms_;
  std::optional<YunetLayout> layout_;
  std::vector<std::string> outputs_;
};
} // namespace

std::unique_ptr<Detector> makeYunetFace(LoadedModel model) {
  return std::make_unique<YunetFace>(std::move(model));
}

} // namespace photoscrub::detect
