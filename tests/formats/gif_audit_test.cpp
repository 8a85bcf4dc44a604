// The strict reading refuses whatever a clean file does not need.
#include "formats/format_checks.h"
#include "formats/gif.h"
#include "formats/gif_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(Gif(), file), std::nullopt) << why;
}

void expectRefused(const GifPieces& pieces, const std::string& why) {
  expectRefused(joined(pieces), why);
}

TEST(GifAudit, GivesBackWhatTheFileHolds) {
  const auto file = joined(animatedGif(3));
  const auto clean = Gif().audit(file, {});
  ASSERT_TRUE(clean.ok());
  EXPECT_EQ(clean.value().storedSize, (Size{23, 17}));
  EXPECT_EQ(clean.value().orientation, Orientation::normal);
  EXPECT_TRUE(clean.value().exif.empty());
}

TEST(GifAudit, RefusesABlockAtAnyPlace) {
  const Bytes text{'S', '3', 'C'};
  const std::vector<Bytes> blocks = {gifExtension(0xFE, text),
                                     gifExtension(0x01, text),
                                     gifExtension(0x55, text),
                                     gifExtension(0xFE, {}),
                                     gifApplication("S3CRET1.000", gifSubBlocks(text)),
                                     gifApplication("ICCRGBG1012", gifSubBlocks(text)),
                                     gifApplication("XMP DataXMP", gifSubBlocks(text)),
                                     gifApplication("ANIMEXTS1.0", {3, 1, 7, 0, 0}),
                                     gifApplication("NETSCAPE2.0", {3, 2, 7, 0, 0}),
                                     {0},
                                     {0x3B},
                                     {0x3B, 0x3B}};
  for (const auto& sample : gifSamples())
    for (std::size_t at = 0; at <= sample.pieces.size(); ++at)
      for (const auto& block : blocks) {
        auto pieces = sample.pieces;
        pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(at), block);
        expectRefused(pieces, sample.name + " at " + std::to_string(at));
      }
}

TEST(GifAudit, RefusesHeadsAndExtensionsTwiceOrMoved) {
  for (const auto& pieces : {animatedGif(3), gifSample("transparent")})
    for (std::size_t from = 0; from < pieces.size(); ++from)
      for (std::size_t to = 0; to <= pieces.size(); ++to) {
        if (pieces[from][0] == 0x2C && to > (pieces.size() > 5 ? 1u : 0u) && to < pieces.size())
          continue; // one more image: comparePictures() is there for that
        auto more = pieces;
        more.insert(more.begin() + static_cast<std::ptrdiff_t>(to), pieces[from]);
        expectRefused(more, std::to_string(from) + " again at " + std::to_string(to));
      }
}

// A changed bit is refused, or it is one of the picture, which comparePictures() sees.
TEST(GifAudit, NoticesAnyChangedBit) {
  for (const auto* name : {"bits2", "ownTable", "transparent", "animated", "interlaced"}) {
    const auto file = joined(gifSample(name));
    const auto document = Gif().parse(file, {});
    ASSERT_TRUE(document.ok());
    for (std::size_t at = 0; at < file.size(); ++at)
      for (int bit = 0; bit < 8; ++bit) {
        auto changed = file;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
        const auto clean = Gif().audit(changed, {});
        EXPECT_FALSE(clean.ok() && comparePictures(*document.value(), clean.value()).ok())
            << name << " byte " << at;
      }
  }
}

TEST(GifAudit, RefusesALoopCountForAStillPicture) {
  auto pieces = plainGif();
  pieces.insert(pieces.begin() + 1, gifLoop(3));
  expectRefused(pieces, "still");
}

TEST(GifAudit, RefusesFilesWithoutTrailer) {
  auto pieces = animatedGif(2);
  pieces.pop_back();
  expectRefused(pieces, "no trailer");
  expectRefused(GifPieces{gifHead(3, 3, 2), {0x3B}}, "no picture");
  expectRefused(GifPieces{gifHead(0, 0, 8), gifImageHead({}), {0, 0x3B}}, "no pixels");
}

TEST(GifAudit, RefusesOtherSubBlocks) {
  const auto with = [](const Bytes& subBlocks) {
    return GifPieces{plainGif()[0], plainGifImage(subBlocks), {0x3B}};
  };
  const auto data = plainGifData();
  ASSERT_GT(data.size(), 260u);
  EXPECT_EQ(auditError(Gif(), joined(with(gifSubBlocks(data)))), std::nullopt);
  expectRefused(with(gifSubBlocks(data, 254)), "254");
  expectRefused(with(gifSubBlocks(data, 1)), "1");
  auto longer = data;
  longer.push_back(0);
  expectRefused(with(gifSubBlocks(longer)), "a byte behind the end code");
}

TEST(GifAudit, RefusesWhatIsOverTheLimits) {
  const auto file = joined(animatedGif(3));
  Limits limits;
  limits.maxSide = 23;
  limits.maxPixels = 23 * 17;
  limits.maxParts = 3;
  EXPECT_EQ(auditError(Gif(), file, limits), std::nullopt);
  for (const auto& tighten : std::vector<std::function<void(Limits&)>>{
           [](Limits& l) { --l.maxSide; }, [](Limits& l) { --l.maxPixels; },
           [](Limits& l) { --l.maxParts; }}) {
    auto tighter = limits;
    tighten(tighter);
    EXPECT_EQ(auditError(Gif(), file, tighter), ErrorCode::limit);
  }
}

} // namespace
} // namespace photoscrub::formats
