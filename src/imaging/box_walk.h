/// Walking over the boxes of HEIF and JPEG 2000 files, to look at a few of them before a library
/// opens the file. Pure functions; views of the file.
#pragma once

#include "base/bytes.h"

namespace photoscrub::imaging {

struct Box {
  std::string_view type;
  std::uint64_t start = 0;   ///< of the type, in the file
  std::uint64_t content = 0; ///< where what follows the header begins
  std::uint64_t end = 0;
};

/// ISO/IEC 14496-12, 4.2, and 15444-1, I.4: size, type, and for size 1 a long size; size 0 reaches
/// to the end. Errors: truncated, malformed.
inline Result<Box> boxAt(ByteView file, std::uint64_t at, std::uint64_t end) {
  ByteReader reader(file);
  PHOTOSCRUB_CHECK(reader.seek(at));
  PHOTOSCRUB_TRY(shortSize, reader.u32());
  PHOTOSCRUB_TRY(type, reader.take(4));
  std::uint64_t size = shortSize;
  if (shortSize == 1) {
    PHOTOSCRUB_TRY(longSize, reader.u64());
    size = longSize;
  }
  if (shortSize == 0)
    size = end - at;
  if (size < reader.position() - at || size > end - at)
    return Error{ErrorCode::malformed, "A box is larger than what holds it", ""};
  return Box{asText(type), at + 4, reader.position(), at + size};
}

/// Calls `visit` with every box between two places. Each step goes on by at least a header.
template <class Visit>
void forEachBox(ByteView file, std::uint64_t at, std::uint64_t end, Visit visit) {
  while (at < end) {
    const auto box = boxAt(file, at, end);
    if (!box.ok())
      return;
    visit(box.value());
    at = box.value().end;
  }
}

} // namespace photoscrub::imaging
