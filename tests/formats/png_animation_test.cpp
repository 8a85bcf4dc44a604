// APNG: frames that viewers show stay, in their one order; others go.
#include "formats/format_checks.h"
#include "formats/png.h"
#include "formats/png_samples.h"
#include "support/png_bytes.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

Bytes control(std::uint32_t frames) {
  return std::move(ByteWriter().u32(frames).u32(0)).take();
}

/// The animation with one chunk's payload changed.
Bytes changed(std::string_view type, std::size_t at, std::uint8_t value, int nth = 0) {
  auto chunks = splitPng(animatedPng(3));
  for (auto& chunk : chunks)
    if (chunk.type == type && nth-- == 0)
      chunk.payload[at] = value;
  return joinPng(chunks);
}

int framesIn(const Bytes& file) {
  const auto chunks = splitPng(file);
  return static_cast<int>(std::count_if(
      chunks.begin(), chunks.end(), [](const PngChunk& chunk) { return chunk.type == "fcTL"; }));
}

TEST(PngAnimation, IsKept) {
  const Bytes file = animatedPng(4);
  const auto cleaned = rewriteChecked(Png(), file);
  EXPECT_TRUE(cleaned.document->animated);
  EXPECT_EQ(cleaned.bytes, file);
}

TEST(PngAnimation, StillPictureMayStandApart) {
  auto chunks = splitPng(animatedPng(1));
  chunks.erase(chunks.begin() + 2); // the still picture is no frame then
  chunks = inserted(chunks, chunks.size() - 1, {"fcTL", frameControl(0)});
  chunks = inserted(chunks, chunks.size() - 1, {"fdAT", frameData(1)});
  chunks = inserted(chunks, chunks.size() - 1, {"fdAT", frameData(2)});
  const Bytes file = joinPng(chunks);
  EXPECT_EQ(rewriteChecked(Png(), file).bytes, file);
}

TEST(PngAnimation, LosesFramesThatAreNotAnnounced) {
  auto chunks = splitPng(animatedPng(4));
  chunks[1].payload = control(2);
  const auto cleaned = rewriteChecked(Png(), joinPng(chunks));
  EXPECT_EQ(cleaned.bytes, animatedPng(2));
  ASSERT_EQ(cleaned.document->dropped.size(), 4u);
  EXPECT_EQ(cleaned.document->dropped[1].kind, FindingKind::hiddenImage);
}

TEST(PngAnimation, LosesFramesWithoutAnimation) {
  auto chunks = splitPng(animatedPng(3));
  chunks.erase(chunks.begin() + 1);
  const auto cleaned = rewriteChecked(Png(), joinPng(chunks));
  EXPECT_EQ(cleaned.bytes, plainPng());
  EXPECT_FALSE(cleaned.document->animated);
  chunks = splitPng(animatedPng(3));
  chunks[1].payload = control(0);
  EXPECT_EQ(rewriteChecked(Png(), joinPng(chunks)).bytes, plainPng());
}

TEST(PngAnimation, WithoutFramesIsNone) {
  const Bytes file = withChunk(plainPng(), {"acTL", control(5)});
  const auto cleaned = rewriteChecked(Png(), file);
  EXPECT_EQ(cleaned.bytes, plainPng());
  EXPECT_FALSE(cleaned.document->animated);
  ASSERT_EQ(cleaned.document->dropped.size(), 1u);
  EXPECT_EQ(cleaned.document->dropped[0].offset, 8u + 25);
  EXPECT_EQ(cleaned.document->dropped[0].size, 20u);
  EXPECT_EQ(auditError(Png(), file), ErrorCode::leak);
}

TEST(PngAnimation, EndsAtTheFirstFrameThatBreaksTheRules) {
  EXPECT_EQ(framesIn(rewriteChecked(Png(), changed("fcTL", 3, 9, 2)).bytes), 2); // sequence
  EXPECT_EQ(framesIn(rewriteChecked(Png(), changed("fdAT", 3, 9, 1)).bytes), 2);
  EXPECT_EQ(framesIn(rewriteChecked(Png(), changed("fcTL", 7, 0, 1)).bytes), 1);  // width 0
  EXPECT_EQ(framesIn(rewriteChecked(Png(), changed("fcTL", 7, 20, 1)).bytes), 1); // too wide
  EXPECT_EQ(framesIn(rewriteChecked(Png(), changed("fcTL", 15, 1, 1)).bytes), 1); // to the right
  EXPECT_EQ(framesIn(rewriteChecked(Png(), changed("fcTL", 12, 255, 1)).bytes), 1);
  EXPECT_EQ(framesIn(rewriteChecked(Png(), changed("fcTL", 24, 3, 1)).bytes), 1); // disposal
  EXPECT_EQ(framesIn(rewriteChecked(Png(), changed("fcTL", 25, 2, 1)).bytes), 1); // blending
}

TEST(PngAnimation, LosesAFrameWithoutData) {
  auto chunks = splitPng(animatedPng(3));
  chunks.erase(chunks.end() - 2);
  EXPECT_EQ(framesIn(rewriteChecked(Png(), joinPng(chunks)).bytes), 2);
  // Two controls before the still picture: one frame has no data.
  chunks = splitPng(animatedPng(3));
  chunks = inserted(chunks, 3, {"fcTL", frameControl(1)});
  EXPECT_EQ(framesIn(rewriteChecked(Png(), joinPng(chunks)).bytes), 1);
}

TEST(PngAnimation, AuditRefusesWhatBreaksTheRules) {
  const auto refused = [](const std::vector<PngChunk>& chunks) {
    return auditError(Png(), joinPng(chunks)) == ErrorCode::leak;
  };
  const auto chunks = splitPng(animatedPng(3));
  EXPECT_FALSE(refused(chunks));
  for (std::size_t i = 1; i + 1 < chunks.size(); ++i) {
    if (chunks[i].type == "IDAT")
      continue;
    for (std::size_t at = 1; at < chunks.size(); ++at)
      EXPECT_TRUE(refused(inserted(chunks, at, chunks[i]))) << i << " again at " << at;
    if (chunks[i].type == "acTL" || i < chunks.size() - 2) {
      auto fewer = chunks;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_TRUE(refused(fewer)) << "without " << i;
    }
  }
  auto announced = chunks;
  announced[1].payload = control(2);
  EXPECT_TRUE(refused(announced));
  announced[1].payload = control(0);
  EXPECT_TRUE(refused(announced));
}

TEST(PngAnimation, EveryCutIsHandled) {
  expectEveryCutIsHandled(Png(), animatedPng(3));
}

} // namespace
} // namespace photoscrub::formats
