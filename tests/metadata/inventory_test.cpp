#include "metadata/metadata.h"
#include "metadata/sample_files.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <gtest/gtest.h>

namespace photoscrub::metadata {
namespace {

using testing::bareJpeg;
using testing::barePng;
using testing::withMetadata;

std::uint32_t countOf(const Inventory& inventory, FindingKind kind, std::string_view where) {
  for (const Finding& finding : inventory.findings)
    if (finding.kind == kind && finding.where == where)
      return finding.count;
  return 0;
}

Inventory inventoryOf(const Bytes& file, const InventoryOptions& options = {}) {
  auto inventory = readInventory(file, options);
  EXPECT_TRUE(inventory.ok()) << (inventory.ok() ? "" : inventory.error().describe(true));
  return inventory.ok() ? inventory.value() : Inventory{};
}

void addGps(Exiv2::ExifData& exif) {
  exif["Exif.GPSInfo.GPSLatitudeRef"] = "N";
  exif["Exif.GPSInfo.GPSLatitude"] = "51/1 30/1 4/1";
  exif["Exif.GPSInfo.GPSLongitude"] = "0/1 7/1 39/1";
}

TEST(Inventory, OfABareFileIsEmpty) {
  for (const Bytes& file : {bareJpeg(), barePng()}) {
    const Inventory inventory = inventoryOf(file);
    EXPECT_TRUE(inventory.findings.empty());
    EXPECT_TRUE(inventory.previews.empty());
    EXPECT_FALSE(inventory.hasColourProfile);
    EXPECT_EQ(inventory.orientation, Orientation::normal);
    EXPECT_EQ(inventory.kept, KeptValues{});
  }
}

TEST(Inventory, NamesExifByKindAndPlaceInJpegAndPng) {
  for (const Bytes& bare : {bareJpeg(), barePng()}) {
    const Bytes file = withMetadata(bare, [](Exiv2::Image& image) {
      Exiv2::ExifData& exif = image.exifData();
      addGps(exif);
      exif["Exif.Image.Make"] = "Acme";
      exif["Exif.Image.Model"] = "One";
      exif["Exif.Photo.BodySerialNumber"] = "12345";
      exif["Exif.Photo.DateTimeOriginal"] = "2026:01:31 09:05:00";
      exif["Exif.Image.Software"] = "Editor";
      exif["Exif.Photo.UserComment"] = "charset=Ascii ward 7";
      exif["Exif.Image.Orientation"] = std::uint16_t{6};
    });
    const Inventory inventory = inventoryOf(file);
    EXPECT_EQ(countOf(inventory, FindingKind::location, "Exif GPS"), 3u);
    EXPECT_EQ(countOf(inventory, FindingKind::device, "Exif"), 2u);
    EXPECT_EQ(countOf(inventory, FindingKind::identity, "Exif camera settings"), 1u);
    EXPECT_EQ(countOf(inventory, FindingKind::time, "Exif camera settings"), 1u);
    EXPECT_EQ(countOf(inventory, FindingKind::software, "Exif"), 1u);
    EXPECT_EQ(countOf(inventory, FindingKind::comment, "Exif camera settings"), 1u);
    EXPECT_EQ(inventory.findings.size(), 6u);
    EXPECT_EQ(inventory.orientation, Orientation::turned90);
  }
}

TEST(Inventory, NamesXmpAndIptc) {
  const Bytes file = withMetadata(bareJpeg(), [](Exiv2::Image& image) {
    image.xmpData()["Xmp.photoshop.City"] = "Leeds";
    image.xmpData()["Xmp.dc.creator"] = "A. Nurse";
    image.xmpData()["Xmp.xmpMM.DocumentID"] = "xmp.did:1";
    image.iptcData()["Iptc.Application2.City"] = "Leeds";
    image.iptcData()["Iptc.Application2.Byline"] = "A. Nurse";
  });
  const Inventory inventory = inventoryOf(file);
  EXPECT_EQ(countOf(inventory, FindingKind::location, "XMP photoshop"), 1u);
  EXPECT_EQ(countOf(inventory, FindingKind::identity, "XMP dc"), 1u);
  EXPECT_EQ(countOf(inventory, FindingKind::provenance, "XMP xmpMM"), 1u);
  EXPECT_EQ(countOf(inventory, FindingKind::location, "IPTC"), 1u);
  EXPECT_EQ(countOf(inventory, FindingKind::identity, "IPTC"), 1u);
}

TEST(Inventory, NeverRepeatsANameSpacePrefixOfTheFile) {
  Exiv2::XmpProperties::registerNs("http://example.org/ns/", "SmithFamily");
  const Bytes file = withMetadata(
      bareJpeg(), [](Exiv2::Image& image) { image.xmpData()["Xmp.SmithFamily.Shelf"] = "4"; });
  const Inventory inventory = inventoryOf(file);
  ASSERT_EQ(inventory.findings.size(), 1u);
  EXPECT_EQ(inventory.findings[0].where, "XMP (other)");
}

TEST(Inventory, NamesTheMakerNoteAndItsSerialNumber) {
  const Bytes file = withMetadata(bareJpeg(), [](Exiv2::Image& image) {
    image.exifData()["Exif.Image.Make"] = "Canon";
    image.exifData()["Exif.Canon.OwnerName"] = "A. Nurse";
    image.exifData()["Exif.Canon.SerialNumber"] = std::uint32_t{123456};
    image.exifData()["Exif.Canon.FirmwareVersion"] = "1.0";
  });
  const Inventory inventory = inventoryOf(file);
  EXPECT_EQ(countOf(inventory, FindingKind::identity, "Exif maker note (Canon)"), 2u);
  EXPECT_EQ(countOf(inventory, FindingKind::device, "Exif maker note (Canon)"), 1u);
}

TEST(Inventory, MeasuresTheThumbnail) {
  const Bytes thumbnail = bareJpeg();
  const Bytes file = withMetadata(bareJpeg(), [&](Exiv2::Image& image) {
    Exiv2::ExifThumb(image.exifData())
        .setJpegThumbnail(thumbnail.data(), static_cast<long>(thumbnail.size()));
  });
  const Inventory inventory = inventoryOf(file);
  EXPECT_GE(countOf(inventory, FindingKind::thumbnail, "Exif thumbnail"), 2u);
  ASSERT_EQ(inventory.previews.size(), 1u);
  EXPECT_EQ(inventory.previews[0].bytes, thumbnail.size());
}

TEST(Inventory, NamesTheComment) {
  const Bytes file =
      withMetadata(bareJpeg(), [](Exiv2::Image& image) { image.setComment("bed 12"); });
  EXPECT_EQ(countOf(inventoryOf(file), FindingKind::comment, "comment"), 1u);
}

TEST(Inventory, HoldsValuesOnlyWhenAsked) {
  const Bytes file = withMetadata(bareJpeg(), [](Exiv2::Image& image) {
    image.exifData()["Exif.Image.Make"] = "Ac\x1b[31mme";
    image.setComment("bed 12");
  });
  for (const Finding& finding : inventoryOf(file).findings)
    EXPECT_TRUE(finding.value.empty());
  const Inventory shown = inventoryOf(file, {.showValues = true});
  ASSERT_EQ(shown.findings.size(), 2u);
  EXPECT_EQ(shown.findings[0].value, "Make: Ac\\x1B[31mme");
  EXPECT_EQ(shown.findings[1].value, "text: bed 12");
}

TEST(Inventory, ReadsKeepableValuesFromExifThenXmpThenIptc) {
  const Bytes file = withMetadata(barePng(), [](Exiv2::Image& image) {
    image.exifData()["Exif.Image.Copyright"] = "from Exif";
    image.xmpData()["Xmp.dc.rights"] = "lang=x-default from XMP";
    image.xmpData()["Xmp.dc.creator"] = "maker in XMP";
    image.xmpData()["Xmp.exif.DateTimeOriginal"] = "2026-01-31T09:05:00+01:00";
    image.iptcData()["Iptc.Application2.Byline"] = "maker in IPTC";
    image.iptcData()["Iptc.Application2.Caption"] = "caption in IPTC";
  });
  const KeptValues kept = inventoryOf(file).kept;
  EXPECT_EQ(kept.copyright, "from Exif");
  EXPECT_EQ(kept.credit, "maker in XMP");
  EXPECT_EQ(kept.caption, "caption in IPTC");
  EXPECT_EQ(kept.time, "2026:01:31 09:05:00");
}

TEST(Inventory, ReadsDatesFromIptc) {
  const Bytes file = withMetadata(bareJpeg(), [](Exiv2::Image& image) {
    image.iptcData()["Iptc.Application2.DateCreated"] = "2026-01-31";
    image.iptcData()["Iptc.Application2.TimeCreated"] = "09:05:00+00:00";
  });
  EXPECT_EQ(inventoryOf(file).kept.time, "2026:01:31 09:05:00");
}

TEST(Inventory, RefusesWhatIsNoStillImage) {
  const Bytes video{0,   0,   0,   24,  'f', 't', 'y', 'p', 'q', 't', ' ', ' ', 0,   0,   0,   0,
                    'q', 't', ' ', ' ', 0,   0,   0,   0,   0,   0,   0,   8,   'm', 'o', 'o', 'v'};
  for (const ByteView file : {ByteView(video), asBytes("plain text"), ByteView{}}) {
    const auto inventory = readInventory(file);
    ASSERT_FALSE(inventory.ok());
    EXPECT_EQ(inventory.error().code, ErrorCode::unsupported);
  }
}

TEST(Inventory, OfACutFileIsAValueOrAnError) {
  const Bytes file = withMetadata(barePng(), [](Exiv2::Image& image) {
    addGps(image.exifData());
    image.xmpData()["Xmp.dc.creator"] = "A. Nurse";
  });
  for (std::size_t length = 0; length < file.size(); ++length)
    if (const auto inventory = readInventory(ByteView(file).first(length)); !inventory.ok()) {
      EXPECT_NE(inventory.error().code, ErrorCode::internal);
    }
}

} // namespace
} // namespace photoscrub::metadata
