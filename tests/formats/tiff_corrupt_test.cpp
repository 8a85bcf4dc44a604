// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/format_checks.h"
#include "formats/tiff.h"
#include "formats/tiff_samples.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(Tiff(), file, limits);
}

std::optional<ErrorCode> errorWith(std::uint16_t tag, std::uint16_t type,
                                   const std::vector<std::uint64_t>& values,
                                   std::string_view sample = "rgb") {
  auto parts = splitTiff(tiffSample(sample));
  setTag(parts.pages[0], numbersTag(parts, tag, type, values));
  return errorOf(joinTiff(parts));
}

std::optional<ErrorCode> errorWithout(std::uint16_t tag, std::string_view sample = "rgb") {
  auto parts = splitTiff(tiffSample(sample));
  std::erase_if(parts.pages[0].tags, [tag](const TiffTag& other) { return other.id == tag; });
  return errorOf(joinTiff(parts));
}

// ---------------------------------------------------------------- what is refused

TEST(TiffCorrupt, RefusesFilesWithoutAPicture) {
  EXPECT_EQ(errorOf({}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({'I', 'I'}), ErrorCode::truncated);
  EXPECT_EQ(errorOf({'I', 'I', 42, 0, 0, 0, 0, 0}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({'M', 'M', 0, 44, 0, 0, 0, 8}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({'X', 'X', 42, 0, 8, 0, 0, 0}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({'I', 'I', 43, 0, 4, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0}), ErrorCode::malformed);
  EXPECT_EQ(errorOf(cameraExif(6)), ErrorCode::malformed); // an Exif block by itself
  EXPECT_EQ(errorWithout(256), ErrorCode::malformed);
  EXPECT_EQ(errorWithout(257), ErrorCode::malformed);
  auto parts = splitTiff(plainTiff());
  for (auto& cell : parts.pages[0].cells)
    cell.clear();
  EXPECT_EQ(errorOf(joinTiff(parts)), ErrorCode::malformed);
}

TEST(TiffCorrupt, RefusesBrokenHeaders) {
  EXPECT_EQ(errorWith(256, 3, {0}), ErrorCode::malformed);
  EXPECT_EQ(errorWith(256, 2, {0}), ErrorCode::malformed);
  EXPECT_EQ(errorWith(258, 3, {0, 0, 0}), ErrorCode::malformed);
  EXPECT_EQ(errorWith(258, 3, {65, 65, 65}), ErrorCode::malformed);
  EXPECT_EQ(errorWith(258, 3, {5, 6, 5}), ErrorCode::unsupported);
  EXPECT_EQ(errorWith(277, 3, {0}), ErrorCode::malformed);
  EXPECT_EQ(errorWith(277, 3, {65}), ErrorCode::malformed);
  EXPECT_EQ(errorWith(278, 3, {0}), ErrorCode::malformed);
  EXPECT_EQ(errorWith(322, 3, {0}, "tiles"), ErrorCode::malformed);
  EXPECT_EQ(errorWith(322, 4, {0xFFFF'FFFF}, "tiles"), ErrorCode::limit);
  EXPECT_EQ(errorWith(530, 3, {3, 1}, "jpegYcc"), ErrorCode::malformed);
}

TEST(TiffCorrupt, RefusesCameraRaw) {
  for (const auto photometric : std::vector<std::uint64_t>{32803u, 34892u})
    EXPECT_EQ(errorWith(262, 3, {photometric}), ErrorCode::unsupported);
  for (const auto compression : std::vector<std::uint64_t>{32767u, 34713u, 65535u, 32770u, 65000u})
    EXPECT_EQ(errorWith(259, 3, {compression}), ErrorCode::unsupported);
  for (const std::uint16_t tag : std::vector<std::uint16_t>{33421, 33422, 50706, 50752})
    EXPECT_EQ(errorWith(tag, 3, {1, 1}), ErrorCode::unsupported);
  // A preview in front, the sensor data in a sub-directory or on a page behind it.
  for (const auto* name : {"rgb", "bigEndian", "bigTiff"}) {
    auto parts = splitTiff(tiffSample(name));
    setTag(parts.pages[0], numbersTag(parts, 330, 4, {0}));
    const auto at = joinTiff(parts).size();
    setTag(parts.pages[0], numbersTag(parts, 330, 4, {at}));
    Bytes file = joinTiff(parts);
    const auto below = tiffDirectory(parts, {numbersTag(parts, 262, 3, {32803})}, at, 0);
    file.insert(file.end(), below.begin(), below.end());
    EXPECT_EQ(errorOf(file), ErrorCode::unsupported);
  }
  auto parts = splitTiff(tiffSample("pages"));
  setTag(parts.pages[2], numbersTag(parts, 262, 3, {32803}));
  const auto document = Tiff().parse(joinTiff(parts), {});
  ASSERT_FALSE(document.ok());
  EXPECT_TRUE(document.error().message.find("camera RAW") != std::string::npos);
}

TEST(TiffCorrupt, RefusesWaysOfCodingThatCarryMetadataOfTheirOwn) {
  for (const auto compression :
       std::vector<std::uint64_t>{0u, 6u, 34712u, 34661u, 50001u, 50002u, 33003u})
    EXPECT_EQ(errorWith(259, 3, {compression}), ErrorCode::unsupported) << compression;
  EXPECT_EQ(errorWith(262, 3, {7}), ErrorCode::unsupported);
}

TEST(TiffCorrupt, RefusesStripsThatTheFileDoesNotHold) {
  for (const auto* name : {"rgb", "lab", "bigTiff"})
    for (const auto offset : std::vector<std::uint64_t>{0x7FFF'FFFFull, 0xFFFF'FFFFull}) {
      auto parts = splitTiff(tiffSample(name));
      const auto cells = parts.pages[0].cells.size();
      auto offsets = std::vector<std::uint64_t>(cells, 8);
      offsets[1] = offset;
      std::vector<std::uint64_t> sizes;
      for (const auto& cell : parts.pages[0].cells)
        sizes.push_back(cell.size());
      parts.pages[0].cells.clear();
      setTag(parts.pages[0], numbersTag(parts, 273, 4, offsets));
      setTag(parts.pages[0], numbersTag(parts, 279, 4, sizes));
      EXPECT_EQ(errorOf(joinTiff(parts)), ErrorCode::truncated) << name;
    }
}

// A small file whose strips all name the same bytes would become a large one.
TEST(TiffCorrupt, RefusesStripsThatOverlapToMoreThanTheFile) {
  auto parts = splitTiff(tiffSample("lab"));
  auto& page = parts.pages[0];
  page.cells.clear();
  setTag(page, numbersTag(parts, 278, 3, {1}));
  setTag(page, numbersTag(parts, 273, 4, std::vector<std::uint64_t>(29, 8)));
  setTag(page, numbersTag(parts, 279, 4, std::vector<std::uint64_t>(29, 4)));
  EXPECT_EQ(errorOf(joinTiff(parts)), std::nullopt);
  setTag(page, numbersTag(parts, 279, 4, std::vector<std::uint64_t>(29, 100)));
  EXPECT_EQ(errorOf(joinTiff(parts)), ErrorCode::malformed);
}

// ---------------------------------------------------------------- what is forgiven

TEST(TiffCorrupt, ComesBackFromDirectoriesThatPointAtThemselves) {
  auto parts = splitTiff(tiffSample("pages"));
  Bytes file = joinTiff(parts);
  // The link of the last page leads back to the first.
  const auto first = ByteView(file).subspan(4, 4);
  const auto last = joinTiff({parts.endian, parts.big, {parts.pages[2]}});
  const auto tags = parts.pages[2].tags.size() + 2;
  const auto directory = tiffDirectory(parts, parts.pages[2].tags, 0, 0);
  ASSERT_FALSE(directory.empty());
  ASSERT_GT(tags, 2u);
  for (std::size_t at = file.size() - 4; at > 8; --at) {
    Bytes looped = file;
    std::copy(first.begin(), first.end(), looped.begin() + static_cast<std::ptrdiff_t>(at));
    const auto error = errorOf(looped);
    EXPECT_TRUE(!error || *error != ErrorCode::internal);
    if (at + 2000 < file.size())
      break;
  }
  auto branch = splitTiff(plainTiff());
  setTag(branch.pages[0], numbersTag(branch, 330, 4, {8, 9, 10, 0xFFFF'FFFF}));
  EXPECT_EQ(errorOf(joinTiff(branch)), std::nullopt);
}

TEST(TiffCorrupt, ShowsThePagesBeforeABrokenLink) {
  Bytes file = plainTiff();
  auto parts = splitTiff(file);
  // libtiff writes the link of its only directory behind the last entry.
  const auto cleaned = rewriteChecked(Tiff(), file).bytes;
  Bytes linked = cleaned;
  const auto entries = static_cast<std::size_t>(cleaned[8]);
  linked[8 + 2 + 12 * entries] = 0xFF;
  linked[8 + 2 + 12 * entries + 3] = 0x7F;
  EXPECT_EQ(rewriteChecked(Tiff(), linked).bytes, cleaned);
}

TEST(TiffCorrupt, TakesTagsInAnyOrder) {
  auto parts = splitTiff(tiffSample("palette"));
  const auto right = rewriteChecked(Tiff(), joinTiff(parts)).bytes;
  std::reverse(parts.pages[0].tags.begin(), parts.pages[0].tags.end());
  EXPECT_EQ(rewriteChecked(Tiff(), joinTiff(parts)).bytes, right);
}

// ---------------------------------------------------------------- limits

TEST(TiffLimits, HoldOnBothSides) {
  const Bytes file = tiffSample("pages");
  Limits limits;
  limits.maxSide = 37;
  limits.maxPixels = 37 * 29;
  std::uint32_t parts = 0;
  for (const auto& page : splitTiff(file).pages)
    parts += static_cast<std::uint32_t>(page.tags.size() + 2 + page.cells.size());
  limits.maxParts = parts;
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  const auto tighter = [&](auto change) {
    auto other = limits;
    change(other);
    return errorOf(file, other);
  };
  EXPECT_EQ(tighter([](Limits& l) { l.maxSide = 36; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxPixels; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxParts; }), ErrorCode::limit);
}

TEST(TiffLimits, StopPicturesOfImpossibleSize) {
  auto parts = splitTiff(plainTiff());
  setTag(parts.pages[0], numbersTag(parts, 256, 4, {65'535}));
  setTag(parts.pages[0], numbersTag(parts, 257, 4, {65'535}));
  EXPECT_EQ(errorOf(joinTiff(parts)), ErrorCode::limit);
  parts = splitTiff(tiffSample("bigTiff"));
  setTag(parts.pages[0], numbersTag(parts, 256, 16, {~0ull}));
  EXPECT_EQ(errorOf(joinTiff(parts)), ErrorCode::limit);
  // One row a strip, of a page as high as may be.
  parts = splitTiff(plainTiff());
  setTag(parts.pages[0], numbersTag(parts, 256, 4, {1}));
  setTag(parts.pages[0], numbersTag(parts, 257, 4, {65'500}));
  setTag(parts.pages[0], numbersTag(parts, 278, 4, {1}));
  setTag(parts.pages[0], numbersTag(parts, 277, 4, {3}));
  setTag(parts.pages[0], numbersTag(parts, 284, 4, {2}));
  EXPECT_EQ(errorOf(joinTiff(parts)), ErrorCode::limit); // 196,500 strips
}

TEST(TiffLimits, StopDirectoriesOfManyEntries) {
  Bytes file = {'I', 'I', 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0};
  file.insert(file.end(), {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF});
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

// ---------------------------------------------------------------- anything

void expectHandled(const Bytes& file) {
  const auto document = Tiff().parse(file, {});
  if (!document.ok()) {
    RC_ASSERT(document.error().code != ErrorCode::internal);
    return;
  }
  const auto assembly = Tiff().rewrite(*document.value(), {});
  RC_ASSERT(assembly.ok());
  const auto copy = assembly.value().joined();
  const auto clean = Tiff().audit(copy, {});
  RC_ASSERT(clean.ok());
  RC_ASSERT(comparePictures(*document.value(), clean.value()).ok());
  const auto again = Tiff().parse(copy, {});
  RC_ASSERT(again.ok());
  RC_ASSERT(again.value()->dropped.empty());
  RC_ASSERT(Tiff().rewrite(*again.value(), {}).value().joined() == copy);
}

TEST(TiffProperties, AnyChangesGiveAnErrorOrACleanFile) {
  EXPECT_TRUE(rc::check([&] {
    Bytes file = tiffSamples()[*rc::gen::inRange<std::size_t>(0, tiffSamples().size())].file;
    const auto changes = *rc::gen::inRange(1, 8);
    // Directories stand at the end of these files.
    const auto from = *rc::gen::elementOf(
        std::vector<std::size_t>{0, file.size() - std::min<std::size_t>(file.size(), 300)});
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(from, file.size())] = *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(TiffProperties, AnyMixOfTagsGivesAnErrorOrACleanFile) {
  std::vector<TiffTag> stock = {asciiTag(270, "S3"), bytesTag(34675, Bytes(50)),
                                bytesTag(700, Bytes(20))};
  for (const auto& sample : tiffSamples())
    for (auto& page : splitTiff(sample.file).pages)
      for (auto& tag : page.tags)
        stock.push_back(std::move(tag));
  EXPECT_TRUE(rc::check([&] {
    auto parts =
        splitTiff(tiffSamples()[*rc::gen::inRange<std::size_t>(0, tiffSamples().size())].file);
    const auto extra = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, stock.size()));
    for (const auto index : extra)
      setTag(parts.pages[0], stock[index]);
    expectHandled(joinTiff(parts));
  }));
}

} // namespace
} // namespace photoscrub::formats
