// The strict reading of a JPEG file: each byte belongs to an allowed segment in its one allowed
// form, or the file is refused. Shares the syntax of headers with the parser, not its way through
// the file.
#include "formats/exif_block.h"
#include "formats/icc_profile.h"
#include "formats/jpeg.h"
#include "formats/jpeg_document.h"

#include <algorithm>
#include <optional>

namespace photoscrub::formats {

namespace {

using namespace jpeg;
using namespace std::string_view_literals;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits) : reader_(file), file_(file), limits_(limits) {}

  Result<CleanFile> run() {
    PHOTOSCRUB_TRY(start, reader_.u16());
    if (start != 0xFFD8)
      return leak("does not begin with SOI");
    PHOTOSCRUB_CHECK(next());
    PHOTOSCRUB_CHECK(header());
    while (marker_ != kEoi)
      PHOTOSCRUB_CHECK(picturePart());
    if (!reader_.atEnd())
      return leak("bytes after EOI");
    if (!cutShort_)
      clean_.coded.push_back(kEndOfImage);
    if (scans_ == 0 || !unused_.empty() || newInterval_)
      return leak("tables without a scan");
    if (adobeTransform_ && !adobeFits())
      return leak("APP14 colour transform");
    return std::move(clean_);
  }

private:
  Error leak(std::string detail) const {
    return {ErrorCode::leak, "The cleaned photo holds something it should not", std::move(detail),
            reader_.position()};
  }

  // Reads one marker and, except for EOI, its payload. No fill bytes are allowed.
  Status next() {
    PHOTOSCRUB_TRY(code, reader_.u16());
    if ((code >> 8) != 0xFF)
      return leak("bytes between segments");
    marker_ = static_cast<std::uint8_t>(code & 0xFF);
    payload_ = {};
    if (marker_ == kEoi)
      return {};
    PHOTOSCRUB_TRY(length, reader_.u16());
    if (length < 2)
      return leak("segment length");
    PHOTOSCRUB_TRY(payload, reader_.take(length - 2u));
    payload_ = payload;
    return {};
  }

  // JFIF, Exif, ICC chunks, Adobe: each at most once, in this order.
  Status header() {
    if (marker_ == kApp0) {
      if (payload_.size() != 14 || !startsWith(payload_, asBytes("JFIF\0\x01\x01"sv)) ||
          payload_[7] > 2 || payload_[12] != 0 || payload_[13] != 0)
        return leak("APP0 is not the plain JFIF header");
      PHOTOSCRUB_CHECK(next());
    }
    if (marker_ == kApp1) {
      if (!startsWith(payload_, asBytes("Exif\0\0"sv)))
        return leak("APP1 is not Exif");
      clean_.exif = payload_.subspan(6);
      PHOTOSCRUB_CHECK(checkCleanExif(clean_.exif));
      clean_.orientation = summariseExif(clean_.exif).orientation;
      PHOTOSCRUB_CHECK(next());
    }
    PHOTOSCRUB_CHECK(profile());
    if (marker_ == kApp14) {
      if (payload_.size() != 12 || !startsWith(payload_, asBytes("Adobe\0\x64\0\0\0\0"sv)))
        return leak("APP14 is not the plain Adobe flag");
      adobeTransform_ = payload_[11];
      PHOTOSCRUB_CHECK(next());
    }
    return {};
  }

  Status profile() {
    int expected = 1, count = 0;
    for (; marker_ == kApp2; ++expected) {
      if (!startsWith(payload_, asBytes("ICC_PROFILE\0"sv)) || payload_.size() <= 14)
        return leak("APP2 is not a colour profile");
      if (expected == 1)
        count = payload_[13];
      if (payload_[12] != expected || payload_[13] != count)
        return leak("ICC chunk numbers");
      const auto data = payload_.subspan(14);
      clean_.colourProfile.insert(clean_.colourProfile.end(), data.begin(), data.end());
      if (clean_.colourProfile.size() > limits_.maxProfileBytes)
        return leak("ICC profile size");
      PHOTOSCRUB_CHECK(next());
    }
    if (expected - 1 != count)
      return leak("ICC chunk count");
    return clean_.colourProfile.empty() ? Status{} : checkCleanProfile(clean_.colourProfile);
  }

  Status picturePart() {
    if (isFrameMarker(marker_))
      return frame();
    switch (marker_) {
    case kDqt:
    case kDht:
    case kDac:
      return table();
    case kDri:
      return restartInterval();
    case kSos:
      return scan();
    default:
      return leak("marker " + std::to_string(marker_));
    }
  }

  bool adobeFits() const {
    const auto count = frame_->components.size();
    return adobeTransform_ == kNoTransform || (count == 3 && adobeTransform_ == kYcc) ||
           (count == 4 && adobeTransform_ == kYcck);
  }

  void keep() {
    clean_.coded.push_back(codeView(marker_));
    clean_.coded.push_back(payload_);
  }

  Status frame() {
    if (frame_)
      return leak("second frame header");
    PHOTOSCRUB_TRY(frame, readFrame(marker_, payload_, limits_));
    clean_.storedSize = frame.size;
    frame_ = std::move(frame);
    keep();
    return next();
  }

  Status table() {
    PHOTOSCRUB_TRY(tables, readTables(marker_, payload_));
    if (tables.size() != 1)
      return leak("tables in one segment");
    if (std::find(unused_.begin(), unused_.end(), tables[0].id) != unused_.end() ||
        sameBytes(current_.at(tables[0].id), payload_))
      return leak("table defined twice");
    current_.define(tables[0]);
    unused_.push_back(tables[0].id);
    keep();
    return next();
  }

  Status restartInterval() {
    if (payload_.size() != 2)
      return leak("DRI length");
    const int interval = payload_[0] << 8 | payload_[1];
    if (newInterval_ || interval == interval_)
      return leak("restart interval defined twice");
    interval_ = interval;
    newInterval_ = true;
    keep();
    return next();
  }

  Status scan() {
    if (!frame_)
      return leak("scan before frame header");
    PHOTOSCRUB_TRY(scan, readScan(*frame_, payload_));
    if (++scans_ > limits_.maxScans)
      return leak("number of scans");
    const auto fresh = coded_.add(scan);
    if (fresh.empty() && !frame_->progressive())
      return leak("scan of what is coded already");
    for (const auto id : quantTables(*frame_, fresh))
      std::erase(unused_, id);
    for (const auto id : entropyTables(*frame_, scan))
      std::erase(unused_, id);
    // Quantisation tables of later scans may stand here already.
    if (std::any_of(unused_.begin(), unused_.end(), [](TableId id) { return id.marker != kDqt; }))
      return leak("table that no scan uses");
    newInterval_ = false;
    keep();
    const auto begin = reader_.position();
    const auto entropy =
        readEntropy(file_, begin, interval_ != 0 ? Restarts::some : Restarts::none);
    if (entropy.pieces.size() != 1 || entropy.pieces[0].size() != entropy.end - begin)
      return leak("bytes that decoders skip in a scan");
    PHOTOSCRUB_CHECK(reader_.seek(entropy.end));
    clean_.coded.push_back(entropy.pieces[0]);
    if (!reader_.atEnd())
      return next();
    cutShort_ = true; // the original breaks off in its scan data too
    marker_ = kEoi;
    return {};
  }

  ByteReader reader_;
  ByteView file_;
  const Limits& limits_;
  CleanFile clean_;
  std::uint8_t marker_ = 0;
  ByteView payload_;
  std::optional<Frame> frame_;
  TableSet current_;
  std::vector<TableId> unused_;
  CodedComponents coded_;
  std::optional<std::uint8_t> adobeTransform_;
  int interval_ = 0;
  bool newInterval_ = false;
  std::uint32_t scans_ = 0;
  bool cutShort_ = false;
};

} // namespace

Result<CleanFile> Jpeg::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
