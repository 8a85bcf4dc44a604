/// The tables of the `meta` box (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 9.3): which items a file
/// has, where their bytes are, how they refer to each other, and which properties they have. Read
/// forgivingly; nothing is judged here. Views show the file's bytes.
#pragma once

#include "formats/bmff_boxes.h"
#include "formats/container_format.h"

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace photoscrub::formats::heif {

using ItemId = std::uint32_t;

struct Extent {
  std::uint64_t offset = 0; ///< in the file, or in `idat`
  std::uint64_t length = 0;
  bool toEnd = false; ///< the table gives no length: up to the end
};

/// Association of a property with an item (ipma).
struct Association {
  std::uint32_t index = 0; ///< from 1, into Tables::properties
  bool essential = false;
};

struct Item {
  enum class Place { file, idat, elsewhere };

  std::string_view type; ///< four characters
  bool hidden = false;
  std::string_view name;
  std::string_view contentType;     ///< of `mime`
  std::string_view contentEncoding; ///< of `mime`; empty: none
  std::uint64_t entryOffset = 0;    ///< of the infe box
  std::uint64_t entrySize = 0;
  Place place = Place::elsewhere; ///< elsewhere too where iloc does not know the item
  std::vector<Extent> extents;
  std::vector<Association> properties;
};

/// Whose reference, and of which type: "dimg", "thmb", "auxl", ...
using ReferenceKey = std::pair<ItemId, std::string_view>;

struct Tables {
  std::optional<ItemId> primary;
  std::map<ItemId, Item> items;
  std::map<ReferenceKey, std::vector<ItemId>> references;
  std::vector<bmff::Box> properties; ///< the boxes of `ipco`
  ByteView idat;
  std::uint64_t idatOffset = 0;
  std::vector<Part> leftovers; ///< boxes and bytes that none of this needs

  /// What `from` refers to by a reference of this type; empty if there is none. Views this object.
  std::span<const ItemId> targets(ItemId from, std::string_view type) const;
};

/// Errors: truncated, malformed, limit, unsupported (it
/// describes no pictures).
Result<Tables> readTables(const bmff::Box& meta, bmff::BoxReader::Count& count,
                          const Limits& limits);

} // namespace photoscrub::formats::heif
