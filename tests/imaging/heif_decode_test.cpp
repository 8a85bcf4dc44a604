#include "imaging/decoding.h"
#include "imaging/heif_references.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

using namespace photoscrub::testing;

class DecodeHeif : public ::testing::TestWithParam<bool> {
protected:
  void SetUp() override {
    recipe_.av1 = GetParam();
    if (makeHeif(recipe_, landmarks).empty())
      GTEST_SKIP() << "libheif has no such encoder here";
  }
  HeifRecipe recipe_;
};

} // namespace

TEST_P(DecodeHeif, PutsTransparentPicturesOnWhite) {
  recipe_.alpha = true;
  const auto picture = decoded(makeHeif(recipe_, [](int x, int) {
    return Samples{200, 100, 50, static_cast<std::uint16_t>(x < 32 ? 0 : 255)};
  }));
  expectNear(rgbAt(picture, 8, 8), {255, 255, 255}, 4);
  expectNear(rgbAt(picture, 56, 8), {200, 100, 50}, 12);
}

TEST_P(DecodeHeif, TurnsAsTheFileSays) {
  recipe_.orientation = 6;
  const auto picture = decoded(makeHeif(recipe_, landmarks));
  ASSERT_EQ(picture.fullSize, (Size{48, 64}));
  expectNear(rgbAt(picture, 40, 8), {220, 30, 40}, 14); // left became top
  expectNear(rgbAt(picture, 3, 30), {30, 200, 40}, 14); // bottom became left
}

TEST_P(DecodeHeif, ObeysMatrixAndRange) {
  for (const int matrix : {1, 6, 9})
    for (const bool fullRange : {true, false}) {
      recipe_.matrix = matrix;
      recipe_.fullRange = fullRange;
      recipe_.allColours = true;
      const auto picture = decoded(makeHeif(recipe_, landmarks));
      SCOPED_TRACE(matrix * 10 + (fullRange ? 1 : 0));
      expectNear(rgbAt(picture, 8, 8), {220, 30, 40}, 12);
      expectNear(rgbAt(picture, 56, 8), {30, 40, 220}, 12);
    }
}

TEST_P(DecodeHeif, SaysWhichColoursTheFileNames) {
  recipe_.primaries = 12;
  recipe_.transfer = 16;
  const auto picture = decoded(makeHeif(recipe_, landmarks));
  EXPECT_EQ(picture.colour.primaries, 12);
  EXPECT_EQ(picture.colour.transfer, 16);
}

TEST_P(DecodeHeif, RefusesHugeSizesBeforeItDecodes) {
  auto file = makeHeif(recipe_, landmarks);
  const std::string_view type = "ispe"; // 23008-12, 6.5.3: version, width, height
  for (auto at = file.begin();; at += 4) {
    at = std::search(at, file.end(), type.begin(), type.end());
    if (at == file.end())
      break;
    at[8] = at[9] = at[12] = at[13] = 0;
    at[10] = at[11] = at[14] = at[15] = 0xFF;
  }
  const auto code = errorOf(file);
  EXPECT_TRUE(code == ErrorCode::limit || code == ErrorCode::malformed);
}

INSTANTIATE_TEST_SUITE_P(Codecs, DecodeHeif, ::testing::Values(false, true),
                         [](const auto& codec) { return codec.param ? "Avif" : "Heic"; });

// What libheif 1.15 refuses: Exif that describes an item it does not know.
TEST(HeifReferences, AreBlankedAtTheirPlaces) {
  ByteWriter reference; // 14496-12, 8.11.12: type, from, count, to
  reference.u32(14).bytes(asBytes("cdsc")).u16(67).u16(1).u16(66);
  ByteWriter references;
  references.u32(12 + 14).bytes(asBytes("iref")).u32(0).bytes(reference.view());
  ByteWriter file;
  file.u32(8).bytes(asBytes("ftyp"));
  file.u32(static_cast<std::uint32_t>(12 + references.size())).bytes(asBytes("meta")).u32(0);
  file.bytes(references.view());
  EXPECT_THAT(descriptionReferences(file.view()), ::testing::ElementsAre(8 + 12 + 12 + 4));
  const Bytes blanked = withoutDescriptions(file.view());
  EXPECT_EQ(asText(ByteView(blanked).subspan(36, 4)), "----");
  EXPECT_EQ(blanked.size(), file.size());
}

TEST(HeifReferences, EndWhereBoxesDoNotFit) {
  Bytes loop = {0, 0, 0, 0, 'm', 'e', 't', 'a', 0, 0, 0, 0, 0, 0, 0, 2, 'i', 'r', 'e', 'f'};
  EXPECT_THAT(descriptionReferences(loop), ::testing::IsEmpty());
  EXPECT_THAT(descriptionReferences({}), ::testing::IsEmpty());
}

} // namespace photoscrub::imaging
