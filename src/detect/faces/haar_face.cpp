// OpenCV's boosted cascades (Viola and Jones 2001; Lienhart 2002): the basic tier's faces. Upright,
// unmasked, larger faces only.
#include "detect/candidates.h"
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/pyramid.h"

#include <array>
#include <optional>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kSide = 800;
constexpr int kMinFace = 22; // the cascades were trained at 20 and 24 pixels
constexpr double kStep = 1.15;
constexpr int kMinNeighbours = 4;
constexpr double kMargin = 0.05; // the cascades' squares already hold some hair and neck
constexpr double kFrontalScore = 0.6, kProfileScore = 0.5;

/// Where distributions keep the cascades of opencv-data.
constexpr std::array<const char*, 3> kFolders = {
    PHOTOSCRUB_CASCADE_DIR, "/usr/share/opencv4/haarcascades", "/usr/share/opencv/haarcascades"};

std::optional<cv::CascadeClassifier> loadCascade(const std::string& name) {
  for (const std::filesystem::path folder : kFolders) {
    std::error_code unreadable;
    cv::CascadeClassifier cascade;
    if (std::filesystem::exists(folder / name, unreadable) && cascade.load(folder / name))
      return cascade;
  }
  return std::nullopt;
}

class HaarFace : public Detector {
public:
  HaarFace(cv::CascadeClassifier frontal, cv::CascadeClassifier profile)
      : frontal_(std::move(frontal)), profile_(std::move(profile)) {}

  DetectorInfo info() const override { return {"haar_face", CV_VERSION, "", "basic", ""}; }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  std::vector<Region> find(Pyramid& pyramid) {
    const cv::Mat& level = pyramid.bgr(std::min(kSide, pyramid.longSide() * 2));
    cv::Mat grey, mirrored;
    cv::cvtColor(level, grey, cv::COLOR_BGR2GRAY);
    cv::equalizeHist(grey, grey);
    cv::flip(grey, mirrored, 1);

    std::vector<Candidate> found;
    for (const auto& box : run(frontal_, grey))
      found.push_back({box, kFrontalScore});
    for (const auto& box : run(profile_, grey))
      found.push_back({box, kProfileScore});
    // The profile cascade only knows faces turned to one side.
    for (const auto& box : run(profile_, mirrored))
      found.push_back(
          {cv::Rect(grey.cols - box.x - box.width, box.y, box.width, box.height), kProfileScore});

    std::vector<Region> regions;
    for (const auto& face : keepBest(std::move(found), {0.3, 0.6})) {
      const double grow = kMargin * face.box.width;
      Region region;
      region.kind = RegionKind::face;
      region.label = "face";
      region.score = face.score;
      region.box = pyramid.toFull(cv::Rect2d(face.box.x - grow, face.box.y - grow,
                                             face.box.width + 2 * grow, face.box.height + 2 * grow),
                                  level.size());
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  static std::vector<cv::Rect> run(cv::CascadeClassifier& cascade, const cv::Mat& grey) {
    std::vector<cv::Rect> boxes;
    cascade.detectMultiScale(grey, boxes, kStep, kMinNeighbours, 0, {kMinFace, kMinFace});
    return boxes;
  }

  cv::CascadeClassifier frontal_;
  cv::CascadeClassifier profile_;
};
} // namespace

Result<std::unique_ptr<Detector>> makeHaarFace() {
  return guarded([]() -> Result<std::unique_ptr<Detector>> {
    auto frontal = loadCascade("haarcascade_frontalface_alt2.xml");
    auto profile = loadCascade("haarcascade_profileface.xml");
    if (!frontal || !profile)
      return Error{ErrorCode::io, "The face cascades of opencv-data are not installed.", ""};
    return std::unique_ptr<Detector>(
        std::make_unique<HaarFace>(std::move(*frontal), std::move(*profile)));
  });
}

} // namespace photoscrub::detect
