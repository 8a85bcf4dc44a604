#include "formats/tiff_jpeg_walk.h"

#include "formats/jpeg_segments.h"

#include <algorithm>

namespace photoscrub::formats::tiff {

using namespace jpeg;

namespace {

constexpr std::size_t kAdobePayload = 12;

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read",
          std::move(detail)};
}

} // namespace

void appendSegment(Bytes& out, std::uint8_t marker, ByteView payload) {
  const auto length = payload.size() + 2; // T.81 B.1.1.4: the length counts itself
  out.insert(out.end(), {0xFF, marker, static_cast<std::uint8_t>(length >> 8),
                         static_cast<std::uint8_t>(length & 0xFF)});
  out.insert(out.end(), payload.begin(), payload.end());
}

StreamWalk::StreamWalk(ByteView stream, const std::vector<Table>& shared, const Limits& limits,
                       std::vector<JpegStreams::Left>& left)
    : stream_(stream), limits_(limits), left_(left), picture_(stream, limits, document_) {
  picture_.assume(shared);
}

Status StreamWalk::run() {
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

std::vector<ByteView> StreamWalk::pieces(std::deque<Bytes>& owned) const {
  std::vector<ByteView> pieces{kStartOfImage};
  if (adobe_)
    pieces.push_back(adobeSegment(*adobe_));
  Bytes head;
  for (const auto& segment : document_.segments) {
    appendSegment(head, segment.marker, segment.payload);
    if (segment.marker != kSos)
      continue;
    pieces.push_back(owned.emplace_back(std::move(head)));
    head = {};
    pieces.insert(pieces.end(), segment.entropy.begin(), segment.entropy.end());
  }
  if (!document_.cutShort)
    pieces.push_back(kEndOfImage);
  return pieces;
}

Result<std::vector<TableId>> StreamWalk::sharedTablesUsed() const {
  CodedComponents coded;
  std::vector<TableId> own, used;
  for (const auto& segment : document_.segments) {
    if (segment.marker == kDqt || segment.marker == kDht || segment.marker == kDac) {
      PHOTOSCRUB_TRY(tables, readTables(segment.marker, segment.payload));
      for (const auto& table : tables)
        own.push_back(table.id);
    }
    if (segment.marker != kSos)
      continue;
    PHOTOSCRUB_TRY(scan, readScan(document_.frame, segment.payload));
    auto needed = quantTables(document_.frame, coded.add(scan));
    const auto entropy = entropyTables(document_.frame, scan);
    needed.insert(needed.end(), entropy.begin(), entropy.end());
    for (const auto id : needed)
      if (std::find(own.begin(), own.end(), id) == own.end())
        used.push_back(id);
  }
  return used;
}

void StreamWalk::leave(FindingKind kind, std::string where, std::uint64_t begin,
                       std::uint64_t end) {
  if (begin < end)
    left_.push_back(
        {kind, std::move(where),
         stream_.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin))});
}

// The code of the next marker, 0 at the end of the stream; at_ moves behind it.
std::uint8_t StreamWalk::nextMarker() {
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

Status StreamWalk::segment() {
  if (++parts_ > limits_.maxParts)
    return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                 "JPEG segments"};
  const auto marker = nextMarker();
  if (marker == 0 || marker == kEoi) {
    done_ = true;
    return {};
  }
  const auto markerAt = at_ - 2;
  auto status = marker == kSoi ? Status(malformed("second SOI")) : handle(marker, markerAt);
  if (status.ok() || picture_.scans() == 0 || status.error().code == ErrorCode::limit)
    return status;
  at_ = markerAt; // decoders stop here and show what they have
  done_ = true;
  return {};
}

Status StreamWalk::handle(std::uint8_t marker, std::uint64_t markerAt) {
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
    if (adobe(payload))
      return {};
    break;
  default:
    break;
  }
  leaveSegment(marker, payload, markerAt);
  return {};
}

// True if the segment stays as it is.
bool StreamWalk::adobe(ByteView payload) {
  if (picture_.scans() > 0 || !startsWith(payload, asBytes("Adobe")) ||
      payload.size() < kAdobePayload)
    return false;
  const bool first = !adobe_;
  adobe_ = std::min<std::uint8_t>(payload[11], kYcck); // readers take the last
  return first && payload.size() == kAdobePayload;
}

void StreamWalk::leaveSegment(std::uint8_t marker, ByteView payload, std::uint64_t markerAt) {
  if (const auto* use = segmentUse(marker, payload))
    leave(use->kind, std::string(use->where) + " in a strip", markerAt, at_);
  else if (marker == kCom)
    leave(FindingKind::comment, "comment in a strip", markerAt, at_);
  else
    leave(FindingKind::other, markerName(marker) + " block in a strip", markerAt, at_);
}

Status StreamWalk::scan(ByteView payload, std::uint64_t markerAt) {
  const auto begin = at_;
  PHOTOSCRUB_TRY(data, picture_.scan(payload, begin));
  at_ = data.end;
  if (!data.taken)
    leave(FindingKind::hiddenImage, "scan that no viewer shows", markerAt, at_);
  else if (data.shown < at_ - begin)
    leave(FindingKind::other, "bytes that decoders skip in a scan", begin, at_);
  return {};
}

} // namespace photoscrub::formats::tiff
