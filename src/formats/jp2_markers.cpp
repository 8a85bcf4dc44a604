#include "formats/jp2_markers.h"

#include <algorithm>

namespace photoscrub::formats::jp2 {

namespace {

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The JPEG 2000 picture is damaged and cannot be read",
          std::move(detail)};
}

struct Axis {
  std::uint32_t end = 0, begin = 0, tile = 0, tileBegin = 0;

  std::uint32_t size() const { return end - begin; }
  // B.3: tiles lie on a grid that begins left of and above the picture.
  bool valid() const {
    return end > begin && tile > 0 && tileBegin <= begin && std::uint64_t{tileBegin} + tile > begin;
  }
  std::uint64_t tiles() const { return (std::uint64_t{end} - tileBegin + tile - 1) / tile; }
};

std::size_t componentBytes(std::size_t components) {
  return components < 257 ? 1 : 2;
}

// COD and COC: how many bytes follow the levels' number, from style and levels (tables A.13, A.20).
bool codingLength(ByteView payload, std::size_t levelsAt) {
  constexpr std::size_t behindLevels = 4; // code-block size, style, transform
  constexpr std::uint8_t mostLevels = 32;
  if (payload.size() <= levelsAt || payload[levelsAt] > mostLevels)
    return false;
  const bool precincts = (payload[0] & 1) != 0;
  return payload.size() == levelsAt + 1 + behindLevels + (precincts ? payload[levelsAt] + 1u : 0u);
}

// QCD and QCC (table A.28): one, or one for each subband of up to 32 levels.
bool quantisationLength(ByteView steps) {
  constexpr std::size_t mostBands = 97;
  if (steps.empty())
    return false;
  const auto rest = steps.size() - 1;
  switch (steps[0] & 0x1F) {
  case 0:
    return rest >= 1 && rest <= mostBands;
  case 1:
    return rest == 2;
  case 2:
    return rest >= 2 && rest <= 2 * mostBands && rest % 2 == 0;
  default:
    return false;
  }
}

bool capabilitiesLength(ByteView payload) {
  ByteReader reader(payload);
  const auto parts = reader.u32();
  if (!parts.ok())
    return false;
  std::uint64_t count = 0;
  for (auto bits = parts.value(); bits != 0; bits &= bits - 1)
    ++count;
  return reader.left() == 2 * count;
}

} // namespace

Result<Siz> readSiz(ByteView payload, const Limits& limits) {
  ByteReader reader(payload);
  PHOTOSCRUB_TRY(capabilities, reader.u16());
  Axis x, y;
  for (auto* field :
       {&x.end, &y.end, &x.begin, &y.begin, &x.tile, &y.tile, &x.tileBegin, &y.tileBegin}) {
    PHOTOSCRUB_TRY(value, reader.u32());
    *field = value;
  }
  PHOTOSCRUB_TRY(components, reader.u16());
  constexpr std::uint16_t mostComponents = 16'384;
  if (!x.valid() || !y.valid() || components == 0 || components > mostComponents ||
      reader.left() != 3ull * components)
    return malformed("SIZ values");
  const std::uint64_t tiles = x.tiles() * y.tiles();
  if (x.size() > limits.maxSide || y.size() > limits.maxSide ||
      std::uint64_t{x.size()} * y.size() > limits.maxPixels)
    return Error{ErrorCode::limit, "The photo is larger than the set limits allow",
                 std::to_string(x.size()) + " x " + std::to_string(y.size()) + " pixels"};
  constexpr std::uint16_t kPart15 = 0x4000; // its table A.10
  constexpr std::uint64_t mostTiles = 65'535;
  if (tiles > mostTiles)
    return malformed("tiles");
  Siz siz{{static_cast<int>(x.size()), static_cast<int>(y.size())},
          (capabilities & kPart15) != 0,
          static_cast<std::uint32_t>(tiles),
          {}};
  for (int i = 0; i < components; ++i) {
    PHOTOSCRUB_TRY(depth, reader.u8());
    PHOTOSCRUB_TRY(stepX, reader.u8());
    PHOTOSCRUB_TRY(stepY, reader.u8());
    if ((depth & 0x7F) > 37 || stepX == 0 || stepY == 0)
      return malformed("component");
    siz.depths.push_back(depth);
  }
  return siz;
}

bool isNeeded(std::uint16_t marker, Place place) {
  switch (marker) {
  case kCod:
  case kCoc:
  case kQcd:
  case kQcc:
    return place != Place::tilePart;
  case kRgn:
  case kPoc:
    return true;
  case kCap:
  case kPpm:
    return place == Place::mainHeader;
  case kPpt:
    return place != Place::mainHeader;
  default:
    return false;
  }
}

bool hasExactLength(std::uint16_t marker, ByteView payload, std::size_t components) {
  const auto number = componentBytes(components);
  switch (marker) {
  case kCod:
    return codingLength(payload, 5);
  case kCoc:
    return payload.size() > number && codingLength(payload.subspan(number), 1);
  case kQcd:
    return quantisationLength(payload);
  case kQcc:
    return payload.size() > number && quantisationLength(payload.subspan(number));
  case kRgn:
    return payload.size() == number + 2;
  case kPoc:
    return !payload.empty() && payload.size() % (5 + 2 * number) == 0;
  case kCap:
    return capabilitiesLength(payload);
  case kPpm:
  case kPpt:
    return payload.size() > 1;
  default:
    return false;
  }
}

bool isOfPartTwo(std::uint16_t marker) {
  return marker >= 0xFF70 && marker <= 0xFF7F;
}

bool SettingsSeen::add(std::uint16_t marker, ByteView payload, std::size_t components) {
  std::uint16_t of = 0;
  if (marker == kPpm || marker == kPpt)
    of = payload[0]; // their number in the sequence
  else if (marker == kCoc || marker == kQcc || marker == kRgn)
    of = componentBytes(components) == 1 ? payload[0]
                                         : static_cast<std::uint16_t>(payload[0] << 8 | payload[1]);
  return seen_.insert({marker, of}).second;
}

Sot readSot(ByteView payload) {
  ByteReader reader(payload);
  Sot sot;
  sot.tile = reader.u16().value();
  sot.length = reader.u32().value();
  sot.index = reader.u8().value();
  sot.count = reader.u8().value();
  return sot;
}

Bytes makeSot(const Sot& sot) {
  ByteWriter out;
  out.u16(kSot).u16(kSotPayload + 2).u16(sot.tile).u32(sot.length).u8(sot.index).u8(sot.count);
  return std::move(out).take();
}

SegmentUse segmentUse(std::uint16_t marker) {
  switch (marker) {
  case kCom:
    return {FindingKind::comment, "comment segment"};
  case kTlm:
  case kPlm:
  case kPlt:
    return {FindingKind::other, "table of lengths"};
  case kCrg:
    return {FindingKind::other, "component registration"};
  default:
    return {FindingKind::other, "segment that no decoder needs"};
  }
}

} // namespace photoscrub::formats::jp2
