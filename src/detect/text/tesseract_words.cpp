// Reads the text regions found before: each line is cut out of the decoded picture, turned upright,
// brought to one height and read by itself.
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/outlines.h"
#include "detect/pyramid.h"
#include "detect/text/line_reader.h"
#include "detect/text/number_reading.h"
#include "detect/text/reading_direction.h"
#include "detect/text/text_strip.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

namespace {
constexpr double kMinHeight = 9; // decoded pixels; below, nothing legible was ever read
// Bounds the time one photo may take: a page of small print costs about two seconds.
constexpr std::size_t kMaxLines = 100;
constexpr int kMaxColumns = 45'000;
constexpr double kMinWord = 0.35;
constexpr double kMinDigits = 0.4; // the least sure word of a number
constexpr double kReplaced = 0.5;  // of a word that a number read again stands for
// A line read this well needs no second look upside down.
constexpr double kGoodLine = 0.70;
constexpr double kMinEvidence = 2; // about three letters that tell which way up they are
constexpr std::uintmax_t kMaxLanguageBytes = 64u << 20;

constexpr std::array<const char*, 3> kFolders = {
    PHOTOSCRUB_TESSDATA_DIR, "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata"};

/// Further ways to cut a line out for reading its number again.
constexpr std::array<StripShape, 5> kOtherCuts = {{{36, 2600, 8, 0},
                                                   {64, 3000, 12, 0},
                                                   {48, 3000, 8, 0.7},
                                                   {48, 3000, 8, -0.7},
                                                   {44, 3000, 4, 1.5}}};
// Bounds the time spent on numbers.
constexpr int kMaxNumbers = 12;

/// A line as it was read one way up.
struct Reading {
  ReadLine line;
  TextStrip strip;
};

/// A line and how it was read each way up so far.
struct Line {
  TextCourse course;
  std::unique_ptr<Reading> upright = {}, overHead = {};

  double evidence() const {
    return (upright ? uprightEvidence(upright->line) : 0) -
           (overHead ? uprightEvidence(overHead->line) : 0);
  }
};

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
    auto lines = linesOf(scene);
    int columns = 0, headFirst = 0, numbers = 0;
    for (auto& line : lines)
      if (columns < kMaxColumns)
        readUntilClear(line, pyramid.grey(), headFirst, columns);
    std::vector<DirectionVote> votes;
    for (const auto& line : lines)
      votes.push_back({line.course, line.evidence()});

    std::vector<Region> words;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto* reading = chosen(lines[i], commonEvidence(votes, i), pyramid.grey(), columns);
      if (!reading)
        continue;
      if (mayHoldNumber(reading->line) && numbers < kMaxNumbers) {
        ++numbers;
        const bool over = reading == lines[i].overHead.get();
        if (const auto number = readNumber(lines[i], over, pyramid.grey())) {
          addNumber(*number, *reading, pyramid, words);
          continue;
        }
      }
      for (const auto& word : reading->line.words)
        if (isWord(word))
          words.push_back(wordRegion(word, reading->strip, pyramid));
    }
    return words;
  }

  /// Reads a line in further ways until two of them agree on a number.
  std::optional<Reading> readNumber(const Line& line, bool overHead, const cv::Mat& grey) {
    const auto course = overHead ? line.course.overHead() : line.course;
    std::vector<NumberReading> found;
    std::vector<Reading> readings;
    for (const auto& cut : kOtherCuts)
      for (const auto characters : {Characters::all, Characters::digits}) {
        TextStrip strip(grey, course, cut);
        auto text = reader_.read(stripOf(strip.grey()), characters);
        const auto number = healthNumberIn(text);
        if (!number || number->confidence < kMinDigits)
          continue;
        found.push_back(*number);
        readings.push_back({std::move(text), std::move(strip)});
        if (agreedNumber(found))
          return std::move(readings.front());
      }
    return std::nullopt;
  }

  /// The words of the number as read again, the others as read before.
  static void addNumber(const Reading& again, const Reading& before, const Pyramid& pyramid,
                        std::vector<Region>& words) {
    const auto number = healthNumberIn(again.line);
    std::vector<Region> digits;
    Rect box;
    for (std::size_t i = 0; number && i < number->count; ++i) {
      digits.push_back(wordRegion(again.line.words[number->first + i], again.strip, pyramid));
      box = boundingBox(box, digits.back().box);
    }
    for (const auto& word : before.line.words) {
      auto region = wordRegion(word, before.strip, pyramid);
      if (isWord(word) && shareInside(region.box, box) < kReplaced)
        words.push_back(std::move(region));
    }
    std::move(digits.begin(), digits.end(), std::back_inserter(words));
  }

  static Strip stripOf(const cv::Mat& pixels) {
    return {pixels.data, pixels.cols, pixels.rows, static_cast<int>(pixels.step)};
  }

  static std::vector<Line> linesOf(const Scene& scene) {
    std::vector<Line> lines;
    for (const auto& region : scene.found) {
      if (region.kind != RegionKind::text || region.polygon.size() != 4)
        continue;
      std::vector<cv::Point2f> outline;
      for (const auto& point : region.course.empty() ? region.polygon : region.course)
        outline.push_back(scene.pyramid.toDecoded(point));
      auto course = TextCourse::fromOutline(outline);
      if (!course.empty() && course.height() >= kMinHeight)
        lines.push_back({std::move(course)});
    }
    // The best legible first, should the limits be reached.
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      return a.course.height() > b.course.height();
    });
    if (lines.size() > kMaxLines)
      lines.resize(kMaxLines);
    return lines;
  }

  /// Reads a line both ways up unless the first look is good. `headFirst` counts how many lines
  /// more stood on their head than not, so that a photo taken upside down costs one look a line.
  void readUntilClear(Line& line, const cv::Mat& grey, int& headFirst, int& columns) {
    const bool overFirst = headFirst > 1;
    const auto& first = read(line, overFirst, grey, columns);
    const bool clear =
        first.line.confidence >= kGoodLine && uprightEvidence(first.line) >= kMinEvidence;
    if (!clear)
      read(line, !overFirst, grey, columns);
    if (const double evidence = line.evidence(); std::abs(evidence) >= kMinEvidence)
      headFirst += evidence > 0 ? -1 : 1;
  }

  /// The reading that goes with the common direction; where nothing tells it, the surer one.
  const Reading* chosen(Line& line, double evidence, const cv::Mat& grey, int& columns) {
    if (!line.upright && !line.overHead)
      return nullptr;
    bool over = evidence < 0;
    if (evidence == 0 && line.upright && line.overHead)
      over = line.overHead->line.confidence > line.upright->line.confidence;
    else if (evidence == 0)
      over = !line.upright;
    return &read(line, over, grey, columns);
  }

  const Reading& read(Line& line, bool overHead, const cv::Mat& grey, int& columns) {
    auto& reading = overHead ? line.overHead : line.upright;
    if (!reading) {
      TextStrip strip(grey, overHead ? line.course.overHead() : line.course, StripShape{});
      const auto& pixels = strip.grey();
      columns += pixels.cols;
      auto text = reader_.read(stripOf(pixels));
      reading = std::make_unique<Reading>(Reading{std::move(text), std::move(strip)});
    }
    return *reading;
  }

  static bool isWord(const ReadWord& word) {
    return word.confidence >= kMinWord &&
           std::any_of(word.text.begin(), word.text.end(), [](char c) {
             const auto byte = static_cast<unsigned char>(c);
             return byte >= 0x80 || std::isalnum(byte) != 0;
           });
  }

  static Region wordRegion(const ReadWord& word, const TextStrip& strip, const Pyramid& pyramid) {
    const double left = word.box.x, top = word.box.y;
    const double right = word.box.right(), bottom = word.box.bottom();
    Region region;
    region.kind = RegionKind::text;
    region.label = "word";
    region.score = word.confidence;
    region.value = word.text;
    for (const auto& [x, y] :
         {std::pair{left, top}, {right, top}, {right, bottom}, {left, bottom}}) {
      const cv::Point2d at = strip.onPicture(x, y);
      region.polygon.push_back(pyramid.toFull(at, pyramid.decoded().size()));
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
