#include "formats/video_parameter_sets.h"

#include <vector>

namespace photoscrub::formats::video {

namespace {

/// Reads `count` units with two bytes of length each; those `wanted` says no to are left out.
template <class Wanted>
Result<std::vector<ByteView>> readUnits(ByteReader& reader, int count, Wanted wanted) {
  std::vector<ByteView> units;
  for (int i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(length, reader.u16());
    PHOTOSCRUB_TRY(unit, reader.take(length));
    if (!unit.empty() && wanted(unit))
      units.push_back(unit);
  }
  return units;
}

void writeUnits(ByteWriter& out, const std::vector<ByteView>& units) {
  for (const auto unit : units)
    out.u16(static_cast<std::uint16_t>(unit.size())).bytes(unit);
}

auto avcUnitOf(int type) {
  return [type](ByteView unit) { return (unit[0] & 0x1F) == type; };
}

std::uint8_t low(int value) {
  return static_cast<std::uint8_t>(value);
}

// 5.3.3.1.2: present for these profiles only, and left out by many writers even there.
bool hasExtension(int profile) {
  return profile == 100 || profile == 110 || profile == 122 || profile == 144 || profile == 244;
}

Result<Bytes> avc(ByteView payload) {
  ByteReader reader(payload);
  PHOTOSCRUB_TRY(head, reader.take(6));
  PHOTOSCRUB_TRY(sequence, readUnits(reader, head[5] & 0x1F, avcUnitOf(7)));
  PHOTOSCRUB_TRY(pictures, reader.u8());
  PHOTOSCRUB_TRY(picture, readUnits(reader, pictures, avcUnitOf(8)));
  if (head[0] != 1)
    return Error{ErrorCode::malformed, "This video is damaged and cannot be read", "avcC"};
  ByteWriter out;
  out.bytes(head.first(4))
      .u8(low(0xFC | head[4]))
      .u8(low(0xE0 | static_cast<int>(sequence.size())));
  writeUnits(out, sequence);
  out.u8(low(static_cast<int>(picture.size())));
  writeUnits(out, picture);
  if (hasExtension(head[1]) && reader.left() >= 4) {
    const auto depth = reader.take(4).value();
    auto extension = readUnits(reader, depth[3], avcUnitOf(13));
    const auto units = extension.ok() ? extension.value() : std::vector<ByteView>{};
    out.u8(low(0xFC | depth[0])).u8(low(0xF8 | depth[1])).u8(low(0xF8 | depth[2]));
    out.u8(low(static_cast<int>(units.size())));
    writeUnits(out, units);
  }
  return std::move(out).take();
}

constexpr int kFirstHevcSet = 32, kLastHevcSet = 34; // ISO/IEC 23008-2, table 7-1: VPS, SPS, PPS

Result<Bytes> hevc(ByteView payload) {
  ByteReader reader(payload);
  PHOTOSCRUB_TRY(head, reader.take(22));
  PHOTOSCRUB_TRY(arrays, reader.u8());
  if (head[0] != 1)
    return Error{ErrorCode::malformed, "This video is damaged and cannot be read", "hvcC"};
  ByteWriter out;
  out.bytes(head.first(13)).u8(low(0xF0 | head[13])).u8(head[14]).u8(low(0xFC | head[15]));
  out.u8(low(0xFC | head[16])).u8(low(0xF8 | head[17])).u8(low(0xF8 | head[18]));
  out.bytes(head.subspan(19, 3));
  ByteWriter kept;
  int keptArrays = 0;
  for (int i = 0; i < arrays; ++i) {
    PHOTOSCRUB_TRY(kind, reader.u8());
    PHOTOSCRUB_TRY(count, reader.u16());
    const int type = kind & 0x3F;
    PHOTOSCRUB_TRY(units, readUnits(reader, count, [type](ByteView unit) {
                     return ((unit[0] >> 1) & 0x3F) == type;
                   }));
    if (type < kFirstHevcSet || type > kLastHevcSet || units.empty())
      continue;
    ++keptArrays;
    kept.u8(low(kind & 0xBF)).u16(static_cast<std::uint16_t>(units.size()));
    writeUnits(kept, units);
  }
  out.u8(low(keptArrays)).bytes(kept.view());
  return std::move(out).take();
}

// AV1 specification, 4.10.5.
Result<std::uint64_t> leb128(ByteReader& reader) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) {
    PHOTOSCRUB_TRY(byte, reader.u8());
    value |= static_cast<std::uint64_t>(byte & 0x7F) << (7 * i);
    if ((byte & 0x80) == 0)
      break;
  }
  return value;
}

constexpr int kSequenceHeader = 1; // 6.2.2

Result<Bytes> sequenceHeader(ByteView units) {
  ByteReader reader(units);
  while (!reader.atEnd()) {
    PHOTOSCRUB_TRY(header, reader.u8());
    if ((header & 0x04) != 0)
      PHOTOSCRUB_CHECK(reader.skip(1)); // extension
    std::uint64_t size = reader.left();
    if ((header & 0x02) != 0) {
      PHOTOSCRUB_TRY(coded, leb128(reader));
      size = coded;
    }
    PHOTOSCRUB_TRY(payload, reader.take(size));
    if (((header >> 3) & 0x0F) != kSequenceHeader || payload.size() > 127)
      continue;
    ByteWriter out; // one byte is enough for its size
    out.u8(kSequenceHeader << 3 | 0x02).u8(low(static_cast<int>(payload.size()))).bytes(payload);
    return std::move(out).take();
  }
  return Bytes{};
}

} // namespace

std::optional<Bytes> cleanAvcConfig(ByteView payload) {
  auto bytes = avc(payload);
  return bytes.ok() ? std::optional(std::move(bytes).value()) : std::nullopt;
}

std::optional<Bytes> cleanHevcConfig(ByteView payload) {
  auto bytes = hevc(payload);
  return bytes.ok() ? std::optional(std::move(bytes).value()) : std::nullopt;
}

std::optional<Bytes> cleanAv1Config(ByteView payload) {
  if (payload.size() < 4 || payload[0] != 0x81)
    return std::nullopt;
  ByteWriter out;
  out.bytes(payload.first(3)).u8(payload[3] & 0x1F);
  // Decoders find the header again in the first sample.
  const auto header = sequenceHeader(payload.subspan(4));
  if (header.ok())
    out.bytes(header.value());
  return std::move(out).take();
}

} // namespace photoscrub::formats::video
