// Reading JPEG files as forgivingly as viewers do, T.81 Annex B.
#include "formats/exif_block.h"
#include "formats/jpeg.h"
#include "formats/jpeg_picture.h"
#include "formats/jpeg_segments.h"
#include "formats/trailer.h"

#include <algorithm>
#include <map>

namespace photoscrub::formats {

namespace {

using namespace jpeg;
using namespace std::string_view_literals;

constexpr auto kExif = "Exif\0"sv; // then one pad byte
constexpr auto kXmp = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr auto kExtendedXmp = "http://ns.adobe.com/xmp/extension/\0"sv;
constexpr std::uint64_t kExtendedXmpHead = kExtendedXmp.size() + 32 + 4 + 4; // GUID, size, offset
constexpr auto kIcc = "ICC_PROFILE\0"sv;                                     // ICC.1, annex B.4
constexpr auto kPhotoshop = "Photoshop 3.0\0"sv;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The JPEG photo is damaged and cannot be read", std::move(detail),
          offset};
}

class Parser {
public:
  Parser(ByteView file, const Limits& limits)
      : file_(file), limits_(limits), document_(std::make_unique<JpegDocument>()),
        picture_(file, limits, *document_) {
    document_->type = FileType::jpeg;
  }

  Result<std::unique_ptr<Document>> run() {
    if (!startsWith(file_, kStartOfImage))
      return malformed("does not begin with SOI", 0);
    at_ = kStartOfImage.size();
    while (!done_)
      PHOTOSCRUB_CHECK(segment());
    if (inHeader())
      return malformed("no picture data", at_);
    assembleProfile();
    settleAdobeTransform();
    const auto trailer = describeTrailer(file_, at_);
    document_->dropped.insert(document_->dropped.end(), trailer.begin(), trailer.end());
    std::stable_sort(document_->dropped.begin(), document_->dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
    for (const auto& part : document_->segments) {
      document_->coded.push_back(codeView(part.marker));
      document_->coded.push_back(part.payload);
      document_->coded.insert(document_->coded.end(), part.entropy.begin(), part.entropy.end());
    }
    if (!document_->cutShort)
      document_->coded.push_back(kEndOfImage);
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  // ------------------------------------------------------------------ markers
  // Moves behind the next marker and returns its code; 0 at the end of the file. What stands
  // between is padding that no clause allows to mean anything.
  std::uint8_t nextMarker() {
    const auto begin = at_;
    std::uint64_t fill = 0;
    for (;;) {
      while (at_ < file_.size() && file_[at_] != 0xFF)
        ++at_;
      const auto markerAt = at_;
      while (at_ < file_.size() && file_[at_] == 0xFF)
        ++at_;
      if (at_ >= file_.size())
        return 0;
      const auto code = file_[at_++];
      const bool meaningful = code >= kSof0 && !(code >= kRst0 && code <= kRst7);
      if (!meaningful)
        continue;
      fill = markerAt - begin;
      const auto extra = at_ - 2 - markerAt;
      if (fill + extra > 0)
        drop(FindingKind::other, "stray bytes between segments", begin, fill + extra);
      return code;
    }
  }

  void drop(FindingKind kind, std::string where, std::uint64_t offset, std::uint64_t size,
            bool describedByExiv2 = false) {
    document_->dropped.push_back({kind, std::move(where), offset, size, describedByExiv2});
  }

  // The picture ends here: everything from `offset` on is trailer.
  Status endAt(std::uint64_t offset) {
    at_ = offset;
    done_ = true;
    return {};
  }

  // A part that cannot be read is fatal before any picture data, and the end of them after.
  Status broken(Error error, std::uint64_t markerAt) {
    if (!error.offset)
      error.offset = markerAt;
    if (inHeader())
      return error;
    return endAt(markerAt);
  }

  Status segment() {
    const auto begin = at_;
    const auto marker = nextMarker();
    const auto markerAt = at_ - 2;
    if (marker == 0)
      return endAt(begin);
    if (marker == kEoi)
      return endAt(at_);
    if (++parts_ > limits_.maxParts)
      return Error{ErrorCode::limit, "The photo has more parts than the set limits allow",
                   "segments", at_};
    // A second picture: behind the first one it is a trailer; inside its header, no viewer shows
    // either, and taking it for the picture would save what was embedded.
    if (marker == kSoi)
      return broken(malformed("second SOI", markerAt), markerAt);
    const auto payload = takePayload(marker);
    if (!payload.ok())
      return broken(payload.error(), markerAt);
    const auto status = handle(marker, payload.value(), markerAt);
    if (status.ok() || status.error().code == ErrorCode::limit)
      return status;
    return broken(status.error(), markerAt);
  }

  Result<ByteView> takePayload(std::uint8_t marker) {
    ByteReader reader(file_);
    PHOTOSCRUB_CHECK(reader.seek(at_));
    PHOTOSCRUB_TRY(length, reader.u16());
    const bool skippable = marker >= kApp0;
    if (length < 2) {
      // The length counts itself (B.1.1.4). Decoders shrug it off where they skip anyway.
      if (!skippable)
        return malformed(markerName(marker) + " length", at_);
      at_ += 2;
      return ByteView{};
    }
    PHOTOSCRUB_TRY(payload, reader.take(length - 2u));
    at_ = reader.position();
    return payload;
  }

  Status handle(std::uint8_t marker, ByteView payload, std::uint64_t markerAt) {
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
    case kApp0:
      if (inHeader() && jfif(payload, markerAt))
        return {};
      break;
    case kApp1:
      if (exifOrXmp(payload, markerAt))
        return {};
      break;
    case kApp2:
      if (inHeader() && profileChunk(payload, markerAt))
        return {};
      break;
    case kApp14:
      if (inHeader() && adobe(payload, markerAt))
        return {};
      break;
    case kApp0 + 13:
      if (startsWith(payload, asBytes(kPhotoshop)))
        block(MetadataBlock::Syntax::iptc, payload, kPhotoshop.size(), iptcSeen_);
      break;
    default:
      break;
    }
    dropSegment(marker, payload, markerAt);
    return {};
  }

  // Readers have made up their mind about colours and orientation by the first scan.
  bool inHeader() const { return picture_.scans() == 0; }

  void dropSegment(std::uint8_t marker, ByteView payload, std::uint64_t markerAt) {
    const auto size = at_ - markerAt;
    if (const auto* use = segmentUse(marker, payload)) {
      drop(use->kind, std::string(use->where), markerAt, size, use->describedByExiv2);
    } else if (marker == kCom) {
      drop(FindingKind::comment, "comment", markerAt, size);
    } else {
      drop(FindingKind::other, markerName(marker) + " block", markerAt, size);
    }
  }

  // ------------------------------------------------------------------ metadata
  bool jfif(ByteView payload, std::uint64_t markerAt) {
    if (!startsWith(payload, asBytes("JFIF\0"sv)) || payload.size() < 14)
      return false;
    const bool second = document_->hasJfif;
    if (!second) { // readers take the first
      ByteReader reader(payload.subspan(7));
      Density density;
      density.unit = reader.u8().value();
      density.x = reader.u16().value();
      density.y = reader.u16().value();
      if (density.unit <= 2 && density.x > 0 && density.y > 0)
        document_->density = density;
      document_->hasJfif = true;
    }
    if (payload.size() > 14)
      drop(FindingKind::thumbnail, "JFIF thumbnail", markerAt, at_ - markerAt);
    else if (second)
      drop(FindingKind::other, "second JFIF header", markerAt, at_ - markerAt);
    return true;
  }

  void block(MetadataBlock::Syntax syntax, ByteView payload, std::uint64_t skip, bool& seen) {
    const auto begin = static_cast<std::uint64_t>(payload.data() - file_.data());
    if (skip < payload.size())
      document_->blocks.push_back(
          {syntax, begin + skip, payload.size() - skip, !seen && inHeader()});
    seen = true;
  }

  bool exifOrXmp(ByteView payload, std::uint64_t markerAt) {
    if (startsWith(payload, asBytes(kXmp))) {
      block(MetadataBlock::Syntax::xmp, payload, kXmp.size(), xmpSeen_);
      drop(FindingKind::other, "XMP packet", markerAt, at_ - markerAt, true);
      return true;
    }
    if (startsWith(payload, asBytes(kExtendedXmp))) {
      bool alwaysSeen = true; // Exiv2 0.27 does not put extended packets together
      block(MetadataBlock::Syntax::xmp, payload, kExtendedXmpHead, alwaysSeen);
      drop(FindingKind::other, "extended XMP packet", markerAt, at_ - markerAt);
      return true;
    }
    if (!startsWith(payload, asBytes(kExif)))
      return false;
    const auto tiff = payload.subspan(std::min<std::size_t>(payload.size(), kExif.size() + 1));
    const auto summary = summariseExif(tiff);
    if (summary.readable && !orientationKnown_ && inHeader()) {
      document_->orientation = summary.orientation;
      document_->adobeRgbByExif = summary.adobeRgb;
      orientationKnown_ = true;
      // The one block a cleaned file has is nothing to report.
      if (sameBytes(tiff, orientationBlock(summary.orientation)) && !exifSeen_) {
        exifSeen_ = true;
        return true;
      }
    }
    block(MetadataBlock::Syntax::exif, payload, kExif.size() + 1, exifSeen_);
    drop(FindingKind::other, "Exif block", markerAt, at_ - markerAt, true);
    return true;
  }

  bool profileChunk(ByteView payload, std::uint64_t markerAt) {
    if (!startsWith(payload, asBytes(kIcc)) || payload.size() < kIcc.size() + 2)
      return false;
    const int sequence = payload[kIcc.size()];
    const auto data = payload.subspan(kIcc.size() + 2);
    if (profileBytes_ == 0)
      profileAt_ = markerAt;
    profileBytes_ += data.size();
    if (sequence == 0 || profileBytes_ > limits_.maxProfileBytes ||
        !profileChunks_.emplace(sequence, data).second)
      drop(FindingKind::other, "stray colour profile data", markerAt, at_ - markerAt);
    profileCount_ = std::max<int>(profileCount_, payload[kIcc.size() + 1]);
    return true;
  }

  void assembleProfile() {
    // Readers ignore a profile with a missing piece, and so does the output.
    if (profileChunks_.empty() || static_cast<int>(profileChunks_.size()) != profileCount_ ||
        profileChunks_.rbegin()->first != profileCount_) {
      if (!profileChunks_.empty())
        drop(FindingKind::other, "incomplete colour profile", profileAt_, profileBytes_);
      return;
    }
    for (const auto& [sequence, data] : profileChunks_)
      document_->colourProfile.insert(document_->colourProfile.end(), data.begin(), data.end());
  }

  bool adobe(ByteView payload, std::uint64_t markerAt) {
    // Adobe Technical Note 5116: version, two flag words, colour transform.
    constexpr std::size_t size = 12;
    if (!startsWith(payload, asBytes("Adobe")) || payload.size() < size)
      return false;
    if (payload.size() > size || document_->adobeTransform)
      drop(FindingKind::other, "more Adobe data than needed", markerAt, at_ - markerAt);
    document_->adobeTransform = payload[11]; // readers take the last
    return true;
  }

  // Readers take a transform that TN 5116 does not define for the usual one.
  void settleAdobeTransform() {
    document_->cmyk = document_->frame.components.size() == 4;
    auto& transform = document_->adobeTransform;
    if (transform && *transform != 0)
      transform = std::uint8_t{document_->frame.components.size() == 4 ? kYcck : kYcc};
  }

  Status scan(ByteView payload, std::uint64_t markerAt) {
    const auto begin = at_;
    PHOTOSCRUB_TRY(data, picture_.scan(payload, begin));
    at_ = data.end;
    if (!data.taken)
      drop(FindingKind::hiddenImage, "scan that no viewer shows", markerAt, at_ - markerAt);
    else if (data.shown < at_ - begin)
      drop(FindingKind::other, "bytes that decoders skip in a scan", begin, at_ - begin);
    return {};
  }

  ByteView file_;
  const Limits& limits_;
  std::unique_ptr<JpegDocument> document_;
  PictureCollector picture_;
  std::uint64_t at_ = 0;
  bool done_ = false;
  std::uint32_t parts_ = 0;
  bool exifSeen_ = false, xmpSeen_ = false, iptcSeen_ = false, orientationKnown_ = false;
  std::map<int, ByteView> profileChunks_;
  int profileCount_ = 0;
  std::uint64_t profileAt_ = 0, profileBytes_ = 0;
};

} // namespace

Result<std::unique_ptr<Document>> Jpeg::parse(ByteView file, const Limits& limits) const {
  return Parser(file, limits).run();
}

} // namespace photoscrub::formats
