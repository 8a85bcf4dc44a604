// The strict reading of JPEG streams inside TIFF: every byte belongs to a segment that decoders
// need, in its one form. Shares the syntax of headers with the cleaning, not its way through.
#include "formats/tiff_jpeg.h"

#include <algorithm>

namespace photoscrub::formats::tiff {

namespace {

using namespace jpeg;

Error leak(std::string detail) {
  return {ErrorCode::leak, "The cleaned picture holds something it should not",
          "JPEG stream: " + std::move(detail)};
}

struct Segment {
  std::uint8_t marker = 0;
  ByteView payload;
};

// A marker without fill bytes and, except for EOI, its payload.
Result<Segment> nextSegment(ByteReader& reader) {
  PHOTOSCRUB_TRY(code, reader.u16());
  if ((code >> 8) != 0xFF)
    return leak("bytes between segments");
  Segment segment{static_cast<std::uint8_t>(code & 0xFF), {}};
  if (segment.marker == kEoi)
    return segment;
  PHOTOSCRUB_TRY(length, reader.u16());
  if (length < 2)
    return leak("segment length");
  PHOTOSCRUB_TRY(payload, reader.take(length - 2u));
  segment.payload = payload;
  return segment;
}

bool isTable(std::uint8_t marker) {
  return marker == kDqt || marker == kDht || marker == kDac;
}

Result<Table> singleTable(const Segment& segment) {
  PHOTOSCRUB_TRY(tables, readTables(segment.marker, segment.payload));
  if (tables.size() != 1)
    return leak("tables in one segment");
  return tables.front();
}

} // namespace

class JpegStreamAudit::Walk {
public:
  Walk(JpegStreamAudit& owner, ByteView bytes) : owner_(owner), bytes_(bytes), reader_(bytes) {
    for (const auto& table : owner.shared_)
      current_.define(table);
  }

  Status run(const Picture& expected) {
    PHOTOSCRUB_TRY(start, reader_.u16());
    if (start != 0xFFD8)
      return leak("does not begin with SOI");
    for (std::uint8_t transform = 0; transform <= 2; ++transform)
      if (startsWith(reader_.rest(), adobeSegment(transform))) {
        PHOTOSCRUB_CHECK(reader_.skip(adobeSegment(transform).size()));
        break;
      }
    while (!ended_)
      PHOTOSCRUB_CHECK(segment());
    if (!reader_.atEnd())
      return leak("bytes after EOI");
    if (scans_ == 0 || !unused_.empty() || newInterval_)
      return leak("tables without a scan");
    return checkStreamFits(*frame_, expected);
  }

private:
  Status segment() {
    PHOTOSCRUB_TRY(segment, nextSegment(reader_));
    if (segment.marker == kEoi) {
      ended_ = true;
      return {};
    }
    if (isTable(segment.marker))
      return table(segment);
    if (isFrameMarker(segment.marker)) {
      if (frame_)
        return leak("second frame header");
      PHOTOSCRUB_TRY(frame, readFrame(segment.marker, segment.payload, owner_.limits_));
      frame_ = std::move(frame);
      return {};
    }
    if (segment.marker == kDri)
      return restartInterval(segment.payload);
    if (segment.marker == kSos)
      return scan(segment.payload);
    return leak("marker " + std::to_string(segment.marker));
  }

  Status table(const Segment& segment) {
    PHOTOSCRUB_TRY(table, singleTable(segment));
    if (std::find(unused_.begin(), unused_.end(), table.id) != unused_.end() ||
        sameBytes(current_.at(table.id), segment.payload))
      return leak("table defined twice");
    current_.define(table);
    unused_.push_back(table.id);
    own_.push_back(table.id);
    return {};
  }

  Status restartInterval(ByteView payload) {
    if (payload.size() != 2)
      return leak("DRI length");
    const int interval = payload[0] << 8 | payload[1];
    if (newInterval_ || interval == interval_)
      return leak("restart interval defined twice");
    interval_ = interval;
    newInterval_ = true;
    return {};
  }

  void use(const std::vector<TableId>& tables) {
    for (const auto id : tables) {
      std::erase(unused_, id);
      auto& used = owner_.used_;
      if (std::find(own_.begin(), own_.end(), id) == own_.end() &&
          std::find(used.begin(), used.end(), id) == used.end())
        used.push_back(id);
    }
  }

  Status scan(ByteView payload) {
    if (!frame_)
      return leak("scan before frame header");
    PHOTOSCRUB_TRY(scan, readScan(*frame_, payload));
    if (++scans_ > owner_.limits_.maxScans)
      return leak("number of scans");
    const auto fresh = coded_.add(scan);
    if (fresh.empty() && !frame_->progressive())
      return leak("scan of what is coded already");
    use(quantTables(*frame_, fresh));
    use(entropyTables(*frame_, scan));
    // Quantisation tables of later scans may stand here already.
    if (std::any_of(unused_.begin(), unused_.end(), [](TableId id) { return id.marker != kDqt; }))
      return leak("table that no scan uses");
    newInterval_ = false;
    const auto begin = reader_.position();
    const auto entropy =
        readEntropy(bytes_, begin, interval_ != 0 ? Restarts::some : Restarts::none);
    if (entropy.pieces.size() != 1 || entropy.pieces[0].size() != entropy.end - begin)
      return leak("bytes that decoders skip in a scan");
    ended_ = entropy.end == bytes_.size(); // breaks off in its data, as in the original
    return reader_.seek(entropy.end);
  }

  JpegStreamAudit& owner_;
  ByteView bytes_;
  ByteReader reader_;
  std::optional<Frame> frame_;
  TableSet current_;
  std::vector<TableId> own_, unused_;
  CodedComponents coded_;
  int interval_ = 0;
  bool newInterval_ = false, ended_ = false;
  std::uint32_t scans_ = 0;
};

Status JpegStreamAudit::tables(ByteView stream) {
  ByteReader reader(stream);
  PHOTOSCRUB_TRY(start, reader.u16());
  if (start != 0xFFD8)
    return leak("tables do not begin with SOI");
  for (;;) {
    PHOTOSCRUB_TRY(segment, nextSegment(reader));
    if (segment.marker == kEoi)
      break;
    if (segment.marker != kDqt && segment.marker != kDht)
      return leak("no table");
    PHOTOSCRUB_TRY(table, singleTable(segment));
    const auto rank = [](TableId id) { return std::pair(id.marker != kDqt, id.slot); };
    if (!shared_.empty() && rank(shared_.back().id) >= rank(table.id))
      return leak("order of tables");
    shared_.push_back(table);
  }
  return reader.atEnd() && !shared_.empty() ? Status{} : leak("bytes after the tables");
}

Status JpegStreamAudit::stream(ByteView bytes, const Picture& expected) {
  return Walk(*this, bytes).run(expected);
}

Status JpegStreamAudit::finish() const {
  for (const auto& table : shared_)
    if (std::find(used_.begin(), used_.end(), table.id) == used_.end())
      return leak("table that no strip uses");
  return {};
}

} // namespace photoscrub::formats::tiff
