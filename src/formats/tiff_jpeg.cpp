#include "formats/tiff_jpeg.h"

#include "formats/jpeg_segments.h"
#include "formats/tiff_jpeg_walk.h"

#include <algorithm>
#include <array>

namespace photoscrub::formats::tiff {

using namespace jpeg;

namespace {

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read",
          std::move(detail)};
}

bool joinsTo(const std::vector<ByteView>& pieces, ByteView whole) {
  for (const auto piece : pieces) {
    if (!startsWith(whole, piece))
      return false;
    whole = whole.subspan(piece.size());
  }
  return whole.empty();
}

} // namespace

ByteView adobeSegment(std::uint8_t transform) {
  using Segment = std::array<std::uint8_t, 16>;
  static constexpr auto segment = [](std::uint8_t value) {
    // Adobe Technical Note 5116: version 100, two flag words, transform.
    return Segment{0xFF, kApp14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, value};
  };
  static constexpr std::array all{segment(0), segment(1), segment(2)};
  return all[transform];
}

Status checkStreamFits(const Frame& frame, const Picture& expected) {
  const auto width = static_cast<std::uint64_t>(frame.size.width);
  const auto length = static_cast<std::uint64_t>(frame.size.height);
  // Decoders take a last strip that is as high as the others. Anything larger they refuse, and
  // nobody would see it.
  if (width > expected.cellWidth || length > expected.cellLength)
    return malformed("JPEG stream larger than its strip");
  if (frame.components.size() != (expected.planes ? 1 : expected.samples))
    return malformed("JPEG components");
  return {};
}

Status JpegStreams::tables(ByteView stream) {
  ByteReader reader(stream);
  PHOTOSCRUB_TRY(start, reader.u16());
  if (start != 0xFFD8)
    return malformed("JPEGTables without SOI");
  while (reader.left() >= 2) {
    PHOTOSCRUB_TRY(code, reader.u16());
    if (code == 0xFFD9) {
      if (!reader.atEnd())
        left_.push_back({FindingKind::other, "bytes behind the JPEG tables", reader.rest()});
      break;
    }
    PHOTOSCRUB_TRY(length, reader.u16());
    if ((code >> 8) != 0xFF || length < 2)
      return malformed("JPEGTables");
    PHOTOSCRUB_TRY(payload, reader.take(length - 2u));
    const auto marker = static_cast<std::uint8_t>(code & 0xFF);
    // Decoders forget conditioning (DAC) and restart intervals where the next stream begins.
    if (marker != kDqt && marker != kDht) {
      left_.push_back({marker == kCom ? FindingKind::comment : FindingKind::other,
                       markerName(marker) + " block in the JPEG tables", payload});
      continue;
    }
    PHOTOSCRUB_TRY(read, readTables(marker, payload));
    for (const auto& table : read) {
      std::erase_if(shared_, [&](const Table& known) { return known.id == table.id; });
      shared_.push_back(table);
    }
  }
  return {};
}

Result<std::vector<ByteView>> JpegStreams::clean(ByteView stream, const Picture& expected) {
  StreamWalk walk(stream, shared_, limits_, left_);
  PHOTOSCRUB_CHECK(walk.run());
  PHOTOSCRUB_CHECK(checkStreamFits(walk.frame(), expected));
  PHOTOSCRUB_TRY(used, walk.sharedTablesUsed());
  for (const auto id : used)
    if (std::find(used_.begin(), used_.end(), id) == used_.end())
      used_.push_back(id);
  const auto ownedBefore = owned_.size();
  auto pieces = walk.pieces(owned_);
  if (!joinsTo(pieces, stream))
    return pieces;
  owned_.resize(ownedBefore);
  return std::vector{stream};
}

Bytes JpegStreams::usedTables() {
  auto tables = shared_;
  std::erase_if(tables, [this](const Table& table) {
    const bool unused = std::find(used_.begin(), used_.end(), table.id) == used_.end();
    if (unused)
      left_.push_back({FindingKind::other, "JPEG table that no strip uses", table.definition});
    return unused;
  });
  if (tables.empty())
    return {};
  // Quantisation tables first, as encoders write them.
  std::sort(tables.begin(), tables.end(), [](const Table& a, const Table& b) {
    return std::pair(a.id.marker != kDqt, a.id.slot) < std::pair(b.id.marker != kDqt, b.id.slot);
  });
  Bytes out(kStartOfImage.begin(), kStartOfImage.end());
  for (const auto& table : tables)
    appendSegment(out, table.id.marker, table.definition);
  out.insert(out.end(), kEndOfImage.begin(), kEndOfImage.end());
  return out;
}

} // namespace photoscrub::formats::tiff
