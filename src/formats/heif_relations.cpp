// iref, ipco and ipma: how items refer to each other, and which properties they have.
#include "formats/heif_table_readers.h"

namespace photoscrub::formats::heif {

namespace {

using bmff::Box;
using bmff::BoxReader;

Status readReference(const Box& entry, bool wide, TableReading& reading) {
  ByteReader reader(entry.payload);
  PHOTOSCRUB_TRY(from, readItemId(reader, wide));
  PHOTOSCRUB_TRY(count, reader.u16());
  PHOTOSCRUB_CHECK(reading.add(&TableReading::Seen::references, count));
  std::vector<ItemId> targets;
  for (unsigned i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(to, readItemId(reader, wide));
    targets.push_back(to);
  }
  reading.leftBytes(entry, reader);
  if (!reading.tables.references.emplace(ReferenceKey{from, entry.type}, std::move(targets)).second)
    reading.leftBox(entry);
  return {};
}

Status readAssociations(const Box& ipma, TableReading& reading) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(ipma));
  ByteReader reader(full.body);
  const bool wide = (full.flags & 1) != 0;
  const std::uint32_t mark = wide ? 0x8000 : 0x80;
  PHOTOSCRUB_TRY(items, reader.u32());
  for (std::uint32_t i = 0; i < items; ++i) {
    PHOTOSCRUB_TRY(id, readItemId(reader, full.version != 0));
    PHOTOSCRUB_TRY(count, reader.u8());
    PHOTOSCRUB_CHECK(reading.add(&TableReading::Seen::associations, 1u + count));
    std::vector<Association> list;
    for (unsigned k = 0; k < count; ++k) {
      PHOTOSCRUB_TRY(value, sizedNumber(reader, wide ? 2 : 1));
      const auto index = static_cast<std::uint32_t>(value) & (mark - 1);
      if (index != 0) // 0 stands for no property
        list.push_back({index, (value & mark) != 0});
    }
    reading.associations.emplace(id, std::move(list));
  }
  reading.leftBytes(ipma, reader);
  return {};
}

} // namespace

// 14496-12, 8.11.12
Status readReferences(const Box& iref, TableReading& reading) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(iref));
  auto entries = BoxReader::inside(iref, 4, reading.count, reading.limits);
  while (!entries.atEnd()) {
    PHOTOSCRUB_TRY(entry, entries.next());
    PHOTOSCRUB_CHECK(readReference(entry, full.version != 0, reading));
  }
  return {};
}

// 23008-12, 9.3
Status readItemProperties(const Box& iprp, TableReading& reading) {
  auto boxes = BoxReader::inside(iprp, 0, reading.count, reading.limits);
  bool container = false;
  while (!boxes.atEnd()) {
    PHOTOSCRUB_TRY(box, boxes.next());
    if (box.is("ipma")) {
      PHOTOSCRUB_CHECK(readAssociations(box, reading));
    } else if (box.is("ipco") && !container) {
      container = true;
      auto properties = BoxReader::inside(box, 0, reading.count, reading.limits);
      while (!properties.atEnd()) {
        PHOTOSCRUB_TRY(property, properties.next());
        reading.tables.properties.push_back(property);
      }
    } else {
      reading.leftBox(box);
    }
  }
  return {};
}

} // namespace photoscrub::formats::heif
