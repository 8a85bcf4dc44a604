// The strict reading of a WebP file: every chunk on the allow-list, in its one place and form,
// announced if and only if it is there, nothing before, between or behind.
#include "formats/exif_block.h"
#include "formats/icc_profile.h"
#include "formats/webp.h"
#include "formats/webp_chunks.h"

namespace photoscrub::formats {

namespace {

using namespace webp;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits)
      : reader_(file, Endian::little), limits_(limits), bytes_(file) {}

  Result<CleanFile> run() {
    if (!isWebp(bytes_))
      return leak("signature");
    PHOTOSCRUB_CHECK(reader_.skip(4));
    PHOTOSCRUB_TRY(size, reader_.u32());
    if (size != bytes_.size() - 8)
      return leak("size of the file");
    PHOTOSCRUB_CHECK(reader_.skip(4));
    PHOTOSCRUB_CHECK(next(reader_));
    if (type_ == "VP8X")
      PHOTOSCRUB_CHECK(extended());
    else
      PHOTOSCRUB_CHECK(picture(reader_));
    if (!reader_.atEnd())
      return leak("bytes behind the last chunk");
    return std::move(clean_);
  }

private:
  Error leak(std::string detail) const {
    return {ErrorCode::leak, "The cleaned picture holds something it should not", std::move(detail),
            reader_.position()};
  }

  Status next(ByteReader& reader) {
    if (++parts_ > limits_.maxParts)
      return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                   "chunks", reader_.position()};
    PHOTOSCRUB_TRY(type, reader.take(4));
    PHOTOSCRUB_TRY(size, reader.u32());
    PHOTOSCRUB_TRY(payload, reader.take(size));
    type_ = asText(type);
    payload_ = payload;
    if (size % 2 != 0) {
      PHOTOSCRUB_TRY(padding, reader.u8());
      if (padding != 0)
        return leak("padding");
    }
    return {};
  }

  Status extended() {
    if (payload_.size() != kExtendedSize)
      return leak("VP8X is longer than it may be");
    PHOTOSCRUB_TRY(announced, readExtended(payload_, limits_));
    const auto flags = announced.flags;
    if (!announced.reservedIsZero || (flags & Extended::kXmp) != 0)
      return leak("VP8X flags");
    canvas_ = announced.canvas;
    extended_ = true;
    needsExtended_ = (flags & (Extended::kProfile | Extended::kExif | Extended::kAnimation)) != 0;
    PHOTOSCRUB_CHECK(next(reader_));
    if ((flags & Extended::kProfile) != 0)
      PHOTOSCRUB_CHECK(profile());
    const bool animated = (flags & Extended::kAnimation) != 0;
    if (animated)
      PHOTOSCRUB_CHECK(animation());
    else
      PHOTOSCRUB_CHECK(picture(reader_));
    if (clean_.storedSize != announced.canvas)
      return leak("canvas of another size than the picture");
    if (hasAlpha_ != ((flags & Extended::kAlpha) != 0))
      return leak("VP8X is wrong about alpha");
    if ((flags & Extended::kExif) != 0)
      PHOTOSCRUB_CHECK(exif());
    if (!needsExtended_)
      return leak("VP8X that nothing needs");
    return {};
  }

  // Ends with the next chunk read.
  Status profile() {
    if (type_ != "ICCP" || payload_.size() > limits_.maxProfileBytes)
      return leak("colour profile");
    PHOTOSCRUB_CHECK(checkCleanProfile(payload_));
    clean_.colourProfile.assign(payload_.begin(), payload_.end());
    return next(reader_);
  }

  Status exif() {
    PHOTOSCRUB_CHECK(next(reader_));
    if (type_ != "EXIF")
      return leak("chunk that is not allowed");
    PHOTOSCRUB_CHECK(checkCleanExif(payload_));
    clean_.exif = payload_;
    clean_.orientation = summariseExif(payload_).orientation;
    return {};
  }

  Status animation() {
    if (type_ != "ANIM" || payload_.size() != kAnimationSize)
      return leak("animation without ANIM");
    clean_.coded.push_back(payload_);
    PHOTOSCRUB_CHECK(next(reader_));
    PHOTOSCRUB_CHECK(frame());
    while (startsWith(reader_.rest(), asBytes("ANMF"))) {
      PHOTOSCRUB_CHECK(next(reader_));
      PHOTOSCRUB_CHECK(frame());
    }
    clean_.storedSize = canvas_;
    return {};
  }

  Status frame() {
    if (type_ != "ANMF" || payload_.size() < kFrameHeader)
      return leak("animation without frames");
    const auto head = readFrameHead(payload_);
    if (!head.reservedIsZero || !liesWithin(head.area, canvas_))
      return leak("frame header");
    clean_.coded.push_back(payload_.first(kFrameHeader));
    ByteReader inside(payload_.subspan(kFrameHeader), Endian::little);
    PHOTOSCRUB_CHECK(next(inside));
    PHOTOSCRUB_CHECK(picture(inside));
    if (!inside.atEnd() || clean_.storedSize != Size{head.area.width, head.area.height})
      return leak("frame that holds more than its picture, or another one");
    return {};
  }

  // The chunk just read is a picture, or its alpha with the picture next in `reader`.
  Status picture(ByteReader& reader) {
    std::optional<ByteView> alpha;
    if (type_ == "ALPH" && extended_) {
      alpha = payload_;
      PHOTOSCRUB_CHECK(next(reader));
    }
    if (type_ != "VP8 " && type_ != "VP8L")
      return leak("chunk that is not allowed");
    const auto head = readPictureHead(type_, payload_);
    if (!head)
      return leak("no picture in its chunk");
    PHOTOSCRUB_CHECK(checkSize(head->size, limits_));
    hasAlpha_ = hasAlpha_ || head->alpha || alpha;
    if (alpha) {
      if (type_ == "VP8L" || alphaSize(*alpha, head->size) != alpha->size() ||
          (alpha->front() & ~kAlphaBits) != 0)
        return leak("alpha that no decoder reads");
      needsExtended_ = true;
      clean_.coded.push_back(*alpha);
    }
    clean_.storedSize = head->size;
    clean_.coded.insert(clean_.coded.end(), {asBytes(type_), payload_});
    return {};
  }

  ByteReader reader_;
  const Limits& limits_;
  ByteView bytes_;
  CleanFile clean_;
  std::string_view type_;
  ByteView payload_;
  Size canvas_;
  std::uint32_t parts_ = 0;
  bool extended_ = false, needsExtended_ = false, hasAlpha_ = false;
};

} // namespace

Result<CleanFile> Webp::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
