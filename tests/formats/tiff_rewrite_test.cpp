// Rewriting keeps the picture and nothing else.
#include "formats/exif_block.h"
#include "formats/exif_fields.h"
#include "formats/format_checks.h"
#include "formats/tiff.h"
#include "formats/tiff_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

// A change to the first page of a file, which is then put together anew.
Bytes changed(const Bytes& file, const std::function<void(TiffParts&, TiffPage&)>& change) {
  auto parts = splitTiff(file);
  change(parts, parts.pages[0]);
  return joinTiff(parts);
}

Bytes withTag(const Bytes& file, const TiffTag& tag) {
  return changed(file, [&](TiffParts&, TiffPage& page) { setTag(page, tag); });
}

// `original` is the file before the text was put in.
void expectNoSecret(const Bytes& file, const Bytes& original, const std::string& where) {
  SCOPED_TRACE(where);
  ASSERT_TRUE(holds(file, "S3CRET"));
  const auto cleaned = rewriteChecked(Tiff(), file);
  ASSERT_FALSE(cleaned.bytes.empty());
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
  EXPECT_FALSE(cleaned.document->dropped.empty());
  EXPECT_EQ(decodeTiff(cleaned.bytes), decodeTiff(original));
}

class TiffProcess : public ::testing::TestWithParam<TiffSample> {};
INSTANTIATE_TEST_SUITE_P(All, TiffProcess, ::testing::ValuesIn(tiffSamples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(TiffProcess, ShowsTheSamePixelsAfterwards) {
  const auto before = decodeTiff(GetParam().file);
  ASSERT_TRUE(before);
  for (const auto& cell : before->at(0).cells)
    ASSERT_FALSE(cell.empty());
  const auto cleaned = rewriteChecked(Tiff(), withTag(GetParam().file, asciiTag(271, kSecret)));
  EXPECT_EQ(decodeTiff(cleaned.bytes), before);
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
}

TEST_P(TiffProcess, KeepsByteOrderAndImageData) {
  const auto before = splitTiff(GetParam().file);
  const auto after = splitTiff(rewriteChecked(Tiff(), GetParam().file).bytes);
  EXPECT_EQ(before.endian, after.endian);
  EXPECT_EQ(before.big, after.big);
  ASSERT_EQ(before.pages.size(), after.pages.size());
  for (std::size_t i = 0; i < before.pages.size(); ++i)
    EXPECT_EQ(before.pages[i].cells, after.pages[i].cells);
}

TEST_P(TiffProcess, FindsNothingToDropInAPictureAlone) {
  const auto document = Tiff().parse(GetParam().file, {});
  ASSERT_TRUE(document.ok());
  for (const auto& part : document.value()->dropped)
    ADD_FAILURE() << part.where;
}

TEST_P(TiffProcess, EveryCutIsHandled) {
  expectEveryCutIsHandled(Tiff(), GetParam().file);
  // Directories in front, so that image data are what is missing.
  expectEveryCutIsHandled(Tiff(), rewriteChecked(Tiff(), GetParam().file).bytes);
}

TEST_P(TiffProcess, IsCleanWhateverItCarriesAndKeeps) {
  ExifFields all{Orientation::turned90, "a caption", "an artist", "\xC2\xA9 us",
                 "2026:01:31 09:05:00"};
  for (int set = 0; set < 16; ++set) {
    auto parts = splitTiff(GetParam().file);
    auto& page = parts.pages[0];
    if ((set & 1) != 0)
      setTag(page, numbersTag(parts, 274, 3, {6}));
    if ((set & 2) != 0)
      setTag(page, bytesTag(700, bytesOf(kSecret)));
    if ((set & 4) != 0)
      setTag(page, bytesTag(34675, cleanProfile()));
    Bytes file = joinTiff(parts);
    if ((set & 8) != 0)
      file.insert(file.end(), kSecret.begin(), kSecret.end());
    for (const bool texts : {false, true}) {
      Edits edits{writeCleanExif(all), cleanProfile()};
      if (!texts)
        edits.exif = orientationBlock((set & 1) != 0 ? Orientation::turned90 : Orientation::normal);
      if ((set & 4) == 0)
        edits.colourProfile.clear();
      const auto cleaned = rewriteChecked(Tiff(), file, edits);
      ASSERT_FALSE(cleaned.bytes.empty());
      EXPECT_EQ(cleaned.document->orientation,
                (set & 1) != 0 ? Orientation::turned90 : Orientation::normal);
      EXPECT_EQ(cleaned.document->colourProfile, (set & 4) != 0 ? cleanProfile() : Bytes{});
      EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
      const auto shown = decodeTiff(cleaned.bytes);
      ASSERT_TRUE(shown);
      EXPECT_EQ(shown->at(0).orientation, texts || (set & 1) != 0 ? 6u : 1u);
      EXPECT_EQ(shown->at(0).cells, decodeTiff(GetParam().file)->at(0).cells);
    }
  }
}

// ---------------------------------------------------------------- what is written

TEST(TiffRewrite, WritesKeptTextsAsTagsThatReadersKnow) {
  const ExifFields fields{Orientation::flipped, "a caption", "me", "(c)", "2026:01:31 09:05:00"};
  for (const auto* name : {"rgb", "bigEndian", "bigTiff", "bigTiffBigEndian"}) {
    const auto cleaned = rewriteChecked(Tiff(), tiffSample(name), {writeCleanExif(fields), {}});
    auto parts = splitTiff(cleaned.bytes);
    auto& page = parts.pages[0];
    EXPECT_EQ(findTag(page, 270)->value, bytesOf("a caption\0"sv));
    EXPECT_EQ(findTag(page, 315)->value, bytesOf("me\0"sv));
    EXPECT_EQ(findTag(page, 33432)->value, bytesOf("(c)\0"sv));
    EXPECT_EQ(findTag(page, 274)->value, numbersTag(parts, 274, 3, {4}).value);
    EXPECT_NE(findTag(page, 34665), nullptr);
    EXPECT_TRUE(holds(cleaned.bytes, "2026:01:31 09:05:00"));
  }
}

TEST(TiffRewrite, KeepsTheOrientationOfFurtherPages) {
  const auto pages = decodeTiff(rewriteChecked(Tiff(), tiffSample("pages")).bytes);
  ASSERT_TRUE(pages);
  ASSERT_EQ(pages->size(), 3u);
  EXPECT_EQ(pages->at(0).orientation, 1u);
  EXPECT_EQ(pages->at(1).orientation, 6u);
}

TEST(TiffRewrite, GivesPagesOfOneProfileOneProfile) {
  auto parts = splitTiff(tiffSample("pages"));
  for (const std::size_t i : {0u, 2u})
    setTag(parts.pages[i], bytesTag(34675, bytesOf("the same old profile")));
  setTag(parts.pages[1], bytesTag(34675, bytesOf("another profile, S3CRET")));
  const auto cleaned = rewriteChecked(Tiff(), joinTiff(parts), {{}, cleanProfile()});
  auto after = splitTiff(cleaned.bytes);
  EXPECT_EQ(findTag(after.pages[0], 34675)->value, cleanProfile());
  EXPECT_EQ(findTag(after.pages[1], 34675), nullptr);
  EXPECT_EQ(findTag(after.pages[2], 34675)->value, cleanProfile());
  EXPECT_LT(cleaned.bytes.size(),
            joinTiff(splitTiff(tiffSample("pages"))).size() + 2 * cleanProfile().size());
  EXPECT_EQ(cleaned.document->warnings.size(), 2u); // pages, and a lost profile
}

TEST(TiffRewrite, KeepsStripsThatAreNotThere) {
  const auto file = changed(plainTiff(), [](TiffParts&, TiffPage& page) { page.cells[1].clear(); });
  const auto cleaned = rewriteChecked(Tiff(), file);
  EXPECT_EQ(splitTiff(cleaned.bytes).pages[0].cells, splitTiff(file).pages[0].cells);
}

TEST(TiffRewrite, WorksOutByteCountsThatOldProgramsLeftOut) {
  for (const auto* name : {"rgb", "grey1", "palette4", "tiles", "planes", "grey16"}) {
    const auto file = tiffSample(name);
    const auto without = changed(file, [](TiffParts&, TiffPage& page) { page.withCounts = false; });
    EXPECT_EQ(rewriteChecked(Tiff(), without).bytes, rewriteChecked(Tiff(), file).bytes) << name;
  }
  const auto unknown =
      changed(tiffSample("lab"), [](TiffParts&, TiffPage& page) { page.withCounts = false; });
  EXPECT_EQ(parseError(Tiff(), unknown), ErrorCode::malformed);
}

TEST(TiffRewrite, TakesAllRowsOfTheOnlyStripWhateverItsCountSays) {
  auto parts = splitTiff(plainTiff());
  auto& page = parts.pages[0];
  Bytes all;
  for (const auto& cell : page.cells)
    all.insert(all.end(), cell.begin(), cell.end());
  page.cells = {all};
  setTag(page, numbersTag(parts, 278, 3, {29}));
  const auto right = rewriteChecked(Tiff(), joinTiff(parts)).bytes;
  page.withCounts = false;
  setTag(page, numbersTag(parts, 279, 4, {5}));
  EXPECT_EQ(rewriteChecked(Tiff(), joinTiff(parts)).bytes, right);
}

TEST(TiffRewrite, WritesFractionsInLowestTerms) {
  const auto with = [](std::uint64_t numerator, std::uint64_t denominator) {
    return changed(plainTiff(), [=](TiffParts& file, TiffPage& page) {
      setTag(page, numbersTag(file, 282, 5, {numerator, denominator}));
      setTag(page, numbersTag(file, 283, 5, {300, 1}));
      setTag(page, numbersTag(file, 318, 5, {3 * 1234, 1234, 1, 3}));
    });
  };
  const auto value = [&](std::uint64_t numerator, std::uint64_t denominator) {
    auto parts = splitTiff(rewriteChecked(Tiff(), with(numerator, denominator)).bytes);
    EXPECT_EQ(findTag(parts.pages[0], 318)->value, numbersTag(parts, 318, 5, {3, 1, 1, 3}).value);
    const auto* tag = findTag(parts.pages[0], 282);
    return tag ? tag->value : Bytes{};
  };
  const TiffParts little;
  const auto fraction = [&](std::uint64_t numerator, std::uint64_t denominator) {
    return numbersTag(little, 282, 5, {numerator, denominator}).value;
  };
  EXPECT_EQ(value(300, 1), fraction(300, 1));
  EXPECT_EQ(value(3'000'000, 10'000), fraction(300, 1));
  EXPECT_EQ(value(720'090'001, 10'000'000), fraction(72'009, 1000));
  EXPECT_EQ(value(0x5345'5243, 0x0131'4554), fraction(69'831, 1000)); // text
  EXPECT_EQ(value(1, 0), Bytes{});                                    // with its partner
  EXPECT_EQ(value(0, 1), Bytes{});
  EXPECT_EQ(value(0xFFFF'FFFF, 1), Bytes{});
}

// ---------------------------------------------------------------- planted secrets

TEST(TiffSecrets, GoFromEveryTagThatIsNotOfThePicture) {
  for (const auto* name : {"rgb", "bigTiffBigEndian", "jpeg"}) {
    for (const auto id : std::vector<std::uint16_t>{
             1,     11,           255,   263,   264,   269,          270,   271,   272,
             280,   285,          286,   297,   301,   305,          306,   315,   316,
             333,   334,          336,   337,   340,   344,          512,   700,   32781,
             32997, 33421 + 1000, 33432, 33723, 34264, 34377,        34735, 34737, 37500,
             37724, 40091,        42033, 42112, 42113, 50735 + 1000, 65000, 65535})
      expectNoSecret(withTag(tiffSample(name), asciiTag(id, kSecret)), tiffSample(name),
                     std::string(name) + " tag " + std::to_string(id));
  }
}

// A tag of the picture with a value it cannot have.
TEST(TiffSecrets, GoFromTagsThatLookLikeThePictures) {
  for (const auto* name : {"rgb", "bigEndian"})
    for (const auto id : std::vector<std::uint16_t>{266, 274, 282, 292, 293, 296, 318, 319, 320,
                                                    332, 338, 339, 347, 529, 531, 532})
      expectNoSecret(withTag(tiffSample(name), asciiTag(id, kSecret)), tiffSample(name),
                     "tag " + std::to_string(id));
}

TEST(TiffSecrets, GoFromBehindTheNumbersOfATag) {
  auto parts = splitTiff(tiffSample("palette"));
  for (const auto id :
       std::vector<std::uint16_t>{256, 257, 258, 259, 262, 274, 277, 278, 284, 296, 320}) {
    auto copy = parts;
    auto* tag = findTag(copy.pages[0], id);
    if (!tag) {
      setTag(copy.pages[0], numbersTag(parts, id, 3, {1}));
      tag = findTag(copy.pages[0], id);
    }
    const auto text = "S3CRET!!"sv;
    tag->value.insert(tag->value.end(), text.begin(), text.end());
    expectNoSecret(joinTiff(copy), tiffSample("palette"), "tag " + std::to_string(id));
  }
}

TEST(TiffSecrets, GoFromASecondTagOfTheSameKind) {
  for (const auto id : std::vector<std::uint16_t>{256, 258, 278}) {
    auto parts = splitTiff(plainTiff());
    auto& tags = parts.pages[0].tags;
    const auto at =
        std::find_if(tags.begin(), tags.end(), [id](const TiffTag& tag) { return tag.id == id; });
    tags.insert(at + 1, asciiTag(id, kSecret));
    expectNoSecret(joinTiff(parts), plainTiff(), "tag " + std::to_string(id));
  }
}

TEST(TiffSecrets, GoFromBehindTheRowsOfAStrip) {
  for (const auto* name : {"rgb", "tiles", "grey1", "bigPages"})
    for (const std::size_t cell : {0u, 2u})
      expectNoSecret(changed(tiffSample(name),
                             [&](TiffParts&, TiffPage& page) {
                               auto& data = page.cells[cell];
                               data.insert(data.end(), kSecret.begin(), kSecret.end());
                             }),
                     tiffSample(name), name);
}

TEST(TiffSecrets, GoFromStripsThatThePictureHasNoRowsFor) {
  expectNoSecret(
      changed(plainTiff(),
              [](TiffParts&, TiffPage& page) { page.cells.push_back(bytesOf(kSecret)); }),
      plainTiff(), "a fifth strip");
}

TEST(TiffSecrets, GoFromBetweenAndBehindTheParts) {
  const Bytes file = plainTiff();
  for (const std::uint32_t gap : {64u, 65u}) {
    // The first directory moves to the end of the file, with a text in front of it.
    auto parts = splitTiff(file);
    parts.pages[0].cells[3].insert(parts.pages[0].cells[3].end(), gap, ' ');
    Bytes joined = joinTiff(parts);
    const auto text = bytesOf(kSecret);
    const auto end = std::search(joined.begin(), joined.end(), parts.pages[0].cells[3].begin(),
                                 parts.pages[0].cells[3].end());
    std::copy(text.begin(), text.end(),
              end + static_cast<std::ptrdiff_t>(parts.pages[0].cells[3].size() - text.size()));
    expectNoSecret(joined, file, "gap");
  }
  for (const auto* name : {"rgb", "bigTiff"}) {
    Bytes longer = tiffSample(name);
    longer.insert(longer.end(), kSecret.begin(), kSecret.end());
    expectNoSecret(longer, tiffSample(name), "trailer");
    EXPECT_EQ(rewriteChecked(Tiff(), longer).document->dropped.back().kind, FindingKind::trailer);
  }
}

// What was blanked by somebody is still there to be reported; a few zeros are what writers align
// with.
TEST(TiffSecrets, LongRunsOfZerosCount) {
  const auto dropped = [](std::size_t zeros) {
    Bytes file = plainTiff();
    file.insert(file.end(), zeros, 0);
    return rewriteChecked(Tiff(), file).document->dropped.size();
  };
  EXPECT_EQ(dropped(7), 0u);
  EXPECT_EQ(dropped(8), 1u);
}

// A directory that `tag` of the first page leads to, behind the file.
Bytes withBranch(const Bytes& file, std::uint16_t tag, const std::vector<TiffTag>& branch) {
  auto parts = splitTiff(file);
  setTag(parts.pages[0], numbersTag(parts, tag, 4, {0}));
  auto at = joinTiff(parts).size();
  setTag(parts.pages[0], numbersTag(parts, tag, 4, {at}));
  Bytes joined = joinTiff(parts);
  const auto directory = tiffDirectory(parts, branch, at, 0);
  joined.insert(joined.end(), directory.begin(), directory.end());
  return joined;
}

TEST(TiffSecrets, GoWithSubdirectories) {
  for (const auto* name : {"rgb", "bigEndian", "bigTiff"})
    for (const auto tag : std::vector<std::uint16_t>{330, 34665, 34853, 40965})
      expectNoSecret(withBranch(tiffSample(name), tag, {asciiTag(256, kSecret)}), tiffSample(name),
                     std::to_string(tag));
}

TEST(TiffSecrets, GoWithSmallerCopiesOfThePicture) {
  for (const auto tag : std::vector<std::uint16_t>{254, 255}) {
    auto parts = splitTiff(tiffSample("pages"));
    setTag(parts.pages[1], numbersTag(parts, tag, 4, {tag == 254 ? 1u : 2u}));
    setTag(parts.pages[1], asciiTag(270, kSecret));
    const auto cleaned = rewriteChecked(Tiff(), joinTiff(parts));
    EXPECT_EQ(
        countDropped(*cleaned.document, FindingKind::thumbnail, "smaller copy of the picture"), 1);
    EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
    const auto after = splitTiff(cleaned.bytes);
    ASSERT_EQ(after.pages.size(), 2u);
    EXPECT_EQ(after.pages[1].cells, parts.pages[2].cells);
  }
}

} // namespace
} // namespace photoscrub::formats
