// The strict reading of a GIF file: head, loop count, images with their control blocks, trailer,
// each in its one form, coded pixels without a byte or bit behind the last code, nothing else.
#include "formats/gif.h"
#include "formats/gif_blocks.h"
#include "formats/gif_lzw.h"

namespace photoscrub::formats {

namespace {

using namespace gif;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits)
      : file_(file), limits_(limits), reader_(file, Endian::little) {}

  Result<CleanFile> run() {
    if (!hasSignature(file_))
      return leak("signature");
    PHOTOSCRUB_CHECK(reader_.skip(kSignatureSize));
    PHOTOSCRUB_TRY(bytes, reader_.take(kScreenSize));
    screen_ = readScreen(bytes);
    clean_.storedSize = screen_.size;
    PHOTOSCRUB_CHECK(reader_.skip(screen_.colourTable));
    addCoded(0);
    const bool loops = loopCount();
    for (;;) {
      const auto introducer = peek();
      if (introducer == kTrailer)
        break;
      PHOTOSCRUB_CHECK(introducer == kExtension ? control() : Status{});
      PHOTOSCRUB_CHECK(image());
    }
    PHOTOSCRUB_CHECK(reader_.skip(1));
    if (!reader_.atEnd())
      return leak("bytes behind the trailer");
    if (!sawPixels_ || clean_.storedSize.width == 0 || clean_.storedSize.height == 0 ||
        (loops && frames_ < 2))
      return leak("no picture, or a loop count for a still one");
    PHOTOSCRUB_CHECK(checkSize(clean_.storedSize, limits_));
    return std::move(clean_);
  }

private:
  Error leak(std::string detail) const {
    return {ErrorCode::leak, "The cleaned picture holds something it should not", std::move(detail),
            reader_.position()};
  }

  // -1 at the end.
  int peek() const { return reader_.atEnd() ? -1 : reader_.rest().front(); }

  void addCoded(std::uint64_t begin) {
    const auto first = static_cast<std::size_t>(begin);
    clean_.coded.push_back(
        file_.subspan(first, static_cast<std::size_t>(reader_.position()) - first));
  }

  bool loopCount() {
    const auto rest = reader_.rest();
    const auto size = loopExtension(0).size();
    if (rest.size() < size)
      return false;
    const auto count = static_cast<std::uint16_t>(rest[size - 3] | rest[size - 2] << 8);
    const auto begin = reader_.position();
    if (!startsWith(rest, loopExtension(count)) || !reader_.skip(size).ok())
      return false;
    addCoded(begin);
    return true;
  }

  Status control() {
    const auto begin = reader_.position();
    PHOTOSCRUB_TRY(whole, reader_.take(4 + kControlSize));
    if (!sameBytes(whole, controlExtension(whole.subspan(3, kControlSize))))
      return leak("extension that is not allowed");
    addCoded(begin);
    return {};
  }

  Status image() {
    if (++frames_ > limits_.maxParts)
      return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                   "frames", reader_.position()};
    const auto begin = reader_.position();
    PHOTOSCRUB_TRY(introducer, reader_.u8());
    if (introducer != kImage)
      return leak("block that is not allowed");
    PHOTOSCRUB_TRY(fields, reader_.take(kDescriptorSize));
    const auto descriptor = readDescriptor(fields);
    PHOTOSCRUB_CHECK(checkSize({descriptor.area.width, descriptor.area.height}, limits_));
    if ((fields[kDescriptorPacked] & kReservedInDescriptor) != 0)
      return leak("reserved bits in an image descriptor");
    PHOTOSCRUB_CHECK(reader_.skip(descriptor.colourTable));
    PHOTOSCRUB_TRY(codeSize, reader_.u8());
    if (codeSize < kMinCodeSize || codeSize > kMaxCodeSize)
      return leak("image that no decoder shows");
    addCoded(begin);
    clean_.storedSize = shownSize(clean_.storedSize, descriptor);
    return pixels(LzwMeter(codeSize, codedPixels(descriptor, screen_.size)));
  }

  Status pixels(LzwMeter meter) {
    std::uint64_t total = 0;
    ByteView last;
    for (;;) {
      PHOTOSCRUB_TRY(size, reader_.u8());
      if (size == 0)
        break;
      if (!last.empty() && last.size() != kMaxSubBlock)
        return leak("sub-blocks that are not full");
      PHOTOSCRUB_TRY(content, reader_.take(size));
      meter.feed(content);
      clean_.coded.push_back(content);
      total += size;
      last = content;
    }
    if (meter.bytes() != total || (!last.empty() && (last.back() & ~meter.lastByteMask()) != 0))
      return leak("data behind the last pixel");
    sawPixels_ = sawPixels_ || total > 0;
    return {};
  }

  ByteView file_;
  const Limits& limits_;
  ByteReader reader_;
  CleanFile clean_;
  Screen screen_;
  std::uint32_t frames_ = 0;
  bool sawPixels_ = false;
};

} // namespace

Result<CleanFile> Gif::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
