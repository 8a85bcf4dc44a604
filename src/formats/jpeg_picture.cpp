#include "formats/jpeg_picture.h"

#include <algorithm>

namespace photoscrub::formats::jpeg {

namespace {
Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The JPEG photo is damaged and cannot be read", std::move(detail)};
}
} // namespace

void PictureCollector::assume(const std::vector<Table>& tables) {
  for (const auto& table : tables) {
    defined_.define(table);
    emitted_.define(table);
  }
}

Status PictureCollector::frame(std::uint8_t marker, ByteView payload) {
  if (!document_.frame.components.empty())
    return malformed("second frame header");
  PHOTOSCRUB_TRY(frame, readFrame(marker, payload, limits_));
  document_.storedSize = frame.size;
  document_.frame = std::move(frame);
  return {};
}

Status PictureCollector::tables(std::uint8_t marker, ByteView payload) {
  PHOTOSCRUB_TRY(read, readTables(marker, payload));
  for (const auto& table : read)
    defined_.define(table);
  return {};
}

Status PictureCollector::restartInterval(ByteView payload) {
  if (payload.size() != 2)
    return malformed("DRI length");
  restart_ = payload;
  return {};
}

Result<PictureCollector::ScanData> PictureCollector::scan(ByteView payload, std::uint64_t begin) {
  const auto& frame = document_.frame;
  if (frame.components.empty())
    return malformed("scan before frame header");
  PHOTOSCRUB_TRY(scan, readScan(frame, payload));
  const auto fresh = coded_.add(scan);
  const auto quants = quantTables(frame, fresh);
  // Nobody can show that; without Huffman tables, motion JPEG's are taken.
  if (std::any_of(quants.begin(), quants.end(),
                  [this](TableId id) { return defined_.at(id).empty(); }))
    return malformed("no quantisation table");
  auto entropy = readEntropy(file_, begin, hasInterval() ? Restarts::some : Restarts::none);
  // A sequential picture codes each component once (B.2.3); a further scan is not part of it.
  if (!frame.progressive() && fresh.empty())
    return ScanData{entropy.end, 0, false};
  document_.cutShort = entropy.end == file_.size();
  if (++scans_ > limits_.maxScans)
    return Error{ErrorCode::limit, "The photo has more scans than the set limits allow", "SOS"};

  // A component keeps the quantisation table of its first scan, whatever is defined later.
  emitTables(quants);
  if (scans_ == 1)
    document_.segments.push_back({frame.marker, frame.payload});
  emitInterval();
  emitTables(entropyTables(frame, scan));
  ScanData data{entropy.end, 0, true};
  for (const auto& piece : entropy.pieces)
    data.shown += piece.size();
  document_.segments.push_back({kSos, payload, std::move(entropy.pieces)});
  return data;
}

// Writes the tables the next scan needs and the output does not have yet.
void PictureCollector::emitTables(const std::vector<TableId>& ids) {
  auto& segments = document_.segments;
  for (const auto id : ids) {
    const auto definition = defined_.at(id);
    if (definition.empty() || sameBytes(definition, emitted_.at(id)))
      continue;
    const Segment segment{id.marker, definition};
    // All encoders put quantisation tables in front of the frame header, and some decoders may
    // count on it.
    if (id.marker == kDqt && emitted_.at(id).empty())
      segments.insert(segments.begin() + frameIndex_++, segment);
    else
      segments.push_back(segment);
    emitted_.define({id, definition});
  }
}

void PictureCollector::emitInterval() {
  const bool none = !hasInterval() && emittedRestart_.empty();
  if (none || sameBytes(restart_, emittedRestart_))
    return;
  document_.segments.push_back({kDri, restart_});
  emittedRestart_ = restart_;
}

bool PictureCollector::hasInterval() const {
  return !restart_.empty() && (restart_[0] != 0 || restart_[1] != 0);
}

} // namespace photoscrub::formats::jpeg
