// Writing cleaned GIF files.
#include "formats/gif.h"
#include "formats/gif_document.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace gif;

// The coded data in full sub-blocks and a last one, with their end.
Bytes intoSubBlocks(const std::vector<ByteView>& pixels) {
  Bytes all;
  for (const auto piece : pixels)
    all.insert(all.end(), piece.begin(), piece.end());
  Bytes blocks;
  blocks.reserve(all.size() + all.size() / kMaxSubBlock + 2);
  for (ByteView rest = all; !rest.empty();) {
    const auto content = rest.first(std::min(rest.size(), kMaxSubBlock));
    blocks.push_back(static_cast<std::uint8_t>(content.size()));
    blocks.insert(blocks.end(), content.begin(), content.end());
    rest = rest.subspan(content.size());
  }
  blocks.push_back(0);
  return blocks;
}

} // namespace

// There is no place for a profile or fields in a GIF file that any viewer would look in.
Result<Assembly> Gif::rewrite(const Document& parsed, const Edits&) const {
  const auto& document = static_cast<const GifDocument&>(parsed);
  Assembly assembly;
  assembly.borrow(document.head);
  if (document.loops)
    assembly.own(loopExtension(*document.loops));
  for (const auto& frame : document.frames) {
    assembly.borrow(frame.control);
    assembly.borrow(frame.descriptor);
    assembly.borrow(frame.tableAndCodeSize);
    if (frame.asItStands.empty())
      assembly.own(intoSubBlocks(frame.pixels));
    else
      assembly.borrow(frame.asItStands);
  }
  assembly.own({kTrailer});
  return assembly;
}

} // namespace photoscrub::formats
