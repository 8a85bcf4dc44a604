// The strict reading refuses whatever a clean file does not need.
#include "formats/format_checks.h"
#include "formats/jp2.h"
#include "formats/jp2_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(Jp2(), file), std::nullopt) << why;
}

TEST(Jp2Audit, TakesEveryCleanFile) {
  for (const auto& sample : jp2Samples()) {
    const auto clean = Jp2().audit(jp2Clean(sample.name), {});
    ASSERT_TRUE(clean.ok()) << sample.name;
    EXPECT_EQ(clean.value().storedSize, (Size{24, 18}));
    expectRefused(sample.file, "comment of " + sample.name);
  }
}

TEST(Jp2Audit, RefusesABoxAtAnyPlace) {
  for (const auto* name : {"colour", "palette", "alpha"}) {
    const auto boxes = splitBoxes(jp2Clean(name));
    for (std::size_t at = 0; at <= boxes.size(); ++at)
      for (const auto* type : {"xml ", "uuid", "free", "jp2h", "jp2c", "ftyp", "res ", "S3CR"}) {
        auto more = boxes;
        more.insert(more.begin() + static_cast<std::ptrdiff_t>(at), {type, Bytes(20, 'S')});
        expectRefused(joinBoxes(more), type);
        more[at].head.clear();
        expectRefused(joinBoxes(more), type);
      }
    auto pieces = splitJp2(jp2Clean(name));
    for (std::size_t at = 0; at <= pieces.header.size(); ++at)
      for (const auto* type : {"xml ", "res ", "colr", "pclr", "cmap", "cdef", "bpcc", "ihdr"}) {
        auto more = pieces;
        more.header.insert(more.header.begin() + static_cast<std::ptrdiff_t>(at), {type, Bytes(4)});
        expectRefused(joinJp2(more), type);
      }
  }
}

TEST(Jp2Audit, RefusesBoxesTwiceOrMoved) {
  for (const auto* name : {"colour", "palette", "alpha"}) {
    const auto boxes = splitBoxes(jp2Clean(name));
    for (std::size_t from = 0; from < boxes.size(); ++from)
      for (std::size_t to = 0; to <= boxes.size(); ++to) {
        auto more = boxes;
        more.insert(more.begin() + static_cast<std::ptrdiff_t>(to), boxes[from]);
        expectRefused(joinBoxes(more), boxes[from].type);
      }
    const auto pieces = splitJp2(jp2Clean(name));
    for (std::size_t at = 0; at + 1 < pieces.header.size(); ++at) {
      auto moved = pieces;
      std::swap(moved.header[at], moved.header[at + 1]);
      expectRefused(joinJp2(moved), moved.header[at].type);
    }
  }
}

TEST(Jp2Audit, RefusesSegmentsThatNoDecoderNeeds) {
  for (const auto* name : {"bareTiles", "bareGrey"}) {
    const auto clean = splitJ2k(jp2Clean(name));
    for (const auto marker : std::vector<std::uint16_t>{0xFF64, 0xFF63, 0xFF55, 0xFF57, 0xFF58,
                                                        0xFF10, 0xFF52, 0xFF5C, 0xFF51}) {
      const auto segment = j2kSegment(marker, Bytes(12, 1));
      for (std::size_t at = 0; at <= clean.segments.size(); ++at) {
        auto more = clean;
        more.segments.insert(more.segments.begin() + static_cast<std::ptrdiff_t>(at), segment);
        expectRefused(joinJ2k(more), std::to_string(marker));
      }
      auto more = clean;
      more.parts[0].segments.push_back(segment);
      const bool ofTile = marker == 0xFF52 || marker == 0xFF5C; // a tile may have its own settings
      if (!ofTile)
        expectRefused(joinJ2k(more), std::to_string(marker));
    }
    for (std::size_t at = 0; at < clean.segments.size(); ++at) {
      auto more = clean;
      more.segments.push_back(clean.segments[at]);
      expectRefused(joinJ2k(more), "twice");
      more = clean;
      more.segments[at].push_back(0);
      more.segments[at][3] = static_cast<std::uint8_t>(more.segments[at][3] + 1);
      if (j2kMarker(clean.segments[at]) != 0xFF5C) // one number more may be one of a deeper level
        expectRefused(joinJ2k(more), "longer");
    }
  }
}

TEST(Jp2Audit, RefusesTilesThatNoDecoderShows) {
  const auto clean = splitJ2k(jp2Clean("bareTiles"));
  auto more = clean;
  more.parts.push_back(clean.parts[0]);
  expectRefused(joinJ2k(more), "twice");
  more = clean;
  more.parts[0].tile = 77;
  expectRefused(joinJ2k(more), "outside");
  more = clean;
  more.parts[0].index = 1;
  expectRefused(joinJ2k(more), "out of order");
  expectRefused(joinJ2k(clean, -1), "lengths");
  expectRefused(joinJ2k(clean, 1), "lengths");
  more = clean;
  more.parts.clear();
  expectRefused(joinJ2k(more), "none");
}

// A changed bit is refused, or it is one of the picture, which comparePictures() sees.
TEST(Jp2Audit, NoticesAnyChangedBit) {
  auto files =
      std::vector<Bytes>{rewriteChecked(Jp2(), jp2Clean("colour"), {{}, cleanProfile()}).bytes};
  for (const auto* name : {"grey", "palette", "alpha", "differences", "bareTiles"})
    files.push_back(jp2Clean(name));
  for (const auto& file : files) {
    const auto document = Jp2().parse(file, {});
    ASSERT_TRUE(document.ok());
    for (std::size_t at = 0; at < file.size(); ++at)
      for (int bit = 0; bit < 8; ++bit) {
        auto changed = file;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
        const auto clean = Jp2().audit(changed, {});
        const bool same =
            clean.ok() && comparePictures(*document.value(), clean.value()).ok() &&
            (clean.value().colourProfile.empty() || clean.value().colourProfile == cleanProfile());
        EXPECT_FALSE(same) << "byte " << at << " of " << file.size();
      }
  }
}

TEST(Jp2Audit, RefusesBytesBehindTheEnd) {
  for (const auto& sample : jp2Samples()) {
    auto file = jp2Clean(sample.name);
    file.push_back(0);
    expectRefused(file, sample.name);
  }
  expectRefused(joinJp2(splitJp2(jp2Clean("colour")), {0}), "behind EOC");
}

TEST(Jp2Audit, RefusesProfilesThatAreNotClean) {
  auto profile = cleanProfile();
  profile[25] = 20; // the date in its header
  auto pieces = splitJp2(jp2Clean("colour"));
  findBox(pieces.header, "colr")->head = joined({{2, 0, 0}, profile});
  expectRefused(joinJp2(pieces), "dated");
}

TEST(Jp2Audit, RefusesWhatIsOverTheLimits) {
  const auto file = rewriteChecked(Jp2(), jp2Clean("colour"), {{}, cleanProfile()}).bytes;
  Limits limits;
  limits.maxSide = 24;
  limits.maxPixels = 24 * 18;
  limits.maxProfileBytes = cleanProfile().size();
  EXPECT_EQ(auditError(Jp2(), file, limits), std::nullopt);
  for (const auto& tighten : std::vector<std::function<void(Limits&)>>{
           [](Limits& l) { --l.maxSide; }, [](Limits& l) { --l.maxPixels; },
           [](Limits& l) { --l.maxProfileBytes; }, [](Limits& l) { l.maxParts = 2; }}) {
    auto tighter = limits;
    tighten(tighter);
    EXPECT_NE(auditError(Jp2(), file, tighter), std::nullopt);
  }
}

} // namespace
} // namespace photoscrub::formats
