#include "imaging/decoding.h"

namespace photoscrub::imaging {

namespace {

using namespace photoscrub::testing;

constexpr std::array<int, 3> kPaper = {255, 255, 255};

std::vector<std::array<std::uint8_t, 3>> sixteenColours() {
  std::vector<std::array<std::uint8_t, 3>> palette;
  for (std::uint8_t i = 0; i < 16; ++i)
    palette.push_back({static_cast<std::uint8_t>(10 * i), 7, static_cast<std::uint8_t>(255 - i)});
  return palette;
}

std::array<int, 3> colourOf(int index) {
  return {10 * index, 7, 255 - index};
}

// Runs, singles and, in the corner that is drawn first, a literal.
int indexAt(int x, int y, int colours) {
  return (x / 5 + y) % colours;
}

void expectIndices(const Picture& picture, Size size, int colours) {
  ASSERT_EQ(picture.image.size(), size);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      ASSERT_EQ(rgbAt(picture, x, y), colourOf(indexAt(x, y, colours))) << x << " " << y;
}

} // namespace

TEST(DecodeBmp, ReadsIndicesOfEveryDepth) {
  for (const int bits : {1, 2, 4, 8})
    for (const bool topDown : {false, true}) {
      const int colours = bits == 1 ? 2 : bits == 2 ? 4 : 16;
      BmpRecipe recipe;
      recipe.size = {37, 9}; // rows end within a byte
      recipe.bits = bits;
      recipe.topDown = topDown;
      recipe.palette = sixteenColours();
      recipe.palette.resize(static_cast<std::size_t>(colours));
      expectIndices(decoded(makeBmp(recipe,
                                    [&](int x, int y) {
                                      return Samples{
                                          static_cast<std::uint16_t>(indexAt(x, y, colours))};
                                    })),
                    recipe.size, colours);
    }
}

TEST(DecodeBmp, UnpacksRunLengths) {
  for (const int bits : {4, 8}) {
    BmpRecipe recipe;
    recipe.size = {37, 9};
    recipe.bits = bits;
    recipe.runLengths = true;
    recipe.palette = sixteenColours();
    expectIndices(decoded(makeBmp(recipe,
                                  [](int x, int y) {
                                    return Samples{static_cast<std::uint16_t>(indexAt(x, y, 16))};
                                  })),
                  recipe.size, 16);
  }
}

TEST(DecodeBmp, ReadsPlainColoursOfEveryVersion) {
  for (const int header : {12, 40, 52, 56, 108, 124}) {
    BmpRecipe recipe;
    recipe.header = header;
    recipe.size = {37, 9};
    const auto picture = decoded(makeBmp(recipe, [](int x, int y) {
      return Samples{static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y), 9};
    }));
    ASSERT_EQ(picture.image.size(), recipe.size) << header;
    EXPECT_EQ(rgbAt(picture, 30, 7), (std::array{30, 7, 9})) << header;
  }
}

TEST(DecodeBmp, BringsBitFieldsToEightBits) {
  const struct {
    int bits;
    std::vector<std::uint32_t> masks;
    Samples samples;
    std::array<int, 3> rgb;
  } cases[] = {
      {16, {}, {31, 0, 16}, {255, 0, 132}},
      {16, {0xF800, 0x07E0, 0x001F}, {16, 63, 1}, {132, 255, 8}},
      {32, {}, {1, 2, 3}, {1, 2, 3}},
      {32, {0xFF, 0xFF00, 0xFF0000}, {1, 2, 3}, {1, 2, 3}},
      {32, {0x3FF00000, 0xFFC00, 0x3FF}, {1023, 512, 0}, {255, 128, 0}},
  };
  for (const auto& test : cases) {
    BmpRecipe recipe;
    recipe.bits = test.bits;
    recipe.masks = test.masks;
    const auto picture = decoded(makeBmp(recipe, [&](int, int) { return test.samples; }));
    EXPECT_EQ(rgbAt(picture, 63, 47), test.rgb) << test.bits;
  }
}

TEST(DecodeBmp, ObeysAlphaUnlessAllOfItIsZero) {
  BmpRecipe recipe;
  recipe.bits = 32;
  recipe.header = 56;
  recipe.masks = {0xFF0000, 0xFF00, 0xFF, 0xFF000000};
  const auto clear = decoded(makeBmp(recipe, [](int x, int) {
    return Samples{200, 100, 50, static_cast<std::uint16_t>(x == 0 ? 255 : 0)};
  }));
  EXPECT_EQ(rgbAt(clear, 0, 0), (std::array{200, 100, 50}));
  EXPECT_EQ(rgbAt(clear, 1, 0), kPaper);
  const auto unused = decoded(makeBmp(recipe, [](int, int) { return Samples{200, 100, 50, 0}; }));
  EXPECT_EQ(rgbAt(unused, 1, 0), (std::array{200, 100, 50}));
}

TEST(DecodeBmp, ShowsTheRowsThatAreThere) {
  const Bytes file = makeBmp({}, landmarks);
  const auto picture = decoded(Bytes(file.begin(), file.begin() + 54 + 64 * 3 * 20));
  EXPECT_EQ(rgbAt(picture, 5, 45), (std::array{30, 200, 40})); // stored from the bottom
  EXPECT_EQ(rgbAt(picture, 5, 28), (std::array{220, 30, 40}));
  EXPECT_EQ(rgbAt(picture, 5, 27), kPaper);
  EXPECT_THAT(picture.warnings, ::testing::Not(::testing::IsEmpty()));
}

TEST(DecodeBmp, TakesAnIndexBeyondThePaletteForBlack) {
  BmpRecipe recipe;
  recipe.bits = 8;
  recipe.palette = {{1, 2, 3}, {4, 5, 6}};
  const auto picture =
      decoded(makeBmp(recipe, [](int x, int) { return Samples{static_cast<std::uint16_t>(x)}; }));
  EXPECT_EQ(rgbAt(picture, 1, 0), (std::array{4, 5, 6}));
  EXPECT_EQ(rgbAt(picture, 2, 0), (std::array{0, 0, 0}));
}

TEST(DecodeBmp, RefusesJpegAndPngInsideAsUnsupported) {
  for (const std::uint8_t compression : std::initializer_list<std::uint8_t>{4, 5, 77}) {
    Bytes file = makeBmp({}, landmarks);
    file[30] = compression;
    EXPECT_EQ(errorOf(file), ErrorCode::unsupported);
  }
}

TEST(DecodeBmp, RefusesBrokenHeaders) {
  const Bytes good = makeBmp({}, landmarks);
  const struct {
    std::size_t at;
    std::uint8_t value;
    ErrorCode code;
  } cases[] = {
      {14, 13, ErrorCode::malformed},   // header size
      {18, 0, ErrorCode::malformed},    // width of 0
      {21, 0x80, ErrorCode::malformed}, // negative width
      {20, 1, ErrorCode::limit},        // 65,600 pixels wide
      {28, 7, ErrorCode::malformed},    // bits a pixel
      {13, 0x7F, ErrorCode::malformed}, // image data behind the end
  };
  for (const auto& test : cases) {
    Bytes file = good;
    file[test.at] = test.value;
    EXPECT_EQ(errorOf(file), test.code) << test.at;
  }
  Bytes lowest = good; // a height of -2^31 has no positive counterpart in 32 bits
  lowest[22] = lowest[23] = lowest[24] = 0;
  lowest[25] = 0x80;
  EXPECT_EQ(errorOf(lowest), ErrorCode::limit);
}

} // namespace photoscrub::imaging
