#include "metadata/sample_files.h"

#include "metadata/metadata.h"

#include <memory>

#include <gtest/gtest.h>

namespace photoscrub::metadata::testing {

namespace {

/// Exiv2 wants to be started once before anything else.
class StartExiv2 : public ::testing::Environment {
  void SetUp() override { prepare(); }
};
[[maybe_unused]] const auto* const kStartExiv2 =
    ::testing::AddGlobalTestEnvironment(new StartExiv2);

/// CRC-32 of a PNG chunk (PNG, annex D).
std::uint32_t chunkCrc(ByteView bytes) {
  std::uint32_t crc = 0xFFFF'FFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc & 1) != 0 ? 0xEDB8'8320 ^ (crc >> 1) : crc >> 1;
  }
  return crc ^ 0xFFFF'FFFF;
}

void writeChunk(ByteWriter& out, std::string_view type, ByteView data) {
  ByteWriter typed;
  typed.bytes(asBytes(type)).bytes(data);
  out.u32(static_cast<std::uint32_t>(data.size())).bytes(typed.view());
  out.u32(chunkCrc(typed.view()));
}

} // namespace

Bytes bareJpeg() {
  return jpegWithSegment(0, {});
}

Bytes jpegWithSegment(std::uint8_t marker, ByteView payload) {
  ByteWriter out;
  out.u16(0xFFD8);
  if (marker != 0)
    out.u8(0xFF).u8(marker).u16(static_cast<std::uint16_t>(payload.size() + 2)).bytes(payload);
  out.u16(0xFFC0).u16(11).u8(8).u16(1).u16(1).u8(1).u8(1).u8(0x11).u8(0);
  out.u16(0xFFDA).u16(8).u8(1).u8(1).u8(0).u8(0).u8(63).u8(0).u8(0);
  out.u16(0xFFD9);
  return std::move(out).take();
}

Bytes barePng() {
  ByteWriter out;
  out.u32(0x8950'4E47).u32(0x0D0A'1A0A);
  ByteWriter head;
  head.u32(1).u32(1).u8(8).u8(0).u8(0).u8(0).u8(0);
  writeChunk(out, "IHDR", head.view());
  // One grey pixel: zlib stream of a filter byte and a sample.
  const Bytes pixel{0x78, 0x9C, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01};
  writeChunk(out, "IDAT", pixel);
  writeChunk(out, "IEND", {});
  return std::move(out).take();
}

Bytes withMetadata(const Bytes& file, const std::function<void(Exiv2::Image&)>& edit) {
  auto opened = Exiv2::ImageFactory::open(file.data(), static_cast<long>(file.size()));
  const std::unique_ptr<Exiv2::Image> image(opened.release());
  image->readMetadata();
  edit(*image);
  image->writeMetadata();
  Exiv2::BasicIo& io = image->io();
  io.seek(0, Exiv2::BasicIo::beg);
  Bytes written(io.size());
  io.read(written.data(), static_cast<long>(written.size()));
  return written;
}

} // namespace photoscrub::metadata::testing
