// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/format_checks.h"
#include "formats/webp.h"
#include "formats/webp_samples.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(Webp(), file, limits);
}

TEST(WebpCorrupt, RefusesFilesWithoutAPicture) {
  EXPECT_EQ(errorOf({}), ErrorCode::malformed);
  EXPECT_EQ(errorOf(riffFile({})), ErrorCode::malformed);
  EXPECT_EQ(errorOf(joinWebp({extendedHead(0)})), ErrorCode::malformed);
  EXPECT_EQ(errorOf(joinWebp({extendedHead(2), {"ANIM", Bytes(6)}})), ErrorCode::malformed);
  EXPECT_EQ(errorOf(joinWebp({{"EXIF", Bytes(6)}, splitWebp(lossyWebp())[0]})),
            ErrorCode::malformed);
  auto other = lossyWebp();
  other[0] = 'r';
  EXPECT_EQ(errorOf(other), ErrorCode::malformed);
}

TEST(WebpCorrupt, RefusesPicturesThatDecodersRefuse) {
  const auto with = [](std::string_view name, std::size_t at, int value) {
    auto chunks = splitWebp(webpSample(name));
    chunks[0].payload[at] = static_cast<std::uint8_t>(value);
    const auto file = joinWebp(chunks);
    EXPECT_FALSE(decodeWebp(file)) << name << " " << at;
    return errorOf(file);
  };
  const auto lossy = splitWebp(lossyWebp())[0].payload;
  EXPECT_EQ(with("lossy", 0, lossy[0] | 1), ErrorCode::malformed);     // no key frame
  EXPECT_EQ(with("lossy", 0, lossy[0] & ~0x10), ErrorCode::malformed); // not shown
  EXPECT_EQ(with("lossy", 0, lossy[0] | 0x0E), ErrorCode::malformed);  // version
  EXPECT_EQ(with("lossy", 2, 0xFF), ErrorCode::malformed);             // first partition
  EXPECT_EQ(with("lossy", 3, 0), ErrorCode::malformed);                // start code
  EXPECT_EQ(with("lossy", 6, 0), ErrorCode::malformed);                // width
  EXPECT_EQ(with("lossless", 0, 0), ErrorCode::malformed);             // signature
  EXPECT_EQ(with("lossless", 4, 0x20), ErrorCode::malformed);          // version
}

TEST(WebpCorrupt, WantsTheFirstPartitionWithinTheChunk) {
  const auto withPartition = [](std::size_t size) {
    auto chunks = splitWebp(lossyWebp());
    auto& bytes = chunks[0].payload;
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x1F) | size << 5);
    bytes[1] = static_cast<std::uint8_t>(size >> 3);
    return errorOf(joinWebp(chunks));
  };
  const auto whole = splitWebp(lossyWebp())[0].payload.size();
  EXPECT_EQ(withPartition(whole - 1), std::nullopt);
  EXPECT_EQ(withPartition(whole), ErrorCode::malformed);
}

TEST(WebpCorrupt, RefusesACanvasOfAnotherSize) {
  auto chunks = splitWebp(extendedWebp(0));
  chunks[0] = extendedHead(0, {20, 13});
  EXPECT_EQ(errorOf(joinWebp(chunks)), ErrorCode::malformed);
}

TEST(WebpCorrupt, EndsAnAnimationAtTheFirstFrameThatBreaksTheRules) {
  const auto whole = splitWebp(animatedWebp(4));
  for (std::size_t bad = 2; bad < whole.size(); ++bad) {
    auto chunks = whole;
    chunks[bad].payload[2] = 1; // far outside
    const auto file = joinWebp(chunks);
    if (bad == 2) {
      EXPECT_EQ(errorOf(file), ErrorCode::malformed);
      continue;
    }
    const auto cleaned = rewriteChecked(Webp(), file);
    EXPECT_EQ(splitWebp(cleaned.bytes).size(), bad);
    EXPECT_EQ(countDropped(*cleaned.document, FindingKind::hiddenImage,
                           "ANMF chunk that no viewer shows"),
              static_cast<int>(whole.size() - bad));
  }
}

TEST(WebpCorrupt, DropsAlphaThatNoDecoderCanUse) {
  for (const Bytes& alpha : {Bytes{}, Bytes{0}, Bytes{2, 1, 1}, Bytes{0, 1, 1}}) {
    auto chunks = splitWebp(webpSample("lossyAlpha"));
    chunks[1].payload = alpha;
    const auto cleaned = rewriteChecked(Webp(), joinWebp(chunks));
    EXPECT_EQ(splitWebp(cleaned.bytes).size(), 1u);
    EXPECT_EQ(cleaned.document->dropped.size(), 1u);
  }
}

TEST(WebpLimits, HoldOnBothSides) {
  const auto file = extendedWebp(0x20, {{"ICCP", cleanProfile()}});
  Limits limits;
  limits.maxSide = 19;
  limits.maxPixels = 19 * 13;
  limits.maxParts = 3;
  limits.maxProfileBytes = cleanProfile().size();
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  EXPECT_EQ(errorOf(lossyWebp(), limits), std::nullopt);
  const auto tighter = [&](const Bytes& which, auto change) {
    auto changed = limits;
    change(changed);
    return errorOf(which, changed);
  };
  for (const auto& which : {file, lossyWebp()}) {
    EXPECT_EQ(tighter(which, [](Limits& l) { --l.maxSide; }), ErrorCode::limit);
    EXPECT_EQ(tighter(which, [](Limits& l) { --l.maxPixels; }), ErrorCode::limit);
  }
  EXPECT_EQ(tighter(file, [](Limits& l) { --l.maxParts; }), ErrorCode::limit);
  --limits.maxProfileBytes;
  const auto document = Webp().parse(file, limits);
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(document.value()->colourProfile.empty());
  EXPECT_EQ(document.value()->dropped.size(), 1u);
}

TEST(WebpLimits, CountPartsWithinFrames) {
  const auto file = animatedWebp(3); // VP8X, ANIM, three frames with two, one and two chunks
  Limits limits;
  limits.maxParts = 10;
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  --limits.maxParts;
  EXPECT_EQ(errorOf(file, limits), ErrorCode::limit);
}

// ---------------------------------------------------------------- properties

void expectHandled(const Bytes& file) {
  const auto error = errorOf(file);
  if (error)
    RC_ASSERT(*error != ErrorCode::internal);
  else
    rewriteChecked(Webp(), file);
  RC_ASSERT(!::testing::Test::HasFailure());
}

TEST(WebpProperties, ChangedBytesGiveAnErrorOrACleanFile) {
  EXPECT_TRUE(rc::check([&] {
    Bytes file = *rc::gen::map(rc::gen::elementOf(webpSamples()),
                               [](const WebpSample& sample) { return sample.file; });
    const auto changes = *rc::gen::inRange(1, 8);
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(WebpProperties, AnyMixOfChunksGivesAnErrorOrACleanFile) {
  std::vector<RiffChunk> stock = {{"EXIF", cameraExif(3)},
                                  {"XMP\0"s, {1}},
                                  {"JUNK", {}},
                                  {"ICCP", cleanProfile()},
                                  extendedHead(0x3F)};
  for (const auto& sample : webpSamples())
    for (auto& chunk : splitWebp(sample.file))
      stock.push_back(std::move(chunk));
  EXPECT_TRUE(rc::check([&] {
    const auto extra = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, stock.size()));
    std::vector<RiffChunk> chunks{extendedHead(*rc::gen::arbitrary<std::uint8_t>())};
    for (const auto index : extra)
      chunks.push_back(stock[index]);
    expectHandled(joinWebp(chunks));
  }));
}

} // namespace
} // namespace photoscrub::formats
