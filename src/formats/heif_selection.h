/// Which items of a file are its picture: the primary item, what it is made of, and its
/// transparency. Private to the HEIF format.
#pragma once

#include "formats/heif_tables.h"

#include <deque>

namespace photoscrub::formats::heif {

/// The bytes of items.
class ItemData {
public:
  /// Items cut into several pieces are put together in `owned`. REQUIRES: all of them outlive this.
  ItemData(ByteView file, const Tables& tables, std::deque<Bytes>& owned)
      : file_(file), tables_(tables), owned_(owned), budget_(kCopies * file.size()) {}

  /// Views the file or `owned`. Errors: truncated, unsupported (they are in another file), limit
  /// (items that overlap so much that the output would be many times the file).
  Result<ByteView> read(const Item& item);
  /// An extent as a range of the file, as far as it lies within; nothing if it does not at all.
  std::optional<Extent> place(Item::Place where, Extent extent) const;

private:
  /// Equal tiles may share their bytes, and each gets its own.
  static constexpr std::uint64_t kCopies = 4;

  ByteView file_;
  const Tables& tables_;
  std::deque<Bytes>& owned_;
  std::uint64_t budget_;
};

struct Selected {
  ItemId id = 0;
  const Item* item = nullptr;
  bool alpha = false; ///< transparency, or a piece of it
  ByteView data;
  std::vector<std::size_t> inputs; ///< places in the selection
  std::vector<std::size_t> alphaOf;
  std::size_t premultipliedBy = 0; ///< 0: nothing
};

/// The items that stay, each before what it is made of: the primary item first. Views `tables`.
/// Errors: malformed, limit, unsupported; those of ItemData::read().
Result<std::vector<Selected>> selectPicture(const Tables& tables, ItemData& data,
                                            const Limits& limits);

/// True for the types that carry or make images, whether they are handled or not.
bool isImageType(std::string_view type);

/// The first auxC property of an item; empty if it has none.
ByteView auxiliaryProperty(const Tables& tables, const Item& item);

} // namespace photoscrub::formats::heif
