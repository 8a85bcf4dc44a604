#include "formats/gif_blocks.h"

namespace photoscrub::formats::gif {

namespace {

using namespace std::string_view_literals;

struct Application {
  std::string_view id; // how it begins
  BlockUse use;
};

constexpr Application kApplications[] = {
    {"XMP Data"sv, {FindingKind::other, "XMP packet"sv, true}},
    {"ICCRGBG1"sv, {FindingKind::colourText, "colour profile that no browser reads"sv, false}},
    {"C2PA_GIF"sv, {FindingKind::provenance, "C2PA provenance block"sv, false}},
    {"NETSCAPE2.0"sv, {FindingKind::other, "data in the looping block"sv, false}},
    {"ANIMEXTS1.0"sv, {FindingKind::other, "data in the looping block"sv, false}},
};

} // namespace

bool hasSignature(ByteView file) {
  return startsWith(file, asBytes("GIF87a"sv)) || startsWith(file, asBytes("GIF89a"sv));
}

std::size_t colourTableSize(std::uint8_t packed) {
  return (packed & 0x80) != 0 ? std::size_t{3} << ((packed & 7) + 1) : 0;
}

Screen readScreen(ByteView bytes) {
  ByteReader reader(bytes, Endian::little);
  const int width = reader.u16().value(), height = reader.u16().value();
  return {{width, height}, colourTableSize(reader.u8().value())};
}

Descriptor readDescriptor(ByteView bytes) {
  ByteReader reader(bytes, Endian::little);
  const int x = reader.u16().value(), y = reader.u16().value();
  const int width = reader.u16().value(), height = reader.u16().value();
  return {{x, y, width, height}, colourTableSize(reader.u8().value())};
}

std::uint64_t codedPixels(const Descriptor& image, Size screen) {
  const auto area = image.area.area();
  return static_cast<std::uint64_t>(area > 0 ? area
                                             : Rect{0, 0, screen.width, screen.height}.area());
}

Size shownSize(Size screen, const Descriptor& image) {
  if (screen.width > 0 && screen.height > 0)
    return screen;
  return {image.area.right(), image.area.bottom()};
}

Bytes controlExtension(ByteView fields) {
  // Three reserved bits, and an index that counts only if its flag is set.
  const bool transparent = (fields[0] & 1) != 0;
  return {kExtension,
          kControlLabel,
          kControlSize,
          static_cast<std::uint8_t>(fields[0] & 0x1F),
          fields[1],
          fields[2],
          transparent ? fields[3] : std::uint8_t{0},
          0};
}

Bytes loopExtension(std::uint16_t count) {
  ByteWriter writer(Endian::little);
  writer.u8(kExtension)
      .u8(kApplicationLabel)
      .u8(kApplicationIdSize)
      .bytes(asBytes("NETSCAPE2.0"sv));
  writer.u8(3).u8(1).u16(count).u8(0);
  return std::move(writer).take();
}

Status checkSize(Size size, const Limits& limits) {
  const auto width = static_cast<std::uint64_t>(size.width);
  const auto height = static_cast<std::uint64_t>(size.height);
  if (width > limits.maxSide || height > limits.maxSide || width * height > limits.maxPixels)
    return Error{ErrorCode::limit, "The picture is larger than the set limits allow",
                 std::to_string(width) + " x " + std::to_string(height) + " pixels"};
  return {};
}

BlockUse extensionUse(std::uint8_t label, std::string_view id) {
  if (label == kCommentLabel)
    return {FindingKind::comment, "comment", false};
  if (label == kPlainTextLabel)
    return {FindingKind::comment, "plain text block", false};
  if (label == kControlLabel)
    return {FindingKind::other, "control block without a picture", false};
  if (label != kApplicationLabel)
    return {FindingKind::other, "unknown extension", false};
  for (const auto& application : kApplications)
    if (id.starts_with(application.id))
      return application.use;
  return {FindingKind::other, "application block", false};
}

bool isLooping(std::string_view id) {
  return id == "NETSCAPE2.0"sv || id == "ANIMEXTS1.0"sv;
}

} // namespace photoscrub::formats::gif
