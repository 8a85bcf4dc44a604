// iinf and iloc: which items there are, and where their bytes lie.
#include "formats/heif_table_readers.h"

#include <algorithm>

namespace photoscrub::formats::heif {

namespace {

using bmff::Box;
using bmff::BoxReader;

/// Characters up to a NUL, or to the end where there is none.
std::string_view readText(ByteReader& reader) {
  const auto rest = asText(reader.rest());
  const auto value = rest.substr(0, rest.find('\0'));
  const auto skipped = reader.skip(std::min(value.size() + 1, rest.size()));
  return skipped.ok() ? value : std::string_view();
}

Status readItemInfo(const Box& entry, TableReading& reading) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(entry));
  ByteReader reader(full.body);
  if (full.version < 2) { // these have no item type: MPEG-21 files, not pictures
    reading.leftBox(entry);
    return {};
  }
  Item item;
  PHOTOSCRUB_TRY(id, readItemId(reader, full.version > 2));
  PHOTOSCRUB_CHECK(reader.skip(2)); // protection
  PHOTOSCRUB_TRY(type, reader.take(4));
  item.type = asText(type);
  item.hidden = (full.flags & 1) != 0;
  item.name = readText(reader);
  if (item.type == "mime") {
    item.contentType = readText(reader);
    item.contentEncoding = readText(reader);
  } else if (item.type == "uri ") {
    item.contentType = readText(reader);
  }
  item.entryOffset = entry.offset;
  item.entrySize = entry.size();
  reading.leftBytes(entry, reader);
  if (!item.name.empty())
    reading.left(FindingKind::other, "item name", entry.offset, entry.size());
  if (!reading.tables.items.emplace(id, std::move(item)).second)
    reading.leftBox(entry);
  return {};
}

/// How many bytes the numbers of an iloc box take.
struct FieldSizes {
  unsigned offset = 0, length = 0, base = 0, index = 0;
  bool possible() const { return std::max({offset, length, base, index}) <= 8; }
};

Status readLocation(ByteReader& reader, std::uint8_t version, const FieldSizes& size,
                    TableReading& reading) {
  Item found;
  PHOTOSCRUB_TRY(id, readItemId(reader, version == 2));
  unsigned method = 0;
  if (version > 0) {
    PHOTOSCRUB_TRY(word, reader.u16());
    method = word & 15u;
  }
  PHOTOSCRUB_TRY(dataReference, reader.u16());
  PHOTOSCRUB_TRY(base, sizedNumber(reader, size.base));
  PHOTOSCRUB_TRY(count, reader.u16());
  PHOTOSCRUB_CHECK(reading.add(&TableReading::Seen::locations, 1));
  PHOTOSCRUB_CHECK(reading.add(&TableReading::Seen::extents, count));
  for (unsigned i = 0; i < count; ++i) {
    PHOTOSCRUB_CHECK(sizedNumber(reader, size.index));
    PHOTOSCRUB_TRY(offset, sizedNumber(reader, size.offset));
    PHOTOSCRUB_TRY(length, sizedNumber(reader, size.length));
    if (offset > UINT64_MAX - base)
      return Error{ErrorCode::malformed, "The photo is damaged: a piece of it lies nowhere",
                   "iloc offset"};
    found.extents.push_back({base + offset, length, size.length == 0});
  }
  if (dataReference == 0 && method < 2)
    found.place = method == 0 ? Item::Place::file : Item::Place::idat;
  reading.locations.emplace(id, std::move(found));
  return {};
}

} // namespace

// 14496-12, 8.11.6
Status readItemInfos(const Box& iinf, TableReading& reading) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(iinf));
  ByteReader head(full.body);
  PHOTOSCRUB_CHECK(head.skip(full.version == 0 ? 2 : 4)); // the number of entries, seen anyway
  auto entries = BoxReader::inside(iinf, 4 + head.position(), reading.count, reading.limits);
  while (!entries.atEnd()) {
    PHOTOSCRUB_TRY(entry, entries.next());
    if (entry.is("infe"))
      PHOTOSCRUB_CHECK(readItemInfo(entry, reading));
    else
      reading.leftBox(entry);
  }
  return {};
}

// 14496-12, 8.11.3
Status readLocations(const Box& iloc, TableReading& reading) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(iloc));
  ByteReader reader(full.body);
  PHOTOSCRUB_TRY(sizes, reader.u16());
  const FieldSizes size{sizes >> 12 & 15u, sizes >> 8 & 15u, sizes >> 4 & 15u,
                        full.version == 0 ? 0u : sizes & 15u};
  if (full.version > 2 || !size.possible())
    return Error{ErrorCode::malformed, "The photo is damaged: its table of contents is unreadable",
                 "iloc", iloc.offset};
  PHOTOSCRUB_TRY(items, readItemId(reader, full.version == 2));
  for (ItemId i = 0; i < items; ++i)
    PHOTOSCRUB_CHECK(readLocation(reader, full.version, size, reading));
  reading.leftBytes(iloc, reader);
  return {};
}

} // namespace photoscrub::formats::heif
