// Covers boxes in real photos and has the result checked by other code than that which made it.
// Reads the JPEGs of ../shared where that folder is; every 12th, or all of them with
// PHOTOSCRUB_ALL_FILES=1 in the environment.
#include "redact/coefficient_compare.h"
#include "redact/cover_checks.h"
#include "redact/jpeg_coefficients.h"
#include "redact/jpeg_writer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;
namespace fs = std::filesystem;

std::vector<fs::path> photos() {
  const fs::path shared = fs::path(PHOTOSCRUB_SOURCE_DIR).parent_path() / "shared";
  std::vector<fs::path> found;
  for (const char* folder : {"eval/dev/images", "meta/dev"}) {
    if (!fs::exists(shared / folder))
      continue;
    for (const auto& entry : fs::recursive_directory_iterator(shared / folder)) {
      const auto extension = entry.path().extension().string();
      if (extension == ".jpg" || extension == ".jpeg" || extension == ".JPG")
        found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  if (std::getenv("PHOTOSCRUB_ALL_FILES") != nullptr)
    return found;
  std::vector<fs::path> some;
  for (std::size_t i = 0; i < found.size(); i += 12)
    some.push_back(found[i]);
  return some;
}

Bytes contentOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

// One to ten boxes up to a third of the picture's side; some reach beyond it. The same for the same
// name on every machine.
std::vector<Rect> randomBoxes(const std::string& name, Size picture) {
  std::uint32_t seed = 2166136261;
  for (const char c : name)
    seed = (seed ^ static_cast<std::uint8_t>(c)) * 16777619;
  std::mt19937 random(seed);
  const auto below = [&](int end) {
    return static_cast<int>(random() % static_cast<unsigned>(std::max(end, 1)));
  };
  std::vector<Rect> boxes(1 + random() % 10);
  // Half of the pictures get small boxes, so that there are some with little covered.
  const int part = random() % 2 == 0 ? 3 : 12;
  for (Rect& box : boxes)
    box = {below(picture.width), below(picture.height), 1 + below(picture.width / part),
           1 + below(picture.height / part)};
  return boxes;
}

struct Totals {
  int files = 0, boxes = 0, refused = 0;
  long long compared = 0, changed = 0, beside = 0;
  double entropy = 0;
  std::map<int, std::vector<double>> ratios; // by the hundredth of MCUs covered, from its lower end
};

int bandOf(double share) {
  for (const int band : {50, 20, 10, 5, 2})
    if (share * 100 >= band)
      return band;
  return 0;
}

void print(Totals& totals) {
  std::printf("files %d (refused %d), boxes %d, coefficients outside %lld, changed %lld, beside "
              "boxes %lld, entropy inside %.3f\n",
              totals.files, totals.refused, totals.boxes, totals.compared, totals.changed,
              totals.beside, totals.entropy);
  for (auto& [band, ratios] : totals.ratios) {
    std::sort(ratios.begin(), ratios.end());
    std::printf("covered %2d %% and more: files %4zu, size to that without boxes: least %.3f, "
                "median %.3f, most %.3f\n",
                band, ratios.size(), ratios.front(), ratios[ratios.size() / 2], ratios.back());
  }
}

} // namespace

TEST(RealJpegs, ChangeInTheirBoxesOnly) {
  const auto files = photos();
  if (files.empty())
    GTEST_SKIP() << "there is no ../shared with photos";
  Totals totals;
  for (const auto& path : files) {
    SCOPED_TRACE(path.filename().string());
    const auto original = contentOf(path);
    JpegCoefficients coefficients{Limits{}};
    if (!coefficients.open(original).ok()) {
      ++totals.refused;
      continue;
    }
    ++totals.files;
    const int tag = 1 + totals.files % 8;
    const auto size = uprightSize(coefficients.size(), orientationFrom(tag));
    const auto boxes = randomBoxes(path.filename().string(), size);
    totals.boxes += static_cast<int>(boxes.size());
    const RedactOptions options{orientationFrom(tag), solidCovers(boxes)};
    const auto saved = covered(original, options);
    expectVerified(original, saved, options);
    const auto report = compareCoefficients(original, saved, tag, boxes);
    EXPECT_TRUE(report.holds()) << report.problem << " changed " << report.changed << " detail "
                                << report.detailInside << " entropy " << report.entropy
                                << " warnings " << report.warnings;
    totals.compared += report.compared;
    totals.changed += report.changed;
    totals.beside += report.changedBeside;
    totals.entropy = std::max(totals.entropy, report.entropy);
    const auto bare = covered(original, {});
    totals
        .ratios[bandOf(static_cast<double>(report.touchedMcus) / static_cast<double>(report.mcus))]
        .push_back(static_cast<double>(saved.size()) / static_cast<double>(bare.size()));
  }
  print(totals);
  EXPECT_GT(totals.files, 0);
}

TEST(CoefficientCompare, NoticesOneChangedCoefficient) {
  JpegRecipe recipe;
  recipe.size = {120, 90};
  recipe.horizontal = recipe.vertical = 2;
  const auto original = makeJpeg(recipe, noisyScene(1, {}));
  const std::vector<Rect> boxes = {{21, 35, 31, 17}};
  const auto saved = covered(original, {Orientation::normal, solidCovers(boxes)});
  EXPECT_TRUE(compareCoefficients(original, saved, 1, boxes).holds());
  for (const bool inside : {false, true}) {
    JpegCoefficients tampered{Limits{}};
    ASSERT_TRUE(tampered.open(saved).ok());
    auto blocks = tampered.blocks(0, inside ? 5 : 9);
    ASSERT_TRUE(blocks.ok());
    blocks.value()[3][17] = static_cast<JCOEF>(blocks.value()[3][17] + 1);
    const auto file = writeJpeg(tampered);
    ASSERT_TRUE(file.ok());
    const auto report = compareCoefficients(original, file.value(), 1, boxes);
    EXPECT_FALSE(report.holds());
    EXPECT_EQ(report.changed, inside ? 0 : 1);
    EXPECT_EQ(report.detailInside, inside ? 1 : 0);
  }
}

} // namespace photoscrub::redact
