// Rewriting keeps the picture and nothing else.
#include "formats/exif_block.h"
#include "formats/exif_fields.h"
#include "formats/format_checks.h"
#include "formats/jxl.h"
#include "formats/jxl_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::formats::testing;
using namespace std::literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

Bytes exifBox(const Bytes& block) {
  return boxOf("Exif", joined({Bytes(4), block}));
}

void expectNoSecret(const Bytes& file, const Bytes& codestream, const std::string& where) {
  SCOPED_TRACE(where);
  ASSERT_TRUE(holds(file, "S3CRET"));
  const auto cleaned = rewriteChecked(Jxl(), file);
  EXPECT_EQ(cleaned.bytes, codestream);
  EXPECT_FALSE(cleaned.document->dropped.empty());
}

class JxlProcess : public ::testing::TestWithParam<JxlSample> {};
INSTANTIATE_TEST_SUITE_P(All, JxlProcess, ::testing::ValuesIn(jxlSamples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(JxlProcess, IsTheSameCodestreamHoweverItIsWrapped) {
  const auto& codestream = GetParam().codestream;
  for (const auto& file :
       {codestream, jxlFile(codestream), joined({jxlHead(), longBoxOf("jxlc", codestream)}),
        joined({jxlHead(), openBoxOf("jxlc", codestream)}), jxlInPieces(codestream, {}),
        jxlInPieces(codestream, {1, 0, 7}), jxlInPieces(codestream, {20, 20})}) {
    const auto cleaned = rewriteChecked(Jxl(), file);
    EXPECT_EQ(cleaned.bytes, codestream);
    EXPECT_TRUE(cleaned.document->dropped.empty());
  }
}

TEST_P(JxlProcess, ShowsTheSamePixelsAfterwards) {
  const auto& codestream = GetParam().codestream;
  const auto before = decodeJxl(codestream);
  ASSERT_TRUE(before);
  const ExifFields texts{Orientation::normal, {}, "an artist", {}, {}};
  for (int set = 0; set < 16; ++set) {
    Bytes front, back;
    if ((set & 1) != 0)
      front = exifBox(cameraExif(6));
    if ((set & 2) != 0)
      back = boxOf("xml ", bytesOf(kSecret));
    if ((set & 4) != 0)
      back = joined({back, boxOf("brob", bytesOf("Exif\x1bS3CRET"))});
    if ((set & 8) != 0)
      back = joined({back, bytesOf(kSecret)});
    for (const bool kept : {false, true}) {
      const Edits edits{kept ? writeCleanExif(texts) : Bytes{}, {}};
      const auto cleaned = rewriteChecked(Jxl(), jxlFile(codestream, front, back), edits);
      EXPECT_EQ(decodeJxl(cleaned.bytes), before);
      EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
      EXPECT_EQ(holds(cleaned.bytes, "an artist"), kept);
      EXPECT_EQ(cleaned.document->storedSize, before->size);
      EXPECT_EQ(cleaned.document->orientation, Orientation::normal);
      EXPECT_EQ(cleaned.document->dropped.empty(), set == 0);
    }
  }
}

TEST_P(JxlProcess, EveryCutIsHandled) {
  expectEveryCutIsHandled(Jxl(), GetParam().codestream);
  expectEveryCutIsHandled(Jxl(), jxlFile(GetParam().codestream, exifBox(cameraExif(6))));
  expectEveryCutIsHandled(Jxl(), jxlInPieces(GetParam().codestream, {5, 17}));
}

TEST(JxlRewrite, KeepsTheLevelThatDecodersHaveToKnow) {
  const auto codestream = plainJxl();
  const auto level = [](std::uint8_t value) { return boxOf("jxll", {value}); };
  const auto kept = rewriteChecked(Jxl(), jxlFile(codestream, level(10))).bytes;
  EXPECT_EQ(kept, jxlFile(codestream, level(10)));
  EXPECT_EQ(decodeJxl(kept), decodeJxl(codestream));
  EXPECT_EQ(rewriteChecked(Jxl(), jxlFile(codestream, level(5))).bytes, codestream);
  EXPECT_EQ(rewriteChecked(Jxl(), jxlFile(codestream, level(83))).bytes, codestream);
  EXPECT_EQ(rewriteChecked(Jxl(), jxlFile(codestream, joined({level(5), level(10)}))).bytes,
            codestream);
}

TEST(JxlRewrite, WritesAContainerForKeptTexts) {
  const auto block = writeCleanExif({Orientation::normal, "caption", "me", "us", {}});
  const auto cleaned = rewriteChecked(Jxl(), plainJxl(), {block, {}});
  EXPECT_EQ(cleaned.bytes, jxlFile(plainJxl(), exifBox(block)));
  EXPECT_EQ(decodeJxl(cleaned.bytes), decodeJxl(plainJxl()));
}

// ---------------------------------------------------------------- planted secrets

TEST(JxlSecrets, GoFromBoxesAtAnyPlace) {
  const auto codestream = plainJxl();
  for (const auto* type : {"Exif", "xml ", "jumb", "jbrd", "jxli", "jhgm", "brob", "uuid", "free",
                           "skip", "mdat", "meta", "jxll", "ftyp", "JXL ", "abcd"}) {
    const auto box = boxOf(type, bytesOf(kSecret));
    expectNoSecret(jxlFile(codestream, box), codestream, std::string(type) + " in front");
    expectNoSecret(jxlFile(codestream, {}, box), codestream, std::string(type) + " behind");
    expectNoSecret(jxlFile(codestream, longBoxOf(type, bytesOf(kSecret))), codestream, type);
    expectNoSecret(jxlFile(codestream, {}, openBoxOf(type, bytesOf(kSecret))), codestream, type);
    auto pieces = jxlInPieces(codestream, {9});
    pieces.insert(pieces.begin() + 32 + 8 + 4 + 9, box.begin(), box.end());
    expectNoSecret(pieces, codestream, std::string(type) + " between pieces");
  }
}

TEST(JxlSecrets, GoWithASecondPicture) {
  const auto codestream = plainJxl();
  const auto behind = [&](const Bytes& file) { return joined({file, Bytes{}}); };
  for (const auto* type : {"jxlc", "jxlp"}) {
    const auto box = boxOf(type, bytesOf("\x80\0\0\1S3CRET"sv));
    expectNoSecret(behind(jxlFile(codestream, {}, box)), codestream, type);
    expectNoSecret(joined({jxlInPieces(codestream, {4}), box}), codestream, type);
  }
}

TEST(JxlSecrets, GoFromTheFileTypeAndFromBehindTheLastBox) {
  const auto codestream = plainJxl();
  const auto head = jxlHead();
  const Bytes signature(head.begin(), head.begin() + 12);
  expectNoSecret(joined({signature, boxOf("ftyp", bytesOf("jxl \0\0\0\0jxl S3CRET!!"sv)),
                         boxOf("jxlc", codestream)}),
                 codestream, "brands");
  expectNoSecret(jxlFile(codestream, {}, bytesOf(kSecret)), codestream, "trailer");
  expectNoSecret(jxlFile(codestream, {}, bytesOf("\0\0\0S3CRET"sv)), codestream, "short trailer");
}

} // namespace
} // namespace photoscrub::formats
