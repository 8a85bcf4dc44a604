// The strict reading refuses whatever a clean file does not need.
#include "formats/exif_fields.h"
#include "formats/format_checks.h"
#include "formats/jxl.h"
#include "formats/jxl_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::formats::testing;
using namespace std::literals;

Bytes block() {
  return writeCleanExif({Orientation::normal, "caption", "me", "us", "2026:01:31 09:05:00"});
}

Bytes exifBox(const Bytes& content) {
  return boxOf("Exif", joined({Bytes(4), content}));
}

Bytes level() {
  return boxOf("jxll", {10});
}

Bytes fullFile() {
  return jxlFile(plainJxl(), joined({level(), exifBox(block())}));
}

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(Jxl(), file), std::nullopt) << why;
}

TEST(JxlAudit, GivesBackWhatTheFileHolds) {
  EXPECT_EQ(rewriteChecked(Jxl(), jxlFile(plainJxl(), level()), {block(), {}}).bytes, fullFile());
  const auto file = fullFile();
  const auto clean = Jxl().audit(file, {});
  ASSERT_TRUE(clean.ok());
  EXPECT_EQ(clean.value().storedSize, (Size{37, 29}));
  EXPECT_TRUE(sameBytes(clean.value().exif, block()));
  ASSERT_EQ(clean.value().coded.size(), 1u);
  EXPECT_TRUE(sameBytes(clean.value().coded[0], plainJxl()));
}

TEST(JxlAudit, TakesACodestreamByItself) {
  for (const auto& sample : jxlSamples())
    EXPECT_EQ(auditError(Jxl(), sample.codestream), std::nullopt) << sample.name;
}

TEST(JxlAudit, RefusesContainersThatNothingNeeds) {
  expectRefused(jxlFile(plainJxl()), "plain");
  expectRefused(jxlInPieces(plainJxl(), {5}), "pieces");
  expectRefused(jxlFile(plainJxl(), boxOf("jxll", {5})), "level 5");
}

TEST(JxlAudit, RefusesBoxesAtAnyPlace) {
  const auto head = jxlHead();
  for (const auto* type : {"Exif", "xml ", "jumb", "jbrd", "jxli", "jhgm", "brob", "uuid", "free",
                           "jxll", "ftyp", "jxlc", "jxlp", "JXL "}) {
    const auto extra = boxOf(type, {'S', '3', 'C'});
    const std::vector<Bytes> parts = {Bytes(head.begin(), head.begin() + 12),
                                      Bytes(head.begin() + 12, head.end()), level(),
                                      exifBox(block()), boxOf("jxlc", plainJxl())};
    for (std::size_t at = 0; at <= parts.size(); ++at) {
      Bytes file;
      for (std::size_t i = 0; i <= parts.size(); ++i) {
        if (i == at)
          file.insert(file.end(), extra.begin(), extra.end());
        if (i < parts.size())
          file.insert(file.end(), parts[i].begin(), parts[i].end());
      }
      expectRefused(file, std::string(type) + " at " + std::to_string(at));
    }
  }
}

TEST(JxlAudit, RefusesPartsTwiceAndInAnotherOrder) {
  const auto codestream = plainJxl();
  expectRefused(jxlFile(codestream, joined({level(), level()})), "two levels");
  expectRefused(jxlFile(codestream, joined({exifBox(block()), level()})), "order");
  expectRefused(jxlFile(codestream, joined({exifBox(block()), exifBox(block())})), "two blocks");
  expectRefused(jxlFile(codestream, level(), exifBox(block())), "behind the picture");
}

TEST(JxlAudit, RefusesOtherFormsOfBoxes) {
  const auto codestream = plainJxl();
  expectRefused(joined({jxlHead(), level(), longBoxOf("jxlc", codestream)}), "long size");
  expectRefused(joined({jxlHead(), level(), openBoxOf("jxlc", codestream)}), "no size");
  expectRefused(joined({jxlHead(), longBoxOf("jxll", {10}), boxOf("jxlc", codestream)}), "level");
  expectRefused(jxlFile(codestream, boxOf("Exif", joined({{0, 0, 0, 1}, {0}, block()}))), "offset");
  expectRefused(jxlFile(codestream, exifBox(cameraExif(6))), "camera");
  expectRefused(jxlFile(codestream, exifBox({})), "empty");
  auto longer = fullFile();
  longer.push_back(0);
  expectRefused(longer, "one more byte");
}

// Every bit of what is not coded or text.
TEST(JxlAudit, NoticesAnyChangedBit) {
  const auto original = Jxl().parse(plainJxl(), {});
  const auto codestream = plainJxl();
  const auto document = Jxl().parse(codestream, {});
  ASSERT_TRUE(document.ok());
  const auto file = fullFile();
  for (std::size_t at = 0; at < file.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      Bytes other = file;
      other[at] = static_cast<std::uint8_t>(other[at] ^ (1 << bit));
      const auto clean = Jxl().audit(other, {});
      const bool unnoticed = clean.ok() && comparePictures(*document.value(), clean.value()).ok() &&
                             sameBytes(clean.value().exif, block());
      EXPECT_FALSE(unnoticed) << "byte " << at << " bit " << bit;
    }
}

TEST(JxlAudit, RefusesWhatIsOverTheLimits) {
  Limits limits;
  limits.maxSide = 37;
  limits.maxPixels = 37 * 29;
  EXPECT_EQ(auditError(Jxl(), fullFile(), limits), std::nullopt);
  limits.maxSide = 36;
  EXPECT_NE(auditError(Jxl(), fullFile(), limits), std::nullopt);
  limits.maxSide = 37;
  --limits.maxPixels;
  EXPECT_NE(auditError(Jxl(), fullFile(), limits), std::nullopt);
}

} // namespace
} // namespace photoscrub::formats
