// Rewriting keeps the picture and nothing else.
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/webp.h"
#include "formats/webp_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

void expectNoSecret(const Bytes& file, const std::string& where) {
  const auto cleaned = rewriteChecked(Webp(), file);
  EXPECT_FALSE(cleaned.bytes.empty()) << where;
  EXPECT_NE(auditError(Webp(), file), std::nullopt) << where;
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET")) << where;
  EXPECT_FALSE(cleaned.document->dropped.empty()) << where;
  if (const auto before = decodeWebp(file)) {
    EXPECT_TRUE(decodeWebp(cleaned.bytes) == before) << where;
  }
}

class WebpProcess : public ::testing::TestWithParam<WebpSample> {};
INSTANTIATE_TEST_SUITE_P(All, WebpProcess, ::testing::ValuesIn(webpSamples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(WebpProcess, IsTheSameFileIfThereIsNothingToDrop) {
  EXPECT_EQ(rewriteChecked(Webp(), GetParam().file).bytes, GetParam().file);
}

TEST_P(WebpProcess, ShowsTheSamePixelsWithEveryCombinationOfExtras) {
  const auto before = decodeWebp(GetParam().file);
  ASSERT_TRUE(before);
  for (int set = 0; set < 16; ++set) {
    auto chunks = splitWebp(GetParam().file);
    if (chunks[0].type != "VP8X") {
      const bool alpha = GetParam().name == "losslessAlpha";
      chunks = inserted(chunks, 0, extendedHead(alpha ? 0x10 : 0));
    }
    const auto announce = [&](int flag) {
      chunks[0].payload[0] = static_cast<std::uint8_t>(chunks[0].payload[0] | flag);
    };
    if ((set & 1) != 0) {
      announce(0x20);
      chunks = inserted(chunks, 1, {"ICCP", cleanProfile()});
    }
    if ((set & 2) != 0) {
      announce(0x08);
      chunks.push_back({"EXIF", cameraExif(6)});
    }
    if ((set & 4) != 0) {
      announce(0x04);
      chunks.push_back({"XMP ", bytesOf(kSecret)});
    }
    Bytes file = joinWebp(chunks);
    if ((set & 8) != 0)
      file.insert(file.end(), kSecret.begin(), kSecret.end());
    for (const bool kept : {false, true}) {
      const Edits edits{kept ? orientationBlock(Orientation::turned90) : Bytes{},
                        kept ? cleanProfile() : Bytes{}};
      const auto cleaned = rewriteChecked(Webp(), file, edits);
      EXPECT_TRUE(decodeWebp(cleaned.bytes) == before);
      EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
      EXPECT_EQ(cleaned.document->orientation,
                (set & 2) != 0 ? Orientation::turned90 : Orientation::normal);
      EXPECT_EQ(cleaned.document->colourProfile, (set & 1) != 0 ? cleanProfile() : Bytes{});
      if (!kept) {
        EXPECT_EQ(cleaned.bytes, GetParam().file);
      }
    }
  }
}

TEST_P(WebpProcess, EveryCutIsHandled) {
  expectEveryCutIsHandled(Webp(), GetParam().file);
}

TEST(WebpRewrite, WritesTheExtendedFormatOnlyWhereItIsNeeded) {
  const auto simple = lossyWebp();
  EXPECT_EQ(rewriteChecked(Webp(), extendedWebp(0)).bytes, simple);
  const auto turned =
      splitWebp(rewriteChecked(Webp(), simple, {orientationBlock(Orientation::flipped), {}}).bytes);
  ASSERT_EQ(turned.size(), 3u);
  EXPECT_EQ(turned[0].payload, extendedHead(0x08).payload);
  EXPECT_EQ(turned[2].type, "EXIF");
  const auto coloured = splitWebp(rewriteChecked(Webp(), simple, {{}, cleanProfile()}).bytes);
  ASSERT_EQ(coloured.size(), 3u);
  EXPECT_EQ(coloured[0].payload, extendedHead(0x20).payload);
  EXPECT_EQ(coloured[1].type, "ICCP");
}

TEST(WebpRewrite, SaysInItsHeaderWhetherThePictureShowsThrough) {
  for (const auto* name : {"losslessAlpha", "lossyAlpha", "animated"}) {
    auto chunks = splitWebp(webpSample(name));
    if (chunks[0].type != "VP8X")
      chunks = inserted(chunks, 0, extendedHead(0x10));
    const auto right = rewriteChecked(Webp(), joinWebp(chunks), {{}, cleanProfile()}).bytes;
    chunks[0].payload[0] = static_cast<std::uint8_t>(chunks[0].payload[0] & ~0x10);
    EXPECT_EQ(rewriteChecked(Webp(), joinWebp(chunks), {{}, cleanProfile()}).bytes, right) << name;
  }
}

TEST(WebpRewrite, RepairsTheSizeOfTheFile) {
  const auto body = riffChunks(splitWebp(lossyWebp()));
  for (const int error : {-1'000'000, -30, -3, 1, 2, 1000, 1'000'000'000})
    EXPECT_EQ(rewriteChecked(Webp(), riffFile(body, error)).bytes, lossyWebp()) << error;
}

TEST(WebpSecrets, GoFromChunksAtAnyPlace) {
  const std::vector<std::string> types = {"EXIF", "XMP ", "XMP\0"s, "ICCP",    "C2PA",
                                          "ANIM", "ANMF", "ALPH",   "VP8X",    "VP8 ",
                                          "VP8L", "JUNK", "LIST",   "\1\2\3\4"};
  for (const auto& sample : webpSamples()) {
    auto chunks = splitWebp(sample.file);
    if (chunks[0].type != "VP8X")
      chunks = inserted(chunks, 0, extendedHead(sample.name == "losslessAlpha" ? 0x10 : 0));
    for (std::size_t at = 1; at <= chunks.size(); ++at)
      for (const auto& type : types) {
        const bool shown = indexOf(chunks, "ANIM") >= at || indexOf(chunks, "VP8 ") >= at ||
                           indexOf(chunks, "VP8L") >= at;
        if (shown && (type == "VP8 " || type == "VP8L" || type == "ANIM" || type == "ANMF"))
          continue; // takes the place of the picture
        const auto file = joinWebp(inserted(chunks, at, {type, bytesOf(kSecret)}));
        const auto cleaned = rewriteChecked(Webp(), file);
        EXPECT_FALSE(holds(cleaned.bytes, "S3CRET")) << sample.name << " " << type << " " << at;
        EXPECT_FALSE(cleaned.document->dropped.empty()) << sample.name << " " << type << " " << at;
        const bool lastAlpha = type == "ALPH" && shown && sample.name.ends_with("Alpha");
        if (!lastAlpha) {
          EXPECT_EQ(cleaned.bytes, sample.file) << sample.name << " " << type << " " << at;
        }
      }
  }
}

TEST(WebpSecrets, GoFromFrames) {
  for (const auto* type : {"EXIF", "XMP ", "ALPH", "JUNK", "ANMF"}) {
    auto chunks = splitWebp(animatedWebp(2));
    auto inner = splitChunks(ByteView(chunks[2].payload).subspan(16));
    inner.push_back({type, bytesOf(kSecret)});
    chunks[2] = frameOf(inner);
    expectNoSecret(joinWebp(chunks), type);
  }
  auto chunks = splitWebp(animatedWebp(2));
  for (const char c : "S3CRET"sv)
    chunks[2].payload.push_back(static_cast<std::uint8_t>(c));
  const auto cleaned = rewriteChecked(Webp(), joinWebp(chunks));
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
}

TEST(WebpSecrets, GoFromTheTailsOfKnownChunks) {
  auto chunks = splitWebp(animatedWebp(2));
  for (const auto index : {0u, 1u}) { // VP8X, ANIM
    auto longer = chunks;
    longer[index].payload.insert(longer[index].payload.end(), kSecret.begin(), kSecret.end());
    expectNoSecret(joinWebp(longer), longer[index].type);
  }
  chunks = splitWebp(webpSample("rawAlpha"));
  auto& alpha = chunks[indexOf(chunks, "ALPH")].payload;
  alpha.insert(alpha.end(), kSecret.begin(), kSecret.end());
  expectNoSecret(joinWebp(chunks), "behind the last sample");
}

TEST(WebpSecrets, GoFromPaddingAndReservedBits) {
  const auto plain = splitWebp(lossyWebp())[0];
  RiffChunk odd{"JUNK", {1}};
  auto body = riffChunks({extendedHead(0), odd, plain});
  body[18 + 9] = 0x53;
  const auto document = Webp().parse(riffFile(body), {});
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(countDropped(*document.value(), FindingKind::other, "padding"), 1);

  auto chunks = splitWebp(animatedWebp(2));
  const auto expectGone = [](const std::vector<RiffChunk>& changed, std::string_view where) {
    const auto cleaned = rewriteChecked(Webp(), joinWebp(changed));
    EXPECT_EQ(cleaned.bytes, animatedWebp(2));
    EXPECT_NE(auditError(Webp(), joinWebp(changed)), std::nullopt) << where;
    EXPECT_EQ(countDropped(*cleaned.document, FindingKind::other, where), 1);
  };
  for (const auto& [at, bits] : {std::pair{0u, 0xC1}, {1u, 0xFF}, {3u, 0x80}}) {
    auto changed = chunks;
    changed[0].payload[at] = static_cast<std::uint8_t>(changed[0].payload[at] | bits);
    expectGone(changed, "reserved bits in VP8X");
  }
  auto changed = chunks;
  changed[2].payload[15] |= 0xFC;
  expectGone(changed, "reserved bits in ANMF");
  changed = chunks;
  changed[2].payload[16 + 8] |= 0x40;
  expectGone(changed, "unused bytes in ALPH");
}

} // namespace
} // namespace photoscrub::formats
