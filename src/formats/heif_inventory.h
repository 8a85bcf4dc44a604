/// Names for what a HEIF file holds beside its picture. Private to the HEIF format.
#pragma once

#include "formats/heif_selection.h"

#include <set>

namespace photoscrub::formats::heif {

/// The boxes of the file itself, as far as they could be read.
struct FileBoxes {
  std::optional<bmff::Box> brands, meta;
  struct Range {
    std::uint64_t offset, size;
  };
  std::vector<Range> data; ///< payloads of `mdat`
  bool sequence = false;   ///< there is a `moov`
  std::uint64_t end = 0;   ///< of the last box
  std::vector<Part> others;
  std::vector<MetadataBlock> blocks;
};
/// Never fails where a `meta` box was found. Errors: those of the BoxReader.
Result<FileBoxes> readFileBoxes(ByteView file, bmff::BoxReader::Count& count, const Limits& limits);

/// Adds the items that do not stay to `document`: parts and metadata blocks.
void listItems(ByteView file, const Tables& tables, const ItemData& data,
               const std::set<ItemId>& kept, Document& document);

/// Where `piece` begins, if it views `file`.
std::optional<std::uint64_t> offsetIn(ByteView file, ByteView piece);

/// Bytes of `mdat` and `idat` that belong to no item.
std::vector<Part> unusedData(const FileBoxes& boxes, const Tables& tables, const ItemData& data);

} // namespace photoscrub::formats::heif
