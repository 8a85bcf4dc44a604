#include "formats/heif_selection.h"

#include "formats/heif_document.h"
#include "formats/heif_picture_tree.h"
#include "formats/heif_properties.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats::heif {

namespace {

constexpr std::string_view kImageTypes[] = {"hvc1", "av01", "grid", "iovl", "iden", "tmap",
                                            "hev1", "lhv1", "avc1", "vvc1", "evc1", "jpeg",
                                            "j2k1", "unci", "mski", "sato", "hvt1"};

Error unsupported(std::string detail) {
  return {ErrorCode::unsupported,
          "The photo is coded in a way that photoscrub does not know. Open it in your photo "
          "program and export it as JPEG first",
          std::move(detail)};
}

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The photo is damaged: it does not say which picture to show",
          std::move(detail)};
}

class Selection {
public:
  Selection(const Tables& tables, ItemData& data, const Limits& limits)
      : tables_(tables), data_(data), limits_(limits) {
    for (const auto& [key, targets] : tables.references) {
      const auto alpha = tables.items.find(key.first);
      if (key.second == "auxl" && alpha != tables.items.end() &&
          isAlpha(auxiliaryProperty(tables, alpha->second)))
        for (const auto target : targets)
          alphaFor_.emplace(target, key.first); // the first one; another would be a hidden image
    }
  }

  Result<std::vector<Selected>> run(ItemId primary) {
    PHOTOSCRUB_TRY(first, add(primary, false));
    for (std::size_t i = first; i < selected_.size(); ++i) {
      PHOTOSCRUB_CHECK(addInputs(i));
      PHOTOSCRUB_CHECK(addAlpha(i));
    }
    return std::move(selected_);
  }

private:
  /// The place of an item that is selected now, if it was not before.
  Result<std::size_t> add(ItemId id, bool alpha) {
    const auto [known, added] = places_.emplace(id, selected_.size());
    if (!added)
      return known->second;
    const auto item = tables_.items.find(id);
    if (item == tables_.items.end())
      return malformed("missing item");
    if (selected_.size() >= kMaxItems)
      return Error{ErrorCode::limit, "The photo has more parts than photoscrub can handle",
                   "items"};
    const auto type = item->second.type;
    if (type != "hvc1" && type != "av01" && !isDerived(type))
      return unsupported("item type");
    Selected selected;
    selected.id = id;
    selected.item = &item->second;
    selected.alpha = alpha;
    if (type != "iden") {
      PHOTOSCRUB_TRY(bytes, data_.read(item->second));
      selected.data = bytes;
    }
    selected_.push_back(std::move(selected));
    return selected_.size() - 1;
  }

  Status addInputs(std::size_t place) {
    const auto id = selected_[place].id;
    const auto type = selected_[place].item->type;
    if (!isDerived(type))
      return {};
    const auto references = tables_.targets(id, "dimg");
    PHOTOSCRUB_TRY(made, readDerivation(type, selected_[place].data, references.size(), limits_));
    // Readers take as many as the grid has places.
    std::vector<std::size_t> inputs;
    for (const auto input : references.first(made.inputs)) {
      PHOTOSCRUB_TRY(at, add(input, selected_[place].alpha));
      inputs.push_back(at);
    }
    selected_[place].inputs = std::move(inputs);
    return {};
  }

  Status addAlpha(std::size_t place) {
    const auto alpha = alphaFor_.find(selected_[place].id);
    if (selected_[place].alpha || alpha == alphaFor_.end())
      return {};
    PHOTOSCRUB_TRY(at, add(alpha->second, true));
    if (!selected_[at].alpha)
      return {}; // part of the visible picture as well: then it is that
    selected_[at].alphaOf.push_back(place);
    const auto multiplied = tables_.targets(selected_[place].id, "prem");
    if (std::find(multiplied.begin(), multiplied.end(), alpha->second) != multiplied.end())
      selected_[place].premultipliedBy = at;
    return {};
  }

  const Tables& tables_;
  ItemData& data_;
  const Limits& limits_;
  std::map<ItemId, ItemId> alphaFor_;
  std::map<ItemId, std::size_t> places_;
  std::vector<Selected> selected_;
};

/// The only image that is there for itself, in files that forgot to name one.
Result<ItemId> onlyImage(const Tables& tables) {
  std::set<ItemId> serving; // pieces, thumbnails and the like
  for (const auto& [key, targets] : tables.references) {
    if (key.second == "dimg")
      serving.insert(targets.begin(), targets.end());
    if (key.second == "thmb" || key.second == "auxl")
      serving.insert(key.first);
  }
  std::optional<ItemId> only;
  for (const auto& [id, item] : tables.items) {
    if (!isImageType(item.type) || item.hidden || serving.contains(id))
      continue;
    if (only)
      return malformed("no pitm, several images");
    only = id;
  }
  if (!only)
    return malformed("no image");
  return *only;
}

/// A tone map (ISO 21496-1) is shown by its base image where it cannot be applied.
Result<ItemId> shownImage(const Tables& tables) {
  if (!tables.primary)
    return onlyImage(tables);
  const auto primary = tables.items.find(*tables.primary);
  if (primary == tables.items.end())
    return malformed("missing primary item");
  if (primary->second.type != "tmap")
    return *tables.primary;
  const auto inputs = tables.targets(*tables.primary, "dimg");
  if (inputs.empty())
    return malformed("tone map of nothing");
  return inputs.front();
}

} // namespace

Result<ByteView> ItemData::read(const Item& item) {
  if (item.place == Item::Place::elsewhere)
    return unsupported("data outside the file");
  const auto source = item.place == Item::Place::file ? file_ : tables_.idat;
  std::vector<ByteView> pieces;
  std::uint64_t total = 0;
  for (const auto& extent : item.extents) {
    ByteReader reader(source);
    PHOTOSCRUB_CHECK(reader.skip(extent.offset));
    PHOTOSCRUB_TRY(piece, reader.take(extent.toEnd ? reader.left() : extent.length));
    total += piece.size();
    if (total > budget_)
      return Error{ErrorCode::limit,
                   "The photo's parts overlap, and would make it many times larger",
                   "item extents"};
    pieces.push_back(piece);
  }
  budget_ -= total;
  if (pieces.size() == 1)
    return pieces.front();
  auto& joined = owned_.emplace_back();
  joined.reserve(static_cast<std::size_t>(total));
  for (const auto piece : pieces)
    joined.insert(joined.end(), piece.begin(), piece.end());
  return ByteView(joined);
}

std::optional<Extent> ItemData::place(Item::Place where, Extent extent) const {
  const bool inFile = where == Item::Place::file;
  const auto available = inFile ? file_.size() : tables_.idat.size();
  if (where == Item::Place::elsewhere || extent.offset > available)
    return std::nullopt;
  const auto left = available - extent.offset;
  extent.length = extent.toEnd ? left : std::min<std::uint64_t>(extent.length, left);
  extent.offset += inFile ? 0 : tables_.idatOffset;
  return extent;
}

bool isImageType(std::string_view type) {
  return std::find(std::begin(kImageTypes), std::end(kImageTypes), type) != std::end(kImageTypes);
}

ByteView auxiliaryProperty(const Tables& tables, const Item& item) {
  for (const auto& association : item.properties)
    if (association.index <= tables.properties.size() &&
        tables.properties[association.index - 1].is("auxC"))
      return tables.properties[association.index - 1].payload;
  return {};
}

Result<std::vector<Selected>> selectPicture(const Tables& tables, ItemData& data,
                                            const Limits& limits) {
  PHOTOSCRUB_TRY(shown, shownImage(tables));
  return Selection(tables, data, limits).run(shown);
}

} // namespace photoscrub::formats::heif
