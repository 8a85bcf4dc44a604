// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/format_checks.h"
#include "formats/png.h"
#include "formats/png_samples.h"
#include "support/png_bytes.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(Png(), file, limits);
}

Bytes withHeader(const std::function<void(Bytes&)>& change) {
  auto chunks = splitPng(plainPng());
  change(chunks[0].payload);
  return joinPng(chunks);
}

TEST(PngCorrupt, RefusesFilesWithoutAPicture) {
  EXPECT_EQ(errorOf({}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({0x89, 'P'}), ErrorCode::malformed);
  EXPECT_EQ(errorOf(pngSignature()), ErrorCode::malformed);
  auto chunks = splitPng(plainPng());
  EXPECT_EQ(errorOf(joinPng({chunks[0], chunks.back()})), ErrorCode::malformed);
  EXPECT_EQ(errorOf(joinPng({chunks.begin() + 1, chunks.end()})), ErrorCode::malformed);
  auto other = plainPng();
  other[1] = 'p';
  EXPECT_EQ(errorOf(other), ErrorCode::malformed);
}

TEST(PngCorrupt, RefusesBrokenHeaders) {
  const auto code = [](std::size_t at, std::uint8_t value) {
    return errorOf(withHeader([&](Bytes& header) { header[at] = value; }));
  };
  EXPECT_EQ(code(3, 0), ErrorCode::malformed);  // width
  EXPECT_EQ(code(7, 0), ErrorCode::malformed);  // height
  EXPECT_EQ(code(8, 4), ErrorCode::malformed);  // true colour of four bits
  EXPECT_EQ(code(9, 5), ErrorCode::malformed);  // no such colour type
  EXPECT_EQ(code(9, 3), std::nullopt);          // a palette picture without PLTE
  EXPECT_EQ(code(10, 1), ErrorCode::malformed); // compression
  EXPECT_EQ(code(11, 1), ErrorCode::malformed); // filter
  EXPECT_EQ(code(12, 2), ErrorCode::malformed); // interlace
  EXPECT_EQ(code(0, 0x80), ErrorCode::limit);
  EXPECT_EQ(errorOf(withHeader([](Bytes& header) { header.push_back(0); })), ErrorCode::malformed);
}

TEST(PngCorrupt, RefusesPngOfIphonePrograms) {
  auto chunks = splitPng(plainPng());
  EXPECT_EQ(errorOf(joinPng(inserted(chunks, 0, {"CgBI", Bytes(4)}))), ErrorCode::unsupported);
}

TEST(PngCorrupt, EndsWhereAChunkTypeIsNoWord) {
  auto chunks = splitPng(plainPng());
  chunks = inserted(chunks, chunks.size() - 1, {"\0\0\0\0"s, {}});
  const auto cleaned = rewriteChecked(Png(), joinPng(chunks));
  EXPECT_EQ(cleaned.bytes, plainPng());
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
}

TEST(PngLimits, HoldOnBothSides) {
  const Bytes file = withChunk(plainPng(), {"tEXt", Bytes(3)});
  Limits limits;
  limits.maxSide = 19;
  limits.maxPixels = 19 * 13;
  limits.maxParts = static_cast<std::uint32_t>(splitPng(file).size());
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  const auto tighter = [&](auto change) {
    auto changed = limits;
    change(changed);
    return errorOf(file, changed);
  };
  EXPECT_EQ(tighter([](Limits& l) { l.maxSide = 18; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { l.maxPixels = 19 * 13 - 1; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxParts; }), ErrorCode::limit);
}

TEST(PngLimits, ProfileThatUnpacksToTooMuchIsDropped) {
  const auto profile = cleanProfile();
  const Bytes file = rewriteChecked(Png(), plainPng(), {{}, profile}).bytes;
  Limits limits;
  limits.maxProfileBytes = profile.size();
  EXPECT_EQ(Png().parse(file, limits).value()->colourProfile, profile);
  --limits.maxProfileBytes;
  const auto document = Png().parse(file, limits);
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(document.value()->colourProfile.empty());
  EXPECT_EQ(document.value()->dropped.size(), 1u);
}

// ---------------------------------------------------------------- properties

void expectHandled(const Bytes& file) {
  const auto error = errorOf(file);
  if (error)
    RC_ASSERT(*error != ErrorCode::internal);
  else
    rewriteChecked(Png(), file);
  RC_ASSERT(!::testing::Test::HasFailure());
}

TEST(PngProperties, ChangedBytesGiveAnErrorOrACleanFile) {
  const std::vector<Bytes> files = {plainPng(), palettePng(), animatedPng(3),
                                    withChunk(plainPng(), {"eXIf", cameraExif(5)})};
  EXPECT_TRUE(rc::check([&] {
    Bytes file = *rc::gen::elementOf(files);
    const auto changes = *rc::gen::inRange(1, 8);
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(PngProperties, AnyMixOfChunksGivesAnErrorOrACleanFile) {
  std::vector<PngChunk> stock = {{"tEXt", {'S', '3'}}, {"eXIf", cameraExif(3)}, {"prVt", {}}};
  for (const auto& sample : pngSamples())
    for (auto& chunk : splitPng(pictureOf(sample)))
      stock.push_back(std::move(chunk));
  for (auto& chunk : splitPng(animatedPng(4)))
    stock.push_back(std::move(chunk));
  for (auto& chunk : splitPng(rewriteChecked(Png(), plainPng(), {{}, cleanProfile()}).bytes))
    stock.push_back(std::move(chunk));
  const std::vector<Bytes> starts = {plainPng(), palettePng(), animatedPng(3)};
  EXPECT_TRUE(rc::check([&] {
    const auto extra = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, stock.size()));
    auto chunks = splitPng(*rc::gen::elementOf(starts));
    for (const auto index : extra) {
      const auto at = *rc::gen::inRange<std::size_t>(1, chunks.size() + 1);
      chunks = inserted(std::move(chunks), at, stock[index]);
    }
    expectHandled(joinPng(chunks));
  }));
}

} // namespace
} // namespace photoscrub::formats
