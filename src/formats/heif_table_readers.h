/// The readers behind readTables(), one a box. Private to it.
#pragma once

#include "formats/heif_tables.h"

namespace photoscrub::formats::heif {

/// What the readers of one file share.
struct TableReading {
  bmff::BoxReader::Count& count;
  const Limits& limits;
  Tables tables;
  bool isPicture = false; ///< the handler says so
  std::map<ItemId, Item> locations;
  std::map<ItemId, std::vector<Association>> associations;

  /// Entries of each table so far, over all its boxes.
  struct Seen {
    std::uint64_t locations = 0, extents = 0, references = 0, associations = 0;
  } seen;
  /// Adds to one of `seen`. Errors: limit.
  Status add(std::uint64_t Seen::*table, std::uint64_t entries);

  void left(FindingKind kind, std::string where, std::uint64_t offset, std::uint64_t size);
  void leftBox(const bmff::Box& box);
  /// What a reader did not take of `box`.
  void leftBytes(const bmff::Box& box, const ByteReader& reader);
};

/// A number of so many bytes, none being 0. Errors: truncated.
Result<std::uint64_t> sizedNumber(ByteReader& reader, unsigned bytes);
/// Errors: truncated.
Result<ItemId> readItemId(ByteReader& reader, bool wide);

Status readItemInfos(const bmff::Box& iinf, TableReading& reading);
Status readLocations(const bmff::Box& iloc, TableReading& reading);
Status readReferences(const bmff::Box& iref, TableReading& reading);
Status readItemProperties(const bmff::Box& iprp, TableReading& reading);

} // namespace photoscrub::formats::heif
