// The strict reading refuses whatever a clean file does not need.
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/webp.h"
#include "formats/webp_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

Edits bothEdits() {
  return {orientationBlock(Orientation::turned90), cleanProfile()};
}

std::vector<Bytes> cleanFiles() {
  std::vector<Bytes> files;
  for (const auto& sample : webpSamples()) {
    files.push_back(rewriteChecked(Webp(), sample.file).bytes);
    files.push_back(rewriteChecked(Webp(), sample.file, bothEdits()).bytes);
  }
  return files;
}

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(Webp(), file), std::nullopt) << why;
}

TEST(WebpAudit, GivesBackWhatTheFileHolds) {
  const auto file = rewriteChecked(Webp(), lossyWebp(), bothEdits()).bytes;
  const auto clean = Webp().audit(file, {});
  ASSERT_TRUE(clean.ok());
  EXPECT_EQ(clean.value().storedSize, (Size{19, 13}));
  EXPECT_EQ(clean.value().orientation, Orientation::turned90);
  EXPECT_EQ(clean.value().colourProfile, cleanProfile());
}

TEST(WebpAudit, RefusesAChunkAtAnyPlace) {
  for (const auto& file : cleanFiles()) {
    const auto chunks = splitWebp(file);
    for (std::size_t at = 0; at <= chunks.size(); ++at)
      for (const auto& type : {"VP8X"s, "ICCP"s, "ANIM"s, "ANMF"s, "ALPH"s, "VP8 "s, "VP8L"s,
                               "EXIF"s, "XMP "s, "XMP\0"s, "C2PA"s, "JUNK"s})
        expectRefused(joinWebp(inserted(chunks, at, {type, Bytes(40, 'S')})), type);
  }
}

TEST(WebpAudit, RefusesAnyChunkTwiceOrMoved) {
  for (const auto& file : cleanFiles()) {
    const auto chunks = splitWebp(file);
    for (std::size_t from = 0; from < chunks.size(); ++from)
      for (std::size_t to = 0; to <= chunks.size(); ++to) {
        if (chunks[from].type == "ANMF")
          continue; // other picture data: comparePictures() is there for that
        expectRefused(joinWebp(inserted(chunks, to, chunks[from])), chunks[from].type + " twice");
        if (to == from || to == from + 1)
          continue;
        auto moved = inserted(chunks, to, chunks[from]);
        moved.erase(moved.begin() + static_cast<std::ptrdiff_t>(from + (to < from ? 1 : 0)));
        expectRefused(joinWebp(moved), chunks[from].type + " moved");
      }
  }
}

TEST(WebpAudit, RefusesAnyMissingChunk) {
  for (const auto& file : cleanFiles())
    for (std::size_t at = 0; at < splitWebp(file).size(); ++at) {
      auto chunks = splitWebp(file);
      if (chunks[at].type == "ANMF")
        continue;
      chunks.erase(chunks.begin() + static_cast<std::ptrdiff_t>(at));
      expectRefused(joinWebp(chunks), "chunk " + std::to_string(at));
    }
}

// A changed bit is refused, or it is one of the picture, which comparePictures() sees.
TEST(WebpAudit, NoticesAnyChangedBit) {
  for (const auto& file : cleanFiles()) {
    const auto document = Webp().parse(file, {});
    ASSERT_TRUE(document.ok());
    const Bytes exif = orientationBlock(Orientation::turned90);
    for (std::size_t at = 0; at < file.size(); ++at)
      for (int bit = 0; bit < 8; ++bit) {
        auto changed = file;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
        const auto clean = Webp().audit(changed, {});
        const bool same =
            clean.ok() && comparePictures(*document.value(), clean.value()).ok() &&
            (clean.value().exif.empty() || sameBytes(clean.value().exif, exif)) &&
            (clean.value().colourProfile.empty() || clean.value().colourProfile == cleanProfile());
        EXPECT_FALSE(same) << "byte " << at << " of " << file.size();
      }
  }
}

TEST(WebpAudit, RefusesBytesBehindTheEnd) {
  for (const auto& file : cleanFiles()) {
    auto longer = file;
    longer.push_back(0);
    expectRefused(longer, "one byte");
    const auto body = Bytes(longer.begin() + 12, longer.end());
    expectRefused(riffFile(body), "one byte, announced");
  }
}

TEST(WebpAudit, RefusesPaddingWithContent) {
  auto picture = splitWebp(lossyWebp())[0];
  picture.payload.resize(picture.payload.size() | 1);
  EXPECT_EQ(auditError(Webp(), riffFile(riffChunk(picture, 0))), std::nullopt);
  expectRefused(riffFile(riffChunk(picture, 1)), "padding");
}

TEST(WebpAudit, RefusesTheExtendedFormatWhereNothingNeedsIt) {
  expectRefused(extendedWebp(0), "VP8X alone");
  auto chunks = splitWebp(webpSample("losslessAlpha"));
  expectRefused(joinWebp(inserted(chunks, 0, extendedHead(0x10))), "alpha of VP8L");
}

TEST(WebpAudit, RefusesAnnouncementsOfXmp) {
  auto chunks = splitWebp(webpSample("lossyAlpha"));
  chunks[0].payload[0] |= 0x04;
  expectRefused(joinWebp(chunks), "XMP");
}

TEST(WebpAudit, RefusesPartsThatDecodersDoNotRead) {
  auto chunks = splitWebp(webpSample("rawAlpha"));
  chunks[1].payload.push_back(0);
  expectRefused(joinWebp(chunks), "sample too many");
  chunks = splitWebp(webpSample("rawAlpha"));
  chunks[1].payload.pop_back();
  expectRefused(joinWebp(chunks), "sample too few");
  chunks[1].payload.clear();
  expectRefused(joinWebp(chunks), "empty alpha");
  chunks = splitWebp(webpSample("rawAlpha"));
  expectRefused(joinWebp({chunks[1], chunks[2]}), "alpha without VP8X");
  chunks[2] = splitWebp(webpSample("lossless"))[0];
  expectRefused(joinWebp(chunks), "alpha of a lossless picture");
}

TEST(WebpAudit, RefusesFramesThatNoViewerShows) {
  const auto chunks = splitWebp(animatedWebp(2));
  const auto inner = splitChunks(ByteView(chunks[2].payload).subspan(16));
  const auto with = [&](const RiffChunk& frame) {
    auto changed = chunks;
    changed[2] = frame;
    return joinWebp(changed);
  };
  EXPECT_EQ(auditError(Webp(), with(frameOf(inner, 20, 16))), std::nullopt);
  expectRefused(with(frameOf(inner, 22, 16)), "outside of the canvas");
  expectRefused(with(frameOf(inner, 20, 18)), "outside of the canvas");
  expectRefused(with(frameOf(inner, 0, 0, {18, 13})), "size");
  expectRefused(with({"ANMF", Bytes(16)}), "empty");
  expectRefused(with({"ANMF", Bytes(15)}), "short");
  auto more = inner;
  more.push_back(inner.back());
  expectRefused(with(frameOf(more)), "two pictures");
}

TEST(WebpAudit, RefusesBlocksThatAreNotClean) {
  auto chunks = splitWebp(rewriteChecked(Webp(), lossyWebp(), bothEdits()).bytes);
  auto changed = chunks;
  changed.back().payload = cameraExif(6);
  expectRefused(joinWebp(changed), "Exif");
  changed = chunks;
  changed[1].payload[25] = 20; // the date in the header
  expectRefused(joinWebp(changed), "profile");
}

TEST(WebpAudit, RefusesWhatIsOverTheLimits) {
  const auto file = rewriteChecked(Webp(), lossyWebp(), bothEdits()).bytes;
  Limits limits;
  limits.maxSide = 19;
  limits.maxPixels = 19 * 13;
  limits.maxProfileBytes = cleanProfile().size();
  limits.maxParts = 4;
  EXPECT_EQ(auditError(Webp(), file, limits), std::nullopt);
  for (const auto& tighten : std::vector<std::function<void(Limits&)>>{
           [](Limits& l) { --l.maxSide; }, [](Limits& l) { --l.maxPixels; },
           [](Limits& l) { --l.maxProfileBytes; }, [](Limits& l) { --l.maxParts; }}) {
    auto tighter = limits;
    tighten(tighter);
    EXPECT_NE(auditError(Webp(), file, tighter), std::nullopt);
  }
}

} // namespace
} // namespace photoscrub::formats
