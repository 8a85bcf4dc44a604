#include "formats/heif_audit_tables.h"

#include "formats/heif_brands.h"
#include "formats/heif_strict_reader.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats::heif {

namespace {

using namespace std::string_view_literals;

struct Location {
  std::size_t item = 0; // place
  bool inTable = false; // idat
  std::uint32_t offset = 0, size = 0;
};

class TablesAuditor {
public:
  TablesAuditor(ByteView file, FileType type, const Limits& limits)
      : file_(file), type_(type), limits_(limits) {}

  Result<CleanTables> run() {
    StrictReader reader(file_);
    PHOTOSCRUB_TRY(ftyp, reader.box("ftyp"));
    PHOTOSCRUB_CHECK(brands(StrictReader(ftyp)));
    PHOTOSCRUB_TRY(meta, reader.box("meta"));
    PHOTOSCRUB_TRY(mdat, reader.box("mdat"));
    PHOTOSCRUB_CHECK(reader.end());
    PHOTOSCRUB_CHECK(metaBox(StrictReader(meta)));
    PHOTOSCRUB_CHECK(assignData(mdat));
    return std::move(clean_);
  }

private:
  Status brands(StrictReader reader) {
    PHOTOSCRUB_TRY(majorBytes, reader.take(4));
    const auto major = asText(majorBytes);
    PHOTOSCRUB_CHECK(reader.fixed(kNoFlags));
    std::set<std::string_view> seen;
    while (!reader.atEnd()) {
      PHOTOSCRUB_TRY(brand, reader.take(4));
      if (!isKnownBrand(type_, asText(brand)) || !seen.insert(asText(brand)).second)
        return leakError("brand");
    }
    const bool needed = type_ == FileType::avif ? seen.contains("avif") : true;
    if (major == "miaf" || !seen.contains(major) || !seen.contains("mif1") || !needed)
      return leakError("brands");
    return {};
  }

  Status metaBox(StrictReader reader) {
    PHOTOSCRUB_CHECK(reader.fixed(kNoFlags));
    PHOTOSCRUB_TRY(hdlr, reader.box("hdlr"));
    if (asText(hdlr) != "\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"sv)
      return leakError("hdlr");
    PHOTOSCRUB_TRY(pitm, reader.box("pitm"));
    if (asText(pitm) != "\0\0\0\0\0\x01"sv)
      return leakError("pitm");
    PHOTOSCRUB_TRY(iloc, reader.box("iloc"));
    PHOTOSCRUB_TRY(iinf, reader.box("iinf"));
    PHOTOSCRUB_CHECK(infos(StrictReader(iinf)));
    PHOTOSCRUB_CHECK(locations(StrictReader(iloc)));
    if (reader.nextIs("iref")) {
      PHOTOSCRUB_TRY(iref, reader.box());
      PHOTOSCRUB_CHECK(auditReferences(iref.payload, clean_));
    } else if (clean_.hasExif) {
      return leakError("no reference of the Exif item");
    }
    PHOTOSCRUB_TRY(iprp, reader.box("iprp"));
    PHOTOSCRUB_CHECK(auditProperties(iprp, clean_));
    if (reader.nextIs("idat")) {
      PHOTOSCRUB_TRY(idat, reader.box());
      if (idat.payload.empty())
        return leakError("empty idat");
      idat_ = idat.payload;
      clean_.structure.push_back(idat_);
    }
    return reader.end();
  }

  Status infos(StrictReader reader) {
    PHOTOSCRUB_CHECK(reader.fixed(kNoFlags));
    PHOTOSCRUB_TRY(count, reader.u16());
    if (count == 0 || count > limits_.maxParts)
      return leakError("number of items");
    const auto entries = reader.rest();
    auto pictures = entries;
    for (std::uint16_t number = 1; number <= count; ++number) {
      const auto left = reader.left();
      PHOTOSCRUB_TRY(infe, reader.box("infe"));
      PHOTOSCRUB_TRY(item, info(StrictReader(infe), number));
      if (item.type != "Exif") {
        clean_.items.push_back(std::move(item));
        continue;
      }
      if (number != count || number == 1)
        return leakError("Exif item out of order");
      clean_.hasExif = true;
      pictures = entries.first(entries.size() - static_cast<std::size_t>(left));
    }
    clean_.structure.push_back(pictures);
    return reader.end();
  }

  Result<CleanItem> info(StrictReader reader, std::uint16_t number) {
    PHOTOSCRUB_TRY(version, reader.u32());
    PHOTOSCRUB_TRY(id, reader.u16());
    PHOTOSCRUB_CHECK(reader.fixed("\0\0"sv));
    PHOTOSCRUB_TRY(type, reader.take(4));
    PHOTOSCRUB_CHECK(reader.fixed("\0"sv)); // no name
    PHOTOSCRUB_CHECK(reader.end());
    const bool hidden = version == 0x0200'0001;
    CleanItem item;
    item.type = asText(type);
    const bool exif = item.type == "Exif";
    constexpr std::string_view kAllowed[] = {"hvc1", "av01", "grid", "iovl", "iden", "Exif"};
    if (std::find(std::begin(kAllowed), std::end(kAllowed), item.type) == std::end(kAllowed))
      return leakError("item type");
    if (id != number || (!hidden && version != 0x0200'0000) || (number == 1 && hidden) ||
        (exif && !hidden))
      return leakError("infe");
    return item;
  }

  Status locations(StrictReader reader) {
    PHOTOSCRUB_CHECK(reader.fixed("\x01\0\0\0\x44\0"sv));
    PHOTOSCRUB_TRY(count, reader.u16());
    for (unsigned i = 0; i < count; ++i) {
      PHOTOSCRUB_TRY(number, reader.u16());
      PHOTOSCRUB_TRY(method, reader.u16());
      PHOTOSCRUB_CHECK(reader.fixed("\0\0"sv)); // this file
      PHOTOSCRUB_TRY(extents, reader.u16());
      std::uint32_t offset = 0, size = 0;
      if (extents == 1) {
        PHOTOSCRUB_TRY(offsetField, reader.u32());
        PHOTOSCRUB_TRY(sizeField, reader.u32());
        offset = offsetField;
        size = sizeField;
      }
      if (number == 0 || method > 1 || extents > 1 || (extents == 1) != (size > 0))
        return leakError("iloc");
      locations_.push_back({number - std::size_t{1}, method == 1, offset, size});
    }
    return reader.end();
  }

  // Items with data, in order: derived images fill idat, the others mdat.
  Status assignData(ByteView mdat) {
    auto location = locations_.begin();
    std::size_t inTable = 0, inData = 0;
    const auto mdatBegin = file_.size() - mdat.size();
    for (std::size_t i = 0; i < clean_.items.size() + (clean_.hasExif ? 1 : 0); ++i) {
      const bool exif = i == clean_.items.size();
      const auto type = exif ? "Exif"sv : clean_.items[i].type;
      const bool none = type == "iden";
      const bool derived = type == "grid" || type == "iovl" || none;
      auto& at = derived ? inTable : inData;
      const auto source = derived ? idat_ : mdat;
      if (location == locations_.end() || location->item != i || location->inTable != derived ||
          (location->size == 0) != none)
        return leakError("location");
      if (!none && (location->offset != at + (derived ? 0 : mdatBegin) ||
                    location->size > source.size() - at))
        return leakError("location");
      const auto data = source.subspan(at, location->size);
      (exif ? clean_.exif : clean_.items[i].data) = data;
      at += location->size;
      ++location;
    }
    if (location != locations_.end() || inTable != idat_.size() || inData != mdat.size())
      return leakError("bytes that belong to no item");
    return {};
  }

  ByteView file_;
  FileType type_;
  const Limits& limits_;
  CleanTables clean_;
  ByteView idat_;
  std::vector<Location> locations_;
};

} // namespace

Error leakError(std::string detail) {
  return {ErrorCode::leak, "The cleaned picture holds something it should not", std::move(detail)};
}

Result<CleanTables> readCleanTables(ByteView file, FileType type, const Limits& limits) {
  return TablesAuditor(file, type, limits).run();
}

} // namespace photoscrub::formats::heif
