/// HEIF and AVIF files from their tables, in every version the standard has, for tests. Shares no
/// code with the program. Pure.
#pragma once

#include "base/bytes.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace photoscrub::test {

struct HeifBox {
  std::string type;
  Bytes payload;
};

struct HeifItem {
  std::uint32_t id = 0;
  std::string type;
  Bytes data;
  std::vector<int> properties{}; ///< numbers from 1; negative: essential
  bool hidden = false;
  bool inTable = false; ///< data in idat
  int extents = 1;      ///< pieces its data are in; -1: no entry in iloc
  std::string name{};
  std::string contentType{}; ///< of mime
  std::string encoding{};
};

struct HeifReference {
  std::string type;
  std::uint32_t from = 0;
  std::vector<std::uint32_t> to;
};

struct HeifFile {
  std::string major = "heic";
  std::vector<std::string> brands{"mif1", "heic"};
  std::uint32_t primary = 1; ///< 0: no pitm
  std::vector<HeifItem> items;
  std::vector<HeifReference> references{};
  std::vector<HeifBox> properties{};
  std::vector<HeifBox> inMeta{};  ///< further boxes, at the end of meta
  std::vector<HeifBox> before{};  ///< between ftyp and meta
  std::vector<HeifBox> between{}; ///< between meta and mdat
  std::vector<HeifBox> behind{};  ///< behind mdat
  Bytes gap{};                    ///< in front of each piece of data, in mdat and idat
  Bytes tail{};                   ///< behind the last box
  std::string handlerName{};
  int pitmVersion = 0, iinfVersion = 0, infeVersion = 2, ilocVersion = 1, irefVersion = 0;
  int ipmaVersion = 0;
  bool wideIpma = false;
  bool baseOffset = false; ///< iloc counts from the beginning of the data
  int indexSize = 0;
  int offsetSize = 4;
};

inline Bytes heifBox(std::string_view type, const Bytes& payload) {
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(payload.size() + 8)).bytes(asBytes(type)).bytes(payload);
  return std::move(out).take();
}

namespace heif_detail {

inline void sized(ByteWriter& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out.u8(static_cast<std::uint8_t>(value >> shift));
}

inline void fullHead(ByteWriter& out, int version, std::uint32_t flags = 0) {
  out.u32(static_cast<std::uint32_t>(version) << 24 | flags);
}

inline Bytes infe(const HeifFile& file, const HeifItem& item) {
  ByteWriter out;
  fullHead(out, file.infeVersion, item.hidden ? 1 : 0);
  sized(out, item.id, file.infeVersion > 2 ? 4 : 2);
  out.u16(0).bytes(asBytes(item.type)).bytes(asBytes(item.name)).u8(0);
  if (item.type == "mime") {
    out.bytes(asBytes(item.contentType)).u8(0);
    if (!item.encoding.empty())
      out.bytes(asBytes(item.encoding)).u8(0);
  }
  return heifBox("infe", out.view());
}

inline Bytes iinf(const HeifFile& file) {
  ByteWriter out;
  fullHead(out, file.iinfVersion);
  sized(out, file.items.size(), file.iinfVersion == 0 ? 2 : 4);
  for (const auto& item : file.items)
    out.bytes(infe(file, item));
  return heifBox("iinf", out.view());
}

inline Bytes iref(const HeifFile& file) {
  const int wide = file.irefVersion == 0 ? 2 : 4;
  ByteWriter out;
  fullHead(out, file.irefVersion);
  for (const auto& reference : file.references) {
    ByteWriter entry;
    sized(entry, reference.from, wide);
    entry.u16(static_cast<std::uint16_t>(reference.to.size()));
    for (const auto to : reference.to)
      sized(entry, to, wide);
    out.bytes(heifBox(reference.type, entry.view()));
  }
  return heifBox("iref", out.view());
}

inline Bytes iprp(const HeifFile& file) {
  ByteWriter ipco, ipma, out;
  for (const auto& property : file.properties)
    ipco.bytes(heifBox(property.type, property.payload));
  fullHead(ipma, file.ipmaVersion, file.wideIpma ? 1 : 0);
  std::uint32_t count = 0;
  ByteWriter entries;
  for (const auto& item : file.items) {
    if (item.properties.empty())
      continue;
    ++count;
    sized(entries, item.id, file.ipmaVersion == 0 ? 2 : 4);
    entries.u8(static_cast<std::uint8_t>(item.properties.size()));
    for (const int number : item.properties) {
      const auto index = static_cast<unsigned>(number < 0 ? -number : number);
      const unsigned mark = number < 0 ? (file.wideIpma ? 0x8000u : 0x80u) : 0;
      sized(entries, index | mark, file.wideIpma ? 2 : 1);
    }
  }
  ipma.u32(count).bytes(entries.view());
  out.bytes(heifBox("ipco", ipco.view())).bytes(heifBox("ipma", ipma.view()));
  return heifBox("iprp", out.view());
}

struct Placed {
  Bytes mdat, idat;
  std::vector<std::vector<std::pair<std::uint64_t, std::uint64_t>>> extents; // of each item
};

inline Placed place(const HeifFile& file) {
  Placed placed;
  for (const auto& item : file.items) {
    auto& list = placed.extents.emplace_back();
    auto& target = item.inTable ? placed.idat : placed.mdat;
    const auto pieces = static_cast<std::size_t>(item.extents < 0 ? 0 : item.extents);
    for (std::size_t i = 0; i < pieces; ++i) {
      const auto from = item.data.size() * i / pieces, to = item.data.size() * (i + 1) / pieces;
      target.insert(target.end(), file.gap.begin(), file.gap.end());
      list.emplace_back(target.size(), to - from);
      target.insert(target.end(), item.data.begin() + static_cast<std::ptrdiff_t>(from),
                    item.data.begin() + static_cast<std::ptrdiff_t>(to));
    }
  }
  return placed;
}

inline Bytes iloc(const HeifFile& file, const Placed& placed, std::uint64_t dataBegin) {
  const int base = file.baseOffset ? 4 : 0;
  const int index = file.ilocVersion == 0 ? 0 : file.indexSize;
  ByteWriter out, entries;
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < file.items.size(); ++i) {
    const auto& item = file.items[i];
    if (item.extents < 0)
      continue;
    ++count;
    const auto begin = item.inTable ? 0 : dataBegin;
    sized(entries, item.id, file.ilocVersion == 2 ? 4 : 2);
    if (file.ilocVersion > 0)
      entries.u16(item.inTable ? 1 : 0);
    entries.u16(0);
    sized(entries, begin, base);
    entries.u16(static_cast<std::uint16_t>(placed.extents[i].size()));
    for (const auto& [offset, size] : placed.extents[i]) {
      sized(entries, 0, index);
      sized(entries, base > 0 ? offset : begin + offset, file.offsetSize);
      sized(entries, size, 4);
    }
  }
  fullHead(out, file.ilocVersion);
  out.u8(static_cast<std::uint8_t>(file.offsetSize << 4 | 4));
  out.u8(static_cast<std::uint8_t>(base << 4 | index));
  sized(out, count, file.ilocVersion == 2 ? 4 : 2);
  out.bytes(entries.view());
  return heifBox("iloc", out.view());
}

inline Bytes meta(const HeifFile& file, const Placed& placed, std::uint64_t dataBegin) {
  ByteWriter out, hdlr, pitm;
  fullHead(out, 0);
  hdlr.u32(0).u32(0).bytes(asBytes("pict")).u32(0).u32(0).u32(0);
  hdlr.bytes(asBytes(file.handlerName)).u8(0);
  out.bytes(heifBox("hdlr", hdlr.view()));
  if (file.primary != 0) {
    fullHead(pitm, file.pitmVersion);
    sized(pitm, file.primary, file.pitmVersion == 0 ? 2 : 4);
    out.bytes(heifBox("pitm", pitm.view()));
  }
  out.bytes(iinf(file));
  if (!file.references.empty())
    out.bytes(iref(file));
  out.bytes(iprp(file));
  if (!placed.idat.empty())
    out.bytes(heifBox("idat", placed.idat));
  out.bytes(iloc(file, placed, dataBegin));
  for (const auto& box : file.inMeta)
    out.bytes(heifBox(box.type, box.payload));
  return heifBox("meta", out.view());
}

} // namespace heif_detail

inline Bytes makeHeifFile(const HeifFile& file) {
  using namespace heif_detail;
  const auto placed = place(file);
  ByteWriter ftyp, out;
  ftyp.bytes(asBytes(file.major)).u32(0);
  for (const auto& brand : file.brands)
    ftyp.bytes(asBytes(brand));
  out.bytes(heifBox("ftyp", ftyp.view()));
  const auto boxes = [](const std::vector<HeifBox>& list) {
    ByteWriter all;
    for (const auto& box : list)
      all.bytes(heifBox(box.type, box.payload));
    return std::move(all).take();
  };
  out.bytes(boxes(file.before));
  const auto between = boxes(file.between);
  const auto dataBegin = out.size() + meta(file, placed, 0).size() + between.size() + 8;
  out.bytes(meta(file, placed, dataBegin)).bytes(between).bytes(heifBox("mdat", placed.mdat));
  out.bytes(boxes(file.behind)).bytes(file.tail);
  return std::move(out).take();
}

} // namespace photoscrub::test
