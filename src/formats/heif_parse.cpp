// Reading HEIF and AVIF files, forgiving what viewers forgive.
#include "formats/heif.h"
#include "formats/heif_brands.h"
#include "formats/heif_coded.h"
#include "formats/heif_document.h"
#include "formats/heif_inventory.h"
#include "formats/heif_picture_tree.h"
#include "formats/heif_properties.h"
#include "formats/heif_property_set.h"
#include "formats/trailer.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace heif;

class Parser {
public:
  Parser(ByteView file, FileType type, const Limits& limits)
      : file_(file), limits_(limits), document_(std::make_unique<HeifDocument>()) {
    document_->type = type;
  }

  Result<std::unique_ptr<Document>> run() {
    PHOTOSCRUB_CHECK(readBoxes());
    ItemData data(file_, tables_, document_->owned);
    PHOTOSCRUB_TRY(selected, selectPicture(tables_, data, limits_));
    PropertySet properties(tables_, limits_, *document_);
    std::vector<TreeNode> tree;
    std::set<ItemId> kept;
    for (const auto& item : selected) {
      PHOTOSCRUB_TRY(size, keep(item, properties));
      tree.push_back({size, item.inputs});
      kept.insert(item.id);
    }
    PHOTOSCRUB_CHECK(checkCost(tree, limits_));
    PHOTOSCRUB_CHECK(checkTotal());
    properties.finish();
    list(data, kept);
    document_->structure = describeStructure(*document_);
    document_->coded.push_back(document_->structure);
    for (const auto& item : document_->items)
      if (!isDerived(item.type))
        document_->coded.insert(document_->coded.end(), item.data.begin(), item.data.end());
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  Status readBoxes() {
    PHOTOSCRUB_TRY(boxes, readFileBoxes(file_, count_, limits_));
    boxes_ = std::move(boxes);
    if (!boxes_.meta && boxes_.sequence)
      return Error{ErrorCode::unsupported,
                   "This is a moving picture without a still one. Open it in your photo program "
                   "and export one picture of it as JPEG, then clean that copy",
                   "moov, no meta"};
    if (!boxes_.meta)
      return Error{ErrorCode::malformed, "The photo is damaged: it has no table of contents",
                   "no meta box"};
    settleBrands(boxes_.brands ? boxes_.brands->payload : ByteView(), *document_);
    PHOTOSCRUB_TRY(tables, readTables(*boxes_.meta, count_, limits_));
    tables_ = std::move(tables);
    return {};
  }

  /// Takes over an item; its size before transformations.
  Result<Size> keep(const Selected& selected, PropertySet& properties) {
    KeptItem item;
    const auto number = [](std::size_t place) { return static_cast<std::uint16_t>(place + 1); };
    const bool first = document_->items.empty();
    item.type = selected.item->type;
    item.hidden = selected.item->hidden && !first;
    for (const auto input : selected.inputs)
      item.inputs.push_back(number(input));
    for (const auto image : selected.alphaOf)
      item.alphaOf.push_back(number(image));
    if (selected.premultipliedBy != 0)
      item.premultipliedBy = number(selected.premultipliedBy);
    item.borrowed = offsetIn(file_, selected.data).has_value();
    PHOTOSCRUB_TRY(whole, takeData(selected, properties, item));
    PHOTOSCRUB_TRY(size, properties.take(selected, whole, item));
    const auto given = sizeInData(selected);
    if (given != Size{} && given != size.stored)
      return Error{ErrorCode::malformed, "The photo is damaged: it gives two different sizes",
                   "derived image and ispe"};
    if (first)
      document_->storedSize = size.shown;
    document_->items.push_back(std::move(item));
    return size.stored;
  }

  /// The data that stay; false if something within them goes.
  Result<bool> takeData(const Selected& selected, PropertySet& properties, KeptItem& item) {
    if (isDerived(item.type)) {
      const auto made = readDerivation(item.type, selected.data, selected.inputs.size(), limits_);
      if (!made.ok())
        return made.error();
      const auto size = made.value().dataSize;
      if (size > 0)
        item.data.push_back(selected.data.first(size));
      if (size < selected.data.size())
        drop(FindingKind::other, "unused bytes in an item", selected.data.subspan(size), selected);
      return true;
    }
    PHOTOSCRUB_TRY(config, properties.configuration(selected));
    auto coded =
        item.type == "hvc1" ? readHevc(selected.data, lengthSize(config)) : readAv1(selected.data);
    if (!coded.ok())
      return std::move(coded).error();
    item.data = std::move(coded.value().kept);
    for (const auto& unneeded : coded.value().unneeded)
      drop(unneeded.kind, unneeded.where, unneeded.bytes, selected);
    return coded.value().unneeded.empty();
  }

  Size sizeInData(const Selected& selected) const {
    const auto made =
        isDerived(selected.item->type)
            ? readDerivation(selected.item->type, selected.data, selected.inputs.size(), limits_)
            : Result<Derivation>(Derivation{});
    return made.ok() ? made.value().size : Size{};
  }

  Status checkTotal() const {
    std::uint64_t total = 0;
    for (const auto& item : document_->items)
      for (const auto piece : item.data)
        total += piece.size();
    if (total > kMaxOutput)
      return Error{ErrorCode::limit, "The photo is too large for photoscrub", "items together"};
    return {};
  }

  void list(const ItemData& data, const std::set<ItemId>& kept) {
    listItems(file_, tables_, data, kept, *document_);
    auto& dropped = document_->dropped;
    const auto add = [&](const std::vector<Part>& parts) {
      dropped.insert(dropped.end(), parts.begin(), parts.end());
    };
    add(tables_.leftovers);
    add(boxes_.others);
    document_->blocks.insert(document_->blocks.end(), boxes_.blocks.begin(), boxes_.blocks.end());
    add(unusedData(boxes_, tables_, data));
    add(describeTrailer(file_, boxes_.end));
    std::stable_sort(dropped.begin(), dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
    if (boxes_.sequence)
      document_->warnings.push_back(
          "The file also holds a moving picture; the copy has the still one alone.");
  }

  void drop(FindingKind kind, std::string_view where, ByteView bytes, const Selected& selected) {
    document_->dropped.push_back({kind, std::string(where),
                                  offsetIn(file_, bytes).value_or(selected.item->entryOffset),
                                  bytes.size()});
  }

  ByteView file_;
  const Limits& limits_;
  std::unique_ptr<HeifDocument> document_;
  bmff::BoxReader::Count count_;
  FileBoxes boxes_;
  Tables tables_;
};

} // namespace

Result<std::unique_ptr<Document>> Heif::parse(ByteView file, const Limits& limits) const {
  return Parser(file, type_, limits).run();
}

} // namespace photoscrub::formats
