#include "formats/video_descriptor.h"

#include <array>

namespace photoscrub::formats::video {

namespace {

// 14496-1, table 1.
constexpr int kStreamTag = 3, kConfigTag = 4, kSpecificTag = 5;

struct Descriptor {
  int tag = 0;
  ByteView body;
};

// 8.3.3: seven bits a byte.
Result<Descriptor> readDescriptor(ByteReader& reader) {
  PHOTOSCRUB_TRY(tag, reader.u8());
  std::uint32_t size = 0;
  for (int i = 0; i < 4; ++i) {
    PHOTOSCRUB_TRY(byte, reader.u8());
    size = size << 7 | (byte & 0x7Fu);
    if ((byte & 0x80) == 0)
      break;
  }
  PHOTOSCRUB_TRY(body, reader.take(size));
  return Descriptor{tag, body};
}

void writeDescriptor(ByteWriter& out, int tag, ByteView body) {
  out.u8(static_cast<std::uint8_t>(tag));
  const auto size = static_cast<std::uint32_t>(body.size());
  for (int shift = 21; shift > 0; shift -= 7)
    if (size >> shift != 0)
      out.u8(static_cast<std::uint8_t>(0x80 | ((size >> shift) & 0x7F)));
  out.u8(static_cast<std::uint8_t>(size & 0x7F)).bytes(body);
}

// 7.2.6.6: the numbers, and the decoder's own part.
Result<Bytes> decoderConfig(ByteView body) {
  ByteReader reader(body);
  PHOTOSCRUB_TRY(head, reader.take(13));
  ByteWriter out;
  out.u8(head[0]).u8(static_cast<std::uint8_t>((head[1] & 0xFC) | 1)).bytes(head.subspan(2));
  while (!reader.atEnd()) {
    const auto part = readDescriptor(reader);
    if (!part.ok())
      break; // trailing bytes
    if (part.value().tag != kSpecificTag)
      continue;
    writeDescriptor(out, kSpecificTag, part.value().body);
    break;
  }
  return std::move(out).take();
}

Result<Bytes> elementaryStream(ByteView payload) {
  ByteReader box(payload);
  PHOTOSCRUB_CHECK(box.skip(4));
  PHOTOSCRUB_TRY(stream, readDescriptor(box));
  if (stream.tag != kStreamTag)
    return Error{ErrorCode::malformed, "This video is damaged and cannot be read", "esds"};
  ByteReader reader(stream.body);
  PHOTOSCRUB_CHECK(reader.skip(2)); // ES_ID
  PHOTOSCRUB_TRY(flags, reader.u8());
  if ((flags & 0x80) != 0)
    PHOTOSCRUB_CHECK(reader.skip(2)); // the stream it depends on
  if ((flags & 0x40) != 0) {
    PHOTOSCRUB_TRY(length, reader.u8());
    PHOTOSCRUB_CHECK(reader.skip(length)); // address
  }
  if ((flags & 0x20) != 0)
    PHOTOSCRUB_CHECK(reader.skip(2)); // its clock
  PHOTOSCRUB_TRY(config, readDescriptor(reader));
  if (config.tag != kConfigTag)
    return Error{ErrorCode::malformed, "This video is damaged and cannot be read", "esds"};
  PHOTOSCRUB_TRY(clean, decoderConfig(config.body));
  ByteWriter inner;
  inner.u16(0).u8(0);
  writeDescriptor(inner, kConfigTag, clean);
  inner.u8(6).u8(1).u8(2); // 14496-14, 3.1.2: the one sync layer of files
  ByteWriter out;
  out.u32(0);
  writeDescriptor(out, kStreamTag, inner.view());
  return std::move(out).take();
}

} // namespace

std::optional<Bytes> cleanElementaryStream(ByteView payload) {
  auto bytes = elementaryStream(payload);
  return bytes.ok() ? std::optional(std::move(bytes).value()) : std::nullopt;
}

bool holdsUserData(ByteView bytes) {
  using namespace std::string_view_literals;
  return asText(bytes).find("\0\0\1\xB2"sv) != std::string_view::npos;
}

} // namespace photoscrub::formats::video
