#include "redact/mosaic.h"

#include "base/bytes.h"
#include "base/sha256.h"

namespace photoscrub::redact {

namespace {

// Far enough from black and white that ringing and rounding do not reach these.
constexpr int kDarkest = 40, kLightest = 216;
constexpr int kNoise = 96; // standard deviation, in levels

int divideUp(int value, int by) {
  return value / by + (value % by != 0 ? 1 : 0);
}

int roundedUp(int value, int unit) {
  return divideUp(value, unit) * unit;
}

// Nearly normal: the sum of twelve even distributions. SHA-256 in counter mode, so that shades that
// could be guessed do not betray the noise of the others.
int noiseFor(std::uint64_t seed, std::uint64_t number, std::uint64_t cell) {
  Bytes block;
  for (const std::uint64_t part : {seed, number, cell})
    for (int shift = 0; shift < 64; shift += 8)
      block.push_back(static_cast<std::uint8_t>(part >> shift));
  const ByteView view = block;
  const Sha256 hash = sha256({&view, 1});
  constexpr int kTerms = 12, kMean = kTerms * 255 / 2, kDeviation = 256;
  int sum = 0;
  for (std::size_t i = 0; i < kTerms; ++i)
    sum += hash[i];
  return (sum - kMean) * kNoise / kDeviation;
}

std::uint8_t nearestShade(int level) {
  constexpr int kSteps = kMosaicShades - 1;
  const int above = std::clamp(level, kDarkest, kLightest) - kDarkest;
  const int step = (above * kSteps * 2 + (kLightest - kDarkest)) / (2 * (kLightest - kDarkest));
  return static_cast<std::uint8_t>(kDarkest + step * (kLightest - kDarkest) / kSteps);
}

} // namespace

Mosaic::Mosaic(const Rect& area, Size unit, Style style) : area_(area), style_(style) {
  const int side = divideUp(std::max(area.width, area.height), kMosaicCells);
  cell_ = {roundedUp(side, unit.width), roundedUp(side, unit.height)};
  cells_ = {divideUp(area.width, cell_.width), divideUp(area.height, cell_.height)};
  means_.resize(static_cast<std::size_t>(cells_.width) * static_cast<std::size_t>(cells_.height));
}

void Mosaic::settle(std::uint64_t seed, std::uint64_t number) {
  const int common = noiseFor(seed, number, means_.size());
  for (std::size_t i = 0; i < means_.size(); ++i) {
    const auto& [sum, count] = means_[i];
    const int mean = count == 0 ? 0 : static_cast<int>(sum / count);
    shades_.push_back(nearestShade(mean + common + noiseFor(seed, number, i)));
  }
}

int Mosaic::level(Point at) const {
  return style_ == Style::blur ? blended(at) : shades_[indexOf(at)];
}

// Bilinear between the centres of cells, in whole numbers: the proof computes it again.
int Mosaic::blended(Point at) const {
  struct Span {
    int first, second;     // cells
    std::int64_t part, of; // of the way from one to the other
  };
  const auto span = [](int offset, int side, int cells) {
    const int twice = 2 * offset - side; // from the centre of the first cell
    const int first = twice < 0 ? 0 : std::min(twice / (2 * side), cells - 1);
    const int part = std::clamp(twice - 2 * side * first, 0, 2 * side);
    return Span{first, std::min(first + 1, cells - 1), part, 2 * side};
  };
  const Span across = span(at.x - area_.x, cell_.width, cells_.width);
  const Span down = span(at.y - area_.y, cell_.height, cells_.height);
  const auto row = [&](int y) {
    return shade(across.first, y) * (across.of - across.part) +
           shade(across.second, y) * across.part;
  };
  const std::int64_t sum = row(down.first) * (down.of - down.part) + row(down.second) * down.part;
  return static_cast<int>(sum / (across.of * down.of));
}

} // namespace photoscrub::redact
