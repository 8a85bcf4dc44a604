#include "imaging/heif_references.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

struct Box {
  std::string_view type;
  std::uint64_t start = 0;   // of the type, in the file
  std::uint64_t content = 0; // where what follows the header begins
  std::uint64_t end = 0;
};

// ISO/IEC 14496-12, 4.2: size, type, and for size 1 a long size; size 0 reaches to the end.
Result<Box> boxAt(ByteView file, std::uint64_t at, std::uint64_t end) {
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

// Calls `visit` with every box between two places. Each step goes on by at least a header.
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

} // namespace

std::vector<std::uint64_t> descriptionReferences(ByteView file) {
  constexpr std::uint64_t kVersionAndFlags = 4;
  std::vector<std::uint64_t> places;
  forEachBox(file, 0, file.size(), [&](const Box& top) {
    if (top.type != "meta")
      return;
    forEachBox(file, top.content + kVersionAndFlags, top.end, [&](const Box& inner) {
      if (inner.type != "iref")
        return;
      forEachBox(file, inner.content + kVersionAndFlags, inner.end, [&](const Box& reference) {
        if (reference.type == "cdsc")
          places.push_back(reference.start);
      });
    });
  });
  return places;
}

Bytes withoutDescriptions(ByteView file) {
  Bytes copy(file.begin(), file.end());
  for (const std::uint64_t place : descriptionReferences(file))
    std::fill_n(copy.begin() + static_cast<std::ptrdiff_t>(place), 4, std::uint8_t{'-'});
  return copy;
}

} // namespace photoscrub::imaging
