#include "formats/heif_inventory.h"

#include "formats/heif_properties.h"

#include <algorithm>
#include <functional>

namespace photoscrub::formats::heif {

namespace {

using namespace std::string_view_literals;

struct Use {
  FindingKind kind;
  std::string_view where;
};

struct Word {
  std::string_view word;
  std::string_view where;
};

// Apple's and Samsung's "urn:com:..." and the MPEG names, by what stands in them.
constexpr Word kAuxiliaryWords[] = {
    {"depth", "depth map"},         {"disparity", "depth map"},
    {"auxid:2", "depth map"},       {"gain", "gain map"},
    {"portrait", "portrait matte"}, {"semantic", "semantic matte"},
    {"matte", "portrait matte"},    {"alpha", "transparency of another image"},
};

std::string_view auxiliaryName(const Tables& tables, const Item& item) {
  const auto type = auxiliaryType(auxiliaryProperty(tables, item));
  for (const auto& entry : kAuxiliaryWords)
    if (type.find(entry.word) != std::string_view::npos)
      return entry.where;
  return "auxiliary image";
}

/// What the pieces of derived images are pieces of: the first that uses them.
std::map<ItemId, ItemId> owners(const Tables& tables) {
  std::map<ItemId, ItemId> list;
  for (const auto& [key, targets] : tables.references)
    if (key.second == "dimg")
      for (const auto target : targets)
        list.emplace(target, key.first);
  return list;
}

Use imageUse(const Tables& tables, ItemId id, const Item& item,
             const std::map<ItemId, ItemId>& ownerOf) {
  if (!tables.targets(id, "thmb").empty())
    return {FindingKind::thumbnail, "thumbnail image"};
  if (!tables.targets(id, "auxl").empty())
    return {FindingKind::hiddenImage, auxiliaryName(tables, item)};
  if (item.type == "tmap")
    return {FindingKind::hiddenImage, "tone map"};
  const auto owner = ownerOf.find(id);
  if (owner == ownerOf.end())
    return {FindingKind::hiddenImage, "further image"};
  const auto user = tables.items.find(owner->second);
  if (user != tables.items.end() && user->second.type == "tmap")
    return {FindingKind::hiddenImage, "gain map"};
  return tables.targets(owner->second, "thmb").empty()
             ? Use{FindingKind::hiddenImage, "piece of another image"}
             : Use{FindingKind::thumbnail, "piece of a thumbnail image"};
}

Use otherUse(const Item& item) {
  if (item.type == "Exif")
    return {FindingKind::other, "Exif item"};
  if (item.type == "mime" && item.contentType == "application/rdf+xml")
    return {FindingKind::other, "XMP item"};
  if (item.type == "jumb" || item.contentType.find("c2pa") != std::string_view::npos)
    return {FindingKind::provenance, "content credentials item"};
  return {FindingKind::other, "item that is no image"};
}

/// The TIFF structure in an Exif item (23008-12, A.2.1); some writers put the JPEG prefix there
/// too, with or without counting it.
std::optional<Extent> exifBlock(ByteView file, const Extent& item) {
  constexpr auto prefix = "Exif\0\0"sv;
  const auto bytes =
      file.subspan(static_cast<std::size_t>(item.offset), static_cast<std::size_t>(item.length));
  ByteReader reader(bytes);
  const auto skip = reader.u32();
  if (!skip.ok() || !reader.skip(skip.value()).ok())
    return std::nullopt;
  if (startsWith(reader.rest(), asBytes(prefix)) && !reader.skip(prefix.size()).ok())
    return std::nullopt;
  return Extent{item.offset + reader.position(), reader.left(), false};
}

std::optional<MetadataBlock> blockOf(ByteView file, const Item& item, const Extent& place) {
  if (item.type == "Exif") {
    const auto block = exifBlock(file, place);
    if (!block)
      return std::nullopt;
    return MetadataBlock{MetadataBlock::Syntax::exif, block->offset, block->length, false};
  }
  if (item.type == "mime" && item.contentType == "application/rdf+xml" &&
      item.contentEncoding.empty())
    return MetadataBlock{MetadataBlock::Syntax::xmp, place.offset, place.length, false};
  return std::nullopt;
}

using Range = FileBoxes::Range;

/// What items take of the file: in order, apart from each other.
std::vector<Range> usedRanges(const Tables& tables, const ItemData& data) {
  std::vector<Range> all;
  for (const auto& [id, item] : tables.items)
    for (const auto& extent : item.extents)
      if (const auto place = data.place(item.place, extent); place && place->length > 0)
        all.push_back({place->offset, place->length});
  std::sort(all.begin(), all.end(),
            [](const Range& a, const Range& b) { return a.offset < b.offset; });
  std::vector<Range> merged;
  for (const auto& range : all) {
    if (merged.empty() || range.offset > merged.back().offset + merged.back().size) {
      merged.push_back(range);
      continue;
    }
    auto& last = merged.back();
    last.size = std::max(last.size, range.offset + range.size - last.offset);
  }
  return merged;
}

/// An item that is one piece.
std::optional<Extent> placeOf(const ItemData& data, const Item& item) {
  return item.extents.size() == 1 ? data.place(item.place, item.extents.front()) : std::nullopt;
}

} // namespace

void listItems(ByteView file, const Tables& tables, const ItemData& data,
               const std::set<ItemId>& kept, Document& document) {
  const auto ownerOf = owners(tables);
  for (const auto& [id, item] : tables.items) {
    if (kept.contains(id))
      continue;
    const auto use = isImageType(item.type) ? imageUse(tables, id, item, ownerOf) : otherUse(item);
    const auto place = placeOf(data, item);
    const auto block = place ? blockOf(file, item, *place) : std::nullopt;
    if (block)
      document.blocks.push_back(*block);
    document.dropped.push_back({use.kind, std::string(use.where),
                                place ? place->offset : item.entryOffset,
                                place ? place->length : item.entrySize, block.has_value()});
  }
}

std::optional<std::uint64_t> offsetIn(ByteView file, ByteView piece) {
  const std::less<const std::uint8_t*> before;
  const auto* begin = file.data();
  if (piece.empty() || before(piece.data(), begin) || !before(piece.data(), begin + file.size()))
    return std::nullopt;
  return static_cast<std::uint64_t>(piece.data() - begin);
}

std::vector<Part> unusedData(const FileBoxes& boxes, const Tables& tables, const ItemData& data) {
  const auto used = usedRanges(tables, data);
  auto containers = boxes.data;
  if (!tables.idat.empty())
    containers.push_back({tables.idatOffset, tables.idat.size()});
  const auto use = boxes.sequence ? Use{FindingKind::hiddenVideo, "frames of an image sequence"}
                                  : Use{FindingKind::other, "unused bytes between items"};
  std::vector<Part> parts;
  for (const auto& container : containers) {
    auto at = container.offset;
    const auto end = container.offset + container.size;
    const auto gap = [&](std::uint64_t next) {
      if (next > at)
        parts.push_back({use.kind, std::string(use.where), at, next - at});
    };
    auto range = std::partition_point(used.begin(), used.end(), [&](const Range& candidate) {
      return candidate.offset + candidate.size <= at;
    });
    for (; range != used.end() && range->offset < end; ++range) {
      gap(range->offset);
      at = range->offset + range->size;
    }
    gap(end);
  }
  return parts;
}

} // namespace photoscrub::formats::heif
