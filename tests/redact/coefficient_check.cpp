// Compares a covered JPEG with its original, coefficient by coefficient:
//   photoscrub_coefficient_check ORIGINAL SAVED ORIENTATION [X,Y,W,H]...
// ORIENTATION is the original's Exif tag, 1 to 8; boxes are in upright pixels. Prints counts; the
// exit status is 0 only where nothing outside the boxes changed and nothing is left inside.
#include "redact/coefficient_compare.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace photoscrub;

namespace {

Bytes contentOf(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s ORIGINAL SAVED ORIENTATION [X,Y,W,H]...\n", argv[0]);
    return 2;
  }
  std::vector<Rect> boxes;
  for (int i = 4; i < argc; ++i) {
    Rect box;
    if (std::sscanf(argv[i], "%d,%d,%d,%d", &box.x, &box.y, &box.width, &box.height) != 4) {
      std::fprintf(stderr, "not a box: %s\n", argv[i]);
      return 2;
    }
    boxes.push_back(box);
  }
  const auto report = testing::compareCoefficients(contentOf(argv[1]), contentOf(argv[2]),
                                                   std::atoi(argv[3]), boxes);
  if (!report.problem.empty()) {
    std::printf("%s\n", report.problem.c_str());
    return 1;
  }
  std::printf("MCUs %lld, under boxes %lld\n"
              "outside: %lld coefficients compared, %lld changed\n"
              "beside boxes: %lld changed\n"
              "inside: %lld AC coefficients left, %.6f bits of entropy\n"
              "warnings: %d\n",
              report.mcus, report.touchedMcus, report.compared, report.changed,
              report.changedBeside, report.detailInside, report.entropy, report.warnings);
  return report.holds() ? 0 : 1;
}
