#include "formats/heif_tables.h"

#include "formats/heif_table_readers.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats::heif {

namespace {

using namespace std::string_view_literals;
using bmff::Box;
using bmff::BoxReader;

// 14496-12, 8.4.3
Status readHandler(const Box& box, TableReading& reading) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(box));
  reading.isPicture = full.body.size() >= 8 && asText(full.body.subspan(4, 4)) == "pict";
  const auto rest = full.body.subspan(std::min<std::size_t>(8, full.body.size()));
  if (std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; }))
    reading.left(FindingKind::software, "name of the writing program", box.offset, box.size());
  return {};
}

// 14496-12, 8.11.4
Status readPrimary(const Box& box, TableReading& reading) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(box));
  ByteReader reader(full.body);
  PHOTOSCRUB_TRY(id, readItemId(reader, full.version != 0));
  reading.tables.primary = id;
  reading.leftBytes(box, reader);
  return {};
}

// 14496-12, 8.11.11
Status readItemData(const Box& box, TableReading& reading) {
  reading.tables.idat = box.payload;
  reading.tables.idatOffset = box.offset + box.headerSize;
  return {};
}

// 14496-12, 8.7.2: says that the data are in this very file, as iPhones write it.
Status readDataInformation(const Box& box, TableReading& reading) {
  constexpr auto usual = "\0\0\0\x1C"
                         "dref\0\0\0\0\0\0\0\x01\0\0\0\x0C"
                         "url \0\0\0\x01"sv;
  if (asText(box.payload) != usual)
    reading.leftBox(box);
  return {};
}

struct Known {
  std::string_view type;
  Status (*read)(const Box&, TableReading&);
};
constexpr Known kReaders[] = {
    {"hdlr", &readHandler},   {"pitm", &readPrimary},         {"iinf", &readItemInfos},
    {"iloc", &readLocations}, {"iref", &readReferences},      {"iprp", &readItemProperties},
    {"idat", &readItemData},  {"dinf", &readDataInformation},
};

Status readChildren(const Box& meta, TableReading& reading) {
  PHOTOSCRUB_CHECK(bmff::readFullBox(meta));
  auto boxes = BoxReader::inside(meta, 4, reading.count, reading.limits);
  std::set<std::string_view> seen;
  while (!boxes.atEnd()) {
    PHOTOSCRUB_TRY(box, boxes.next());
    const auto known = std::find_if(std::begin(kReaders), std::end(kReaders),
                                    [&](const Known& entry) { return box.is(entry.type); });
    if (known == std::end(kReaders) || !seen.insert(box.type).second)
      reading.leftBox(box);
    else
      PHOTOSCRUB_CHECK(known->read(box, reading));
  }
  return {};
}

} // namespace

void TableReading::left(FindingKind kind, std::string where, std::uint64_t offset,
                        std::uint64_t size) {
  tables.leftovers.push_back({kind, std::move(where), offset, size});
}

void TableReading::leftBox(const Box& box) {
  struct Name {
    std::string_view type, where;
  };
  constexpr Name kNames[] = {
      {"grpl", "image groups"},
      {"free", "unused space"},
      {"skip", "unused space"},
      {"uuid", "uuid box"},
  };
  const auto name = std::find_if(std::begin(kNames), std::end(kNames),
                                 [&](const Name& entry) { return box.is(entry.type); });
  left(FindingKind::other,
       std::string(name == std::end(kNames) ? "unknown box in the item tables" : name->where),
       box.offset, box.size());
}

void TableReading::leftBytes(const Box& box, const ByteReader& reader) {
  if (!reader.atEnd())
    left(FindingKind::other, "unused bytes in the item tables", box.end() - reader.left(),
         reader.left());
}

Status TableReading::add(std::uint64_t Seen::*table, std::uint64_t entries) {
  if ((seen.*table += entries) > limits.maxParts)
    return Error{ErrorCode::limit, "The photo has more parts than the set limits allow",
                 "item tables"};
  return {};
}

Result<std::uint64_t> sizedNumber(ByteReader& reader, unsigned bytes) {
  std::uint64_t value = 0;
  for (; bytes > 0; --bytes) {
    PHOTOSCRUB_TRY(byte, reader.u8());
    value = value << 8 | byte;
  }
  return value;
}

Result<ItemId> readItemId(ByteReader& reader, bool wide) {
  PHOTOSCRUB_TRY(value, sizedNumber(reader, wide ? 4 : 2));
  return static_cast<ItemId>(value);
}

std::span<const ItemId> Tables::targets(ItemId from, std::string_view type) const {
  const auto found = references.find({from, type});
  return found == references.end() ? std::span<const ItemId>() : std::span(found->second);
}

Result<Tables> readTables(const Box& meta, BoxReader::Count& count, const Limits& limits) {
  TableReading reading{count, limits, {}, false, {}, {}, {}};
  PHOTOSCRUB_CHECK(readChildren(meta, reading));
  if (!reading.isPicture)
    return Error{ErrorCode::unsupported,
                 "The file does not hold a still picture. Open it in your photo program and export "
                 "it as JPEG first",
                 "no pict handler", meta.offset};
  // What is said of items that do not exist is as if it were not there.
  for (auto& [id, item] : reading.tables.items) {
    if (const auto found = reading.locations.find(id); found != reading.locations.end()) {
      item.place = found->second.place;
      item.extents = std::move(found->second.extents);
    }
    if (const auto found = reading.associations.find(id); found != reading.associations.end())
      item.properties = std::move(found->second);
  }
  return std::move(reading.tables);
}

} // namespace photoscrub::formats::heif
