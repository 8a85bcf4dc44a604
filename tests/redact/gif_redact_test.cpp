#include "redact/cover_checks.h"
#include "redact/gif_frames.h"
#include "redact/gif_writer.h"

#include <cstring>
#include <set>

#include <gif_lib.h>
#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;

const RedactOptions kOptions{Orientation::normal, solidCovers(kBoxes)};
constexpr Size kScreen = {61, 47};

struct FrameRecipe {
  Rect place{0, 0, kScreen.width, kScreen.height};
  int disposal = DISPOSE_DO_NOT;
  int transparent = NO_TRANSPARENT_COLOR;
  bool ownPalette = false;
  bool interlaced = false;
};

struct GifRecipe {
  int bits = 4;
  bool screenPalette = true;
  int loops = -1;
  std::string comment{};
  std::vector<FrameRecipe> frames{{}};
};

int writeTo(GifFileType* gif, const GifByteType* bytes, int count) {
  auto& file = *static_cast<Bytes*>(gif->UserData);
  file.insert(file.end(), bytes, bytes + count);
  return count;
}

// From light to dark, then, in own palettes, red.
ColorMapObject* makePalette(int bits, bool own) {
  auto* map = GifMakeMapObject(1 << bits, nullptr);
  for (int i = 0; i < map->ColorCount; ++i) {
    const auto light = static_cast<GifByteType>(255 - 200 * i / map->ColorCount);
    map->Colors[i] = {light, own ? GifByteType{0} : light, own ? GifByteType{0} : light};
  }
  return map;
}

void putLoops(GifFileType* gif, int loops) {
  const std::array<GifByteType, 3> block = {1, static_cast<GifByteType>(loops), 0};
  EGifPutExtensionLeader(gif, APPLICATION_EXT_FUNC_CODE);
  EGifPutExtensionBlock(gif, 11, "NETSCAPE2.0");
  EGifPutExtensionBlock(gif, 3, block.data());
  EGifPutExtensionTrailer(gif);
}

void putFrame(GifFileType* gif, const GifRecipe& recipe, const FrameRecipe& frame,
              const Painter& painter) {
  const GraphicsControlBlock control{frame.disposal, false, 7, frame.transparent};
  std::array<GifByteType, 4> block{};
  EGifGCBToExtension(&control, block.data());
  EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, block.data());
  auto* palette = frame.ownPalette ? makePalette(recipe.bits, true) : nullptr;
  const auto& place = frame.place;
  EGifPutImageDesc(gif, place.x, place.y, place.width, place.height, frame.interlaced, palette);
  const auto line = [&](int y) {
    Bytes row;
    for (int x = 0; x < place.width; ++x)
      row.push_back(static_cast<std::uint8_t>(painter(place.x + x, place.y + y)[0] &
                                              ((1 << recipe.bits) - 1)));
    EXPECT_EQ(EGifPutLine(gif, row.data(), place.width), GIF_OK);
  };
  constexpr std::array<std::array<int, 2>, 4> kPasses = {{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
  if (frame.interlaced)
    for (const auto& [first, step] : kPasses)
      for (int y = first; y < place.height; y += step)
        line(y);
  else
    for (int y = 0; y < place.height; ++y)
      line(y);
  GifFreeMapObject(palette);
}

Bytes makeGif(const GifRecipe& recipe, std::uint32_t secret) {
  Bytes file;
  int why = 0;
  auto* gif = EGifOpen(&file, writeTo, &why);
  EGifSetGifVersion(gif, true);
  auto* palette = recipe.screenPalette ? makePalette(recipe.bits, false) : nullptr;
  EXPECT_EQ(EGifPutScreenDesc(gif, kScreen.width, kScreen.height, 8, 3, palette), GIF_OK);
  GifFreeMapObject(palette);
  if (recipe.loops >= 0)
    putLoops(gif, recipe.loops);
  if (!recipe.comment.empty())
    EGifPutComment(gif, recipe.comment.c_str());
  for (const auto& frame : recipe.frames)
    putFrame(gif, recipe, frame, noisyScene(secret++, kBoxes));
  EXPECT_EQ(EGifCloseFile(gif, &why), GIF_OK);
  return file;
}

std::vector<FrameRecipe> everyDisposal() {
  std::vector<FrameRecipe> frames{{}};
  for (const int disposal :
       {DISPOSAL_UNSPECIFIED, DISPOSE_DO_NOT, DISPOSE_BACKGROUND, DISPOSE_PREVIOUS})
    for (const int transparent : {NO_TRANSPARENT_COLOR, 15, 0}) {
      frames.push_back({{5, 3, 40, 30}, disposal, transparent, true});
      frames.push_back({{30, 18, 10, 8}, disposal, transparent});
      frames.push_back({{0, 0, 61, 47}, disposal, transparent, false, true});
    }
  return frames;
}

std::vector<GifRecipe> everyKind() {
  std::vector<GifRecipe> kinds;
  for (const int bits : {1, 2, 4, 8})
    kinds.push_back({.bits = bits});
  kinds.push_back({.loops = 5, .frames = everyDisposal()});
  kinds.push_back({.screenPalette = false, .frames = {{.ownPalette = true}}});
  kinds.push_back({.frames = {{.interlaced = true}}});
  // The first frame does not reach all boxes.
  kinds.push_back({.frames = {{{2, 2, 20, 8}, DISPOSE_BACKGROUND}, {{10, 6, 51, 41}}}});
  return kinds;
}

constexpr int kNothing = -1;

// What a viewer shows after each frame: R << 16 | G << 8 | B, or nothing. By giflib's own reading.
std::vector<std::vector<int>> composed(const Bytes& file) {
  struct Source {
    const Bytes& file;
    std::size_t at = 0;
  } source{file};
  int why = 0;
  auto* gif = DGifOpen(
      &source,
      [](GifFileType* handle, GifByteType* to, int count) {
        auto& from = *static_cast<Source*>(handle->UserData);
        const auto some = std::min(static_cast<std::size_t>(count), from.file.size() - from.at);
        std::memcpy(to, from.file.data() + from.at, some);
        from.at += some;
        return static_cast<int>(some);
      },
      &why);
  EXPECT_EQ(DGifSlurp(gif), GIF_OK);
  std::vector<std::vector<int>> shown;
  std::vector<int> canvas(static_cast<std::size_t>(kScreen.width * kScreen.height), kNothing);
  for (int i = 0; i < gif->ImageCount; ++i) {
    const auto& image = gif->SavedImages[i];
    const auto& place = image.ImageDesc;
    const auto* palette = place.ColorMap != nullptr ? place.ColorMap : gif->SColorMap;
    GraphicsControlBlock control;
    DGifSavedExtensionToGCB(gif, i, &control);
    const auto before = canvas;
    const auto forPixels = [&](auto job) {
      for (int y = 0; y < place.Height; ++y)
        for (int x = 0; x < place.Width; ++x)
          job(canvas[static_cast<std::size_t>((place.Top + y) * kScreen.width + place.Left + x)],
              image.RasterBits[y * place.Width + x]);
    };
    forPixels([&](int& pixel, int index) {
      const auto& colour = palette->Colors[index];
      if (index != control.TransparentColor)
        pixel = colour.Red << 16 | colour.Green << 8 | colour.Blue;
    });
    shown.push_back(canvas);
    if (control.DisposalMode == DISPOSE_BACKGROUND)
      forPixels([](int& pixel, int) { pixel = kNothing; });
    else if (control.DisposalMode == DISPOSE_PREVIOUS)
      canvas = before;
  }
  DGifCloseFile(gif, &why);
  return shown;
}

bool isUnderBox(int x, int y) {
  return std::any_of(kBoxes.begin(), kBoxes.end(), [&](const Rect& box) {
    return !intersection(box, {x, y, 1, 1}).empty();
  });
}

} // namespace

TEST(CoverGif, HidesTheSameWayWhateverWasUnderTheBoxes) {
  int kind = 0;
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(kind++);
    expectHidden(makeGif(recipe, 2), makeGif(recipe, 200), kOptions);
  }
}

TEST(CoverGif, ShowsCoversOrNothingUnderBoxesInEveryFrameAndTheSameElsewhere) {
  for (const auto& recipe : everyKind()) {
    const auto file = makeGif(recipe, 2);
    const auto before = composed(file), after = composed(covered(file, kOptions));
    ASSERT_EQ(before.size(), after.size());
    // One colour for each palette and transparent entry there is.
    std::set<int> covers;
    for (std::size_t i = 0; i < after.size(); ++i)
      for (int y = 0; y < kScreen.height; ++y)
        for (int x = 0; x < kScreen.width; ++x) {
          const auto at = static_cast<std::size_t>(y * kScreen.width + x);
          if (isUnderBox(x, y))
            covers.insert(after[i][at]);
          else
            ASSERT_EQ(before[i][at], after[i][at]) << i;
        }
    covers.erase(kNothing);
    EXPECT_LE(covers.size(), 4u);
    for (const int cover : covers)
      EXPECT_LE((cover >> 16) & 255, recipe.bits == 1 ? 155 : recipe.bits == 2 ? 105 : 85);
  }
}

TEST(CoverGif, KeepsLoopsAndTimesAndLeavesTheRestBehind) {
  const auto saved = covered(makeGif({.loops = 5, .comment = "ward 7", .frames = {{}, {}}}, 2), {});
  EXPECT_FALSE(holds(saved, "ward 7"));
  GifReader gif{Limits{}};
  ASSERT_TRUE(gif.open(saved).ok());
  ASSERT_TRUE(gif.next().value());
  EXPECT_EQ(gif.frame().loops, 5);
  EXPECT_EQ(gif.frame().delay, 7);
  EXPECT_TRUE(gif.next().value());
  EXPECT_FALSE(gif.next().value());
}

TEST(CoverGif, CoversWhatLiesOffTheScreen) {
  const auto file = makeGif({.frames = {{}, {{50, 40, 30, 20}}}}, 2);
  GifReader gif{Limits{}};
  const auto saved = covered(file, {});
  ASSERT_TRUE(gif.open(saved).ok());
  ASSERT_TRUE(gif.next().value());
  ASSERT_TRUE(gif.next().value());
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 30; ++x)
      if (x >= 11 || y >= 7) {
        ASSERT_EQ(gif.pixels().plane().row(y)[x], 15);
      }
}

TEST(CoverGif, ForgivesAMissingTrailer) {
  auto file = makeGif({}, 2);
  file.pop_back();
  expectVerified(file, covered(file, kOptions), kOptions);
}

TEST(VerifyGif, NoticesOneChangedPixel) {
  const auto original = makeGif({.frames = {{}, {}}}, 2);
  GifReader gif{Limits{}};
  ASSERT_TRUE(gif.open(original).ok());
  const auto changed = [&](Point at, std::uint8_t index, int frame) {
    const auto saved = covered(original, kOptions);
    GifReader reader{Limits{}};
    EXPECT_TRUE(reader.open(saved).ok());
    GifWriter writer(reader.screen());
    for (int i = 0; reader.next().value(); ++i) {
      if (i == frame)
        reader.pixels().plane().row(at.y)[at.x] = index;
      writer.add(reader.frame(), reader.pixels());
    }
    return writer.finish();
  };
  EXPECT_EQ(verdict(original, changed({8, 8}, 15, 1), kOptions), ErrorCode::internal);
  EXPECT_EQ(verdict(original, changed({8, 8}, 14, 1), kOptions), ErrorCode::leak);
  const auto there = static_cast<std::uint8_t>(noisyScene(2, kBoxes)(2, 5)[0] & 15);
  EXPECT_EQ(verdict(original, changed({2, 5}, there, 0), kOptions), ErrorCode::internal);
  EXPECT_EQ(verdict(original, changed({2, 5}, there ^ 1, 0), kOptions), ErrorCode::leak);
}

TEST(VerifyGif, NoticesATransparentCover) {
  const auto file = makeGif({.frames = {{}, {.transparent = 0}}}, 2);
  GifReader reader{Limits{}};
  const auto saved = covered(file, kOptions);
  ASSERT_TRUE(reader.open(saved).ok());
  GifWriter writer(reader.screen());
  while (reader.next().value()) {
    const std::uint8_t clear = reader.frame().transparent.value_or(15);
    lay(reader.pixels().plane(), kBoxes, ByteView(&clear, 1));
    writer.add(reader.frame(), reader.pixels());
  }
  EXPECT_EQ(verdict(file, writer.finish(), kOptions), ErrorCode::leak);
}

TEST(PackGifIndices, IsReadBackByGiflibWhateverTheLength) {
  for (const int bits : {2, 5, 8})
    for (const int width : {1, 2, 3, 30, 700})
      for (const std::uint32_t kinds : {1u, 3u, 256u}) {
        Raster indices({width, width}, 1);
        for (std::size_t i = 0; i < indices.pixels.size(); ++i)
          indices.pixels[i] = static_cast<std::uint8_t>(
              noise(static_cast<std::uint32_t>(i), 0, kinds) % kinds % (1u << bits));
        const GifScreen screen{{width, width}, Bytes(std::size_t{3} << bits)};
        GifWriter writer(screen);
        writer.add({.place = {0, 0, width, width}}, indices);
        const auto file = writer.finish();
        GifReader reader{Limits{}};
        ASSERT_TRUE(reader.open(file).ok());
        ASSERT_TRUE(reader.next().ok()) << bits << " " << width << " " << kinds;
        EXPECT_EQ(reader.pixels().pixels, indices.pixels);
        EXPECT_FALSE(reader.next().value());
      }
}

TEST(CoverGif, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  expectCutsSurvived(makeGif({.frames = everyDisposal()}, 2), kOptions, 13);
  expectCutsSurvived(makeGif({}, 2), kOptions);
}

TEST(CoverGif, SurvivesFlippedBytes) {
  expectFlipsSurvived(makeGif({.loops = 5, .frames = everyDisposal()}, 2), kOptions, 500, 6);
  expectFlipsSurvived(makeGif({}, 2), kOptions, 1000, 6);
}

TEST(CoverGif, KeepsToTheLimits) {
  expectLimited(makeGif({}, 2), kScreen);
  Limits limits;
  limits.maxParts = 2;
  EXPECT_TRUE(coverRegions(makeGif({.frames = {{}, {}}}, 2), {}, limits).ok());
  EXPECT_FALSE(coverRegions(makeGif({.frames = {{}, {}, {}}}, 2), {}, limits).ok());
}

} // namespace photoscrub::redact
