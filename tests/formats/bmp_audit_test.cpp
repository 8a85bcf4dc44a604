// The strict reading refuses whatever a clean file does not need.
#include "formats/bmp.h"
#include "formats/bmp_samples.h"
#include "formats/format_checks.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(Bmp(), file), std::nullopt) << why;
}

TEST(BmpAudit, TakesEveryCleanFile) {
  for (const auto& sample : bmpSamples()) {
    const auto clean = Bmp().audit(makeBmp(sample.recipe), {});
    ASSERT_TRUE(clean.ok()) << sample.name << clean.error().describe(true);
    EXPECT_EQ(clean.value().storedSize, (Size{13, 7}));
  }
}

// A changed bit is refused, or it is one of the picture, which comparePictures() sees.
TEST(BmpAudit, NoticesAnyChangedBit) {
  auto files = std::vector<Bytes>{
      rewriteChecked(Bmp(), bmpSample("header124bits32"), {{}, cleanProfile()}).bytes};
  for (const auto* name : {"header12bits8", "header40bits24", "header40bits32", "header124bits4",
                           "rle8", "rle4", "masksBehind", "calibrated", "hundredColours"})
    files.push_back(bmpSample(name));
  for (const auto& file : files) {
    const auto document = Bmp().parse(file, {});
    ASSERT_TRUE(document.ok());
    for (std::size_t at = 0; at < file.size(); ++at)
      for (int bit = 0; bit < 8; ++bit) {
        auto changed = file;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
        const auto clean = Bmp().audit(changed, {});
        const bool same =
            clean.ok() && comparePictures(*document.value(), clean.value()).ok() &&
            (clean.value().colourProfile.empty() || clean.value().colourProfile == cleanProfile());
        EXPECT_FALSE(same) << "byte " << at << " of " << file.size();
      }
  }
}

TEST(BmpAudit, RefusesOneMoreByteAnywhere) {
  for (const auto& sample : bmpSamples()) {
    const auto file = makeBmp(sample.recipe);
    for (std::size_t at = 0; at <= file.size(); ++at) {
      auto longer = file;
      longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), std::uint8_t{0x53});
      patch32(longer, 2, static_cast<std::uint32_t>(longer.size()));
      if (sample.recipe.runs.empty() || at == file.size())
        expectRefused(longer, sample.name + " at " + std::to_string(at));
    }
  }
}

TEST(BmpAudit, RefusesAGapThatTheHeaderAnnounces) {
  for (const auto& sample : bmpSamples()) {
    auto file = makeBmp(sample.recipe);
    const auto at = bmpPixelsAt(sample.recipe);
    file.insert(file.begin() + static_cast<std::ptrdiff_t>(at), 12, std::uint8_t{0});
    patch32(file, 2, static_cast<std::uint32_t>(file.size()));
    patch32(file, 10, static_cast<std::uint32_t>(at + 12));
    expectRefused(file, sample.name);
  }
}

TEST(BmpAudit, RefusesProfilesThatAreNotClean) {
  auto file = rewriteChecked(Bmp(), bmpSample("header124bits24"), {{}, cleanProfile()}).bytes;
  file[file.size() - cleanProfile().size() + 25] = 20; // the date in its header
  expectRefused(file, "dated");
}

TEST(BmpAudit, RefusesWhatIsOverTheLimits) {
  const auto file = rewriteChecked(Bmp(), bmpSample("header124bits24"), {{}, cleanProfile()}).bytes;
  Limits limits;
  limits.maxSide = 13;
  limits.maxPixels = 13 * 7;
  limits.maxProfileBytes = cleanProfile().size();
  EXPECT_EQ(auditError(Bmp(), file, limits), std::nullopt);
  for (const auto& tighten : std::vector<std::function<void(Limits&)>>{
           [](Limits& l) { --l.maxSide; }, [](Limits& l) { --l.maxPixels; },
           [](Limits& l) { --l.maxProfileBytes; }}) {
    auto tighter = limits;
    tighten(tighter);
    EXPECT_NE(auditError(Bmp(), file, tighter), std::nullopt);
  }
}

} // namespace
} // namespace photoscrub::formats
