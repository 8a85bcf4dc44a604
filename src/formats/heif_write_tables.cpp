// The tables of a cleaned file.
#include "formats/heif_write_tables.h"

#include "formats/bmff_boxes.h"
#include "formats/heif_picture_tree.h"
#include "formats/heif_properties.h"

namespace photoscrub::formats::heif {

namespace {

using bmff::BoxScope;

constexpr std::uint32_t kHidden = 1;
constexpr std::uint32_t kVersion1 = 1u << 24, kVersion2 = 2u << 24;
constexpr std::uint16_t kFirstItem = 1;

void writeInfo(ByteWriter& out, std::uint16_t number, std::string_view type, bool hidden) {
  const BoxScope infe(out, "infe");
  out.u32(kVersion2 | (hidden ? kHidden : 0)).u16(number).u16(0).bytes(asBytes(type)).u8(0);
}

void writeInfos(ByteWriter& out, const HeifDocument& document) {
  auto number = kFirstItem;
  for (const auto& item : document.items)
    writeInfo(out, number++, item.type, item.hidden);
}

void writeReference(ByteWriter& out, std::string_view type, std::uint16_t from,
                    const std::vector<std::uint16_t>& to) {
  if (to.empty())
    return;
  const BoxScope box(out, type);
  out.u16(from).u16(static_cast<std::uint16_t>(to.size()));
  for (const auto target : to)
    out.u16(target);
}

void writeReferences(ByteWriter& out, const HeifDocument& document) {
  auto number = kFirstItem;
  for (const auto& item : document.items) {
    writeReference(out, "dimg", number, item.inputs);
    writeReference(out, "auxl", number, item.alphaOf);
    if (item.premultipliedBy != 0)
      writeReference(out, "prem", number, {item.premultipliedBy});
    ++number;
  }
}

void writeProperties(ByteWriter& out, const HeifDocument& document) {
  for (const auto& property : document.properties) {
    const BoxScope box(out, property.type);
    out.bytes(property.payload);
  }
}

void writeAssociation(ByteWriter& out, std::size_t number, bool essential, bool wide) {
  if (wide)
    out.u16(static_cast<std::uint16_t>(number | (essential ? 0x8000u : 0)));
  else
    out.u8(static_cast<std::uint8_t>(number | (essential ? 0x80u : 0)));
}

bool isWide(const HeifDocument& document) {
  return document.properties.size() >= kWideFrom;
}

void writeAssociations(ByteWriter& out, const HeifDocument& document, const KeptItem& item) {
  for (const auto number : item.properties)
    writeAssociation(out, number, rulesFor(document.properties[number - 1u].type)->essential,
                     isWide(document));
}

// ---------------------------------------------------------------- boxes

void writeBrands(ByteWriter& out, const HeifDocument& document) {
  const BoxScope ftyp(out, "ftyp");
  out.bytes(asBytes(document.majorBrand)).u32(0);
  for (const auto& brand : document.brands)
    out.bytes(asBytes(brand));
}

void writeHandler(ByteWriter& out) {
  const BoxScope hdlr(out, "hdlr");
  out.u32(0).u32(0).bytes(asBytes("pict")).u32(0).u32(0).u32(0).u8(0);
}

struct Place {
  std::uint16_t method; // 0: in the file, 1: in idat
  std::uint32_t offset, size;
};

void writeLocation(ByteWriter& out, std::uint16_t number, const Place& place) {
  out.u16(number).u16(place.method).u16(0);
  if (place.size > 0)
    out.u16(1).u32(place.offset).u32(place.size);
  else
    out.u16(0); // `iden` has no data (23008-12, 6.6.2.1), but some readers want it mentioned
}

void writeLocations(ByteWriter& out, const Layout& layout) {
  constexpr std::uint16_t kFourBytesEach = 0x4400;
  ByteWriter entries;
  std::uint32_t inData = layout.dataBegin, inTable = 0;
  std::uint16_t number = kFirstItem, count = 0;
  for (const auto& item : layout.document.items) {
    const auto size = sizeOf(item);
    const bool derived = isDerived(item.type);
    auto& next = derived ? inTable : inData;
    writeLocation(entries, number, {static_cast<std::uint16_t>(derived ? 1 : 0), next, size});
    ++count;
    next += size;
    ++number;
  }
  if (!layout.edits.exif.empty()) {
    const auto size = static_cast<std::uint32_t>(layout.edits.exif.size() + 4);
    writeLocation(entries, number, {0, inData, size});
    ++count;
  }
  const BoxScope iloc(out, "iloc");
  out.u32(kVersion1).u16(kFourBytesEach).u16(count).bytes(entries.view());
}

void writeItemInfos(ByteWriter& out, const Layout& layout) {
  const bool exif = !layout.edits.exif.empty();
  const BoxScope iinf(out, "iinf");
  out.u32(0).u16(static_cast<std::uint16_t>(layout.document.items.size() + (exif ? 1 : 0)));
  writeInfos(out, layout.document);
  if (exif)
    writeInfo(out, layout.exifItem(), "Exif", true);
}

void writeItemReferences(ByteWriter& out, const Layout& layout) {
  ByteWriter references;
  writeReferences(references, layout.document);
  if (!layout.edits.exif.empty())
    writeReference(references, "cdsc", layout.exifItem(), {kFirstItem});
  if (references.size() == 0)
    return;
  const BoxScope iref(out, "iref");
  out.u32(0).bytes(references.view());
}

void writeItemProperties(ByteWriter& out, const Layout& layout) {
  const auto& document = layout.document;
  const bool profile = !layout.edits.colourProfile.empty();
  const BoxScope iprp(out, "iprp");
  {
    const BoxScope ipco(out, "ipco");
    writeProperties(out, document);
    if (profile) {
      const BoxScope colr(out, "colr");
      out.bytes(asBytes("prof")).bytes(layout.edits.colourProfile);
    }
  }
  const BoxScope ipma(out, "ipma");
  out.u32(isWide(document) ? 1 : 0).u32(static_cast<std::uint32_t>(document.items.size()));
  auto number = kFirstItem;
  for (const auto& item : document.items) {
    const bool withProfile = profile && item.profile;
    out.u16(number++);
    out.u8(static_cast<std::uint8_t>(item.properties.size() + (withProfile ? 1 : 0)));
    if (withProfile)
      writeAssociation(out, document.properties.size() + 1, false, isWide(document));
    writeAssociations(out, document, item);
  }
}

void writeItemData(ByteWriter& out, const HeifDocument& document) {
  ByteWriter data;
  for (const auto& item : document.items)
    if (isDerived(item.type))
      for (const auto piece : item.data)
        data.bytes(piece);
  if (data.size() == 0)
    return;
  const BoxScope idat(out, "idat");
  out.bytes(data.view());
}

} // namespace

std::uint32_t sizeOf(const KeptItem& item) {
  std::size_t size = 0;
  for (const auto& piece : item.data)
    size += piece.size();
  return static_cast<std::uint32_t>(size);
}

Bytes describeStructure(const HeifDocument& document) {
  ByteWriter out;
  writeProperties(out, document);
  writeInfos(out, document);
  writeReferences(out, document);
  auto number = kFirstItem;
  for (const auto& item : document.items) {
    out.u16(number++);
    writeAssociations(out, document, item);
  }
  for (const auto& item : document.items)
    if (isDerived(item.type))
      for (const auto piece : item.data)
        out.bytes(piece);
  return std::move(out).take();
}

Bytes writeHead(const Layout& layout) {
  ByteWriter out;
  writeBrands(out, layout.document);
  {
    const BoxScope meta(out, "meta");
    out.u32(0);
    writeHandler(out);
    {
      const BoxScope pitm(out, "pitm");
      out.u32(0).u16(kFirstItem);
    }
    writeLocations(out, layout);
    writeItemInfos(out, layout);
    writeItemReferences(out, layout);
    writeItemProperties(out, layout);
    writeItemData(out, layout.document);
  }
  out.u32(layout.dataSize + 8).bytes(asBytes("mdat"));
  return std::move(out).take();
}

} // namespace photoscrub::formats::heif
