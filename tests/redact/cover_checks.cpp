#include "redact/cover_checks.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

namespace photoscrub::testing {

using redact::coverRegions;
using redact::RedactOptions;
using redact::verifyCovered;

namespace {

bool isUnder(const std::vector<Rect>& boxes, int x, int y) {
  return std::any_of(boxes.begin(), boxes.end(), [&](const Rect& box) {
    return !intersection(box, {x, y, 1, 1}).empty();
  });
}

std::uint32_t noiseAt(int x, int y, std::uint32_t seed) {
  return noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), seed);
}

} // namespace

Painter noisyScene(std::uint32_t secret, std::vector<Rect> boxes) {
  return [secret, boxes = std::move(boxes)](int x, int y) {
    const auto seed = isUnder(boxes, x, y) ? secret : 1;
    Samples samples;
    for (std::uint32_t c = 0; c < samples.size(); ++c)
      samples[c] = static_cast<std::uint8_t>(noiseAt(x, y, seed + 100 * c));
    return samples;
  };
}

Painter softScene(std::uint32_t secret, std::vector<Rect> boxes) {
  return [secret, boxes = std::move(boxes)](int x, int y) {
    Samples samples;
    for (std::uint32_t c = 0; c < samples.size(); ++c) {
      const double soft = 128 + 70 * std::sin(x / 23.0 + c) + 40 * std::cos(y / 17.0 - c);
      const auto grain = static_cast<int>(noiseAt(x, y, 1) % 5);
      samples[c] = static_cast<std::uint16_t>(std::clamp(static_cast<int>(soft) + grain, 0, 255));
    }
    if (isUnder(boxes, x, y)) {
      const bool ink = noiseAt(x / 3, y / 4, secret) % 2 == 0;
      samples = ink ? Samples{20, 10, 30, 200} : Samples{250, 240, 220, 255};
    }
    return samples;
  };
}

Bytes painted(Size size, int channels, const Painter& painter) {
  Bytes pixels;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const auto samples = painter(x, y);
      for (int c = 0; c < channels; ++c)
        pixels.push_back(static_cast<std::uint8_t>(samples[static_cast<std::size_t>(c)]));
    }
  return pixels;
}

Bytes covered(const Bytes& file, const RedactOptions& options) {
  auto result = coverRegions(file, options, Limits{});
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().describe(true));
  return result.ok() ? std::move(result).value() : Bytes{};
}

void expectVerified(const Bytes& original, const Bytes& saved, const RedactOptions& options) {
  const auto status = verifyCovered(original, saved, options, Limits{});
  EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().describe(true));
}

ErrorCode verdict(const Bytes& original, const Bytes& saved, const RedactOptions& options) {
  const auto status = verifyCovered(original, saved, options, Limits{});
  return status.ok() ? ErrorCode::internal : status.error().code;
}

void expectHidden(const Bytes& one, const Bytes& other, const RedactOptions& options) {
  ASSERT_NE(one, other);
  RedactOptions fewer = options;
  fewer.covers.erase(fewer.covers.begin());
  const auto saved = covered(one, options);
  EXPECT_EQ(saved, covered(other, options));
  expectVerified(one, saved, options);
  expectVerified(other, saved, options);
  EXPECT_EQ(verdict(one, one, options), ErrorCode::leak);
  EXPECT_EQ(verdict(one, covered(one, fewer), options), ErrorCode::leak);
  EXPECT_EQ(verdict(one, saved, fewer), ErrorCode::leak);
  // Without boxes the picture is only coded anew.
  const RedactOptions none{options.orientation, {}};
  expectVerified(one, covered(one, none), none);
}

void expectCoveredClosely(const Bytes& original, const RedactOptions& options) {
  RedactOptions fewer = options;
  fewer.covers.erase(fewer.covers.begin());
  const auto saved = covered(original, options);
  expectVerified(original, saved, options);
  EXPECT_EQ(verdict(original, original, options), ErrorCode::leak);
  EXPECT_EQ(verdict(original, covered(original, fewer), options), ErrorCode::leak);
  EXPECT_EQ(verdict(original, saved, fewer), ErrorCode::leak);
  const RedactOptions none{options.orientation, {}};
  expectVerified(original, covered(original, none), none);
}

void expectCutsSurvived(const Bytes& file, const RedactOptions& options, std::size_t step) {
  for (std::size_t length = 0; length < file.size(); length += step) {
    const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
    const auto result = coverRegions(cut, options, Limits{});
    if (result.ok()) {
      expectVerified(cut, result.value(), options);
    } else {
      EXPECT_NE(result.error().code, ErrorCode::internal) << length;
    }
  }
}

void expectFlipsSurvived(const Bytes& file, const RedactOptions& options, std::uint32_t rounds,
                         std::size_t from) {
  Limits limits;
  limits.maxPixels = 1'000'000;
  for (std::uint32_t round = 0; round < rounds; ++round) {
    auto flipped = file;
    // Half of the rounds hit what stands before the picture.
    const auto reach =
        round % 2 == 0 ? std::min<std::size_t>(from + 100, file.size()) : file.size();
    for (std::uint32_t i = 0; i < 2; ++i)
      flipped[from + noise(round, i, 3) % (reach - from)] =
          static_cast<std::uint8_t>(noise(round, i, 4));
    const auto result = coverRegions(flipped, options, limits);
    if (!result.ok()) {
      EXPECT_NE(result.error().code, ErrorCode::internal) << round;
    }
  }
}

void expectLimited(const Bytes& file, Size size) {
  Limits limits;
  limits.maxPixels =
      static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height);
  EXPECT_TRUE(coverRegions(file, {}, limits).ok());
  --limits.maxPixels;
  const auto refused = coverRegions(file, {}, limits);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
}

int farthest(const Bytes& a, const Bytes& b) {
  int most = a.size() == b.size() ? 0 : 256;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    most = std::max(most, std::abs(int{a[i]} - int{b[i]}));
  return most;
}

bool holds(const Bytes& file, std::string_view text) {
  return std::search(file.begin(), file.end(), text.begin(), text.end()) != file.end();
}

} // namespace photoscrub::testing
