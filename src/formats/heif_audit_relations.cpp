// The strict reading of iref, ipco and ipma.
#include "formats/heif_document.h"
#include "formats/heif_strict_reader.h"

#include <algorithm>

namespace photoscrub::formats::heif {

namespace {

using namespace std::string_view_literals;

Result<std::vector<std::size_t>> targetsOf(StrictReader fields, std::size_t items) {
  PHOTOSCRUB_TRY(count, fields.u16());
  std::vector<std::size_t> targets;
  for (unsigned i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(to, fields.u16());
    if (to == 0 || to > items)
      return leakError("reference to nothing");
    targets.push_back(to - std::size_t{1});
  }
  PHOTOSCRUB_CHECK(fields.end());
  if (targets.empty())
    return leakError("empty reference");
  return targets;
}

Status take(std::string_view type, std::vector<std::size_t> targets, CleanItem& item) {
  if (type == "dimg")
    item.inputs = std::move(targets);
  else if (type == "auxl")
    item.alphaOf = std::move(targets);
  else if (targets.size() == 1 && targets.front() != 0)
    item.premultipliedBy = targets.front();
  else
    return leakError("prem");
  return {};
}

struct AssociationForm {
  unsigned count = 0;
  bool wide = false;
};

Status associationsOf(AssociationForm form, StrictReader& reader, CleanItem& item,
                      CleanTables& tables) {
  for (unsigned i = 0; i < form.count; ++i) {
    const auto bytes = reader.rest().first(std::min<std::size_t>(form.wide ? 2 : 1, reader.left()));
    std::uint32_t value = 0;
    if (form.wide) {
      PHOTOSCRUB_TRY(word, reader.u16());
      value = word;
    } else {
      PHOTOSCRUB_TRY(byte, reader.u8());
      value = byte;
    }
    const std::uint32_t mark = form.wide ? 0x8000 : 0x80;
    const CleanAssociation association{(value & (mark - 1)) - std::size_t{1}, (value & mark) != 0};
    if ((value & (mark - 1)) == 0)
      return leakError("association with nothing");
    if (association.property == tables.properties.size() && !tables.profile.empty() && i == 0 &&
        !association.essential) {
      item.profile = true;
      continue;
    }
    if (association.property >= tables.properties.size())
      return leakError("association with nothing");
    item.properties.push_back(association);
    tables.structure.push_back(bytes);
  }
  return {};
}

Status associations(StrictReader reader, CleanTables& tables) {
  const bool wide = tables.properties.size() >= kWideFrom;
  PHOTOSCRUB_CHECK(reader.fixed(wide ? "\0\0\0\1"sv : kNoFlags));
  PHOTOSCRUB_TRY(count, reader.u32());
  if (count != tables.items.size())
    return leakError("number of associations");
  std::uint16_t number = 1;
  for (auto& item : tables.items) {
    const auto id = reader.rest().first(std::min<std::size_t>(2, reader.rest().size()));
    PHOTOSCRUB_TRY(itemNumber, reader.u16());
    PHOTOSCRUB_TRY(size, reader.u8());
    if (itemNumber != number++)
      return leakError("associations out of order");
    tables.structure.push_back(id);
    PHOTOSCRUB_CHECK(associationsOf({size, wide}, reader, item, tables));
  }
  return reader.end();
}

} // namespace

Status auditReferences(ByteView iref, CleanTables& tables) {
  StrictReader reader(iref);
  PHOTOSCRUB_CHECK(reader.fixed(kNoFlags));
  const auto entries = reader.rest();
  auto pictures = entries;
  // Of items in order, and of each item in this order.
  constexpr std::string_view kOrder[] = {"dimg", "auxl", "prem", "cdsc"};
  std::pair<std::size_t, std::size_t> last{0, 0};
  while (!reader.atEnd()) {
    const auto left = reader.left();
    PHOTOSCRUB_TRY(box, reader.box());
    const auto rank = static_cast<std::size_t>(
        std::find(std::begin(kOrder), std::end(kOrder), box.type) - std::begin(kOrder));
    StrictReader fields(box.payload);
    PHOTOSCRUB_TRY(from, fields.u16());
    const std::pair<std::size_t, std::size_t> place{from, rank + 1};
    if (rank == std::size(kOrder) || from == 0 || place <= last)
      return leakError("reference out of order");
    last = place;
    PHOTOSCRUB_TRY(targets, targetsOf(fields, tables.items.size()));
    if (box.type == "cdsc") {
      if (from != tables.items.size() + 1 || targets != std::vector<std::size_t>{0})
        return leakError("cdsc");
      pictures = entries.first(entries.size() - static_cast<std::size_t>(left));
    } else {
      if (from > tables.items.size())
        return leakError("reference of nothing");
      PHOTOSCRUB_CHECK(take(box.type, std::move(targets), tables.items[from - 1u]));
    }
  }
  if (entries.empty() || tables.hasExif != (pictures.size() < entries.size()))
    return leakError("references of the Exif item");
  tables.structure.push_back(pictures);
  return {};
}

Status auditProperties(ByteView iprp, CleanTables& tables) {
  StrictReader reader(iprp);
  PHOTOSCRUB_TRY(ipco, reader.box("ipco"));
  PHOTOSCRUB_TRY(ipma, reader.box("ipma"));
  PHOTOSCRUB_CHECK(reader.end());
  StrictReader boxes(ipco);
  auto pictures = ipco;
  while (!boxes.atEnd()) {
    PHOTOSCRUB_TRY(box, boxes.box());
    if (box.type != "colr" || !startsWith(box.payload, asBytes("prof"))) {
      tables.properties.push_back({box.type, box.payload});
      continue;
    }
    if (!boxes.atEnd() || box.payload.size() == 4)
      return leakError("colour profile out of order");
    tables.profile = box.payload.subspan(4);
    pictures = ipco.first(ipco.size() - box.whole.size());
  }
  tables.structure.insert(tables.structure.begin(), pictures);
  return associations(StrictReader(ipma), tables);
}

} // namespace photoscrub::formats::heif
