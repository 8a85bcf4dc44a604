#include "formats/tiff_fields.h"

#include <algorithm>
#include <array>

namespace photoscrub::formats::tiff {

namespace {

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read",
          std::move(detail)};
}

/// The first number of a tag, `otherwise` where the tag is missing. Errors: malformed.
Result<std::uint64_t> number(const Directory& directory, Endian endian, std::uint16_t tag,
                             std::uint64_t otherwise) {
  const auto* entry = directory.find(tag);
  if (!entry)
    return otherwise;
  const auto value = numberAt(*entry, endian, 0);
  if (!value)
    return malformed("tag " + std::to_string(tag));
  return *value;
}

// Bit 2 says that the page is a mask, bit 1 that it is one of several (section 8). Bit 0, a smaller
// copy, does not count: such pages go, and the first one is what viewers show whatever it says.
std::uint64_t usefulSubfileBits(std::uint64_t value) {
  constexpr std::uint64_t kMask = 4, kOneOfSeveral = 2;
  return (value & kMask) != 0 ? value & (kMask | kOneOfSeveral) : 0;
}

} // namespace

Field shortsField(std::uint16_t tag, const std::vector<std::uint64_t>& values, Endian endian) {
  ByteWriter writer(endian);
  for (const auto value : values)
    writer.u16(static_cast<std::uint16_t>(value));
  return {tag, kShort, values.size(), std::move(writer).take()};
}

Field numberField(std::uint16_t tag, std::uint16_t type, std::uint64_t value, Endian endian) {
  ByteWriter writer(endian);
  if (type == kShort)
    writer.u16(static_cast<std::uint16_t>(value));
  else if (type == kLong)
    writer.u32(static_cast<std::uint32_t>(value));
  else
    writer.u64(value);
  return {tag, type, 1, std::move(writer).take()};
}

Result<Picture> readPicture(const Directory& directory, Endian endian) {
  Picture picture;
  PHOTOSCRUB_TRY(width, number(directory, endian, kImageWidth, 0));
  PHOTOSCRUB_TRY(length, number(directory, endian, kImageLength, 0));
  PHOTOSCRUB_TRY(compression, number(directory, endian, kCompression, kUncompressed));
  PHOTOSCRUB_TRY(samples, number(directory, endian, kSamplesPerPixel, 1));
  PHOTOSCRUB_TRY(bits, number(directory, endian, kBitsPerSample, 1));
  PHOTOSCRUB_TRY(subfile, number(directory, endian, kNewSubfileType, 0));
  PHOTOSCRUB_TRY(planar, number(directory, endian, kPlanarConfiguration, 1));
  picture.subfile = usefulSubfileBits(subfile);
  picture.width = width;
  picture.length = length;
  picture.compression = compression;
  picture.samples = samples;
  picture.bits = bits;
  picture.planes = planar == 2 && samples > 1;
  if (directory.find(kPhotometric)) {
    PHOTOSCRUB_TRY(photometric, number(directory, endian, kPhotometric, 0));
    picture.photometric = photometric;
  }
  if (const auto* all = directory.find(kBitsPerSample))
    for (std::uint64_t i = 1; i < std::min(all->count, samples); ++i)
      if (numberAt(*all, endian, i) != bits)
        return Error{ErrorCode::unsupported,
                     "This TIFF picture has colours of different precision, which cannot be "
                     "checked. Save it as an ordinary TIFF, PNG or JPEG, then clean that copy",
                     "bits per sample"};
  const auto* factors = directory.find(kYCbCrSubSampling);
  if (factors && picture.photometric == kYCbCr) {
    picture.subsamplingX = numberAt(*factors, endian, 0).value_or(2);
    picture.subsamplingY = numberAt(*factors, endian, 1).value_or(2);
  }
  picture.tiled = directory.find(kTileWidth) && directory.find(kTileLength);
  PHOTOSCRUB_TRY(tileWidth, number(directory, endian, kTileWidth, width));
  PHOTOSCRUB_TRY(tileLength, number(directory, endian, kTileLength, length));
  PHOTOSCRUB_TRY(stripRows, number(directory, endian, kRowsPerStrip, length));
  picture.cellWidth = picture.tiled ? tileWidth : width;
  picture.cellLength = picture.tiled ? tileLength : std::min(stripRows, length);
  return picture;
}

std::vector<Field> pictureFields(const Picture& picture, Variant variant) {
  const auto endian = variant.endian;
  std::vector<Field> fields{
      // Said also where it is 0: some readers take a JPEG-compressed picture without it for a
      // preview.
      numberField(kNewSubfileType, kLong, picture.subfile, endian),
      numberField(kImageWidth, kLong, picture.width, endian),
      numberField(kImageLength, kLong, picture.length, endian),
      shortsField(kBitsPerSample,
                  std::vector(static_cast<std::size_t>(picture.samples), picture.bits), endian),
      numberField(kCompression, kShort, picture.compression, endian)};
  if (picture.photometric)
    fields.push_back(numberField(kPhotometric, kShort, *picture.photometric, endian));
  fields.push_back(numberField(kSamplesPerPixel, kShort, picture.samples, endian));
  if (picture.tiled) {
    fields.push_back(numberField(kTileWidth, kLong, picture.cellWidth, endian));
    fields.push_back(numberField(kTileLength, kLong, picture.cellLength, endian));
  } else {
    fields.push_back(numberField(kRowsPerStrip, kLong, picture.cellLength, endian));
  }
  return fields;
}

bool isPictureTag(std::uint16_t tag) {
  constexpr std::array<std::uint16_t, 14> kTags{
      kNewSubfileType, kImageWidth,      kImageLength,  kBitsPerSample,   kCompression,
      kPhotometric,    kSamplesPerPixel, kStripOffsets, kStripByteCounts, kRowsPerStrip,
      kTileWidth,      kTileLength,      kTileOffsets,  kTileByteCounts};
  return std::find(kTags.begin(), kTags.end(), tag) != kTags.end();
}

} // namespace photoscrub::formats::tiff
