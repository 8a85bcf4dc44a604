#include "metadata/metadata.h"
#include "metadata/sample_files.h"

#include <gtest/gtest.h>

namespace photoscrub::metadata {
namespace {

using testing::bareJpeg;
using testing::barePng;
using testing::withMetadata;

std::vector<Finding> audit(const Bytes& file, const KeepOptions& keep = {}) {
  auto findings = auditOutput(file, keep);
  EXPECT_TRUE(findings.ok());
  return findings.ok() ? findings.value() : std::vector<Finding>{};
}

TEST(Audit, IsSilentOnCleanFiles) {
  EXPECT_TRUE(audit(bareJpeg()).empty());
  EXPECT_TRUE(audit(barePng()).empty());
}

TEST(Audit, AllowsOrientationAndStructure) {
  const Bytes file = withMetadata(bareJpeg(), [](Exiv2::Image& image) {
    image.exifData()["Exif.Image.Orientation"] = std::uint16_t{6};
    image.exifData()["Exif.Image.ResolutionUnit"] = std::uint16_t{2};
    image.exifData()["Exif.Photo.ColorSpace"] = std::uint16_t{1};
  });
  EXPECT_TRUE(audit(file).empty());
}

TEST(Audit, AllowsTheFreshBlockOnlyForWhatIsKept) {
  const KeptValues values{"c", "a", "d", "2026:01:31 09:05:00"};
  const auto block = freshExifBlock(values, Orientation::turned90);
  ASSERT_TRUE(block.ok());
  Bytes payload{'E', 'x', 'i', 'f', 0, 0};
  payload.insert(payload.end(), block.value().begin(), block.value().end());
  const Bytes file = testing::jpegWithSegment(0xE1, payload);
  EXPECT_TRUE(audit(file, {true, true, true, true}).empty());
  EXPECT_EQ(audit(file, {false, true, true, true}).size(), 1u);
  EXPECT_EQ(audit(file, {true, false, true, true}).size(), 1u);
  EXPECT_EQ(audit(file, {true, true, false, true}).size(), 1u);
  EXPECT_EQ(audit(file, {true, true, true, false}).size(), 1u);
}

struct Planted {
  const char* what;
  FindingKind kind;
  std::function<void(Exiv2::Image&)> plant;
};

TEST(Audit, FindsEachPlantedThing) {
  const std::vector<Planted> all{
      {"GPS", FindingKind::location,
       [](Exiv2::Image& i) { i.exifData()["Exif.GPSInfo.GPSLatitudeRef"] = "N"; }},
      {"serial number", FindingKind::identity,
       [](Exiv2::Image& i) { i.exifData()["Exif.Photo.BodySerialNumber"] = "1"; }},
      {"maker note", FindingKind::device,
       [](Exiv2::Image& i) {
         i.exifData()["Exif.Image.Make"] = "Canon";
         i.exifData()["Exif.Canon.FirmwareVersion"] = "1";
       }},
      {"unknown Exif tag", FindingKind::other,
       [](Exiv2::Image& i) { i.exifData()["Exif.Photo.0xbeef"] = "x"; }},
      {"thumbnail", FindingKind::thumbnail,
       [](Exiv2::Image& i) {
         const Bytes picture = bareJpeg();
         Exiv2::ExifThumb(i.exifData())
             .setJpegThumbnail(picture.data(), static_cast<long>(picture.size()));
       }},
      {"kept fields in XMP", FindingKind::identity,
       [](Exiv2::Image& i) { i.xmpData()["Xmp.dc.rights"] = "lang=x-default c"; }},
      {"structure in XMP", FindingKind::other,
       [](Exiv2::Image& i) { i.xmpData()["Xmp.tiff.Orientation"] = "1"; }},
      {"IPTC", FindingKind::caption,
       [](Exiv2::Image& i) { i.iptcData()["Iptc.Application2.Caption"] = "x"; }},
      {"comment", FindingKind::comment, [](Exiv2::Image& i) { i.setComment("x"); }},
  };
  for (const Planted& planted : all) {
    SCOPED_TRACE(planted.what);
    const auto findings = audit(withMetadata(bareJpeg(), planted.plant), {true, true, true, true});
    ASSERT_FALSE(findings.empty());
    bool found = false;
    for (const Finding& finding : findings) {
      found = found || finding.kind == planted.kind;
      EXPECT_TRUE(finding.value.empty());
    }
    EXPECT_TRUE(found);
  }
}

TEST(Audit, FindsAnXmpPacketThatCannotBeRead) {
  Bytes payload;
  constexpr std::string_view kHead{"http://ns.adobe.com/xap/1.0/\0", 29};
  payload.insert(payload.end(), kHead.begin(), kHead.end());
  payload.insert(payload.end(), 20, '<');
  EXPECT_EQ(audit(testing::jpegWithSegment(0xE1, payload)).size(), 1u);
}

} // namespace
} // namespace photoscrub::metadata
