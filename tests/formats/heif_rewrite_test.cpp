// Rewriting keeps the picture and nothing else.
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/heif.h"
#include "formats/heif_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

const Heif& formatOf(bool avif) {
  static const Heif heif(FileType::heif), av1(FileType::avif);
  return avif ? av1 : heif;
}

class HeifProcess : public ::testing::TestWithParam<HeifSample> {};
INSTANTIATE_TEST_SUITE_P(All, HeifProcess, ::testing::ValuesIn(heifSamples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(HeifProcess, ShowsTheSamePixelsAfterwards) {
  auto shape = GetParam().file;
  addMetadata(shape);
  shape.gap = bytesOf(kSecret);
  const Bytes file = makeHeifFile(shape);
  const auto cleaned = rewriteChecked(formatOf(GetParam().avif), file);
  const auto before = decodeHeif(file), after = decodeHeif(cleaned.bytes);
  ASSERT_TRUE(before && after);
  EXPECT_EQ(before->size, after->size);
  EXPECT_EQ(before->alpha, after->alpha);
  EXPECT_TRUE(before->pixels == after->pixels);
  EXPECT_EQ(cleaned.document->storedSize, after->size);
  EXPECT_EQ(cleaned.document->orientation, Orientation::normal);
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
}

TEST_P(HeifProcess, IsStillOfItsType) {
  const Bytes cleaned =
      rewriteChecked(formatOf(GetParam().avif), makeHeifFile(GetParam().file)).bytes;
  EXPECT_EQ(recogniseFileType(cleaned), formatOf(GetParam().avif).type());
}

TEST_P(HeifProcess, FindsNothingInAPictureAlone) {
  const Bytes file = makeHeifFile(GetParam().file);
  const auto document = formatOf(GetParam().avif).parse(file, {});
  ASSERT_TRUE(document.ok());
  for (const auto& part : document.value()->dropped)
    ADD_FAILURE() << part.where;
}

TEST_P(HeifProcess, EveryCutIsHandled) {
  expectEveryCutIsHandled(formatOf(GetParam().avif), makeHeifFile(GetParam().file));
}

class HeifCarrying : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Combinations, HeifCarrying, ::testing::Range(0, 32));

TEST_P(HeifCarrying, IsCleanWhateverIsKept) {
  const auto on = [](int bit) { return (GetParam() >> bit & 1) != 0; };
  const Bytes profile = cleanProfile();
  auto shape = on(4) ? gridHeif() : plainHeif();
  if (on(0))
    addMetadata(shape);
  if (on(1))
    for (auto& item : shape.items)
      if (item.type != "Exif" && item.type != "mime")
        item.properties.insert(item.properties.begin(),
                               -addProperty(shape, "colr", profileProperty(profile)));
  if (on(2))
    shape.between.push_back({"free", bytesOf(kSecret)});
  if (on(3))
    shape.tail = bytesOf(kSecret);
  const Bytes file = makeHeifFile(shape);
  const auto before = decodeHeif(file);
  ASSERT_TRUE(before);

  for (const bool keepExif : {false, true})
    for (const bool keepProfile : {false, true}) {
      Edits edits;
      if (keepExif)
        edits.exif = orientationBlock(Orientation::turned90);
      if (keepProfile)
        edits.colourProfile = profile;
      const auto cleaned = rewriteChecked(formatOf(false), file, edits);
      ASSERT_FALSE(cleaned.bytes.empty());
      EXPECT_EQ(cleaned.document->colourProfile, on(1) ? profile : Bytes{});
      EXPECT_EQ(cleaned.document->dropped.size(), (on(0) ? 2u : 0u) + on(2) + on(3));
      EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
      EXPECT_EQ(decodeHeif(cleaned.bytes)->pixels, before->pixels);
    }
}

TEST(HeifRewrite, IsTheSameFileHoweverTheTablesWereWritten) {
  const Bytes once = rewriteChecked(formatOf(false), makeHeifFile(gridHeif())).bytes;
  for (const auto& sample : heifSamples()) {
    if (sample.name == "newestTables" || sample.name == "pieces") {
      EXPECT_EQ(rewriteChecked(formatOf(false), makeHeifFile(sample.file)).bytes, once)
          << sample.name;
    }
  }
}

TEST(HeifRewrite, KeepsTheBaseOfAToneMap) {
  auto shape = plainHeif();
  const auto gain = addImage(shape, codedHevc(2), "");
  const auto map = addItem(shape, {0, "tmap", Bytes(62), {2}});
  shape.references.push_back({"dimg", map, {1, gain}});
  shape.primary = map;
  const auto cleaned = rewriteChecked(formatOf(false), makeHeifFile(shape));
  EXPECT_EQ(cleaned.bytes, rewriteChecked(formatOf(false), makeHeifFile(plainHeif())).bytes);
  EXPECT_EQ(countDropped(*cleaned.document, FindingKind::hiddenImage, "gain map"), 1);
}

TEST(HeifRewrite, KeepsOnePictureOfABurst) {
  auto shape = plainHeif();
  for (std::uint32_t i = 2; i < 5; ++i)
    addImage(shape, codedHevc(i), "");
  const auto cleaned = rewriteChecked(formatOf(false), makeHeifFile(shape));
  EXPECT_EQ(cleaned.bytes, rewriteChecked(formatOf(false), makeHeifFile(plainHeif())).bytes);
  EXPECT_EQ(countDropped(*cleaned.document, FindingKind::hiddenImage, "further image"), 3);
}

TEST(HeifRewrite, FindsThePictureWhereNoneIsNamed) {
  auto shape = plainHeif();
  shape.primary = 0;
  EXPECT_EQ(rewriteChecked(formatOf(false), makeHeifFile(shape)).bytes,
            rewriteChecked(formatOf(false), makeHeifFile(plainHeif())).bytes);
  addImage(shape, codedHevc(2), "");
  shape.items.back().hidden = false;
  EXPECT_EQ(parseError(formatOf(false), makeHeifFile(shape)), ErrorCode::malformed);
}

TEST(HeifRewrite, TurnsASequencesBrandIntoThatOfAStill) {
  auto shape = plainAvif();
  shape.major = "avis";
  shape.brands = {"avis", "avif", "msf1", "mif1", "miaf"};
  shape.between.push_back({"moov", Bytes(20)});
  const auto cleaned = rewriteChecked(formatOf(true), makeHeifFile(shape));
  EXPECT_EQ(cleaned.bytes, rewriteChecked(formatOf(true), makeHeifFile(plainAvif())).bytes);
  EXPECT_EQ(cleaned.document->warnings.size(), 1u);
  EXPECT_EQ(countDropped(*cleaned.document, FindingKind::hiddenVideo, "image sequence"), 1);
}

TEST(HeifRewrite, GivesTheProfileToWhatHadIt) {
  const auto profile = cleanProfile();
  auto shape = gridHeif();
  const int number = addProperty(shape, "colr", profileProperty(profile));
  for (std::size_t i = 0; i < 4; ++i)
    shape.items[i].properties.push_back(number);
  const auto cleaned = rewriteChecked(formatOf(false), makeHeifFile(shape), {{}, profile});
  EXPECT_EQ(cleaned.document->colourProfile, profile);
  EXPECT_FALSE(cleaned.bytes ==
               rewriteChecked(formatOf(false), makeHeifFile(gridHeif()), {{}, profile}).bytes);
}

TEST(HeifRewrite, WritesTwoByteNumbersForManyProperties) {
  auto shape = plainHeif();
  for (int i = 0; i < 140; ++i)
    shape.items[0].properties.push_back(
        -addProperty(shape, "clap",
                     std::move(ByteWriter()
                                   .u32(64)
                                   .u32(1)
                                   .u32(64)
                                   .u32(1)
                                   .u32(0)
                                   .u32(static_cast<std::uint32_t>(i + 1))
                                   .u32(0)
                                   .u32(1))
                         .take()));
  shape.wideIpma = true;
  rewriteChecked(formatOf(false), makeHeifFile(shape), {{}, cleanProfile()});
}

} // namespace
} // namespace photoscrub::formats
