// The strict reading of a JPEG XL file: a codestream by itself, or behind the few boxes that need a
// container, each in its one form and at its one place.
#include "formats/exif_block.h"
#include "formats/jxl.h"
#include "formats/jxl_codestream.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace jxl;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits) : reader_(file), limits_(limits) {}

  Result<CleanFile> run() {
    if (startsWith(reader_.rest(), kSignatureBox))
      PHOTOSCRUB_CHECK(boxes());
    const auto codestream = reader_.rest();
    PHOTOSCRUB_TRY(head,
                   readHead(codestream.first(std::min(codestream.size(), kHeadBytes)), limits_));
    if (head.hasPreview || head.hasTimecodes)
      return leak("preview or time codes in the codestream");
    clean_.storedSize = head.shown;
    clean_.coded.push_back(codestream);
    return std::move(clean_);
  }

private:
  Error leak(std::string detail) const {
    return {ErrorCode::leak, "The cleaned picture holds something it should not", std::move(detail),
            reader_.position()};
  }

  // Moves behind `bytes` if they come next.
  bool skipIf(ByteView bytes) {
    return startsWith(reader_.rest(), bytes) && reader_.skip(bytes.size()).ok();
  }

  // Signature, file type, level, Exif, and the head of the box that holds the codestream.
  Status boxes() {
    PHOTOSCRUB_CHECK(reader_.skip(kSignatureBox.size()));
    if (!skipIf(kFileTypeBox))
      return leak("file type box");
    bool needed = skipIf(kLevelBox);
    PHOTOSCRUB_TRY(first, boxHead());
    auto box = first;
    if (box.type == "Exif") {
      needed = true;
      PHOTOSCRUB_CHECK(exif(box.size));
      PHOTOSCRUB_TRY(second, boxHead());
      box = second;
    }
    if (!needed)
      return leak("container that nothing needs");
    if (box.type != "jxlc" || box.size != reader_.left())
      return leak("box that is not allowed");
    return {};
  }

  struct BoxHead {
    std::string_view type;
    std::uint64_t size = 0; ///< of the payload
  };
  Result<BoxHead> boxHead() {
    PHOTOSCRUB_TRY(shortSize, reader_.u32());
    PHOTOSCRUB_TRY(type, reader_.take(4));
    std::uint64_t size = shortSize, headSize = 8;
    if (shortSize == 1) {
      PHOTOSCRUB_TRY(longSize, reader_.u64());
      if (longSize - 8 <= 0xFFFF'FFFF) // where four bytes are enough, there are four
        return leak("size of a box");
      size = longSize;
      headSize = 16;
    }
    if (size < headSize || size - headSize > reader_.left())
      return leak("size of a box");
    return BoxHead{asText(type), size - headSize};
  }

  Status exif(std::uint64_t size) {
    PHOTOSCRUB_TRY(payload, reader_.take(size));
    ByteReader inside(payload);
    PHOTOSCRUB_TRY(offset, inside.u32());
    if (offset != 0)
      return leak("offset of the Exif block");
    PHOTOSCRUB_CHECK(checkCleanExif(inside.rest()));
    clean_.exif = inside.rest();
    return {};
  }

  ByteReader reader_;
  const Limits& limits_;
  CleanFile clean_;
};

} // namespace

Result<CleanFile> Jxl::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
