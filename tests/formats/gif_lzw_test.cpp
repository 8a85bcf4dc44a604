// Where coded pixels end.
#include "formats/gif_lzw.h"
#include "formats/gif_samples.h"

#include <gtest/gtest.h>

namespace photoscrub::formats::gif {
namespace {

using namespace photoscrub::test;

struct Extent {
  std::uint64_t bytes = 0;
  int mask = 0;
  bool ended = false;
  friend bool operator==(const Extent&, const Extent&) = default;
};

Extent measured(ByteView data, unsigned codeSize, std::uint64_t pixels, std::size_t step = 1000) {
  LzwMeter meter(static_cast<std::uint8_t>(codeSize), pixels);
  while (!data.empty()) {
    const auto piece = data.first(std::min(step, data.size()));
    meter.feed(piece);
    data = data.subspan(piece.size());
  }
  return {meter.bytes(), meter.lastByteMask(), meter.ended()};
}

Bytes ramp(std::size_t count, unsigned codeSize) {
  Bytes pixels(count);
  for (std::size_t i = 0; i < count; ++i)
    pixels[i] = static_cast<std::uint8_t>((i * i / 7 + i) & ((1u << codeSize) - 1));
  return pixels;
}

Bytes codes(std::initializer_list<std::pair<unsigned, unsigned>> list) {
  CodeWriter out;
  for (const auto& [value, width] : list)
    out.put(value, width);
  return out.take();
}

TEST(GifLzw, EndsBehindTheEndCodeForEveryLengthAndCodeSize) {
  for (unsigned codeSize = 2; codeSize <= 8; ++codeSize)
    for (std::size_t count = 1; count < 12'000; count += count < 300 ? 1 : 977)
      for (const bool clearWhenFull : {true, false}) {
        const auto data = lzwData(ramp(count, codeSize), codeSize, {true, clearWhenFull, true});
        auto longer = data;
        longer.insert(longer.end(), 40, 0x55);
        const auto extent = measured(longer, codeSize, count);
        ASSERT_EQ(extent.bytes, data.size()) << count << " pixels of " << codeSize;
        ASSERT_TRUE(extent.ended);
        ASSERT_EQ(data.back() & ~extent.mask, 0);
      }
}

TEST(GifLzw, EndsBehindTheLastPixelWithoutEndCode) {
  for (std::size_t count = 1; count < 400; ++count) {
    const auto data = lzwData(ramp(count, 8), 8, {true, true, false});
    auto longer = data;
    longer.insert(longer.end(), 40, 0x55);
    EXPECT_EQ(measured(longer, 8, count).bytes, data.size());
    EXPECT_EQ(measured(data, 8, count).bytes, data.size());
  }
}

TEST(GifLzw, DoesNotDependOnHowTheDataAreCut) {
  const auto data = lzwData(ramp(5000, 8), 8);
  for (const std::size_t step : {1u, 2u, 3u, 7u, 255u})
    EXPECT_EQ(measured(data, 8, 5000, step), measured(data, 8, 5000));
}

TEST(GifLzw, KeepsEverythingOfAPictureThatBreaksOff) {
  const auto data = lzwData(ramp(5000, 8), 8);
  for (std::size_t size = 0; size + 10 < data.size(); size += 7)
    EXPECT_EQ(measured(ByteView(data).first(size), 8, 5000), (Extent{size, 0xFF, false}));
}

TEST(GifLzw, MasksTheBitsBehindTheEnd) {
  // clear, one pixel, end: nine bits of three each
  EXPECT_EQ(measured(codes({{4, 3}, {1, 3}, {5, 3}, {0x7F, 7}}), 2, 1), (Extent{2, 0x01, true}));
  // no end code: what follows is no part of the picture
  EXPECT_EQ(measured(codes({{4, 3}, {1, 3}, {1, 3}, {0x7F, 7}}), 2, 1), (Extent{1, 0x3F, true}));
  // a clear code in front of the end code is usual, two are not
  EXPECT_EQ(measured(codes({{4, 3}, {1, 3}, {4, 3}, {5, 3}, {15, 4}}), 2, 1),
            (Extent{2, 0x0F, true}));
  EXPECT_EQ(measured(codes({{4, 3}, {1, 3}, {4, 3}, {4, 3}, {5, 3}}), 2, 1),
            (Extent{1, 0x3F, true}));
}

TEST(GifLzw, EndsAtCodesThatCannotBe) {
  EXPECT_EQ(measured(codes({{4, 3}, {7, 3}, {1, 3}, {1, 3}, {1, 3}, {1, 3}}), 2, 9),
            (Extent{1, 0x3F, true})); // entry 7 is not there yet
  EXPECT_EQ(measured(codes({{4, 3}, {1, 3}, {7, 3}, {1, 3}, {1, 3}, {1, 3}}), 2, 9),
            (Extent{2, 0x01, true}));
  EXPECT_EQ(measured(codes({{4, 3}, {1, 3}, {5, 3}, {1, 3}, {1, 3}, {1, 3}}), 2, 9),
            (Extent{2, 0x01, true})); // the end code comes early
}

TEST(GifLzw, TakesACodeThatItsOwnEntryDefines) {
  // 1, then 6 = "1 1", 7 = "1 1 1": six pixels
  EXPECT_EQ(measured(codes({{4, 3}, {1, 3}, {6, 3}, {7, 3}, {5, 4}, {0, 8}}), 2, 6),
            (Extent{2, 0xFF, true}));
}

} // namespace
} // namespace photoscrub::formats::gif
