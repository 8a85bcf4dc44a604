// Putting a cleaned HEIF or AVIF file together.
#include "formats/heif.h"
#include "formats/heif_picture_tree.h"
#include "formats/heif_write_tables.h"

namespace photoscrub::formats {

Result<Assembly> Heif::rewrite(const Document& parsed, const Edits& edits) const {
  using namespace heif;
  const auto& document = static_cast<const HeifDocument&>(parsed);
  std::uint64_t size = edits.exif.empty() ? 0 : edits.exif.size() + 4;
  for (const auto& item : document.items)
    size += isDerived(item.type) ? 0 : sizeOf(item);
  if (size + edits.colourProfile.size() > kMaxOutput)
    return Error{ErrorCode::limit, "The photo is too large for photoscrub", "mdat"};

  Layout layout{document, edits, 0, static_cast<std::uint32_t>(size)};
  layout.dataBegin = static_cast<std::uint32_t>(writeHead(layout).size());
  Assembly assembly;
  assembly.own(writeHead(layout));
  for (const auto& item : document.items) {
    if (isDerived(item.type))
      continue;
    for (const auto piece : item.data)
      if (item.borrowed)
        assembly.borrow(piece);
      else
        assembly.own(Bytes(piece.begin(), piece.end()));
  }
  if (!edits.exif.empty())
    assembly.own(std::move(ByteWriter().u32(0).bytes(edits.exif)).take());
  return assembly;
}

} // namespace photoscrub::formats
