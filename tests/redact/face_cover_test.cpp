#include "imaging/picture.h"
#include "redact/cover_checks.h"
#include "redact/mosaic.h"

#include <set>

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;

constexpr Size kSize = {160, 128};
constexpr Rect kFace = {21, 13, 71, 83};
constexpr Rect kText = {60, 40, 55, 20}; // solid, and partly on the face

struct Kind {
  const char* name;
  Bytes (*make)(const Painter&);
  bool offered;
};

JpegRecipe jpeg(Colours colours, int factor) {
  JpegRecipe recipe;
  recipe.size = kSize;
  recipe.colours = colours;
  recipe.horizontal = recipe.vertical = factor;
  return recipe;
}

std::vector<Kind> kinds() {
  return {
      {"JPEG 4:2:0", [](const Painter& p) { return makeJpeg(jpeg(Colours::ycc, 2), p); }, true},
      {"JPEG 4:4:4", [](const Painter& p) { return makeJpeg(jpeg(Colours::ycc, 1), p); }, true},
      {"JPEG grey", [](const Painter& p) { return makeJpeg(jpeg(Colours::grey, 1), p); }, true},
      {"JPEG progressive",
       [](const Painter& p) {
         auto recipe = jpeg(Colours::ycc, 2);
         recipe.progressive = true;
         return makeJpeg(recipe, p);
       },
       true},
      {"JPEG CMYK", [](const Painter& p) { return makeJpeg(jpeg(Colours::cmyk, 1), p); }, false},
      {"PNG RGB", [](const Painter& p) { return makePng({.size = kSize}, p); }, true},
      {"PNG RGBA", [](const Painter& p) { return makePng({.size = kSize, .colourType = 6}, p); },
       true},
      {"PNG grey interlaced",
       [](const Painter& p) {
         return makePng({.size = kSize, .colourType = 0, .interlaced = true}, p);
       },
       true},
      {"PNG 16 bits", [](const Painter& p) { return makePng({.size = kSize, .bitDepth = 16}, p); },
       false},
      {"PNG with a transparent colour",
       [](const Painter& p) {
         return makePng({.size = kSize, .transparency = {1, 2, 3}}, p);
       },
       false},
      {"WebP lossless", [](const Painter& p) { return makeWebp({.size = kSize}, p); }, true},
      {"WebP lossy",
       [](const Painter& p) { return makeWebp({.size = kSize, .lossless = false}, p); }, false},
      {"BMP", [](const Painter& p) { return makeBmp({.size = kSize}, p); }, true},
      {"BMP of 16 bits", [](const Painter& p) { return makeBmp({.size = kSize, .bits = 16}, p); },
       false},
      {"TIFF RGB", [](const Painter& p) { return makeTiff({.size = kSize}, p); }, true},
      {"TIFF grey in tiles",
       [](const Painter& p) {
         return makeTiff({.size = kSize, .photometric = 1, .channels = 1, .tiled = true}, p);
       },
       true},
      {"TIFF JPEG", [](const Painter& p) { return makeTiff({.size = kSize, .compression = 7}, p); },
       false},
  };
}

bool inside(const Rect& box, int x, int y) {
  return !intersection(box, {x, y, 1, 1}).empty();
}

// Stripes of equal means, lying or standing, under the face, and print under the text.
Painter scene(bool standing, std::uint32_t text) {
  return [=](int x, int y) {
    std::uint16_t level = static_cast<std::uint16_t>(90 + x / 2 + y / 4);
    if (inside(kText, x, y))
      level = noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), text) % 2 == 0
                  ? std::uint16_t{0}
                  : std::uint16_t{255};
    else if (inside(kFace, x, y))
      level = ((standing ? x : y) & 1) == 0 ? std::uint16_t{30} : std::uint16_t{210};
    return Samples{level, level, level, 255};
  };
}

RedactOptions options(Style style, std::uint64_t seed = 11) {
  return {Orientation::normal, {{kFace, style}, {kText, Style::solid}}, seed};
}

// Blue, which is as good as any where all colours are equal.
int levelAt(const imaging::Picture& picture, int x, int y) {
  const auto view = picture.image.view();
  return view.data[view.stride * static_cast<std::size_t>(y) + static_cast<std::size_t>(3 * x)];
}

} // namespace

TEST(CoverFaces, AreProvenAndTakenAsSolidWhereTheyAreNotOffered) {
  for (const auto& [name, make, offered] : kinds())
    for (const Style style : {Style::pixelate, Style::blur}) {
      SCOPED_TRACE(name);
      const auto original = make(scene(true, 1));
      const auto says = offers(style, original, Limits{});
      ASSERT_TRUE(says.ok());
      EXPECT_EQ(says.value(), offered);
      const auto saved = covered(original, options(style));
      expectVerified(original, saved, options(style));
      EXPECT_EQ(verdict(original, original, options(style)), ErrorCode::leak);
      const auto solid = covered(original, {Orientation::normal, solidCovers({kFace, kText})});
      EXPECT_EQ(saved == solid, !offered);
      if (!offered)
        continue;
      EXPECT_EQ(verdict(original, saved, options(style, 12)), ErrorCode::leak) << "another seed";
      EXPECT_EQ(verdict(original, solid, options(style)), ErrorCode::leak);
    }
}

TEST(CoverFaces, AnswerForSolidAndRefuseOtherFormats) {
  const auto gif = makeGif({.size = kSize}, [](int, int) { return Samples{}; });
  ASSERT_TRUE(offers(Style::solid, gif, Limits{}).ok());
  EXPECT_TRUE(offers(Style::solid, gif, Limits{}).value());
  EXPECT_FALSE(offers(Style::blur, gif, Limits{}).value());
  EXPECT_EQ(offers(Style::blur, Bytes{'%', 'P', 'D', 'F'}, Limits{}).error().code,
            ErrorCode::unsupported);
}

TEST(CoverFaces, HideWhatTheirMeansDoNotTell) {
  for (const auto& [name, make, offered] : kinds())
    for (const Style style : {Style::pixelate, Style::blur}) {
      if (!offered)
        continue;
      SCOPED_TRACE(name);
      // Neither the detail of the face nor anything of the text that lies on it.
      const auto one = make(scene(true, 1)), other = make(scene(false, 2));
      ASSERT_NE(one, other);
      EXPECT_EQ(covered(one, options(style)), covered(other, options(style)));
    }
}

TEST(CoverFaces, ShowFewGreysAndLetSolidWin) {
  for (const auto& [name, make, offered] : kinds()) {
    if (!offered)
      continue;
    SCOPED_TRACE(name);
    const auto saved = covered(make(scene(true, 1)), options(Style::pixelate));
    const auto picture = imaging::decodePicture(saved, {Orientation::normal, 65'500}, Limits{});
    ASSERT_TRUE(picture.ok());
    std::set<int> levels;
    for (int y = kFace.y; y < kFace.bottom(); ++y)
      for (int x = kFace.x; x < kFace.right(); ++x)
        if (!inside({48, 32, 80, 32}, x, y)) // the blocks of the text
          levels.insert(levelAt(picture.value(), x, y));
    EXPECT_LE(levels.size(), static_cast<std::size_t>(kMosaicShades));
    EXPECT_GE(levels.size(), 2u);
    EXPECT_LT(levelAt(picture.value(), kText.x, kText.y), 20);
    EXPECT_LT(levelAt(picture.value(), kText.right() - 1, kText.bottom() - 1), 20);
  }
}

TEST(CoverFaces, AreTheSamePlaceInEveryOrientation) {
  for (int tag = 1; tag <= 8; ++tag) {
    SCOPED_TRACE(tag);
    const auto orientation = orientationFrom(tag);
    const auto original = makePng({.size = kSize}, [](int, int) { return Samples{255, 255, 255}; });
    const RedactOptions turned{orientation, {{{5, 3, 40, 30}, Style::pixelate}}, 4};
    const auto saved = covered(original, turned);
    expectVerified(original, saved, turned);
    const auto shown = imaging::decodePicture(saved, {orientation, 65'500}, Limits{});
    ASSERT_TRUE(shown.ok());
    for (int y = 0; y < 60; ++y)
      for (int x = 0; x < 60; ++x)
        ASSERT_EQ(levelAt(shown.value(), x, y) != 255, inside({5, 3, 40, 30}, x, y))
            << x << ' ' << y;
  }
}

TEST(VerifyFaces, NoticesOneChangedPixel) {
  const auto original = makeBmp({.size = kSize}, scene(true, 1));
  for (const Style style : {Style::pixelate, Style::blur}) {
    auto saved = covered(original, options(style));
    const auto row = static_cast<std::size_t>(kSize.height - 1 - (kFace.y + 3));
    saved[54 + row * 3 * kSize.width + 3 * static_cast<std::size_t>(kFace.x + 2)] ^= 1;
    EXPECT_EQ(verdict(original, saved, options(style)), ErrorCode::leak);
  }
}

} // namespace photoscrub::redact
