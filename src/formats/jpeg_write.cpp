// Putting a cleaned JPEG file together.
#include "formats/jpeg.h"
#include "formats/jpeg_document.h"

namespace photoscrub::formats {

namespace jpeg {

namespace {
// libjpeg takes three components called R, G, B for RGB where no segment says otherwise.
bool calledRgb(const Frame& frame) {
  return frame.components.size() == 3 && frame.components[0].id == 'R' &&
         frame.components[1].id == 'G' && frame.components[2].id == 'B';
}
} // namespace

bool needsAdobe(const JpegDocument& document) {
  if (!document.adobeTransform)
    return false;
  const auto count = document.frame.components.size();
  if (count == 4)
    return true; // also says that CMYK is stored inverted
  if (count != 3)
    return false;
  // 1 (YCbCr) is what everybody assumes anyway.
  return *document.adobeTransform != 1 || calledRgb(document.frame);
}

bool needsJfif(const JpegDocument& document) {
  if (document.hasJfif)
    return true;
  // Adding one must not turn RGB or CMYK into YCbCr.
  const auto count = document.frame.components.size();
  if (count == 1)
    return true;
  return count == 3 && !needsAdobe(document) && !calledRgb(document.frame);
}

} // namespace jpeg

namespace {

using namespace jpeg;
using namespace std::string_view_literals;

constexpr std::size_t kMaxPayload = 65'533;
constexpr std::size_t kIccChunkHead = 14; // "ICC_PROFILE\0", sequence number, count

Bytes segmentHead(std::uint8_t marker, std::size_t payloadSize) {
  ByteWriter writer;
  writer.u8(0xFF).u8(marker).u16(static_cast<std::uint16_t>(payloadSize + 2));
  return std::move(writer).take();
}

void appendSmall(Bytes& out, std::uint8_t marker, ByteView payload) {
  const auto head = segmentHead(marker, payload.size());
  out.insert(out.end(), head.begin(), head.end());
  out.insert(out.end(), payload.begin(), payload.end());
}

Bytes jfifPayload(const Density& density) {
  ByteWriter writer; // T.871, clause 10.1: version 1.01, no thumbnail
  writer.bytes(asBytes("JFIF\0"sv)).u8(1).u8(1);
  writer.u8(density.unit).u16(density.x).u16(density.y).u8(0).u8(0);
  return std::move(writer).take();
}

Bytes adobePayload(std::uint8_t transform) {
  ByteWriter writer;
  writer.bytes(asBytes("Adobe")).u16(100).u16(0).u16(0).u8(transform);
  return std::move(writer).take();
}

Status appendProfile(Bytes& out, const Bytes& profile) {
  constexpr std::size_t room = kMaxPayload - kIccChunkHead;
  const auto count = (profile.size() + room - 1) / room;
  if (count > 255)
    return Error{ErrorCode::limit, "The colour profile is too large", "ICC chunks"};
  for (std::size_t i = 0; i < count; ++i) {
    const auto data =
        ByteView(profile).subspan(i * room, std::min(room, profile.size() - i * room));
    ByteWriter writer;
    writer.bytes(asBytes("ICC_PROFILE\0"sv)).u8(static_cast<std::uint8_t>(i + 1));
    writer.u8(static_cast<std::uint8_t>(count)).bytes(data);
    appendSmall(out, kApp2, writer.view());
  }
  return {};
}

} // namespace

Result<Assembly> Jpeg::rewrite(const Document& parsed, const Edits& edits) const {
  const auto& document = static_cast<const JpegDocument&>(parsed);
  Bytes head = {0xFF, kSoi};
  if (needsJfif(document))
    appendSmall(head, kApp0, jfifPayload(document.density));
  if (!edits.exif.empty()) {
    ByteWriter writer;
    writer.bytes(asBytes("Exif\0\0"sv)).bytes(edits.exif);
    if (writer.view().size() > kMaxPayload)
      return Error{ErrorCode::limit, "The kept texts are too long", "Exif block"};
    appendSmall(head, kApp1, writer.view());
  }
  PHOTOSCRUB_CHECK(appendProfile(head, edits.colourProfile));
  if (needsAdobe(document))
    appendSmall(head, kApp14, adobePayload(*document.adobeTransform));

  Assembly assembly;
  for (const auto& segment : document.segments) {
    appendSmall(head, segment.marker, segment.payload);
    if (segment.marker != kSos)
      continue;
    assembly.own(std::move(head));
    for (const auto& piece : segment.entropy)
      assembly.borrow(piece);
    head = {};
  }
  if (!document.cutShort)
    assembly.borrow(kEndOfImage);
  return assembly;
}

} // namespace photoscrub::formats
