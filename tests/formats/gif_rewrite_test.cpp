// Rewriting keeps the picture and nothing else.
#include "formats/format_checks.h"
#include "formats/gif.h"
#include "formats/gif_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

GifPieces with(GifPieces pieces, std::size_t at, const Bytes& piece) {
  pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(at), piece);
  return pieces;
}

/// XMP as Adobe's programs store it: as it is, and a trailer that leads readers to the end.
Bytes xmpBlock() {
  Bytes packet = bytesOf(kSecret);
  packet.push_back(1);
  for (int i = 255; i >= 0; --i)
    packet.push_back(static_cast<std::uint8_t>(i));
  packet.push_back(0);
  return gifApplication("XMP DataXMP", packet);
}

class GifProcess : public ::testing::TestWithParam<GifSample> {};
INSTANTIATE_TEST_SUITE_P(All, GifProcess, ::testing::ValuesIn(gifSamples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(GifProcess, IsTheSameFileIfThereIsNothingToDrop) {
  const auto file = joined(GetParam().pieces);
  EXPECT_TRUE(decodeGif(file));
  EXPECT_EQ(rewriteChecked(Gif(), file).bytes, file);
}

TEST_P(GifProcess, LosesBlocksAtAnyPlace) {
  const auto& pieces = GetParam().pieces;
  const auto file = joined(pieces);
  const std::vector<Bytes> extras = {gifExtension(0xFE, bytesOf(kSecret)),
                                     gifExtension(0x01, bytesOf(kSecret)),
                                     gifExtension(0x77, bytesOf(kSecret)),
                                     gifApplication("S3CRET1.000", gifSubBlocks(bytesOf(kSecret))),
                                     gifApplication("ICCRGBG1012", gifSubBlocks(bytesOf(kSecret))),
                                     gifApplication("NETSCAPE2.0", gifSubBlocks(bytesOf(kSecret))),
                                     gifApplication("short", gifSubBlocks(bytesOf(kSecret))),
                                     xmpBlock(),
                                     gifExtension(0xFE, Bytes(1000, 'S')),
                                     {0},
                                     {0, 0, 0}};
  for (std::size_t at = 1; at < pieces.size(); ++at)
    for (const auto& extra : extras) {
      const auto cleaned = rewriteChecked(Gif(), joined(with(pieces, at, extra)));
      EXPECT_EQ(cleaned.bytes, file) << at;
      ASSERT_EQ(cleaned.document->dropped.size(), 1u) << at;
      EXPECT_EQ(cleaned.document->dropped[0].size, extra.size());
    }
}

TEST_P(GifProcess, LosesWhatFollowsTheTrailer) {
  const auto file = joined(GetParam().pieces);
  auto longer = file;
  longer.insert(longer.end(), kSecret.begin(), kSecret.end());
  const auto cleaned = rewriteChecked(Gif(), longer);
  EXPECT_EQ(cleaned.bytes, file);
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
}

TEST_P(GifProcess, EveryCutIsHandled) {
  expectEveryCutIsHandled(Gif(), joined(GetParam().pieces));
}

TEST(GifSecrets, GoFromBehindTheLastPixel) {
  const auto expectTrimmed = [](const Bytes& subBlocks, const std::string& where) {
    const auto file = joined({plainGif()[0], plainGifImage(subBlocks), {0x3B}});
    const auto cleaned = rewriteChecked(Gif(), file);
    EXPECT_EQ(cleaned.bytes, joined(plainGif())) << where;
    EXPECT_NE(auditError(Gif(), file), std::nullopt) << where;
    EXPECT_EQ(
        countDropped(*cleaned.document, FindingKind::trailer, "bytes hidden behind the last pixel"),
        1)
        << where;
    EXPECT_TRUE(decodeGif(file) == decodeGif(cleaned.bytes));
  };
  auto data = plainGifData();
  data.insert(data.end(), kSecret.begin(), kSecret.end());
  expectTrimmed(gifSubBlocks(data), "in the last sub-block");
  auto blocks = gifSubBlocks(plainGifData());
  blocks.pop_back();
  const auto more = gifSubBlocks(bytesOf(kSecret));
  blocks.insert(blocks.end(), more.begin(), more.end());
  expectTrimmed(blocks, "in a sub-block of its own");
}

TEST(GifSecrets, GoFromTheBitsBehindTheLastCode) {
  auto data = lzwData(Bytes(3, 1), 2); // ends within a byte
  const auto image = [&] {
    auto bytes = gifImageHead({0, 0, 3, 1, 2, 0, false});
    const auto blocks = gifSubBlocks(data);
    bytes.insert(bytes.end(), blocks.begin(), blocks.end());
    return joined({gifHead(3, 1, 2), bytes, {0x3B}});
  };
  const auto right = image();
  data.back() |= 0x80;
  EXPECT_NE(auditError(Gif(), image()), std::nullopt);
  const auto cleaned = rewriteChecked(Gif(), image());
  EXPECT_EQ(cleaned.bytes, right);
  EXPECT_EQ(
      countDropped(*cleaned.document, FindingKind::other, "unused bits behind the last pixel"), 1);
}

TEST(GifSecrets, GoFromReservedBitsAndUnusedFields) {
  const auto plain = joined(plainGif());
  const auto cleaned = rewriteChecked(
      Gif(), joined({plainGif()[0], plainGifImage(gifSubBlocks(plainGifData()), 0x18), {0x3B}}));
  EXPECT_EQ(cleaned.bytes, plain);
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);

  auto animation = animatedGif(2);
  const auto expectSame = [&](std::size_t at, const Bytes& control, const Bytes& right) {
    auto changed = animation, expected = animation;
    changed[at] = control;
    expected[at] = right;
    const auto result = rewriteChecked(Gif(), joined(changed));
    EXPECT_NE(auditError(Gif(), joined(changed)), std::nullopt);
    EXPECT_EQ(result.bytes, joined(expected));
    EXPECT_EQ(result.document->dropped.size(), 1u);
  };
  expectSame(2, gifControl(0xE5, 9, 4), gifControl(0x05, 9, 4));
  expectSame(2, gifControl(0x04, 9, 'S'), gifControl(0x04, 9, 0)); // no transparent colour
  expectSame(2, {0x21, 0xF9, 6, 5, 9, 0, 4, 'S', '3', 0}, gifControl(0x05, 9, 4));
  expectSame(2, {0x21, 0xF9, 4, 5, 9, 0, 4, 2, 'S', '3', 0}, gifControl(0x05, 9, 4));
}

TEST(GifRewrite, WritesDataInFullSubBlocks) {
  for (const std::size_t size : {1u, 7u, 100u, 254u}) {
    const auto file =
        joined({plainGif()[0], plainGifImage(gifSubBlocks(plainGifData(), size)), {0x3B}});
    const auto cleaned = rewriteChecked(Gif(), file);
    EXPECT_EQ(cleaned.bytes, joined(plainGif()));
    EXPECT_TRUE(cleaned.document->dropped.empty()); // the picture is all there was
  }
}

TEST(GifRewrite, KeepsTheLoopCountInOneFormAndPlace) {
  const auto pieces = animatedGif(3);
  GifPieces moved = pieces;
  moved.erase(moved.begin() + 1);
  moved = with(moved, 4, gifLoop(7));
  EXPECT_EQ(rewriteChecked(Gif(), joined(moved)).bytes, joined(pieces));
  auto other = pieces;
  other[1] = gifApplication("ANIMEXTS1.0", {3, 1, 7, 0, 0});
  EXPECT_EQ(rewriteChecked(Gif(), joined(other)).bytes, joined(pieces));
  other[1] = gifApplication("NETSCAPE2.0", {5, 2, 'S', '3', 'C', 'R', 3, 1, 7, 0, 0});
  const auto cleaned = rewriteChecked(Gif(), joined(other));
  EXPECT_EQ(cleaned.bytes, joined(pieces));
  EXPECT_EQ(countDropped(*cleaned.document, FindingKind::other, "data in the looping block"), 1);
  other = with(pieces, 1, gifLoop(99)); // readers take the last
  EXPECT_EQ(rewriteChecked(Gif(), joined(other)).bytes, joined(pieces));
}

TEST(GifRewrite, StillPicturesDoNotLoop) {
  const auto cleaned = rewriteChecked(Gif(), joined(with(plainGif(), 1, gifLoop(3))));
  EXPECT_EQ(cleaned.bytes, joined(plainGif()));
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
}

TEST(GifRewrite, TakesTheLastControlBlockBeforeAnImage) {
  const auto pieces = animatedGif(2);
  const auto cleaned = rewriteChecked(Gif(), joined(with(pieces, 2, gifControl(9, 99, 9))));
  EXPECT_EQ(cleaned.bytes, joined(pieces));
  EXPECT_EQ(countDropped(*cleaned.document, FindingKind::other, "control block without a picture"),
            1);
  const auto apart = with(pieces, 3, gifExtension(0xFE, bytesOf(kSecret)));
  EXPECT_EQ(rewriteChecked(Gif(), joined(apart)).bytes, joined(pieces));
  const auto late = with(pieces, pieces.size() - 1, gifControl(9, 99, 9));
  EXPECT_EQ(rewriteChecked(Gif(), joined(late)).bytes, joined(pieces));
}

TEST(GifRewrite, ClosesAFileThatBreaksOff) {
  auto pieces = animatedGif(3);
  pieces.pop_back();
  EXPECT_EQ(rewriteChecked(Gif(), joined(pieces)).bytes, joined(animatedGif(3)));
}

TEST(GifRewrite, HasNoPlaceForFieldsOrAProfile) {
  const auto document = Gif().parse(joined(plainGif()), {});
  ASSERT_TRUE(document.ok());
  EXPECT_FALSE(document.value()->takesFields);
  EXPECT_FALSE(document.value()->takesColourProfile);
}

} // namespace
} // namespace photoscrub::formats
