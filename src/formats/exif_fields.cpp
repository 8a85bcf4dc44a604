#include "formats/exif_fields.h"

#include "formats/exif_block.h"

#include <vector>

namespace photoscrub::formats {

namespace {

// Tags of Exif 2.32, clause 4.6.
constexpr std::uint16_t kImageDescription = 0x010E, kOrientation = 0x0112, kArtist = 0x013B,
                        kCopyright = 0x8298, kExifIfd = 0x8769, kDateTimeOriginal = 0x9003;
constexpr std::uint16_t kAscii = 2, kShort = 3, kLong = 4;
constexpr std::uint32_t kFirstDirectory = 8;
constexpr std::uint32_t kInline = 4; // bytes of a value that stand in the directory itself

std::string* textField(ExifFields& fields, std::uint16_t tag) {
  switch (tag) {
  case kImageDescription:
    return &fields.description;
  case kArtist:
    return &fields.artist;
  case kCopyright:
    return &fields.copyright;
  case kDateTimeOriginal:
    return &fields.dateTimeOriginal;
  default:
    return nullptr;
  }
}

// REQUIRES: checkCleanExif() of `block` is ok, so that every read below fits.
Status readDirectory(ByteView block, Endian endian, std::uint32_t offset, ExifFields& fields) {
  ByteReader reader(block, endian);
  PHOTOSCRUB_CHECK(reader.seek(offset));
  PHOTOSCRUB_TRY(entries, reader.u16());
  for (int i = 0; i < entries; ++i) {
    PHOTOSCRUB_TRY(tag, reader.u16());
    PHOTOSCRUB_TRY(type, reader.u16());
    PHOTOSCRUB_TRY(count, reader.u32());
    PHOTOSCRUB_TRY(value, reader.take(kInline));
    ByteReader inside(value, endian);
    if (auto* text = textField(fields, tag); text && type == kAscii) {
      ByteView bytes = value;
      if (count > kInline) {
        PHOTOSCRUB_TRY(at, inside.u32());
        ByteReader values(block, endian);
        PHOTOSCRUB_CHECK(values.seek(at));
        PHOTOSCRUB_TRY(taken, values.take(count));
        bytes = taken;
      }
      *text = asText(bytes.first(count - 1));
    } else if (tag == kOrientation) {
      PHOTOSCRUB_TRY(number, inside.u16());
      fields.orientation = orientationFrom(number);
    } else if (tag == kExifIfd) {
      PHOTOSCRUB_TRY(at, inside.u32());
      PHOTOSCRUB_CHECK(readDirectory(block, endian, at, fields));
    }
  }
  return {};
}

struct Tag {
  std::uint16_t id = 0;
  std::uint16_t type = 0;
  std::uint32_t count = 0;
  Bytes value{};
};

Tag textTag(std::uint16_t id, const std::string& text) {
  Bytes value(text.begin(), text.end());
  value.push_back(0);
  return {id, kAscii, static_cast<std::uint32_t>(value.size()), std::move(value)};
}

Bytes directory(const std::vector<Tag>& tags, std::uint32_t offset) {
  ByteWriter head, values;
  const auto valuesAt = offset + 2 + 12 * static_cast<std::uint32_t>(tags.size()) + 4;
  head.u16(static_cast<std::uint16_t>(tags.size()));
  for (const auto& tag : tags) {
    head.u16(tag.id).u16(tag.type).u32(tag.count);
    if (tag.value.size() <= kInline) {
      head.bytes(tag.value).bytes(Bytes(kInline - tag.value.size()));
      continue;
    }
    head.u32(valuesAt + static_cast<std::uint32_t>(values.size()));
    values.bytes(tag.value);
    if (values.size() % 2 != 0) // TIFF 6.0, section 2: values begin on a word boundary
      values.u8(0);
  }
  head.u32(0).bytes(values.view());
  return std::move(head).take();
}

} // namespace

Result<ExifFields> readCleanExif(ByteView block) {
  ExifFields fields;
  if (block.empty())
    return fields;
  PHOTOSCRUB_CHECK(checkCleanExif(block));
  const Endian endian = block[0] == 'I' ? Endian::little : Endian::big;
  ByteReader reader(block, endian);
  PHOTOSCRUB_CHECK(reader.seek(4));
  PHOTOSCRUB_TRY(first, reader.u32());
  PHOTOSCRUB_CHECK(readDirectory(block, endian, first, fields));
  return fields;
}

Bytes writeCleanExif(const ExifFields& fields) {
  if (fields.empty())
    return {};
  std::vector<Tag> tags;
  const auto add = [&tags](std::uint16_t id, const std::string& text) {
    if (!text.empty())
      tags.push_back(textTag(id, text));
  };
  add(kImageDescription, fields.description);
  if (fields.orientation != Orientation::normal)
    tags.push_back({kOrientation, kShort, 1, {0, static_cast<std::uint8_t>(fields.orientation)}});
  add(kArtist, fields.artist);
  add(kCopyright, fields.copyright);
  Bytes exif;
  if (!fields.dateTimeOriginal.empty()) {
    // The pointer's value depends on the length of everything in front, not on itself.
    tags.push_back({kExifIfd, kLong, 1, Bytes(4)});
    const auto at =
        kFirstDirectory + static_cast<std::uint32_t>(directory(tags, kFirstDirectory).size());
    tags.back().value = std::move(ByteWriter().u32(at)).take();
    exif = directory({textTag(kDateTimeOriginal, fields.dateTimeOriginal)}, at);
  }
  ByteWriter out;
  out.bytes(asBytes("MM")).u16(42).u32(kFirstDirectory);
  out.bytes(directory(tags, kFirstDirectory)).bytes(exif);
  return std::move(out).take();
}

} // namespace photoscrub::formats
