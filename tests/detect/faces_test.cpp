#include "detect/drawn.h"
#include "detect/outlines.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect::testing {
namespace {
// A face cannot be drawn so that a network takes it for one: these tests look at annotated photos
// where a copy of them lies beside the project.

struct Photo {
  imaging::Picture picture;
  std::vector<Rect> faces;
};

cv::Mat viewOf(const imaging::Picture& picture) {
  const auto view = picture.image.view();
  return {view.height, view.width, CV_8UC3, const_cast<std::uint8_t*>(view.data), view.stride};
}

/// The first few photos with one to three clear, upright, large faces.
std::vector<Photo> photosWithFaces(std::size_t count) {
  const std::filesystem::path root = PHOTOSCRUB_EVAL_DIR;
  std::ifstream lines(root / "annotations.jsonl");
  std::vector<Photo> photos;
  for (std::string text; photos.size() < count && std::getline(lines, text);) {
    const auto note = nlohmann::json::parse(text);
    if (note.value("kind", "") != "faces")
      continue;
    std::vector<Rect> faces;
    for (const auto& object : note["objects"]) {
      const auto& box = object["box"];
      if (object["class"] == "face" && box[3].get<double>() > 60)
        faces.push_back(
            {static_cast<int>(box[0].get<double>()), static_cast<int>(box[1].get<double>()),
             static_cast<int>(box[2].get<double>()), static_cast<int>(box[3].get<double>())});
    }
    if (faces.empty() || faces.size() > 3)
      continue;
    std::ifstream file(root / note["file"].get<std::string>(), std::ios::binary);
    const Bytes bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto picture = imaging::decodePicture(bytes, {}, {});
    if (picture.ok())
      photos.push_back({std::move(picture).value(), std::move(faces)});
  }
  return photos;
}

class Faces : public ::testing::Test {
protected:
  void SetUp() override {
    photos_ = photosWithFaces(8);
    if (photos_.size() < 8)
      GTEST_SKIP() << "no annotated photos lie beside the project";
  }

  /// Share of the faces that a region covers, each photo first changed by `change`.
  static double covered(Detector& detector, const std::vector<Photo>& photos, bool onItsSide) {
    double hits = 0, all = 0;
    for (const auto& photo : photos) {
      cv::Mat picture = viewOf(photo.picture);
      auto faces = photo.faces;
      if (onItsSide) {
        cv::Mat turned;
        cv::rotate(picture, turned, cv::ROTATE_90_CLOCKWISE);
        for (auto& face : faces)
          face = {picture.rows - face.y - face.height, face.x, face.height, face.width};
        picture = turned;
      }
      const auto regions = run(detector, pictureOf(picture));
      for (const auto& face : faces) {
        ++all;
        hits += std::any_of(regions.begin(), regions.end(), [&](const Region& region) {
          return region.kind == RegionKind::face && iou(region.box, face) > 0.4;
        });
      }
    }
    return hits / all;
  }

  std::vector<Photo> photos_;
};

TEST_F(Faces, YunetFindsThemUprightAndOnTheirSide) {
  auto weights = model("yunet_n");
  if (!weights)
    GTEST_SKIP() << "the face network's weights are not in the build's model folder";
  const auto detector = makeYunetFace(std::move(*weights));
  EXPECT_GT(covered(*detector, photos_, false), 0.8);
  EXPECT_GT(covered(*detector, photos_, true), 0.7);
}

TEST_F(Faces, TheBasicTierFindsSome) {
  auto made = makeHaarFace();
  if (!made.ok())
    GTEST_SKIP() << made.error().message;
  EXPECT_GT(covered(*made.value(), photos_, false), 0.1);
}

TEST(YunetFace, PlainPaperHoldsNone) {
  auto weights = model("yunet_n");
  if (!weights)
    GTEST_SKIP() << "the face network's weights are not in the build's model folder";
  EXPECT_TRUE(run(*makeYunetFace(std::move(*weights)), pictureOf(paper(640, 480))).empty());
}

} // namespace
} // namespace photoscrub::detect::testing
