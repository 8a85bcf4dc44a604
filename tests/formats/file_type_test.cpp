#include "formats/file_type.h"
#include "formats/registry.h"
#include "support/exif_bytes.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace photoscrub::formats {
namespace {

using namespace std::string_view_literals;

constexpr FileType kTypes[] = {
    FileType::jpeg,   FileType::png,        FileType::webp,    FileType::gif,    FileType::tiff,
    FileType::bmp,    FileType::heif,       FileType::avif,    FileType::jpegXl, FileType::jpeg2000,
    FileType::video,  FileType::otherVideo, FileType::raw,     FileType::psd,    FileType::svg,
    FileType::pdf,    FileType::office,     FileType::archive, FileType::text,   FileType::empty,
    FileType::unknown};

FileType typeOf(std::string_view head) {
  return recogniseFileType(asBytes(head));
}

TEST(FileType, IsKnownByFirstBytes) {
  EXPECT_EQ(typeOf("\xFF\xD8\xFF\xE0"sv), FileType::jpeg);
  EXPECT_EQ(typeOf("\x89PNG\r\n\x1a\n...."sv), FileType::png);
  EXPECT_EQ(typeOf("RIFF\1\2\3\4WEBPVP8 "sv), FileType::webp);
  EXPECT_EQ(typeOf("RIFF\1\2\3\4AVI LIST"sv), FileType::otherVideo);
  EXPECT_EQ(typeOf("GIF87a"sv), FileType::gif);
  EXPECT_EQ(typeOf("GIF89a"sv), FileType::gif);
  EXPECT_EQ(typeOf("BM\1\2\3\4"sv), FileType::bmp);
  EXPECT_EQ(typeOf("\0\0\0\x0CJXL \r\n\x87\n"sv), FileType::jpegXl);
  EXPECT_EQ(typeOf("\xFF\x0A\x01"sv), FileType::jpegXl);
  EXPECT_EQ(typeOf("\0\0\0\x0CjP  \r\n\x87\n"sv), FileType::jpeg2000);
  EXPECT_EQ(typeOf("\xFF\x4F\xFF\x51"sv), FileType::jpeg2000);
  EXPECT_EQ(typeOf("8BPS\0\1"sv), FileType::psd);
  EXPECT_EQ(typeOf("%PDF-1.7"sv), FileType::pdf);
  EXPECT_EQ(typeOf("FUJIFILMCCD-RAW "sv), FileType::raw);
  EXPECT_EQ(typeOf("II*\0\x10\0\0\0CR\2\0"sv), FileType::raw);
  EXPECT_EQ(typeOf("IIU\0\x18\0\0\0"sv), FileType::raw);
  EXPECT_EQ(typeOf("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv), FileType::office);
  EXPECT_EQ(typeOf("PK\3\4....word/"sv), FileType::archive);
  EXPECT_EQ(typeOf("\x1F\x8B\x08"sv), FileType::archive);
  EXPECT_EQ(typeOf("\x1A\x45\xDF\xA3...."sv), FileType::otherVideo);
  EXPECT_EQ(typeOf("\x30\x26\xB2\x75\x8E\x66\xCF\x11...."sv), FileType::otherVideo);
  EXPECT_EQ(typeOf("FLV\1...."sv), FileType::otherVideo);
  EXPECT_EQ(typeOf("\0\0\1\xBA...."sv), FileType::otherVideo);
  EXPECT_EQ(typeOf("\0\0\1\xB3...."sv), FileType::otherVideo);
  EXPECT_EQ(typeOf(""sv), FileType::empty);
  EXPECT_EQ(typeOf("\0"sv), FileType::unknown);
}

TEST(FileType, OfIsoMediaIsKnownByBrands) {
  const auto branded = [](std::string_view brands) {
    return typeOf(std::string("\0\0\0\x18"sv) + "ftyp" + std::string(brands));
  };
  EXPECT_EQ(branded("heic\0\0\0\0mif1heic"sv), FileType::heif);
  EXPECT_EQ(branded("mif1\0\0\0\0mif1heic"sv), FileType::heif);
  EXPECT_EQ(branded("mif3\0\0\0\0mif3heic"sv), FileType::heif);
  EXPECT_EQ(branded("hevs\0\0\0\0mif1heic"sv), FileType::heif);
  EXPECT_EQ(branded("mif1\0\0\0\0mif1avif"sv), FileType::avif);
  EXPECT_EQ(branded("avif\0\0\0\0mif1"sv), FileType::avif);
  EXPECT_EQ(branded("avis\0\0\0\0"sv), FileType::avif);
  EXPECT_EQ(branded("crx \0\0\0\1"sv), FileType::raw);
  EXPECT_EQ(branded("jp2 \0\0\0\0"sv), FileType::jpeg2000);
  EXPECT_EQ(branded("isom\0\0\2\0"sv), FileType::video);
  EXPECT_EQ(branded("qt  \0\0\0\0"sv), FileType::video);
  EXPECT_EQ(branded("isom"sv), FileType::video); // cut right behind the brand
  EXPECT_EQ(typeOf("\0\0\0\x08moov...."sv), FileType::video);
  EXPECT_EQ(typeOf("\0\0\0\x08mdat"sv), FileType::video);
}

TEST(FileType, OfTransportStreamsIsKnownByThePackets) {
  for (const std::size_t before : {0, 4}) {
    Bytes stream(4 * (188 + before) + before);
    for (std::size_t i = 0; i < 4; ++i)
      stream[before + i * (188 + before)] = 0x47;
    EXPECT_EQ(recogniseFileType(stream), FileType::otherVideo);
    stream[before + 188 + before] = 0x48;
    EXPECT_EQ(recogniseFileType(stream), FileType::unknown);
  }
}

TEST(FileType, TellsDngFromTiff) {
  using namespace photoscrub::test;
  for (const auto endian : {Endian::big, Endian::little}) {
    const auto tiff = exifBlock(endian, {shortTag(endian, 256, 100), shortTag(endian, 257, 100)});
    EXPECT_EQ(recogniseFileType(tiff), FileType::tiff);
    const auto dng = exifBlock(endian, {shortTag(endian, 256, 100), longTag(endian, 50706, 1)});
    EXPECT_EQ(recogniseFileType(dng), FileType::raw);
  }
  EXPECT_EQ(typeOf("II*\0"sv), FileType::tiff);
  EXPECT_EQ(typeOf("II*\0\xFF\xFF\xFF\xFF"sv), FileType::tiff);
  EXPECT_EQ(typeOf("II+\0\x08\0\0\0"sv), FileType::tiff);
  EXPECT_EQ(typeOf("MM\0+\0\x08\0\0"sv), FileType::tiff);
}

TEST(FileType, OfTextIsKnownByItsContent) {
  EXPECT_EQ(typeOf("<?xml version='1.0'?><svg xmlns="sv), FileType::svg);
  EXPECT_EQ(typeOf("<SVG width='3'>"sv), FileType::svg);
  EXPECT_EQ(typeOf("<html><body>\n"sv), FileType::text);
  EXPECT_EQ(typeOf("name,date\r\n"sv), FileType::text);
  EXPECT_EQ(typeOf("caf\xC3\xA9"sv), FileType::text);
  EXPECT_EQ(typeOf("text\0binary"sv), FileType::unknown);
}

TEST(FileType, LooksAtTheBeginningOnly) {
  Bytes head(kSniffBytes, 'a');
  head.push_back(0);
  EXPECT_EQ(recogniseFileType(head), FileType::text);
}

TEST(FileType, HasNamesAndAdvice) {
  std::set<std::string_view> keys;
  for (const auto type : kTypes) {
    EXPECT_FALSE(name(type).empty());
    EXPECT_TRUE(keys.insert(key(type)).second) << key(type);
    EXPECT_EQ(advice(type).empty(), formatFor(type) != nullptr) << key(type);
  }
}

TEST(FileType, FitsItsUsualExtensionsInAnyCase) {
  EXPECT_TRUE(fits(FileType::jpeg, "jpg"));
  EXPECT_TRUE(fits(FileType::jpeg, "JPEG"));
  EXPECT_TRUE(fits(FileType::jpeg, "mpo"));
  EXPECT_TRUE(fits(FileType::png, "apng"));
  EXPECT_FALSE(fits(FileType::png, "jpg"));
  EXPECT_FALSE(fits(FileType::jpeg, "jp"));
  EXPECT_FALSE(fits(FileType::jpeg, "jpgx"));
  EXPECT_FALSE(fits(FileType::jpeg, "jpg jpeg"));
  EXPECT_FALSE(fits(FileType::jpeg, ""));
  EXPECT_FALSE(fits(FileType::unknown, "bin"));
  EXPECT_EQ(extension(FileType::jpeg), "jpg");
  EXPECT_EQ(extension(FileType::unknown), "");
}

TEST(Registry, HoldsEachFormatOnce) {
  std::set<FileType> types;
  for (const auto* format : allFormats()) {
    EXPECT_TRUE(types.insert(format->type()).second);
    EXPECT_EQ(formatFor(format->type()), format);
  }
  EXPECT_TRUE(types.contains(FileType::jpeg));
  EXPECT_TRUE(types.contains(FileType::png));
  EXPECT_EQ(formatFor(FileType::unknown), nullptr);
  EXPECT_EQ(formatFor(FileType::psd), nullptr);
}

} // namespace
} // namespace photoscrub::formats
