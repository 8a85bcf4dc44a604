// Bar codes, read by ZXing-C++ and, where they cannot be read, told by how they look.
#include "detect/codes/bar_strip.h"
#include "detect/codes/bent_square.h"
#include "detect/codes/code_list.h"
#include "detect/codes/code_reader.h"
#include "detect/codes/code_spots.h"
#include "detect/codes/module_grid.h"
#include "detect/codes/square_view.h"
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/pyramid.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// The whole picture is looked at at this size; what is smaller then is read in its own place.
constexpr int kWholeSide = 1280;
constexpr float kMatrixMargin = 0.06F; // the corners given are centres of modules
constexpr float kBarMargin = 0.03F;
// Sharpening of a row of bars, in the order tried: a clean photo, a soft one, a blurred one.
constexpr std::array<double, 3> kSharpenings = {0, 2, 5};
constexpr int kLeastEdges = 16; // Code 128 with a single letter has more
constexpr double kLeastBarContrast = 10;
// Of the longer side when read: from coarse to fine.
constexpr std::array<int, 2> kSquareSides = {160, 280};
constexpr float kBarHeight = 0.6F; // of the length, at most
constexpr double kMostBarBalance = 0.4;
constexpr double kWorthReading = 0.2;
constexpr double kWorthFlattening = 0.5;
constexpr int kFlatSide = 200;
constexpr double kUnreadSquares = 0.68, kUnreadBars = 0.72;
constexpr double kMostUnread = 0.95; // the score of one that looks perfect
constexpr std::size_t kMostReadings = 16;

struct Candidate {
  SquareView view;
  double likeness = 0;
};

class ZxingCodes : public Detector {
public:
  DetectorInfo info() const override { return {"zxing", codeReaderVersion(), "", "full", ""}; }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  static std::vector<Region> find(Pyramid& pyramid) {
    CodeList codes(pyramid);
    const cv::Mat& grey = pyramid.grey();
    const double scale =
        std::min(1.0, static_cast<double>(kWholeSide) / std::max(grey.cols, grey.rows));
    cv::Mat level = grey;
    if (scale < 1)
      cv::resize(grey, level, {}, scale, scale, cv::INTER_AREA);
    const auto back = static_cast<float>(1 / scale);
    for (const auto& spot : findBarSpots(level))
      readBars(grey, enlarged(spot.frame, back), codes);
    readDenseSpots(grey, codes);
    readWhole(grey, level, back, codes);
    return codes.take();
  }

  static void readBars(const cv::Mat& grey, const Frame& spot, CodeList& codes) {
    if (codes.holdsRead(spot.box()))
      return;
    const auto strip = straightenBars(grey, spot);
    if (!strip || strip->edges < kLeastEdges || strip->contrast < kLeastBarContrast)
      return;
    if (const auto read = readStrip(*strip))
      codes.addRead(read->label, read->value, strip->outline(spanOf(*read, *strip)), kBarMargin);
    else if (const double alike = likeness(*strip); alike >= kUnreadBars)
      codes.addUnread("bar code, not read", kMostUnread * alike, strip->outline(strip->bars));
  }

  static std::optional<CodeRead> readStrip(const BarStrip& strip) {
    for (const double sharpening : kSharpenings)
      if (auto read = readBarRow(blackAndWhite(strip, sharpening)))
        return read;
    return std::nullopt;
  }

  /// The samples a code was read from.
  static cv::Range spanOf(const CodeRead& read, const BarStrip& strip) {
    float first = read.corners[0].x, last = first;
    for (const auto& corner : read.corners)
      first = std::min(first, corner.x), last = std::max(last, corner.x);
    const int quiet = quietSamples(strip);
    return {cvFloor(first) - quiet, cvCeil(last) - quiet};
  }

  static void readDenseSpots(const cv::Mat& grey, CodeList& codes) {
    std::vector<Candidate> candidates;
    for (const auto& spot : findDenseSpots(grey)) {
      if (codes.holdsRead(spot.frame.box()))
        continue;
      const auto view = viewSquares(grey, spot.frame);
      if (!view)
        continue;
      if (view->balance < kMostBarBalance)
        readBars(grey, view->bars, codes);
      else if (const double alike = likeness(*view); alike >= kWorthReading)
        candidates.push_back({*view, alike});
    }
    std::stable_sort(
        candidates.begin(), candidates.end(),
        [](const Candidate& a, const Candidate& b) { return a.likeness > b.likeness; });
    if (candidates.size() > kMostReadings)
      candidates.resize(kMostReadings);
    for (const auto& candidate : candidates)
      readSquares(grey, candidate, codes);
  }

  static void readSquares(const cv::Mat& grey, const Candidate& candidate, CodeList& codes) {
    const Frame& frame = candidate.view.frame;
    if (codes.holdsRead(frame.box()) || readUpright(grey, frame, codes))
      return;
    if (candidate.likeness >= kWorthFlattening && readFlat(grey, frame, codes))
      return;
    if (candidate.likeness >= kUnreadSquares)
      codes.addUnread("matrix code, not read", kMostUnread * candidate.likeness, cornersOf(frame));
  }

  static bool readFlat(const cv::Mat& grey, const Frame& frame, CodeList& codes) {
    for (const auto& square : bentSquares(grey, frame))
      for (const auto& grid : findGrids(flattened(grey, square, kFlatSide), flatQuiet(kFlatSide)))
        if (const auto read = readModules(grid.modules)) {
          codes.addRead(read->label, read->value, square.outline(), kMatrixMargin);
          return true;
        }
    return false;
  }

  static Frame enlarged(Frame frame, float times) {
    frame.centre *= times;
    frame.length *= times;
    frame.height *= times;
    return frame;
  }

  /// `level` is the same picture, smaller by `back`.
  static void readWhole(const cv::Mat& grey, const cv::Mat& level, float back, CodeList& codes) {
    for (auto read : detect::readSquares(level, Effort::thorough)) {
      for (auto& corner : read.corners)
        corner *= back;
      codes.addRead(read.label, read.value, read.corners, kMatrixMargin);
    }
    for (auto read : detect::readBars(level)) {
      for (auto& corner : read.corners)
        corner *= back;
      codes.addRead(read.label, read.value, wholeBars(grey, read.corners), kBarMargin);
    }
  }

  /// ZXing reports the lines it read a linear code on: how far its bars reach is seen in the
  /// picture.
  static std::array<cv::Point2f, 4> wholeBars(const cv::Mat& grey,
                                              const std::array<cv::Point2f, 4>& corners) {
    const cv::Point2f from = (corners[0] + corners[3]) * 0.5F,
                      to = (corners[1] + corners[2]) * 0.5F;
    Frame frame;
    frame.centre = (from + to) * 0.5F;
    frame.length = std::max(1.0F, std::hypot(to.x - from.x, to.y - from.y));
    frame.along = (to - from) * (1 / frame.length);
    frame.height = frame.length * kBarHeight;
    const auto strip = straightenBars(grey, frame);
    return strip && strip->edges >= kLeastEdges ? strip->outline(strip->spot) : corners;
  }

  static std::array<cv::Point2f, 4> cornersOf(const Frame& frame) {
    return {frame.at({-0.5F, -0.5F}), frame.at({0.5F, -0.5F}), frame.at({0.5F, 0.5F}),
            frame.at({-0.5F, 0.5F})};
  }

  static bool readUpright(const cv::Mat& grey, const Frame& frame, CodeList& codes) {
    for (const int side : kSquareSides) {
      const auto reads = detect::readSquares(upright(grey, frame, side), Effort::thorough);
      for (auto read : reads) {
        for (auto& corner : read.corners)
          corner = fromUpright(frame, side, corner);
        codes.addRead(read.label, read.value, read.corners, kMatrixMargin);
      }
      if (!reads.empty())
        return true;
    }
    return false;
  }
};
} // namespace

std::unique_ptr<Detector> makeZxingCodes() {
  return std::make_unique<ZxingCodes>();
}

} // namespace photoscrub::detect
