// Rewriting keeps the picture and nothing else.
#include "formats/bmp.h"
#include "formats/bmp_samples.h"
#include "formats/format_checks.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

void put(Bytes& file, std::size_t at, std::string_view text) {
  file.insert(file.begin() + static_cast<std::ptrdiff_t>(at), text.begin(), text.end());
}

Rewritten expectGone(const Bytes& file, const Bytes& expected, std::string_view where,
                     FindingKind kind = FindingKind::other) {
  auto cleaned = rewriteChecked(Bmp(), file);
  EXPECT_EQ(cleaned.bytes, expected) << where;
  EXPECT_NE(auditError(Bmp(), file), std::nullopt) << where;
  EXPECT_EQ(countDropped(*cleaned.document, kind, where), 1) << where;
  EXPECT_TRUE(decodeBmp(file) == decodeBmp(cleaned.bytes)) << where;
  return cleaned;
}

class BmpProcess : public ::testing::TestWithParam<BmpSample> {};
INSTANTIATE_TEST_SUITE_P(All, BmpProcess, ::testing::ValuesIn(bmpSamples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(BmpProcess, IsTheSameFileIfThereIsNothingToDrop) {
  const auto file = makeBmp(GetParam().recipe);
  EXPECT_TRUE(decodeBmp(file));
  EXPECT_EQ(rewriteChecked(Bmp(), file).bytes, file);
}

TEST_P(BmpProcess, LosesGapsTrailersAndReservedFields) {
  const auto right = makeBmp(GetParam().recipe);
  const auto pixelsAt = bmpPixelsAt(GetParam().recipe);
  auto file = right;
  file.insert(file.end(), kSecret.begin(), kSecret.end());
  expectGone(file, right, "unknown bytes after the end of the picture", FindingKind::trailer);
  file = right;
  std::copy_n("S3CR", 4, file.begin() + 6);
  expectGone(file, right, "unused header fields");
  file = right;
  put(file, pixelsAt, kSecret);
  patch32(file, 10, static_cast<std::uint32_t>(pixelsAt + kSecret.size()));
  const auto& recipe = GetParam().recipe;
  if (recipe.header != 12 || recipe.bits > 8) { // where the gap is no palette
    expectGone(file, right, "bytes between the parts");
  }
  file = right;
  patch32(file, 2, 0x53334352); // size of the file
  EXPECT_EQ(rewriteChecked(Bmp(), file).bytes, right);
  if (recipe.header > 12) {
    patch32(file, 34, 0x53334352); // size of the pixels
    patch32(file, 50, 0x53334352); // important colours
    EXPECT_EQ(rewriteChecked(Bmp(), file).bytes, right);
  }
}

TEST_P(BmpProcess, LosesWhatStandsBetweenRows) {
  const auto& recipe = GetParam().recipe;
  const auto used =
      (static_cast<std::size_t>(recipe.width) * static_cast<std::size_t>(recipe.bits) + 7) / 8;
  const auto right = makeBmp(recipe);
  if (!recipe.runs.empty() || used == bmpStride(recipe))
    return;
  auto file = right;
  for (int y = 0; y < recipe.height; ++y)
    file[bmpPixelsAt(recipe) + bmpStride(recipe) * static_cast<std::size_t>(y) + used] = 'S';
  expectGone(file, right, "bytes between rows");
  file = right;
  if (recipe.bits < 8) {
    file[bmpPixelsAt(recipe) + used - 1] |= 1;
    expectGone(file, right, "bytes between rows");
  }
}

TEST_P(BmpProcess, EveryCutIsHandled) {
  expectEveryCutIsHandled(Bmp(), makeBmp(GetParam().recipe));
}

TEST(BmpSecrets, GoFromBitsThatBelongToNoColour) {
  for (const auto* name : {"header40bits32", "header40bits16", "header124bits32"}) {
    const auto& recipe = bmpRecipe(name);
    auto file = makeBmp(recipe), expected = file;
    const auto step = static_cast<std::size_t>(recipe.bits) / 8;
    for (int y = 0; y < recipe.height; ++y)
      for (int x = 0; x < recipe.width; ++x) {
        const auto at = bmpPixelsAt(recipe) + bmpStride(recipe) * static_cast<std::size_t>(y) +
                        step * static_cast<std::size_t>(x) + step - 1;
        expected[at] |= recipe.bits == 32 ? 0xFF : 0x80; // what takes it for alpha sees it opaque
        if (x == 3)
          file[at] |= 0x80;
      }
    expectGone(file, expected, "bits of pixels that no viewer shows", FindingKind::hiddenImage);
    // One pattern for all pixels is not touched.
    auto uniform = makeBmp(recipe);
    for (auto at = bmpPixelsAt(recipe) + step - 1; at < uniform.size(); at += step)
      uniform[at] |= 0x80;
    if (recipe.bits == 32) {
      EXPECT_EQ(rewriteChecked(Bmp(), uniform).bytes, uniform);
    }
  }
}

TEST(BmpSecrets, KeepAlphaThatAMaskNames) {
  for (const auto* name : {"alphaBehind", "alphaInside"}) {
    const auto file = bmpSample(name);
    EXPECT_EQ(rewriteChecked(Bmp(), file).bytes, file);
  }
}

TEST(BmpSecrets, GoFromThePalette) {
  const auto& recipe = bmpRecipe("hundredColours");
  const auto right = makeBmp(recipe);
  auto file = right;
  for (std::size_t i = 0; i < 100; ++i)
    file[54 + i * 4 + 3] = static_cast<std::uint8_t>(kSecret[i % kSecret.size()]);
  expectGone(file, right, "unused bytes in the palette");
}

TEST(BmpSecrets, GoFromRunLengths) {
  for (const auto* name : {"rle8", "rle4"}) {
    const auto recipe = bmpRecipe(name);
    const auto right = makeBmp(recipe);
    const auto with = [&](const Bytes& runs) {
      auto changed = recipe;
      changed.runs = runs;
      return makeBmp(changed);
    };
    auto runs = recipe.runs;
    runs.insert(runs.end(), kSecret.begin(), kSecret.end());
    expectGone(with(runs), right, "unknown bytes after the end of the picture",
               FindingKind::trailer);
    runs = recipe.runs;
    runs.insert(runs.begin() + 18, {9, 'S', 0, 6, 'S', '3', 'C', 'R', 'E', 'T'}); // past the edge
    const auto cleaned = rewriteChecked(Bmp(), with(runs));
    EXPECT_FALSE(holds(cleaned.bytes, "S3C"));
    EXPECT_EQ(countDropped(*cleaned.document, FindingKind::other, "unused bytes in run lengths"),
              1);
    runs = recipe.runs;
    runs.resize(runs.size() - 2); // no end code
    EXPECT_EQ(rewriteChecked(Bmp(), with(runs)).bytes, right);
  }
  auto recipe = bmpRecipe("rle8");
  const auto right = makeBmp(recipe);
  recipe.runs[7] = 'S'; // behind an odd number of pixels
  expectGone(makeBmp(recipe), right, "unused bytes in run lengths");
  recipe = bmpRecipe("rle4");
  const auto nibbles = makeBmp(recipe);
  recipe.runs[6] |= 0x05; // half of a byte behind an odd number
  expectGone(makeBmp(recipe), nibbles, "unused bytes in run lengths");
  recipe = bmpRecipe("rle4");
  recipe.runs[21] |= 0x05; // the second colour of a run of one
  expectGone(makeBmp(recipe), nibbles, "unused bytes in run lengths");
}

TEST(BmpSecrets, GoBehindTheLastRowOfRuns) {
  auto recipe = bmpRecipe("rle8");
  recipe.height = 1;
  recipe.runs = {13, 1, 0, 0, 0, 1};
  const auto right = makeBmp(recipe);
  recipe.runs = {13, 1, 0, 0, 0, 6, 'S', '3', 'C', 'R', 'E', 'T', 0, 1};
  const auto cleaned = rewriteChecked(Bmp(), makeBmp(recipe));
  EXPECT_EQ(cleaned.bytes, right);
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
}

TEST(BmpSecrets, GoFromHeadersOfOddSizes) {
  for (const auto& [odd, standard] : {std::pair{64u, 40u}, {100u, 56u}, {120u, 108u}, {44u, 40u}}) {
    BmpRecipe recipe;
    recipe.header = standard;
    const auto right = makeBmp(recipe);
    auto file = right;
    patch32(file, 14, odd);
    put(file, 14 + standard, std::string(odd - standard, 'S'));
    patch32(file, 10, 14 + odd);
    expectGone(file, right, "unused header fields");
  }
}

TEST(BmpSecrets, GoFromColourFieldsThatNobodyReads) {
  const auto right = bmpSample("header124bits24");
  for (std::size_t at = 74; at < 122; at += 4) { // end points and gammas of an sRGB picture
    auto file = right;
    patch32(file, at, 0x53334352);
    expectGone(file, right, "unused header fields");
  }
  auto file = right;
  patch32(file, 54, 0x53334352); // a mask without bit fields
  expectGone(file, right, "unused header fields");
  file = right;
  patch32(file, 134, 0x53334352); // reserved
  expectGone(file, right, "unused header fields");
  file = right;
  patch32(file, 70, 0x53334352); // no such colour space
  expectGone(file, right, "unused header fields");
}

// ---------------------------------------------------------------- profiles

BmpRecipe withProfile(const Bytes& profile) {
  BmpRecipe recipe;
  recipe.header = 124;
  recipe.profile = profile;
  recipe.colourSpace = 0x4D424544; // embedded
  return recipe;
}

TEST(BmpProfile, IsTakenAndWrittenBehindThePixels) {
  const auto file = makeBmp(withProfile(cleanProfile()));
  const auto kept = rewriteChecked(Bmp(), file, {{}, cleanProfile()});
  EXPECT_TRUE(kept.document->takesColourProfile);
  EXPECT_EQ(kept.document->colourProfile, cleanProfile());
  EXPECT_EQ(kept.bytes, file);
  EXPECT_EQ(rewriteChecked(Bmp(), file).bytes, bmpSample("header124bits24"));
  EXPECT_EQ(rewriteChecked(Bmp(), bmpSample("header124bits24"), {{}, cleanProfile()}).bytes, file);
}

TEST(BmpProfile, HasNoPlaceInOlderVersions) {
  for (const auto& sample : bmpSamples()) {
    const auto document = Bmp().parse(makeBmp(sample.recipe), {});
    ASSERT_TRUE(document.ok());
    EXPECT_EQ(document.value()->takesColourProfile, sample.recipe.header == 124);
    EXPECT_FALSE(document.value()->takesFields);
  }
}

TEST(BmpProfile, OfAnotherFileGoesWithItsPath) {
  auto recipe = withProfile({'S', '3', 'C', 'R', 'E', 'T'});
  recipe.colourSpace = 0x4C494E4B; // linked
  expectGone(makeBmp(recipe), bmpSample("header124bits24"), "path to a colour profile",
             FindingKind::identity);
}

TEST(BmpProfile, InFrontOfThePixelsIsFoundToo) {
  auto file = bmpSample("header124bits24");
  const auto profile = cleanProfile();
  file.insert(file.begin() + 138, profile.begin(), profile.end());
  const auto size = static_cast<std::uint32_t>(profile.size());
  patch32(file, 10, 138 + size);
  patch32(file, 70, 0x4D424544);
  patch32(file, 126, 124);
  patch32(file, 130, size);
  const auto cleaned = rewriteChecked(Bmp(), file, {{}, profile});
  EXPECT_EQ(cleaned.document->colourProfile, profile);
  EXPECT_TRUE(cleaned.document->dropped.empty());
  EXPECT_EQ(cleaned.bytes, makeBmp(withProfile(profile)));
  patch32(file, 126, 124 + size); // says it lies within the pixels
  EXPECT_TRUE(rewriteChecked(Bmp(), file).document->colourProfile.empty());
}

} // namespace
} // namespace photoscrub::formats
