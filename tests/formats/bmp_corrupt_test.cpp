// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/bmp.h"
#include "formats/bmp_samples.h"
#include "formats/format_checks.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(Bmp(), file, limits);
}

std::optional<ErrorCode> withField(std::size_t at, std::uint32_t value,
                                   std::string_view sample = "header40bits24") {
  auto file = bmpSample(sample);
  patch32(file, at, value);
  return errorOf(file);
}

TEST(BmpCorrupt, RefusesBrokenHeaders) {
  EXPECT_EQ(errorOf({}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({'B', 'M'}), ErrorCode::truncated);
  EXPECT_EQ(withField(14, 13), ErrorCode::malformed); // size of the header
  EXPECT_EQ(withField(14, 125), ErrorCode::malformed);
  EXPECT_EQ(withField(18, 0), ErrorCode::malformed); // width
  EXPECT_EQ(withField(18, 0xFFFFFFFF), ErrorCode::malformed);
  EXPECT_EQ(withField(22, 0), ErrorCode::malformed); // height
  EXPECT_EQ(withField(22, 0x80000000), ErrorCode::limit);
  EXPECT_EQ(withField(26, 0x00030001), ErrorCode::malformed);          // bits of a pixel
  EXPECT_EQ(withField(30, 1), ErrorCode::malformed);                   // run lengths of 24 bits
  EXPECT_EQ(withField(30, 3), ErrorCode::malformed);                   // masks of 24 bits
  EXPECT_EQ(withField(10, 20), ErrorCode::malformed);                  // pixels within the header
  EXPECT_EQ(withField(10, 54, "header40bits8"), ErrorCode::malformed); // no room for a palette
  EXPECT_EQ(withField(10, 0xFFFFFF), ErrorCode::truncated);
}

TEST(BmpCorrupt, RefusesPicturesInOtherFormats) {
  for (const auto compression : {4u, 5u, 7u, 11u})
    EXPECT_EQ(withField(30, compression), ErrorCode::unsupported);
  auto file = bmpSample("header40bits24");
  file.insert(file.begin() + 54, 24, std::uint8_t{0});
  patch32(file, 14, 64); // OS/2: 3 is Huffman there, 4 run lengths of 24 bits
  patch32(file, 30, 3);
  EXPECT_EQ(errorOf(file), ErrorCode::unsupported);
}

TEST(BmpCorrupt, TakesAnOffsetOfZeroAsLeftOut) {
  for (const auto* name : {"header40bits24", "header40bits8", "masksBehind", "header12bits4"}) {
    auto file = bmpSample(name);
    patch32(file, 10, 0);
    EXPECT_EQ(rewriteChecked(Bmp(), file).bytes, bmpSample(name));
  }
}

TEST(BmpCorrupt, TakesThePaletteUpToThePixels) {
  auto recipe = bmpRecipe("header40bits8");
  recipe.colours = 60;
  const auto right = makeBmp(recipe);
  auto file = right;
  patch32(file, 46, 0); // says it has all 256
  EXPECT_EQ(rewriteChecked(Bmp(), file).bytes, right);
  patch32(file, 46, 1000);
  EXPECT_EQ(rewriteChecked(Bmp(), file).bytes, right);
}

TEST(BmpCorrupt, KeepsThePixelsOfAFileThatBreaksOff) {
  auto file = bmpSample("header124bits24");
  file.resize(file.size() - 50);
  const auto cleaned = rewriteChecked(Bmp(), file);
  EXPECT_EQ(cleaned.bytes.size(), file.size());
  EXPECT_FALSE(cleaned.document->takesColourProfile); // it would be read as pixels
}

TEST(BmpLimits, HoldOnBothSides) {
  const auto file = bmpSample("header40bits24");
  Limits limits;
  limits.maxSide = 13;
  limits.maxPixels = 13 * 7;
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  --limits.maxSide;
  EXPECT_EQ(errorOf(file, limits), ErrorCode::limit);
  ++limits.maxSide;
  --limits.maxPixels;
  EXPECT_EQ(errorOf(file, limits), ErrorCode::limit);
}

TEST(BmpLimits, ProfileOverTheLimitIsDropped) {
  const auto file = rewriteChecked(Bmp(), bmpSample("header124bits24"), {{}, cleanProfile()}).bytes;
  Limits limits;
  limits.maxProfileBytes = cleanProfile().size();
  EXPECT_EQ(Bmp().parse(file, limits).value()->colourProfile, cleanProfile());
  --limits.maxProfileBytes;
  const auto document = Bmp().parse(file, limits);
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(document.value()->colourProfile.empty());
  EXPECT_EQ(document.value()->dropped.size(), 1u);
}

TEST(BmpProperties, ChangedBytesGiveAnErrorOrACleanFile) {
  EXPECT_TRUE(rc::check([&] {
    Bytes file = *rc::gen::map(rc::gen::elementOf(bmpSamples()),
                               [](const BmpSample& sample) { return makeBmp(sample.recipe); });
    const auto changes = *rc::gen::inRange(1, 8);
    const auto end = *rc::gen::element(file.size(), std::size_t{60});
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, std::min(end, file.size()))] =
          *rc::gen::arbitrary<std::uint8_t>();
    const auto error = errorOf(file);
    if (error)
      RC_ASSERT(*error != ErrorCode::internal);
    else
      rewriteChecked(Bmp(), file);
    RC_ASSERT(!::testing::Test::HasFailure());
  }));
}

TEST(BmpProperties, AnyRunLengthsGiveAnErrorOrACleanFile) {
  EXPECT_TRUE(rc::check([&] {
    auto recipe = bmpRecipe(*rc::gen::element(std::string_view("rle8"), std::string_view("rle4")));
    recipe.runs = *rc::gen::container<Bytes>(
        rc::gen::oneOf(rc::gen::inRange<std::uint8_t>(0, 6), rc::gen::arbitrary<std::uint8_t>()));
    if (recipe.runs.empty())
      recipe.runs.push_back(0);
    rewriteChecked(Bmp(), makeBmp(recipe));
    RC_ASSERT(!::testing::Test::HasFailure());
  }));
}

} // namespace
} // namespace photoscrub::formats
