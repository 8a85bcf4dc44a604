// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/format_checks.h"
#include "formats/gif.h"
#include "formats/gif_samples.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(Gif(), file, limits);
}

TEST(GifCorrupt, RefusesFilesWithoutAPicture) {
  EXPECT_EQ(errorOf({}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({'G', 'I', 'F', '8', '8', 'a'}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({'G', 'I', 'F', '8', '9', 'a'}), ErrorCode::truncated);
  EXPECT_EQ(errorOf(gifHead(3, 3, 8)), ErrorCode::malformed);
  EXPECT_EQ(errorOf(joined({gifHead(3, 3, 8), {0x3B}})), ErrorCode::malformed);
  EXPECT_EQ(errorOf(joined({gifHead(3, 3, 8), gifImageHead({0, 0, 3, 3, 8, 0, false}), {0, 0x3B}})),
            ErrorCode::malformed);
  EXPECT_EQ(errorOf(joined({gifHead(0, 0, 8), gifImageHead({}), {1, 1, 0, 0x3B}})),
            ErrorCode::malformed);
}

TEST(GifCorrupt, EndsWhereDecodersGiveUp) {
  const auto frames = animatedGif(3);
  auto pieces = frames;
  pieces.insert(pieces.begin() + 4, Bytes{0x77, 1, 2, 3}); // no block begins like this
  auto cleaned = rewriteChecked(Gif(), joined(pieces));
  EXPECT_EQ(cleaned.bytes, joined({frames[0], frames[2], frames[3], {0x3B}})); // no longer a loop
  EXPECT_FALSE(cleaned.document->animated);
  pieces = frames;
  pieces[5][10] = 12; // minimum code size of the second frame
  cleaned = rewriteChecked(Gif(), joined(pieces));
  EXPECT_EQ(cleaned.bytes, joined({frames[0], frames[2], frames[3], {0x3B}}));
  pieces[3][10] = 0;
  EXPECT_EQ(errorOf(joined(pieces)), ErrorCode::malformed);
}

TEST(GifLimits, HoldOnBothSides) {
  const auto file = joined(animatedGif(3));
  Limits limits;
  limits.maxSide = 23;
  limits.maxPixels = 23 * 17;
  limits.maxParts = 8; // loop count, two for each frame, trailer
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  const auto tighter = [&](auto change) {
    auto changed = limits;
    change(changed);
    return errorOf(file, changed);
  };
  EXPECT_EQ(tighter([](Limits& l) { --l.maxSide; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxPixels; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxParts; }), ErrorCode::limit);
}

TEST(GifLimits, HoldForImagesLargerThanTheScreen) {
  auto pieces = plainGif();
  pieces[0] = gifHead(1, 1, 8);
  Limits limits;
  limits.maxSide = 23;
  EXPECT_EQ(errorOf(joined(pieces), limits), std::nullopt);
  --limits.maxSide;
  EXPECT_EQ(errorOf(joined(pieces), limits), ErrorCode::limit);
}

// ---------------------------------------------------------------- properties

void expectHandled(const Bytes& file) {
  const auto error = errorOf(file);
  if (error)
    RC_ASSERT(*error != ErrorCode::internal);
  else
    rewriteChecked(Gif(), file);
  RC_ASSERT(!::testing::Test::HasFailure());
}

TEST(GifProperties, ChangedBytesGiveAnErrorOrACleanFile) {
  EXPECT_TRUE(rc::check([&] {
    Bytes file = *rc::gen::map(rc::gen::elementOf(gifSamples()),
                               [](const GifSample& sample) { return joined(sample.pieces); });
    const auto changes = *rc::gen::inRange(1, 8);
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(GifProperties, AnyMixOfBlocksGivesAnErrorOrACleanFile) {
  GifPieces stock = {gifExtension(0xFE, Bytes{'S'}), gifLoop(1), gifControl(1, 1, 1), {0}, {0x3B}};
  for (const auto& sample : gifSamples())
    stock.insert(stock.end(), sample.pieces.begin() + 1, sample.pieces.end());
  EXPECT_TRUE(rc::check([&] {
    GifPieces pieces{
        gifHead(*rc::gen::inRange(0, 40), *rc::gen::inRange(0, 40), *rc::gen::inRange(0u, 9u))};
    for (const auto index : *rc::gen::container<std::vector<std::size_t>>(
             rc::gen::inRange<std::size_t>(0, stock.size())))
      pieces.push_back(stock[index]);
    expectHandled(joined(pieces));
  }));
}

} // namespace
} // namespace photoscrub::formats
