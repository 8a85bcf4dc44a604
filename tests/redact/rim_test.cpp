// Nothing of print in extreme contrast gets out from under a box: not into it, not into the rim
// round it. The strongest way to say so: what stands under a box makes no difference to any byte.
#include "redact/coefficient_compare.h"
#include "redact/cover_checks.h"

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;

constexpr Size kSize = {112, 80};

bool inside(const Rect& box, int x, int y) {
  return !intersection(box, {x, y, 1, 1}).empty();
}

// Letters of 5 x 7 dots and strokes of one or two pixels in pure colours, which reach the very edge
// of the box; soft colours outside.
Painter print(const Rect& box, std::uint32_t text) {
  return [=](int x, int y) {
    if (!inside(box, x, y))
      return Samples{static_cast<std::uint16_t>(60 + x), static_cast<std::uint16_t>(200 - y),
                     static_cast<std::uint16_t>(90 + (x + y) / 2), 255};
    const int stroke = 1 + static_cast<int>(text % 2);
    const int column = (x - box.x) / stroke, row = (y - box.y) / stroke;
    const auto letter =
        noise(static_cast<std::uint32_t>(column / 6), static_cast<std::uint32_t>(row / 8), text);
    const bool ink = column % 6 < 5 && row % 8 < 7 && (noise(letter, column % 6, row % 8) & 1) != 0;
    const auto channel = [&](unsigned bit) {
      return static_cast<std::uint16_t>(ink == ((letter >> bit & 1) != 0) ? 255 : 0);
    };
    return Samples{channel(20), channel(23), channel(27), 255};
  };
}

std::vector<Rect> boxesAtOddPlaces() {
  std::vector<Rect> boxes;
  for (int offset = 0; offset < 16; offset += 3)
    boxes.push_back({17 + offset, 15 + (offset * 7) % 16, 33 + offset % 5, 19 + offset % 4});
  boxes.push_back({95, 61, 17, 19}); // in the corner
  boxes.push_back({0, 0, 1, 80});
  return boxes;
}

void expectNoTrace(const std::function<Bytes(const Painter&)>& make) {
  for (const Rect& box : boxesAtOddPlaces()) {
    SCOPED_TRACE(std::to_string(box.x) + " " + std::to_string(box.y));
    const RedactOptions options{Orientation::normal, solidCovers({box})};
    const auto one = make(print(box, 4)), other = make(print(box, 7));
    ASSERT_NE(one, other);
    const auto saved = covered(one, options);
    EXPECT_EQ(saved, covered(other, options));
    expectVerified(one, saved, options);
    expectVerified(other, saved, options);
  }
}

} // namespace

TEST(Rim, OfJpegShowsNothingInAnySampling) {
  for (const Colours colours : {Colours::ycc, Colours::grey, Colours::rgb, Colours::ycck})
    for (const auto& [across, down] : {std::pair(1, 1), std::pair(2, 1), std::pair(1, 2),
                                       std::pair(2, 2), std::pair(4, 1), std::pair(4, 2)})
      for (const bool progressive : {false, true}) {
        if (colours == Colours::ycck && across * down > 4)
          continue; // more blocks than an MCU may have (T.81, B.2.3)
        SCOPED_TRACE(std::to_string(across) + "x" + std::to_string(down));
        JpegRecipe recipe;
        recipe.size = kSize;
        recipe.colours = colours;
        recipe.horizontal = across;
        recipe.vertical = down;
        recipe.progressive = progressive;
        expectNoTrace([&](const Painter& painter) { return makeJpeg(recipe, painter); });
      }
}

TEST(Rim, OfFormatsWithoutLossShowsNothing) {
  expectNoTrace([](const Painter& p) { return makePng({.size = kSize}, p); });
  expectNoTrace([](const Painter& p) { return makePng({.size = kSize, .interlaced = true}, p); });
  expectNoTrace([](const Painter& p) { return makeWebp({.size = kSize}, p); });
  expectNoTrace([](const Painter& p) { return makeBmp({.size = kSize}, p); });
  expectNoTrace([](const Painter& p) { return makeTiff({.size = kSize}, p); });
  expectNoTrace([](const Painter& p) { return makeTiff({.size = kSize, .tiled = true}, p); });
  expectNoTrace([](const Painter& p) { return makeTiff({.size = kSize, .compression = 7}, p); });
  expectNoTrace([](const Painter& p) { return makeJxl({.size = kSize}, p); });
  expectNoTrace([](const Painter& p) { return makeJp2({.size = kSize}, p); });
}

// Rotated boxes come as strips of one row each.
TEST(Strips, OfAPolygonCoverWhatTheyHoldAndNoMore) {
  std::vector<Rect> strips;
  for (int i = 0; i < 700; ++i)
    strips.push_back({300 + (i < 350 ? -i / 2 : i / 2 - 350), 20 + i, 60 + i % 7, 1});
  JpegRecipe recipe;
  recipe.size = {640, 800};
  recipe.horizontal = recipe.vertical = 2;
  const RedactOptions options{Orientation::normal, solidCovers(strips)};
  const auto jpeg = makeJpeg(recipe, softScene(1, {}));
  const auto saved = covered(jpeg, options);
  expectVerified(jpeg, saved, options);
  EXPECT_TRUE(compareCoefficients(jpeg, saved, 1, strips).holds());
  const auto png = makePng({.size = {640, 800}}, noisyScene(1, {}));
  expectVerified(png, covered(png, options), options);
  const auto webp = makeWebp({.size = {640, 800}, .lossless = false}, softScene(1, {}));
  expectVerified(webp, covered(webp, options), options);
}

// Two boxes that are one colour each, but not the same one, could still say something.
TEST(UniformCovers, HaveToBeOfOneColour) {
  const std::vector<Rect> boxes = {{3, 5, 11, 7}, {33, 20, 30, 13}};
  const RedactOptions options{Orientation::normal, solidCovers(boxes)};
  const auto flat = [&](std::uint16_t first, std::uint16_t second) {
    return [=](int x, int y) {
      const auto level = inside(boxes[0], x, y) ? first : inside(boxes[1], x, y) ? second : 77;
      return Samples{static_cast<std::uint16_t>(level), 5, 9, 255};
    };
  };
  const auto original = makePng({}, flat(200, 100));
  EXPECT_EQ(verdict(original, makePng({}, flat(0, 1)), options), ErrorCode::leak);
  EXPECT_EQ(verdict(original, makePng({}, flat(3, 3)), options), ErrorCode::internal);
}

} // namespace photoscrub::redact
