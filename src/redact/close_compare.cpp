#include "redact/close_compare.h"

#include "redact/codecs.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace photoscrub::redact {

namespace {

constexpr int kBlock = 16;
constexpr int kReach = 8; // of filters and shared colour samples
// Sharp edges of a cover ring this far into transform blocks of 32 x 32 (H.265) and beyond.
constexpr int kRinging = 16;

// In 255ths of the range. Quality 90 and better gives photos 38 dB and more, pure noise 31.
constexpr double kFromFill = 6;
constexpr double kPattern = 0.5;
constexpr double kTileMean = 8;
constexpr double kTileDifference = 24;
constexpr double kLeastPsnr = 30;

int down(int value, int to) {
  return value / to * to;
}
int up(int value, int to) {
  return (value + to - 1) / to * to;
}

template <class T> double numberAt(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return static_cast<double>(value);
}

class Reader {
public:
  explicit Reader(const SampleScale& samples) : kind_(samples.kind), scale_(255 / samples.range) {}

  double at(const Plane& plane, int x, int y) const {
    const auto* sample = plane.row(y) + static_cast<std::size_t>(x) * plane.cellStep;
    switch (kind_) {
    case SampleScale::Kind::unsigned8:
      return scale_ * *sample;
    case SampleScale::Kind::unsigned16:
      return scale_ * numberAt<std::uint16_t>(sample);
    case SampleScale::Kind::signed32:
      return scale_ * numberAt<std::int32_t>(sample);
    }
    return 0;
  }

private:
  SampleScale::Kind kind_;
  double scale_;
};

// How much of one pattern shows in another: sums of a least-squares fit.
class Likeness {
public:
  void add(double original, double shown) {
    ++count_;
    original_ += original;
    shown_ += shown;
    originalSquares_ += original * original;
    products_ += original * shown;
  }
  /// Root mean square of that part of `shown` which follows `original`.
  double amplitude() const {
    const double variance = originalSquares_ / count_ - square(original_ / count_);
    const double covariance = products_ / count_ - original_ / count_ * (shown_ / count_);
    return variance < 1 ? 0 : std::abs(covariance) / std::sqrt(variance);
  }

private:
  static double square(double value) { return value * value; }

  double count_ = 0, original_ = 0, shown_ = 0, originalSquares_ = 0, products_ = 0;
};

Status checkInside(const Plane& before, const Plane& after, const SampleScale& samples,
                   const Rect& cells) {
  const Reader reader(samples);
  const double fill = samples.fill * 255 / samples.range;
  Likeness likeness;
  for (int y = cells.y; y < cells.bottom(); ++y)
    for (int x = cells.x; x < cells.right(); ++x) {
      const double shown = reader.at(after, x, y);
      if (std::abs(shown - fill) > kFromFill)
        return leak("a covered box shows more than one colour");
      likeness.add(reader.at(before, x, y), shown - fill);
    }
  if (!cells.empty() && likeness.amplitude() > kPattern)
    return leak("a covered box still follows the original");
  return {};
}

struct Sums {
  double count = 0, difference = 0, absolute = 0, squares = 0;
};

Sums compareTile(const Plane& before, const Plane& after, const Reader& reader, const Rect& tile) {
  Sums sums;
  for (int y = tile.y; y < tile.bottom(); ++y)
    for (int x = tile.x; x < tile.right(); ++x) {
      const double difference = reader.at(after, x, y) - reader.at(before, x, y);
      sums.difference += difference;
      sums.absolute += std::abs(difference);
      sums.squares += difference * difference;
    }
  sums.count = static_cast<double>(tile.area());
  return sums;
}

// Which tiles a cover reaches into, row by row.
class CoveredTiles {
public:
  CoveredTiles(Size plane, const std::vector<Rect>& covers)
      : columns_(up(plane.width, kBlock) / kBlock),
        covered_(static_cast<std::size_t>(columns_) *
                 static_cast<std::size_t>(up(plane.height, kBlock) / kBlock)) {
    for (const Rect& cover : covers)
      for (int y = down(cover.y, kBlock); y < cover.bottom(); y += kBlock)
        for (int x = down(cover.x, kBlock); x < cover.right(); x += kBlock)
          covered_[indexOf(x, y)] = true;
  }
  double share() const {
    const auto count = std::count(covered_.begin(), covered_.end(), true);
    return static_cast<double>(count) / static_cast<double>(covered_.size());
  }
  /// The tile that begins at this sample.
  bool at(int x, int y) const { return covered_[indexOf(x, y)]; }

private:
  std::size_t indexOf(int x, int y) const {
    return static_cast<std::size_t>(y / kBlock) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(x / kBlock);
  }

  int columns_;
  std::vector<bool> covered_;
};

Status checkOutside(const Plane& before, const Plane& after, const SampleScale& samples,
                    const std::vector<Rect>& covers) {
  const Reader reader(samples);
  const CoveredTiles covered(before.size, covers);
  double squares = 0, count = 0;
  for (int y = 0; y < before.size.height; y += kBlock)
    for (int x = 0; x < before.size.width; x += kBlock) {
      const Rect tile =
          intersection({x, y, kBlock, kBlock}, {0, 0, before.size.width, before.size.height});
      if (covered.at(x, y))
        continue;
      const Sums sums = compareTile(before, after, reader, tile);
      if (std::abs(sums.difference) > kTileMean * sums.count ||
          sums.absolute > kTileDifference * sums.count)
        return leak("the picture changed outside the covers");
      squares += sums.squares;
      count += sums.count;
    }
  if (count > 0 && squares / count > 255.0 * 255.0 * std::pow(10, -kLeastPsnr / 10))
    return leak("the picture lost too much outside the covers");
  return {};
}

} // namespace

std::vector<Rect> roomyBoxes(const std::vector<Rect>& boxes, Size picture) {
  std::vector<Rect> roomy;
  for (const Rect& box : boxes) {
    const Rect wide = grown(box, {kReach, kReach}, picture);
    const int left = down(wide.x, kBlock), top = down(wide.y, kBlock);
    roomy.push_back(
        intersection({left, top, up(wide.right(), kBlock) - left, up(wide.bottom(), kBlock) - top},
                     {0, 0, picture.width, picture.height}));
  }
  return roomy;
}

bool mayBeFiner(const CodedSizes& sizes, const std::vector<Rect>& covers, Size picture) {
  const double open = 1 - CoveredTiles(picture, covers).share();
  return static_cast<double>(sizes.copy) < static_cast<double>(sizes.source) * open;
}

Status compareClosely(const Plane& before, const Plane& after, const SampleScale& samples,
                      const std::vector<Rect>& boxes) {
  const Size picture = {before.size.width * before.step.width,
                        before.size.height * before.step.height};
  std::vector<Rect> covers;
  for (const Rect& box : boxes) {
    PHOTOSCRUB_CHECK(checkInside(before, after, samples, cellsOf(box, before)));
    for (const Rect& roomy : roomyBoxes({box}, picture))
      covers.push_back(cellsOf(grown(roomy, {kRinging, kRinging}, picture), before));
  }
  return checkOutside(before, after, samples, covers);
}

} // namespace photoscrub::redact
