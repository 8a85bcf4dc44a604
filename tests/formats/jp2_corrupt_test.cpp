// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/format_checks.h"
#include "formats/jp2.h"
#include "formats/jp2_samples.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(Jp2(), file, limits);
}

/// SIZ of a bare picture with one of its bytes changed.
std::optional<ErrorCode> withSiz(std::size_t at, std::uint8_t value) {
  auto stream = splitJ2k(jp2Clean("bareGrey"));
  stream.segments[0][4 + at] = value;
  return errorOf(joinJ2k(stream));
}

TEST(Jp2Corrupt, RefusesFilesWithoutAPicture) {
  EXPECT_EQ(errorOf({}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({0xFF, 0x4F}), ErrorCode::truncated);
  auto boxes = splitBoxes(jp2Clean("colour"));
  boxes.pop_back();
  EXPECT_EQ(errorOf(joinBoxes(boxes)), ErrorCode::malformed);
  auto stream = splitJ2k(jp2Clean("bareGrey"));
  stream.parts[0].data.clear();
  EXPECT_EQ(errorOf(joinJ2k(stream)), ErrorCode::malformed);
  stream.parts.clear();
  EXPECT_EQ(errorOf(joinJ2k(stream)), ErrorCode::truncated);
  stream.segments.erase(stream.segments.begin());
  EXPECT_EQ(errorOf(joinJ2k(stream)), ErrorCode::malformed);
}

TEST(Jp2Corrupt, RefusesImpossibleSizes) {
  EXPECT_EQ(withSiz(2, 0x7F), ErrorCode::limit);      // width
  EXPECT_EQ(withSiz(6, 0x7F), ErrorCode::limit);      // height
  EXPECT_EQ(withSiz(10, 0x7F), ErrorCode::malformed); // begins behind its end
  EXPECT_EQ(withSiz(21, 0), ErrorCode::malformed);    // tiles of no width
  EXPECT_EQ(withSiz(29, 9), ErrorCode::malformed);    // tiles that begin behind the picture
  EXPECT_EQ(withSiz(35, 2), ErrorCode::malformed);    // components
  EXPECT_EQ(withSiz(36, 99), ErrorCode::malformed);   // bits
  EXPECT_EQ(withSiz(37, 0), ErrorCode::malformed);    // distance of samples
}

TEST(Jp2Corrupt, RefusesSettingsThatContradictThemselves) {
  const auto clean = splitJ2k(jp2Clean("bareGrey"));
  for (std::size_t at = 1; at < clean.segments.size(); ++at) {
    auto stream = clean;
    stream.segments.push_back(clean.segments[at]);
    EXPECT_EQ(errorOf(joinJ2k(stream)), ErrorCode::malformed);
    stream = clean;
    stream.segments[at].pop_back();
    stream.segments[at][3] = static_cast<std::uint8_t>(stream.segments[at][3] - 1);
    if (j2kMarker(clean.segments[at]) == 0xFF52) {
      EXPECT_EQ(errorOf(joinJ2k(stream)), ErrorCode::malformed);
    }
  }
}

TEST(Jp2Corrupt, RefusesColoursOfPartTwo) {
  auto stream = splitJ2k(jp2Clean("bareGrey"));
  stream.segments.push_back(j2kSegment(0xFF74, {1, 2, 3}));
  EXPECT_EQ(errorOf(joinJ2k(stream)), ErrorCode::unsupported);
}

TEST(Jp2Corrupt, RefusesAHalfOfAPaletteThatCannotBe) {
  auto pieces = splitJp2(jp2Clean("palette"));
  findBox(pieces.header, "cmap")->head.resize(4);
  EXPECT_EQ(errorOf(joinJp2(pieces)), ErrorCode::malformed);
  pieces = splitJp2(jp2Clean("palette"));
  findBox(pieces.header, "pclr")->head[1] = 200; // more entries than there are
  EXPECT_EQ(errorOf(joinJp2(pieces)), ErrorCode::malformed);
}

TEST(Jp2Corrupt, EndsWhereNoTilePartBegins) {
  const auto clean = splitJ2k(jp2Clean("bareTiles"));
  ASSERT_GE(clean.parts.size(), 2u);
  auto first = clean;
  first.parts.resize(1);
  auto file = joinJ2k(first);
  file.resize(file.size() - 2);
  const auto rest = textBytes("S3CRET");
  file.insert(file.end(), rest.begin(), rest.end());
  const auto cleaned = rewriteChecked(Jp2(), file);
  EXPECT_EQ(cleaned.bytes, joinJ2k(first));
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
}

TEST(Jp2Limits, HoldOnBothSides) {
  const auto file = jp2Clean("colour");
  Limits limits;
  limits.maxSide = 24;
  limits.maxPixels = 24 * 18;
  limits.maxParts = 6; // boxes: signature, type, header, image, colour, codestream
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  for (const auto& tighten : std::vector<std::function<void(Limits&)>>{
           [](Limits& l) { --l.maxSide; }, [](Limits& l) { --l.maxPixels; },
           [](Limits& l) { --l.maxParts; }}) {
    auto tighter = limits;
    tighten(tighter);
    EXPECT_EQ(errorOf(file, tighter), ErrorCode::limit);
  }
  limits = {};
  limits.maxParts = 7; // SIZ, COD, QCD and four tiles
  EXPECT_EQ(errorOf(jp2Clean("bareTiles"), limits), std::nullopt);
  --limits.maxParts;
  EXPECT_EQ(errorOf(jp2Clean("bareTiles"), limits), ErrorCode::limit);
}

TEST(Jp2Limits, ProfileOverTheLimitIsDropped) {
  const auto file = rewriteChecked(Jp2(), jp2Clean("colour"), {{}, cleanProfile()}).bytes;
  Limits limits;
  limits.maxProfileBytes = cleanProfile().size() - 1;
  const auto document = Jp2().parse(file, limits);
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
    rewriteChecked(Jp2(), file);
  RC_ASSERT(!::testing::Test::HasFailure());
}

TEST(Jp2Properties, ChangedBytesGiveAnErrorOrACleanFile) {
  EXPECT_TRUE(rc::check([&] {
    Bytes file = *rc::gen::map(rc::gen::elementOf(jp2Samples()),
                               [](const Jp2Sample& sample) { return sample.file; });
    const auto changes = *rc::gen::inRange(1, 8);
    const auto end = *rc::gen::element(file.size(), std::size_t{200});
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, std::min(end, file.size()))] =
          *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(Jp2Properties, AnyMixOfBoxesAndSegmentsGivesAnErrorOrACleanFile) {
  std::vector<BoxNode> boxes = {{"xml ", {1}}, {"uuid", Bytes(20)}, {"free", {}}};
  std::vector<Bytes> segments = {j2kSegment(0xFF64, {0, 1, 65}), j2kSegment(0xFF58, {0, 1})};
  for (const auto& sample : jp2Samples()) {
    if (sample.bare)
      continue;
    const auto pieces = splitJp2(sample.file);
    boxes.insert(boxes.end(), pieces.header.begin(), pieces.header.end());
    segments.insert(segments.end(), pieces.stream.segments.begin(), pieces.stream.segments.end());
  }
  EXPECT_TRUE(rc::check([&] {
    auto pieces = splitJp2(jp2Sample("tiles"));
    const auto some = [](std::size_t size) {
      return *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, size));
    };
    for (const auto index : some(boxes.size())) {
      auto& list = *rc::gen::arbitrary<bool>() ? pieces.header : pieces.boxes;
      const auto at = *rc::gen::inRange<std::size_t>(0, list.size() + 1);
      list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), boxes[index]);
    }
    if (*rc::gen::arbitrary<bool>())
      for (const auto index : some(segments.size())) {
        auto& list =
            *rc::gen::arbitrary<bool>() ? pieces.stream.segments : pieces.stream.parts[0].segments;
        list.push_back(segments[index]);
      }
    expectHandled(joinJp2(pieces));
  }));
}

} // namespace
} // namespace photoscrub::formats
