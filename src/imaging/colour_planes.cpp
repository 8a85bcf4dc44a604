#include "imaging/colour_planes.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace photoscrub::imaging {

namespace {

constexpr int kFractionBits = 16;

struct Luma {
  int matrix;
  double red, blue; // K_R and K_B of H.273, table 4
};
constexpr Luma kLumas[] = {
    {1, 0.2126, 0.0722},  {2, 0.299, 0.114}, {4, 0.30, 0.11},     {5, 0.299, 0.114},
    {6, 0.299, 0.114},    {7, 0.212, 0.087}, {9, 0.2627, 0.0593}, {10, 0.2627, 0.0593},
    {12, 0.2126, 0.0722}, // "derived from the primaries"; close for every one in use
};
enum Matrix { kIdentity = 0, kYCgCo = 8 };

// A sample of any depth times its weight stays below 2^26: three of them fit an int.
int fixed(double value) {
  return static_cast<int>(std::lround(value * (1 << kFractionBits)));
}

std::uint8_t level(int fixedPoint) {
  constexpr int kHalf = 1 << (kFractionBits - 1);
  return static_cast<std::uint8_t>(std::clamp((fixedPoint + kHalf) >> kFractionBits, 0, 255));
}

bool halved(int whole, int part) {
  return part < whole;
}
bool covers(int whole, int part) {
  return part >= (whole + 1) / 2;
}

template <class Sample> int sampleAt(const Plane& plane, int x, int y) {
  Sample value{};
  std::memcpy(&value,
              plane.data + plane.stride * static_cast<std::size_t>(y) +
                  sizeof(Sample) * static_cast<std::size_t>(x),
              sizeof value);
  return value;
}

Error damaged() {
  return {ErrorCode::malformed, "The picture is damaged and cannot be read", "plane size"};
}

} // namespace

Result<ColourPlanes> ColourPlanes::make(const std::array<Plane, 3>& planes, const Plane& alpha,
                                        const PlaneCoding& coding) {
  ColourPlanes made;
  made.planes_ = planes;
  const Size size = planes[0].size;
  for (std::size_t i = 1; i < planes.size() && planes[1].data != nullptr; ++i)
    if (!covers(size.width, planes[i].size.width) || !covers(size.height, planes[i].size.height) ||
        planes[i].size != planes[1].size || planes[i].bits != planes[0].bits)
      return damaged();
  made.halvedX_ = halved(size.width, planes[1].size.width) ? 1 : 0;
  made.halvedY_ = halved(size.height, planes[1].size.height) ? 1 : 0;
  if (alpha.data != nullptr && alpha.size.width >= size.width && alpha.size.height >= size.height)
    made.alpha_ = alpha;
  if (coding.matrix == kIdentity || coding.matrix == kYCgCo) {
    made.model_ = coding.matrix == kIdentity ? Model::identity : Model::greenMagenta;
    made.setWeights(coding, 0.299, 0.114); // brightness and offsets serve all models
    return made;
  }
  const auto* luma = std::find_if(std::begin(kLumas), std::end(kLumas),
                                  [&](const Luma& entry) { return entry.matrix == coding.matrix; });
  if (luma == std::end(kLumas))
    return Error{ErrorCode::unsupported,
                 "This picture stores its colours in a way that photoscrub cannot handle",
                 "matrix " + std::to_string(coding.matrix)};
  made.setWeights(coding, luma->red, luma->blue);
  return made;
}

void ColourPlanes::setWeights(const PlaneCoding& coding, double red, double blue) {
  const int bits = planes_[0].bits;
  const double unit = std::ldexp(1.0, bits - 8); // one 8-bit level
  const double whole = std::ldexp(1.0, bits) - 1;
  const double brightness = 255.0 / (coding.fullRange ? whole : 219 * unit);
  const double difference = 255.0 / (coding.fullRange ? whole : 224 * unit);
  const double green = 1 - red - blue;
  weights_.offset = coding.fullRange ? 0 : static_cast<int>(std::lround(16 * unit));
  weights_.middle = static_cast<int>(std::lround(128 * unit));
  weights_.brightness = fixed(brightness);
  if (model_ == Model::greenMagenta) {
    weights_.redFromCr = fixed(difference);
    return;
  }
  weights_.redFromCr = fixed(2 * (1 - red) * difference);
  weights_.blueFromCb = fixed(2 * (1 - blue) * difference);
  weights_.greenFromCr = fixed(2 * (1 - red) * red / green * difference);
  weights_.greenFromCb = fixed(2 * (1 - blue) * blue / green * difference);
}

std::uint8_t ColourPlanes::alphaAt(int x, int y) const {
  const int most = (1 << alpha_.bits) - 1;
  const int value = alpha_.bits <= 8 ? sampleAt<std::uint8_t>(alpha_, x, y)
                                     : sampleAt<std::uint16_t>(alpha_, x, y);
  return static_cast<std::uint8_t>(std::min((value * 255 + most / 2) / most, 255));
}

void ColourPlanes::toColour(int y, int cb, int cr, std::uint8_t* bgr) const {
  const Weights& w = weights_;
  const int light = (y - w.offset) * w.brightness;
  const int u = cb - w.middle;
  const int v = cr - w.middle;
  switch (model_) {
  case Model::difference:
    bgr[0] = level(light + w.blueFromCb * u);
    bgr[1] = level(light - w.greenFromCb * u - w.greenFromCr * v);
    bgr[2] = level(light + w.redFromCr * v);
    return;
  case Model::greenMagenta: // the planes are Y, C_G, C_O
    bgr[0] = level(light - (u + v) * w.redFromCr);
    bgr[1] = level(light + u * w.redFromCr);
    bgr[2] = level(light - (u - v) * w.redFromCr);
    return;
  case Model::identity: // the planes are G, B, R
    bgr[0] = level((cb - w.offset) * w.brightness);
    bgr[1] = level(light);
    bgr[2] = level((cr - w.offset) * w.brightness);
    return;
  }
}

template <class Sample> void ColourPlanes::readColours(int y, std::uint8_t* to) const {
  const bool grey = planes_[1].data == nullptr;
  const int channels = hasAlpha() ? 4 : 3;
  for (int x = 0; x < size().width; ++x, to += channels) {
    const int light = sampleAt<Sample>(planes_[0], x, y);
    if (grey) {
      std::fill_n(to, 3, level((light - weights_.offset) * weights_.brightness));
      continue;
    }
    const int column = x >> halvedX_;
    const int row = y >> halvedY_;
    toColour(light, sampleAt<Sample>(planes_[1], column, row),
             sampleAt<Sample>(planes_[2], column, row), to);
  }
}

void ColourPlanes::readRow(int y, std::uint8_t* to) const {
  if (planes_[0].bits <= 8)
    readColours<std::uint8_t>(y, to);
  else
    readColours<std::uint16_t>(y, to);
  for (int x = 0; hasAlpha() && x < size().width; ++x)
    to[4 * x + 3] = alphaAt(x, y);
}

} // namespace photoscrub::imaging
