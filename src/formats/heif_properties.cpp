#include "formats/heif_properties.h"

#include <algorithm>

namespace photoscrub::formats::heif {

namespace {

// In the standards' words: ispe 23008-12 6.5.3, pixi 6.5.6, colr 6.5.5, pasp 6.5.4, auxC 6.5.8,
// clap 6.5.9, irot 6.5.10, lsel 6.5.11, imir 6.5.12; clli and mdcv 14496-12 12.1.6 and 12.1.7; a1op
// and a1lx AVIF 2.3. MIAF (23000-22) 7.3.9: transformations are essential.
constexpr PropertyRules kRules[] = {
    {"hvcC", PropertyRole::configuration, true},  {"av1C", PropertyRole::configuration, true},
    {"ispe", PropertyRole::size, false},          {"auxC", PropertyRole::auxiliary, false},
    {"pixi", PropertyRole::description, false},   {"colr", PropertyRole::description, false},
    {"pasp", PropertyRole::description, false},   {"clli", PropertyRole::description, false},
    {"mdcv", PropertyRole::description, false},   {"lsel", PropertyRole::description, true},
    {"a1op", PropertyRole::description, true},    {"a1lx", PropertyRole::description, false},
    {"clap", PropertyRole::transformation, true}, {"irot", PropertyRole::transformation, true},
    {"imir", PropertyRole::transformation, true},
};

// What writers call alpha: HEIF for HEVC, AVIF, and libheif's form for AVC.
constexpr std::string_view kAlphaTypes[] = {
    "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
    "urn:mpeg:hevc:2015:auxid:1",
    "urn:mpeg:avc:2015:auxid:1",
};

constexpr std::size_t kFullHead = 4; // version and flags
/// Of any property. Phones' hvcC have 110 bytes; with encoder messages in it, some thousand.
constexpr std::size_t kMaxPayload = 16'384;
constexpr int kMaxChannels = 8;
constexpr unsigned kFirstParameterSet = 32, kLastParameterSet = 34; // VPS, SPS, PPS: H.265, 7.4.2.2

std::optional<Bytes> firstBytes(ByteView payload, std::size_t size) {
  if (payload.size() < size)
    return std::nullopt;
  return Bytes(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
}

/// Of a FullBox of version 0 without flags.
std::optional<Bytes> firstFullBytes(ByteView payload, std::size_t size) {
  if (!startsWith(payload, Bytes(kFullHead)))
    return std::nullopt;
  return firstBytes(payload, kFullHead + size);
}

std::optional<Bytes> maskedByte(ByteView payload, std::uint8_t mask) {
  if (payload.empty())
    return std::nullopt;
  return Bytes{static_cast<std::uint8_t>(payload[0] & mask)};
}

std::optional<Bytes> plainColour(ByteView payload) {
  constexpr std::size_t kNclx = 11;
  if (!startsWith(payload, asBytes("nclx")))
    return std::nullopt;
  auto plain = firstBytes(payload, kNclx);
  if (plain)
    plain->back() &= 0x80; // full range; the rest is reserved
  return plain;
}

std::optional<Bytes> plainChannels(ByteView pixi) {
  if (pixi.size() <= kFullHead || pixi[kFullHead] == 0 || pixi[kFullHead] > kMaxChannels)
    return std::nullopt;
  return firstFullBytes(pixi, 1u + pixi[kFullHead]);
}

std::optional<Bytes> plainLayers(ByteView a1lx) {
  constexpr std::size_t kLayers = 3;
  if (a1lx.empty())
    return std::nullopt;
  const bool wide = (a1lx[0] & 1) != 0;
  auto plain = firstBytes(a1lx, 1 + kLayers * (wide ? 4 : 2));
  if (plain)
    plain->front() &= 1;
  return plain;
}

std::optional<Bytes> plainAlpha(ByteView auxC) {
  if (!isAlpha(auxC))
    return std::nullopt;
  Bytes plain(kFullHead);
  const auto type = auxiliaryType(auxC);
  plain.insert(plain.end(), type.begin(), type.end());
  plain.push_back(0);
  return plain;
}

// AV1-ISOBMFF 2.3.3. What follows the four bytes is a copy of the header in the picture's own data,
// and metadata.
std::optional<Bytes> plainAv1(ByteView payload) {
  auto plain = firstBytes(payload, 4);
  if (!plain || plain->front() != 0x81)
    return std::nullopt;
  const bool delay = (plain->back() & 0x10) != 0;
  plain->back() &= delay ? 0x1F : 0;
  return plain;
}

// One array of hvcC, without the units that go; empty if none is left. Moves `reader` behind it.
Result<Bytes> plainUnits(ByteReader& reader) {
  PHOTOSCRUB_TRY(kind, reader.u8());
  PHOTOSCRUB_TRY(units, reader.u16());
  const unsigned type = kind & 0x3Fu;
  ByteWriter kept;
  std::uint16_t count = 0;
  for (unsigned i = 0; i < units; ++i) {
    PHOTOSCRUB_TRY(size, reader.u16());
    PHOTOSCRUB_TRY(unit, reader.take(size));
    // Forbidden bit 0, this type, layer 0.
    const bool fits = unit.size() > 2 && unit[0] == type << 1 && (unit[1] & 0xF8) == 0;
    if (type < kFirstParameterSet || type > kLastParameterSet || !fits)
      continue;
    kept.u16(size).bytes(unit);
    ++count;
  }
  if (count == 0)
    return Bytes{};
  return std::move(ByteWriter().u8(kind & 0xBF).u16(count).bytes(kept.view())).take();
}

// 14496-15, 8.3.3.1: VPS, SPS and PPS of the base layer stay; SEI messages and what is reserved go.
std::optional<Bytes> plainHevc(ByteView payload) {
  constexpr std::size_t kHead = 22;
  auto plain = firstBytes(payload, kHead);
  if (!plain || plain->front() != 1 || (plain->back() & 3) == 2)
    return std::nullopt;
  auto& head = *plain;
  head[13] |= 0xF0;
  head[15] |= 0xFC;
  head[16] |= 0xFC;
  head[17] |= 0xF8;
  head[18] |= 0xF8;
  ByteReader reader(payload.subspan(kHead));
  Bytes arrays;
  std::uint8_t count = 0;
  const auto inFile = reader.u8();
  for (int i = 0; inFile.ok() && i < inFile.value(); ++i) {
    const auto array = plainUnits(reader);
    if (!array.ok())
      return std::nullopt;
    arrays.insert(arrays.end(), array.value().begin(), array.value().end());
    count = static_cast<std::uint8_t>(count + (array.value().empty() ? 0 : 1));
  }
  head.push_back(count);
  head.insert(head.end(), arrays.begin(), arrays.end());
  return plain;
}

} // namespace

const PropertyRules* rulesFor(std::string_view type) {
  const auto* rules = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&](const PropertyRules& entry) { return entry.type == type; });
  return rules == std::end(kRules) ? nullptr : rules;
}

std::optional<Bytes> plainProperty(std::string_view type, ByteView payload) {
  struct Form {
    std::string_view type;
    std::optional<Bytes> (*plain)(ByteView);
  };
  constexpr Form kForms[] = {
      {"hvcC", &plainHevc},
      {"av1C", &plainAv1},
      {"ispe", [](ByteView bytes) { return firstFullBytes(bytes, 8); }},
      {"auxC", &plainAlpha},
      {"pixi", &plainChannels},
      {"colr", &plainColour},
      {"pasp", [](ByteView bytes) { return firstBytes(bytes, 8); }},
      {"clli", [](ByteView bytes) { return firstBytes(bytes, 4); }},
      {"mdcv", [](ByteView bytes) { return firstBytes(bytes, 24); }},
      {"lsel", [](ByteView bytes) { return firstBytes(bytes, 2); }},
      {"a1op", [](ByteView bytes) { return maskedByte(bytes, 0x1F); }},
      {"a1lx", &plainLayers},
      {"clap", [](ByteView bytes) { return firstBytes(bytes, 32); }},
      {"irot", [](ByteView bytes) { return maskedByte(bytes, 3); }},
      {"imir", [](ByteView bytes) { return maskedByte(bytes, 1); }},
  };
  if (payload.size() > kMaxPayload)
    return std::nullopt;
  for (const auto& form : kForms)
    if (form.type == type)
      return form.plain(payload);
  return std::nullopt;
}

std::string_view auxiliaryType(ByteView auxC) {
  if (auxC.size() < kFullHead || auxC.size() > kMaxPayload)
    return {};
  const auto text = asText(auxC.subspan(kFullHead));
  return text.substr(0, text.find('\0'));
}

bool isAlpha(ByteView auxC) {
  const auto type = auxiliaryType(auxC);
  return std::find(std::begin(kAlphaTypes), std::end(kAlphaTypes), type) != std::end(kAlphaTypes);
}

bool isProfile(ByteView colr) {
  return startsWith(colr, asBytes("prof")) || startsWith(colr, asBytes("rICC"));
}

Result<Size> readSize(ByteView ispe, const Limits& limits) {
  ByteReader reader(ispe);
  PHOTOSCRUB_CHECK(reader.skip(kFullHead));
  PHOTOSCRUB_TRY(width, reader.u32());
  PHOTOSCRUB_TRY(height, reader.u32());
  if (width == 0 || height == 0)
    return Error{ErrorCode::malformed, "The photo is damaged: it says it has no size", "ispe"};
  if (width > limits.maxSide || height > limits.maxSide ||
      std::uint64_t{width} * height > limits.maxPixels)
    return Error{ErrorCode::limit, "The picture is larger than the set limits allow", "ispe"};
  return Size{static_cast<int>(width), static_cast<int>(height)};
}

unsigned lengthSize(ByteView hvcC) {
  return (hvcC[21] & 3u) + 1;
}

} // namespace photoscrub::formats::heif
