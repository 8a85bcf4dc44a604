/// The marker segments of a JPEG 2000 codestream (ISO/IEC 15444-1, annex A) that reading, writing
/// and auditing share. Pure; views show the file's bytes.
#pragma once

#include "formats/container_format.h"

#include <set>
#include <utility>

namespace photoscrub::formats::jp2 {

enum Marker : std::uint16_t {
  kSoc = 0xFF4F,
  kCap = 0xFF50, ///< part 15
  kSiz = 0xFF51,
  kCod = 0xFF52,
  kCoc = 0xFF53,
  kTlm = 0xFF55,
  kPlm = 0xFF57,
  kPlt = 0xFF58,
  kQcd = 0xFF5C,
  kQcc = 0xFF5D,
  kRgn = 0xFF5E,
  kPoc = 0xFF5F,
  kPpm = 0xFF60,
  kPpt = 0xFF61,
  kCrg = 0xFF63,
  kCom = 0xFF64,
  kSot = 0xFF90,
  kSod = 0xFF93,
  kEoc = 0xFFD9,
};

/// Image and tile size (A.5.1).
struct Siz {
  Size size;
  bool highThroughput = false; ///< coded as part 15 says
  std::uint32_t tiles = 0;
  std::vector<std::uint8_t> depths; ///< Ssiz of each component: bits - 1, sign in the top bit
};
/// Errors: truncated, malformed, limit.
Result<Siz> readSiz(ByteView payload, const Limits& limits);

/// Where a segment stands.
enum class Place {
  mainHeader,
  firstTilePart, ///< of its tile
  tilePart       ///< a further one
};
/// Whether decoders need this segment there: not hints, not text, not the unknown.
bool isNeeded(std::uint16_t marker, Place place);
/// Whether a payload has exactly the length its own fields give it (A.6).
bool hasExactLength(std::uint16_t marker, ByteView payload, std::size_t components);
/// Whether it is part of a transform of part 2, without which the colours are wrong.
bool isOfPartTwo(std::uint16_t marker);

/// Which settings a header has made already; a second one for the same thing contradicts it.
class SettingsSeen {
public:
  /// False if this one was there. Segments that come in pieces always may.
  bool add(std::uint16_t marker, ByteView payload, std::size_t components);

private:
  std::set<std::pair<std::uint16_t, std::uint16_t>> seen_;
};

/// Start of tile-part (A.4.2).
struct Sot {
  std::uint16_t tile = 0;
  std::uint32_t length = 0; ///< from the marker on; 0: up to EOC
  std::uint8_t index = 0, count = 0;
};
inline constexpr std::size_t kSotPayload = 8, kSotSize = 12;
/// REQUIRES: kSotPayload bytes.
Sot readSot(ByteView payload);
Bytes makeSot(const Sot& sot);

/// Name and kind of a segment that goes.
struct SegmentUse {
  FindingKind kind = FindingKind::other;
  std::string_view where;
};
SegmentUse segmentUse(std::uint16_t marker);

} // namespace photoscrub::formats::jp2
