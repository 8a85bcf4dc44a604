#include "imaging/heif_references.h"

#include "imaging/box_walk.h"

#include <algorithm>

namespace photoscrub::imaging {

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
