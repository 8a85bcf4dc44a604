#include "formats/jp2_header.h"

#include "formats/bmff_boxes.h"

#include <algorithm>

namespace photoscrub::formats::jp2 {

namespace {

using namespace std::string_view_literals;

// Table I.10, and those of part 2 (table M.25).
constexpr std::uint32_t kSrgb = 16, kGrey = 17, kCieLab = 14, kMostNumbered = 24;
constexpr std::size_t kLabParameters = 28;
constexpr std::uint8_t kEnumerated = 1, kProfile = 2;
constexpr std::uint8_t kCompressionType = 7, kDepthsDiffer = 255;

std::size_t bytesOfDepth(std::uint8_t depth) {
  return ((depth & 0x7Fu) + 8) / 8;
}

void writeImageHeader(ByteWriter& out, const Siz& siz) {
  const auto& depths = siz.depths;
  const bool same = std::all_of(depths.begin(), depths.end(),
                                [&](std::uint8_t depth) { return depth == depths.front(); });
  {
    const bmff::BoxScope box(out, "ihdr");
    out.u32(static_cast<std::uint32_t>(siz.size.height));
    out.u32(static_cast<std::uint32_t>(siz.size.width));
    out.u16(static_cast<std::uint16_t>(depths.size()));
    out.u8(same ? depths.front() : kDepthsDiffer).u8(kCompressionType).u8(0).u8(0);
  }
  if (!same) {
    const bmff::BoxScope box(out, "bpcc");
    out.bytes(depths);
  }
}

void writeColour(ByteWriter& out, const Siz& siz, const ColourHeader& colour, ByteView profile) {
  if (colour.space == ColourHeader::Space::unsaid)
    return;
  const bmff::BoxScope box(out, "colr");
  if (!profile.empty()) {
    out.u8(kProfile).u8(0).u8(0).bytes(profile);
    return;
  }
  out.u8(kEnumerated).u8(0).u8(0);
  if (colour.space == ColourHeader::Space::numbered)
    out.bytes(colour.number);
  else
    out.u32(channelsOf(siz, colour) <= 2 ? kGrey : kSrgb);
}

void writeIfThere(ByteWriter& out, std::string_view type, ByteView payload) {
  if (payload.empty())
    return;
  const bmff::BoxScope box(out, type);
  out.bytes(payload);
}

} // namespace

std::size_t channelsOf(const Siz& siz, const ColourHeader& colour) {
  return colour.mapping.empty() ? siz.depths.size() : colour.mapping.size() / 4;
}

ColourHeader::Space spaceOf(ByteView number) {
  const auto value = ByteReader(number).u32();
  if (!value.ok() || value.value() > kMostNumbered ||
      number.size() != 4 + (value.value() == kCieLab ? kLabParameters : 0))
    return ColourHeader::Space::unsaid;
  return value.value() == kSrgb || value.value() == kGrey ? ColourHeader::Space::usual
                                                          : ColourHeader::Space::numbered;
}

std::optional<ByteView> paletteOf(ByteView payload) {
  constexpr std::uint16_t mostEntries = 1024;
  ByteReader reader(payload);
  const auto entries = reader.u16();
  const auto columns = reader.u8();
  if (!columns.ok() || entries.value() == 0 || entries.value() > mostEntries ||
      columns.value() == 0)
    return std::nullopt;
  const auto depths = reader.take(columns.value());
  if (!depths.ok())
    return std::nullopt;
  std::size_t row = 0;
  for (const auto depth : depths.value())
    row += bytesOfDepth(depth);
  if (!reader.take(row * entries.value()).ok())
    return std::nullopt;
  return payload.first(static_cast<std::size_t>(reader.position()));
}

std::optional<ByteView> mappingOf(ByteView payload, ByteView palette) {
  const auto size = palette.size() < 3 ? 0 : std::size_t{4} * palette[2];
  if (size == 0 || payload.size() < size)
    return std::nullopt;
  return payload.first(size);
}

std::optional<ByteView> definitionsOf(ByteView payload, std::size_t channels) {
  const auto count = ByteReader(payload).u16();
  if (!count.ok() || count.value() == 0 || count.value() > channels ||
      payload.size() < 2 + std::size_t{6} * count.value())
    return std::nullopt;
  return payload.first(2 + std::size_t{6} * count.value());
}

Bytes makeHead(const Siz& siz, const ColourHeader& colour, ByteView profile) {
  ByteWriter out;
  out.bytes(asBytes(kSignature));
  {
    const auto brand = siz.highThroughput ? "jph "sv : "jp2 "sv;
    const bmff::BoxScope box(out, "ftyp");
    out.bytes(asBytes(brand)).u32(0).bytes(asBytes(brand));
  }
  {
    const bmff::BoxScope box(out, "jp2h");
    writeImageHeader(out, siz);
    writeColour(out, siz, colour, profile);
    writeIfThere(out, "pclr", colour.palette);
    writeIfThere(out, "cmap", colour.mapping);
    writeIfThere(out, "cdef", colour.definitions);
  }
  return std::move(out).take();
}

void listCoded(const ColourHeader& colour, std::vector<ByteView>& coded) {
  // A profile may take the place of the usual spaces.
  coded.push_back(asBytes(colour.space == ColourHeader::Space::usual ? "usual" : "other"));
  coded.insert(coded.end(), {colour.number, colour.palette, colour.mapping, colour.definitions});
}

} // namespace photoscrub::formats::jp2
