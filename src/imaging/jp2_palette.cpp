#include "imaging/jp2_palette.h"

#include "imaging/box_walk.h"

#include <algorithm>

namespace photoscrub::imaging {

std::uint64_t paletteColumns(ByteView file) {
  constexpr std::uint64_t kEntryCount = 2; // bytes before the number of columns
  std::uint64_t columns = 0;
  forEachBox(file, 0, file.size(), [&](const Box& top) {
    if (top.type != "jp2h")
      return;
    forEachBox(file, top.content, top.end, [&](const Box& inner) {
      if (inner.type == "pclr" && inner.end - inner.content > kEntryCount)
        columns = std::max<std::uint64_t>(columns, file[inner.content + kEntryCount]);
    });
  });
  return columns;
}

} // namespace photoscrub::imaging
