// Reads the text regions found before: each line is cut out of the decoded picture, turned upright,
// brought to one height and read by itself.
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/line_reader.h"
#include "detect/outlines.h"
#include "detect/pyramid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// The recogniser works on lines of 36 pixels; a little more keeps thin strokes.
constexpr int kLineHeight = 48;
constexpr int kMaxLength = 1800;
constexpr int kBorder = 8;
constexpr double kMinHeight = 9; // decoded pixels; below, nothing legible was ever read
// Bounds the time one photo may take: a page of small print costs about two seconds.
constexpr std::size_t kMaxLines = 100;
constexpr int kMaxColumns = 45'000;
constexpr double kMinWord = 0.35;
// A line read this well needs no second look upside down.
constexpr double kGoodLine = 0.70;
constexpr double kClearlyBetter = 0.08;
constexpr std::uintmax_t kMaxLanguageBytes = 64u << 20;

constexpr std::array<const char*, 3> kFolders = {
    PHOTOSCRUB_TESSDATA_DIR, "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata"};

using Corners = std::array<cv::Point2f, 4>;

/// A line cut out of the picture and the way back.
struct Cut {
  cv::Mat grey;
  cv::Matx23d toDecoded;
};

struct Reading {
  ReadLine line;
  cv::Matx23d toDecoded;
};

double distance(cv::Point2f a, cv::Point2f b) {
  return cv::norm(b - a);
}

Cut cutOut(const cv::Mat& grey, const Corners& corners) {
  const double length = distance(corners[0], corners[1]), height = distance(corners[0], corners[3]);
  const double factor = std::min(kLineHeight / height, kMaxLength / std::max(1.0, length));
  const auto width = static_cast<float>(std::max(1.0, length * factor));
  const auto rows = static_cast<float>(std::max(1.0, height * factor));
  const cv::Point2f from[3] = {corners[0], corners[1], corners[3]};
  constexpr float b = kBorder;
  const cv::Point2f to[3] = {{b, b}, {b + width, b}, {b, b + rows}};
  const cv::Mat there = cv::getAffineTransform(from, to);
  Cut cut;
  cv::warpAffine(grey, cut.grey, there,
                 {static_cast<int>(width) + 2 * kBorder, static_cast<int>(rows) + 2 * kBorder},
                 factor < 0.6 ? cv::INTER_AREA : cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  cv::Mat back;
  cv::invertAffineTransform(there, back);
  cut.toDecoded = cv::Matx23d(back.ptr<double>());
  return cut;
}

Result<Bytes> readLanguage() {
  for (const std::filesystem::path folder : kFolders) {
    const auto path = folder / "eng.traineddata";
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    if (missing || size > kMaxLanguageBytes)
      continue;
    std::ifstream file(path, std::ios::binary);
    Bytes bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (bytes.size() == size)
      return bytes;
  }
  return Error{ErrorCode::io, "Tesseract's English language file is not installed.", ""};
}

class TesseractWords : public Detector {
public:
  explicit TesseractWords(Bytes language) : reader_(std::move(language)) {}

  DetectorInfo info() const override {
    return {"tesseract", LineReader::version(), "", "full", ""};
  }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> {
      if (!reader_.ready())
        return Error{ErrorCode::internal, "Tesseract could not be started.", ""};
      return find(scene);
    });
  }

private:
  std::vector<Region> find(const Scene& scene) {
    auto& pyramid = scene.pyramid;
    std::vector<Corners> lines;
    for (const auto& region : scene.found)
      if (region.kind == RegionKind::text && region.polygon.size() == 4)
        lines.push_back(cornersOf(region, pyramid));
    // The best legible first, should the limits be reached.
    std::stable_sort(lines.begin(), lines.end(), [](const Corners& a, const Corners& b) {
      return distance(a[0], a[3]) > distance(b[0], b[3]);
    });
    if (lines.size() > kMaxLines)
      lines.resize(kMaxLines);

    std::vector<Region> words;
    int columns = 0, headFirst = 0;
    for (const auto& corners : lines) {
      const double height = distance(corners[0], corners[3]);
      if (height < kMinHeight || columns > kMaxColumns)
        continue;
      const auto reading = readLine(pyramid.grey(), corners, headFirst, columns);
      for (const auto& word : reading.line.words)
        if (isWord(word))
          words.push_back(wordRegion(word, reading.toDecoded, pyramid));
    }
    return words;
  }

  static Corners cornersOf(const Region& region, const Pyramid& pyramid) {
    Corners corners;
    for (std::size_t i = 0; i < corners.size(); ++i)
      corners[i] = pyramid.toDecoded(region.polygon[i]);
    return corners;
  }

  /// Reads a line both ways up unless the first look is good. `headFirst` counts how many lines
  /// more stood on their head than not, so that a photo taken upside down costs one look a line.
  Reading readLine(const cv::Mat& grey, const Corners& corners, int& headFirst, int& columns) {
    const Corners over = {corners[2], corners[3], corners[0], corners[1]};
    const bool overFirst = headFirst > 1;
    auto first = readOnce(grey, overFirst ? over : corners, columns);
    if (first.line.confidence >= kGoodLine) {
      headFirst += overFirst ? 1 : -1;
      return first;
    }
    auto second = readOnce(grey, overFirst ? corners : over, columns);
    if (second.line.confidence < first.line.confidence + kClearlyBetter)
      return first;
    if (second.line.confidence >= kGoodLine)
      headFirst += overFirst ? -1 : 1;
    return second;
  }

  Reading readOnce(const cv::Mat& grey, const Corners& corners, int& columns) {
    const auto cut = cutOut(grey, corners);
    columns += cut.grey.cols;
    const Strip strip{cut.grey.data, cut.grey.cols, cut.grey.rows, static_cast<int>(cut.grey.step)};
    return {reader_.read(strip), cut.toDecoded};
  }

  static bool isWord(const ReadWord& word) {
    return word.confidence >= kMinWord &&
           std::any_of(word.text.begin(), word.text.end(), [](char c) {
             const auto byte = static_cast<unsigned char>(c);
             return byte >= 0x80 || std::isalnum(byte) != 0;
           });
  }

  static Region wordRegion(const ReadWord& word, const cv::Matx23d& toDecoded,
                           const Pyramid& pyramid) {
    const double left = word.box.x, top = word.box.y;
    const double right = word.box.right(), bottom = word.box.bottom();
    Region region;
    region.kind = RegionKind::text;
    region.label = "word";
    region.score = word.confidence;
    region.value = word.text;
    for (const auto& [x, y] :
         {std::pair{left, top}, {right, top}, {right, bottom}, {left, bottom}}) {
      const cv::Vec2d at = toDecoded * cv::Vec3d(x, y, 1);
      region.polygon.push_back(pyramid.toFull(cv::Point2d(at[0], at[1]), pyramid.decoded().size()));
    }
    region.box = boxAround(region.polygon);
    return region;
  }

  LineReader reader_;
};
} // namespace

Result<std::unique_ptr<Detector>> makeTesseractWords() {
  return guarded([]() -> Result<std::unique_ptr<Detector>> {
    PHOTOSCRUB_TRY(language, readLanguage());
    return std::unique_ptr<Detector>(std::make_unique<TesseractWords>(std::move(language)));
  });
}

} // namespace photoscrub::detect
