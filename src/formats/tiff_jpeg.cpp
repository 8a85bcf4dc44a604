#include "formats/tiff_jpeg.h"

#include "formats/jpeg_picture.h"
#include "formats/jpeg_segments.h"

#include <algorithm>
#include <array>

namespace photoscrub::formats::tiff {

namespace {

using namespace jpeg;

constexpr std::size_t kAdobePayload = 12;

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read",
          std::move(detail)};
}

void appendSegment(Bytes& out, std::uint8_t marker, ByteView payload) {
  const auto length = payload.size() + 2; // T.81 B.1.1.4: the length counts itself
  out.insert(out.end(), {0xFF, marker, static_cast<std::uint8_t>(length >> 8),
                         static_cast<std::uint8_t>(length & 0xFF)});
  out.insert(out.end(), payload.begin(), payload.end());
}

bool joinsTo(const std::vector<ByteView>& pieces, ByteView whole) {
  for (const auto piece : pieces) {
    if (!startsWith(whole, piece))
      return false;
    whole = whole.subspan(piece.size());
  }
  return whole.empty();
}

template <class List, class Item> void addOnce(List& list, const Item& item) {
  if (std::find(list.begin(), list.end(), item) == list.end())
    list.push_back(item);
}

} // namespace

ByteView adobeSegment(std::uint8_t transform) {
  using Segment = std::array<std::uint8_t, 4 + kAdobePayload>;
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

// ---------------------------------------------------------------------- one stream

/// Goes through a stream as decoders do and hands its picture parts to a PictureCollector.
class JpegStreams::Walk {
public:
  Walk(JpegStreams& owner, ByteView stream)
      : owner_(owner), stream_(stream), picture_(stream, owner.limits_, document_) {
    picture_.assume(owner.shared_);
  }

  Status run() {
    if (!startsWith(stream_, kStartOfImage))
      return malformed("JPEG stream without SOI");
    at_ = kStartOfImage.size();
    while (!done_)
      PHOTOSCRUB_CHECK(segment());
    if (picture_.scans() == 0)
      return malformed("JPEG stream without a picture");
    leave(FindingKind::other, "bytes behind the picture data of a strip", at_, stream_.size());
    return {};
  }

  std::vector<ByteView> pieces() {
    std::vector<ByteView> pieces{kStartOfImage};
    if (adobe_)
      pieces.push_back(adobeSegment(*adobe_));
    Bytes head;
    for (const auto& segment : document_.segments) {
      appendSegment(head, segment.marker, segment.payload);
      if (segment.marker != kSos)
        continue;
      pieces.push_back(owner_.owned_.emplace_back(std::move(head)));
      head = {};
      pieces.insert(pieces.end(), segment.entropy.begin(), segment.entropy.end());
    }
    if (!document_.cutShort)
      pieces.push_back(kEndOfImage);
    return pieces;
  }

  // Which shared tables its scans decode with.
  Status noteUsedTables() {
    CodedComponents coded;
    std::vector<TableId> own;
    for (const auto& segment : document_.segments) {
      if (segment.marker == kDqt || segment.marker == kDht || segment.marker == kDac) {
        PHOTOSCRUB_TRY(tables, readTables(segment.marker, segment.payload));
        for (const auto& table : tables)
          addOnce(own, table.id);
      }
      if (segment.marker != kSos)
        continue;
      PHOTOSCRUB_TRY(scan, readScan(document_.frame, segment.payload));
      auto needed = quantTables(document_.frame, coded.add(scan));
      const auto entropy = entropyTables(document_.frame, scan);
      needed.insert(needed.end(), entropy.begin(), entropy.end());
      for (const auto id : needed)
        if (std::find(own.begin(), own.end(), id) == own.end())
          addOnce(owner_.used_, id);
    }
    return {};
  }

  const Frame& frame() const { return document_.frame; }

private:
  void leave(FindingKind kind, std::string where, std::uint64_t begin, std::uint64_t end) {
    if (begin < end)
      owner_.left_.push_back({kind, std::move(where),
                              stream_.subspan(static_cast<std::size_t>(begin),
                                              static_cast<std::size_t>(end - begin))});
  }

  std::uint8_t byteAt(std::uint64_t at) const { return stream_[static_cast<std::size_t>(at)]; }

  // The code of the next marker, 0 at the end of the stream; at_ moves behind it.
  std::uint8_t nextMarker() {
    const auto begin = at_;
    while (at_ < stream_.size()) {
      if (byteAt(at_++) != 0xFF)
        continue;
      while (at_ < stream_.size() && byteAt(at_) == 0xFF)
        ++at_;
      if (at_ >= stream_.size())
        break;
      const auto code = byteAt(at_++);
      if (code < kSof0 || (code >= kRst0 && code <= kRst7))
        continue;
      leave(FindingKind::other, "stray bytes between segments", begin, at_ - 2);
      return code;
    }
    at_ = begin;
    return 0;
  }

  Status segment() {
    if (++parts_ > owner_.limits_.maxParts)
      return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                   "JPEG segments"};
    const auto marker = nextMarker();
    if (marker == 0 || marker == kEoi) {
      done_ = true;
      return {};
    }
    const auto markerAt = at_ - 2;
    auto status = marker == kSoi ? malformed("second SOI") : handle(marker, markerAt);
    if (status.ok() || picture_.scans() == 0 || status.error().code == ErrorCode::limit)
      return status;
    at_ = markerAt; // decoders stop here and show what they have
    done_ = true;
    return {};
  }

  Status handle(std::uint8_t marker, std::uint64_t markerAt) {
    ByteReader reader(stream_);
    PHOTOSCRUB_CHECK(reader.seek(at_));
    PHOTOSCRUB_TRY(length, reader.u16());
    if (length < 2)
      return malformed(markerName(marker) + " length");
    PHOTOSCRUB_TRY(payload, reader.take(length - 2u));
    at_ = reader.position();
    if (isFrameMarker(marker))
      return picture_.frame(marker, payload);
    switch (marker) {
    case kDqt:
    case kDht:
    case kDac:
      return picture_.tables(marker, payload);
    case kDri:
      return picture_.restartInterval(payload);
    case kSos:
      return scan(payload, markerAt);
    case kApp14:
      if (picture_.scans() == 0 && startsWith(payload, asBytes("Adobe")) &&
          payload.size() >= kAdobePayload) {
        const bool first = !adobe_;
        adobe_ = std::min<std::uint8_t>(payload[11], kYcck); // readers take the last
        if (first && payload.size() == kAdobePayload)
          return {};
      }
      break;
    default:
      break;
    }
    leaveSegment(marker, payload, markerAt);
    return {};
  }

  void leaveSegment(std::uint8_t marker, ByteView payload, std::uint64_t markerAt) {
    const auto* use = segmentUse(marker, payload);
    if (use)
      leave(use->kind, std::string(use->where) + " in a strip", markerAt, at_);
    else if (marker == kCom)
      leave(FindingKind::comment, "comment in a strip", markerAt, at_);
    else
      leave(FindingKind::other, markerName(marker) + " block in a strip", markerAt, at_);
  }

  Status scan(ByteView payload, std::uint64_t markerAt) {
    const auto begin = at_;
    PHOTOSCRUB_TRY(data, picture_.scan(payload, begin));
    at_ = data.end;
    if (!data.taken)
      leave(FindingKind::hiddenImage, "scan that no viewer shows", markerAt, at_);
    else if (data.shown < at_ - begin)
      leave(FindingKind::other, "bytes that decoders skip in a scan", begin, at_);
    return {};
  }

  JpegStreams& owner_;
  ByteView stream_;
  JpegDocument document_;
  PictureCollector picture_;
  std::uint64_t at_ = 0;
  bool done_ = false;
  std::uint32_t parts_ = 0;
  std::optional<std::uint8_t> adobe_;
};

// ---------------------------------------------------------------------- a page

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
  Walk walk(*this, stream);
  PHOTOSCRUB_CHECK(walk.run());
  PHOTOSCRUB_CHECK(checkStreamFits(walk.frame(), expected));
  PHOTOSCRUB_CHECK(walk.noteUsedTables());
  const auto ownedBefore = owned_.size();
  auto pieces = walk.pieces();
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
