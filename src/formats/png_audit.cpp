// The strict reading of a PNG file: every chunk on the allow-list, in place, with the right CRC and
// the one allowed form, nothing before, between or behind.
#include "formats/exif_block.h"
#include "formats/icc_profile.h"
#include "formats/png.h"
#include "formats/png_chunks.h"
#include "formats/png_frames.h"

#include <set>

namespace photoscrub::formats {

namespace {

using namespace png;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits) : reader_(file), file_(file), limits_(limits) {}

  Result<CleanFile> run() {
    if (!startsWith(file_, asBytes(kSignature)))
      return leak("signature");
    PHOTOSCRUB_CHECK(reader_.skip(kSignature.size()));
    PHOTOSCRUB_CHECK(next());
    if (type_ != "IHDR")
      return leak("does not begin with IHDR");
    PHOTOSCRUB_TRY(header, readHeader(payload_, limits_));
    header_ = header;
    clean_.storedSize = header.size;
    clean_.coded.push_back(whole_);
    PHOTOSCRUB_CHECK(next());
    PHOTOSCRUB_CHECK(ownChunks());
    while (type_ != "IEND") {
      PHOTOSCRUB_CHECK(pictureChunk());
      PHOTOSCRUB_CHECK(next());
    }
    if (!payload_.empty() || !reader_.atEnd())
      return leak("bytes in or after IEND");
    if (!sawData_)
      return leak("no picture data");
    if (frames_ && (frames_->count() == 0 || frames_->lastIsEmpty()))
      return leak("animation without frames");
    return std::move(clean_);
  }

private:
  Error leak(std::string detail) const {
    return {ErrorCode::leak, "The cleaned picture holds something it should not", std::move(detail),
            reader_.position()};
  }

  Status next() {
    const auto begin = static_cast<std::size_t>(reader_.position());
    PHOTOSCRUB_TRY(length, reader_.u32());
    PHOTOSCRUB_TRY(type, reader_.take(4));
    PHOTOSCRUB_TRY(payload, reader_.take(length));
    PHOTOSCRUB_TRY(sum, reader_.u32());
    type_ = asText(type);
    payload_ = payload;
    whole_ = file_.subspan(begin + 4, 4 + payload.size());
    if (sum != crc(whole_))
      return leak("wrong CRC");
    return {};
  }

  // What photoscrub writes by itself, right after IHDR.
  Status ownChunks() {
    if (type_ == "iCCP") {
      PHOTOSCRUB_TRY(profile, unpackProfile(payload_, limits_));
      if (!sameBytes(payload_, packProfile(profile)))
        return leak("iCCP is not in its plain form");
      PHOTOSCRUB_CHECK(checkCleanProfile(profile));
      clean_.colourProfile = std::move(profile);
      PHOTOSCRUB_CHECK(next());
    }
    if (type_ == "eXIf") {
      PHOTOSCRUB_CHECK(checkCleanExif(payload_));
      clean_.exif = payload_;
      clean_.orientation = summariseExif(payload_).orientation;
      PHOTOSCRUB_CHECK(next());
    }
    return {};
  }

  Status pictureChunk() {
    const auto place = placeOf(type_, payload_, header_, paletteEntries_);
    if (!place)
      return leak("chunk that is not allowed");
    switch (*place) {
    case Place::beforePalette:
    case Place::beforeData:
      if (sawData_ || (*place == Place::beforePalette && paletteEntries_ > 0) ||
          !once_.insert(std::string(type_)).second)
        return leak("chunk out of place");
      break;
    case Place::data:
      if (sawFrames_)
        return leak("image data after frames");
      sawData_ = true;
      if (frames_)
        frames_->imageData();
      break;
    case Place::frames:
      if (!frames_ || !frames_->accept(type_, payload_))
        return leak("frame that no viewer shows");
      sawFrames_ = sawData_;
      break;
    }
    if (type_ == "acTL")
      frames_ = frameSequence(payload_, header_.size);
    if (type_ == "PLTE")
      paletteEntries_ = static_cast<int>(payload_.size() / 3);
    clean_.coded.push_back(whole_);
    return {};
  }

  ByteReader reader_;
  ByteView file_;
  const Limits& limits_;
  CleanFile clean_;
  std::string_view type_;
  ByteView payload_, whole_;
  Header header_;
  int paletteEntries_ = 0;
  bool sawData_ = false, sawFrames_ = false;
  std::optional<FrameSequence> frames_;
  std::set<std::string> once_;
};

} // namespace

Result<CleanFile> Png::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
