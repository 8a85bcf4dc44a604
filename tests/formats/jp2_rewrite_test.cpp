// Rewriting keeps the picture and nothing else.
#include "formats/format_checks.h"
#include "formats/jp2.h"
#include "formats/jp2_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

void expectGone(const Bytes& file, const Bytes& expected, const std::string& what) {
  const auto cleaned = rewriteChecked(Jp2(), file);
  EXPECT_EQ(cleaned.bytes, expected) << what;
  EXPECT_NE(auditError(Jp2(), file), std::nullopt) << what;
  ASSERT_TRUE(cleaned.document) << what;
  EXPECT_FALSE(cleaned.document->dropped.empty()) << what;
}

Bytes uuid(std::string_view userType) {
  return joined({textBytes(userType), textBytes(kSecret)});
}

class Jp2Process : public ::testing::TestWithParam<Jp2Sample> {};
INSTANTIATE_TEST_SUITE_P(All, Jp2Process, ::testing::ValuesIn(jp2Samples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(Jp2Process, LosesItsCommentAndShowsTheSame) {
  const auto& file = GetParam().file;
  const auto cleaned = rewriteChecked(Jp2(), file);
  EXPECT_EQ(cleaned.bytes, jp2Clean(GetParam().name));
  EXPECT_EQ(countDropped(*cleaned.document, FindingKind::comment, "comment segment"), 1);
  const auto before = decodeJp2(file);
  ASSERT_TRUE(before);
  EXPECT_TRUE(decodeJp2(cleaned.bytes) == before);
}

TEST_P(Jp2Process, IsTheSameFileIfThereIsNothingToDrop) {
  const auto file = jp2Clean(GetParam().name);
  const auto cleaned = rewriteChecked(Jp2(), file);
  EXPECT_EQ(cleaned.bytes, file);
  EXPECT_TRUE(cleaned.document->dropped.empty());
}

TEST_P(Jp2Process, EveryCutIsHandled) {
  expectEveryCutIsHandled(Jp2(), GetParam().file);
}

TEST_P(Jp2Process, LosesWhatLiesBehindItsEnd) {
  const auto clean = jp2Clean(GetParam().name);
  expectGone(joined({clean, textBytes(kSecret)}), clean, "behind the file");
  if (!GetParam().bare) {
    expectGone(joinJp2(splitJp2(clean), textBytes(kSecret)), clean, "behind EOC");
  }
}

TEST_P(Jp2Process, LosesSegmentsOfText) {
  const auto clean = jp2Clean(GetParam().name);
  for (const auto marker :
       std::vector<std::uint16_t>{0xFF64, 0xFF63, 0xFF55, 0xFF57, 0xFF58, 0xFF59, 0xFF10}) {
    const auto secret = j2kSegment(marker, textBytes(kSecret));
    const auto plant = [&](J2kPieces& stream, std::size_t at) {
      if (at < stream.segments.size())
        stream.segments.insert(stream.segments.begin() + 1 + static_cast<std::ptrdiff_t>(at),
                               secret);
      else
        stream.parts[at - stream.segments.size()].segments.push_back(secret);
    };
    auto bare = GetParam().bare ? splitJ2k(clean) : splitJp2(clean).stream;
    for (std::size_t at = 0; at < bare.segments.size() + bare.parts.size(); ++at) {
      if (GetParam().bare) {
        auto stream = bare;
        plant(stream, at);
        expectGone(joinJ2k(stream), clean, std::to_string(marker));
      } else {
        auto pieces = splitJp2(clean);
        plant(pieces.stream, at);
        expectGone(joinJp2(pieces), clean, std::to_string(marker));
      }
    }
  }
}

TEST(Jp2Secrets, GoFromBoxesAtAnyPlace) {
  for (const auto* name : {"colour", "palette", "alpha"}) {
    const auto clean = jp2Clean(name);
    const auto boxes = splitBoxes(clean);
    for (std::size_t at = 1; at <= boxes.size(); ++at)
      for (const auto& [type, payload] : std::vector<std::pair<std::string, Bytes>>{
               {"xml ", textBytes("<x:xmpmeta>S3CRET")},
               {"xml ", textBytes(kSecret)},
               {"uuid", uuid("JpgTiffExif->JP2")},
               {"uuid", uuid("\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC")},
               {"uuid", uuid("0123456789abcdef")},
               {"uinf", textBytes(kSecret)},
               {"jp2i", textBytes(kSecret)},
               {"jumb", textBytes(kSecret)},
               {"free", textBytes(kSecret)},
               {"rreq", textBytes(kSecret)},
               {"S3CR", {}}}) {
        auto more = boxes;
        more.insert(more.begin() + static_cast<std::ptrdiff_t>(at), BoxNode{type, payload});
        expectGone(joinBoxes(more), clean, type + " at " + std::to_string(at));
      }
  }
}

TEST(Jp2Secrets, GoFromTheHeader) {
  for (const auto* name : {"colour", "palette", "alpha"}) {
    const auto clean = jp2Clean(name);
    for (const auto* type : {"res ", "S3CR", "uuid", "colr", "jp2c"}) {
      auto pieces = splitJp2(clean);
      pieces.header.push_back({type, uuid("0123456789abcdef")});
      expectGone(joinJp2(pieces), clean, type);
    }
    auto pieces = splitJp2(clean);
    for (auto& box : pieces.header)
      if (box.type == "pclr" || box.type == "cmap" || box.type == "cdef") {
        const auto before = box.head;
        box.head.insert(box.head.end(), kSecret.begin(), kSecret.end());
        expectGone(joinJp2(pieces), clean, "behind " + box.type);
        box.head = before;
      }
  }
}

TEST(Jp2Secrets, GoFromFieldsThatNobodyReads) {
  const auto clean = jp2Clean("colour");
  const auto changed = [&](std::string_view type, const Bytes& head, bool inHeader) {
    auto pieces = splitJp2(clean);
    findBox(inHeader ? pieces.header : pieces.boxes, type)->head = head;
    const auto cleaned = rewriteChecked(Jp2(), joinJp2(pieces));
    EXPECT_EQ(cleaned.bytes, clean) << type;
  };
  changed("ftyp", textBytes("jpx S3CRjp2 jpx S3CR"), false);
  changed("ihdr", textBytes("S3CRET S3CRET "), true);
  changed("colr", {1, 'S', '3', 0, 0, 0, 16}, true);
  auto pieces = splitJp2(clean);
  pieces.header.push_back({"bpcc", textBytes("S3C")});
  EXPECT_EQ(rewriteChecked(Jp2(), joinJp2(pieces)).bytes, clean);
}

TEST(Jp2Secrets, GoWithCodestreamsAndTilesThatNobodySees) {
  const auto clean = jp2Clean("tiles");
  auto boxes = splitBoxes(clean);
  boxes.push_back(boxes.back());
  expectGone(joinBoxes(boxes), clean, "second codestream");
  auto pieces = splitJp2(clean);
  auto hidden = pieces.stream.parts[0];
  hidden.tile = 99;
  hidden.data = textBytes(kSecret);
  pieces.stream.parts.insert(pieces.stream.parts.begin() + 1, hidden);
  expectGone(joinJp2(pieces), clean, "tile outside of the picture");
  hidden.tile = 0; // once more as the first part of tile 0
  pieces = splitJp2(clean);
  pieces.stream.parts.push_back(hidden);
  expectGone(joinJp2(pieces), clean, "tile twice");
}

TEST(Jp2Rewrite, CorrectsTheLengthOfTheLastTilePart) {
  const auto clean = jp2Clean("bareGrey");
  auto file = clean;
  const auto sot = asText(file).find("\xFF\x90");
  std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(sot) + 6, 4, std::uint8_t{0});
  EXPECT_EQ(rewriteChecked(Jp2(), file).bytes, clean); // 0: up to EOC
  file = clean;
  file[sot + 6] = 0x7F; // longer than the file: what is there is data, EOC and all
  EXPECT_FALSE(rewriteChecked(Jp2(), file).bytes.empty());
}

TEST(Jp2Rewrite, ClosesAFileThatBreaksOff) {
  auto clean = jp2Clean("colour");
  clean.resize(clean.size() - 2); // no EOC
  const auto cleaned = rewriteChecked(Jp2(), clean);
  EXPECT_EQ(cleaned.bytes, jp2Clean("colour"));
}

// ---------------------------------------------------------------- colours

TEST(Jp2Colour, ProfileTakesThePlaceOfTheUsualSpaces) {
  for (const auto* name : {"colour", "grey", "palette", "alpha"}) {
    const auto clean = jp2Clean(name);
    auto pieces = splitJp2(clean);
    findBox(pieces.header, "colr")->head = joined({{2, 0, 0}, cleanProfile()});
    const auto coloured = joinJp2(pieces);
    EXPECT_EQ(rewriteChecked(Jp2(), clean, {{}, cleanProfile()}).bytes, coloured) << name;
    const auto kept = rewriteChecked(Jp2(), coloured, {{}, cleanProfile()});
    EXPECT_EQ(kept.bytes, coloured);
    EXPECT_EQ(kept.document->colourProfile, cleanProfile());
    EXPECT_EQ(rewriteChecked(Jp2(), coloured).bytes, clean);
    findBox(pieces.header, "colr")->head = joined({{3, 'S', '3'}, cleanProfile()}); // JPX
    EXPECT_EQ(rewriteChecked(Jp2(), joinJp2(pieces), {{}, cleanProfile()}).bytes, coloured);
  }
}

TEST(Jp2Colour, OtherSpacesStayAsTheyAre) {
  const auto file = jp2Clean("differences");
  auto header = splitJp2(file).header;
  EXPECT_EQ(findBox(header, "colr")->head.back(), 18);
  EXPECT_EQ(rewriteChecked(Jp2(), file).bytes, file);
  const auto document = Jp2().parse(file, {});
  ASSERT_TRUE(document.ok());
  EXPECT_FALSE(document.value()->takesColourProfile);
}

TEST(Jp2Colour, BareCodestreamsTakeNothing) {
  const auto document = Jp2().parse(jp2Clean("bareGrey"), {});
  ASSERT_TRUE(document.ok());
  EXPECT_FALSE(document.value()->takesColourProfile);
  EXPECT_FALSE(document.value()->takesFields);
}

TEST(Jp2Colour, UnknownSpacesAreDropped) {
  for (const Bytes& head : {Bytes{1, 0, 0, 'S', '3', 'C', 'R'}, Bytes{9, 0, 0, 1}, Bytes{1, 0, 0},
                            Bytes{1, 0, 0, 0, 0, 0, 14}, Bytes{1, 0, 0, 0, 0, 0, 18, 1}}) {
    auto pieces = splitJp2(jp2Clean("colour"));
    findBox(pieces.header, "colr")->head = head;
    const auto cleaned = rewriteChecked(Jp2(), joinJp2(pieces));
    EXPECT_EQ(
        countDropped(*cleaned.document, FindingKind::other, "colour box that no viewer reads"), 1);
  }
}

} // namespace
} // namespace photoscrub::formats
