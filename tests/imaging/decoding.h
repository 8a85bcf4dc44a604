/// What the tests of the decoders share.
#pragma once

#include "imaging/coded_pictures.h"
#include "imaging/picture.h"

#include <cstdlib>

#include <gmock/gmock.h>

namespace photoscrub::testing {

inline constexpr imaging::DecodeOptions kWhole{Orientation::normal, 65'500};

inline imaging::Picture decoded(const Bytes& file, const imaging::DecodeOptions& options = kWhole) {
  auto result = imaging::decodePicture(file, options, Limits{});
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().describe(true));
  return result.ok() ? std::move(result).value() : imaging::Picture{};
}

/// ErrorCode::internal stands for success, which no test expects of a decoder.
inline ErrorCode errorOf(const Bytes& file, const Limits& limits = {}) {
  const auto result = imaging::decodePicture(file, kWhole, limits);
  return result.ok() ? ErrorCode::internal : result.error().code;
}

/// R, G, B; red at the front as in the recipes.
inline std::array<int, 3> rgbAt(const imaging::Picture& picture, int x, int y) {
  const auto view = picture.image.view();
  if (x >= view.width || y >= view.height)
    return {-1, -1, -1};
  const auto* pixel = view.data + view.stride * static_cast<std::size_t>(y) + 3 * x;
  return {pixel[2], pixel[1], pixel[0]};
}

inline void expectNear(const std::array<int, 3>& got, const std::array<int, 3>& wanted,
                       int distance) {
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(got[c], wanted[c], distance) << "channel " << c;
}

/// Left half red, right half blue, with a green band at the bottom; opaque.
inline Samples landmarks(int x, int y) {
  if (y >= 40)
    return {30, 200, 40, 255};
  return x < 32 ? Samples{220, 30, 40, 255} : Samples{30, 40, 220, 255};
}

} // namespace photoscrub::testing
