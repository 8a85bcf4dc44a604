#include "metadata/tag_kinds.h"

#include <gtest/gtest.h>

namespace photoscrub::metadata {
namespace {

using enum formats::FindingKind;

struct Expected {
  TagFamily family;
  const char* group;
  const char* tag;
  formats::FindingKind kind;
  const char* where;
};

TEST(TagKind, KnowsTheFieldsThatMatter) {
  const Expected all[] = {
      {TagFamily::exif, "GPSInfo", "GPSAltitude", location, "Exif GPS"},
      {TagFamily::exif, "Image", "Model", device, "Exif"},
      {TagFamily::exif, "Image", "HostComputer", device, "Exif"},
      {TagFamily::exif, "Image", "Copyright", identity, "Exif"},
      {TagFamily::exif, "Image", "XPKeywords", caption, "Exif"},
      {TagFamily::exif, "Photo", "ImageUniqueID", identity, "Exif camera settings"},
      {TagFamily::exif, "Photo", "LensModel", device, "Exif camera settings"},
      {TagFamily::exif, "Photo", "LensSerialNumber", identity, "Exif camera settings"},
      {TagFamily::exif, "Photo", "OffsetTimeOriginal", time, "Exif camera settings"},
      {TagFamily::exif, "Photo", "0xa437", identity, "Exif camera settings"},
      {TagFamily::exif, "Photo", "ISOSpeedRatings", other, "Exif camera settings"},
      {TagFamily::exif, "Thumbnail", "Orientation", thumbnail, "Exif thumbnail"},
      {TagFamily::exif, "MpfInfo", "MPFNumberOfImages", hiddenImage, "Exif MPF"},
      {TagFamily::exif, "NikonLd3", "LensIDNumber", device, "Exif maker note (Nikon)"},
      {TagFamily::exif, "Nikon3", "SerialNumber", identity, "Exif maker note (Nikon)"},
      {TagFamily::exif, "Panasonic", "City", location, "Exif maker note (Panasonic)"},
      {TagFamily::exif, "Panasonic", "BabyAge1", identity, "Exif maker note (Panasonic)"},
      {TagFamily::exif, "Nonsuch", "Anything", device, "Exif maker note"},
      {TagFamily::xmp, "exif", "GPSLatitude", location, "XMP exif"},
      {TagFamily::xmp, "xmpMM", "History[1]/stEvt:softwareAgent", provenance, "XMP xmpMM"},
      {TagFamily::xmp, "iptcExt", "LocationCreated[1]/iptcExt:City", location, "XMP iptcExt"},
      {TagFamily::xmp, "mwg-rs", "Regions/mwg-rs:RegionList[1]", identity, "XMP people"},
      {TagFamily::xmp, "crs", "Exposure2012", software, "XMP crs"},
      {TagFamily::xmp, "GDepth", "Data", hiddenImage, "XMP GDepth"},
      {TagFamily::xmp, "nobody", "SerialNo", identity, "XMP (other)"},
      {TagFamily::iptc, "Application2", "SubLocation", location, "IPTC"},
      {TagFamily::iptc, "Application2", "Keywords", caption, "IPTC"},
      {TagFamily::iptc, "Envelope", "DateSent", time, "IPTC"},
  };
  for (const Expected& expected : all) {
    const TagKind kind = tagKind(expected.family, expected.group, expected.tag);
    EXPECT_EQ(kind.kind, expected.kind) << expected.group << "." << expected.tag;
    EXPECT_EQ(kind.where, expected.where) << expected.group << "." << expected.tag;
  }
}

TEST(TagKind, HasNoKindForStructure) {
  for (const char* tag : {"ImageWidth", "BitsPerSample", "Orientation", "XResolution", "ExifTag"})
    EXPECT_FALSE(tagKind(TagFamily::exif, "Image", tag).kind) << tag;
  for (const char* tag : {"ExifVersion", "ColorSpace", "PixelXDimension"})
    EXPECT_FALSE(tagKind(TagFamily::exif, "Photo", tag).kind) << tag;
}

TEST(TagKind, TakesNothingInXmpOrIptcForStructure) {
  EXPECT_TRUE(tagKind(TagFamily::xmp, "tiff", "ImageWidth").kind);
  EXPECT_TRUE(tagKind(TagFamily::xmp, "", "").kind);
  EXPECT_TRUE(tagKind(TagFamily::iptc, "Envelope", "CharacterSet").kind);
}

TEST(TagKind, EndsEveryTableWithACatchAll) {
  for (const auto groups : {exifTagGroups(), xmpTagGroups(), iptcTagGroups()})
    EXPECT_EQ(groups.back().pattern, "*");
}

} // namespace
} // namespace photoscrub::metadata
