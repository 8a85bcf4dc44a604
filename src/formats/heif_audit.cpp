// The strict reading of a HEIF or AVIF file: every item is part of the picture, every property in
// its one form, every coded unit needed, every byte accounted for.
#include "formats/exif_block.h"
#include "formats/heif.h"
#include "formats/heif_audit_tables.h"
#include "formats/heif_coded.h"
#include "formats/heif_picture_tree.h"
#include "formats/heif_properties.h"
#include "formats/icc_profile.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats {

namespace {

using namespace heif;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

class Auditor {
public:
  Auditor(CleanTables tables, const Limits& limits)
      : tables_(std::move(tables)), limits_(limits), alphaFor_(tables_.items.size(), kNone),
        alpha_(tables_.items.size()) {}

  Result<CleanFile> run() {
    PHOTOSCRUB_CHECK(checkOrder());
    PHOTOSCRUB_CHECK(checkProperties());
    std::vector<TreeNode> tree;
    for (std::size_t i = 0; i < tables_.items.size(); ++i) {
      PHOTOSCRUB_TRY(size, checkItem(i));
      tree.push_back({size, tables_.items[i].inputs});
    }
    if (used_ != tables_.properties.size() || (!tables_.profile.empty() && !profileUsed_))
      return leakError("property that no item has");
    PHOTOSCRUB_CHECK(checkCost(tree, limits_));
    PHOTOSCRUB_CHECK(checkExif());
    clean_.coded = tables_.structure;
    for (const auto& item : tables_.items)
      if (!isDerived(item.type))
        clean_.coded.push_back(item.data);
    return std::move(clean_);
  }

private:
  // Items are numbered as they are found, each followed by its pieces and its transparency; what is
  // not found belongs to nothing.
  Status checkOrder() {
    const auto& items = tables_.items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!std::is_sorted(items[i].alphaOf.begin(), items[i].alphaOf.end()))
        return leakError("auxl");
      for (const auto image : items[i].alphaOf)
        if (std::exchange(alphaFor_[image], i) != kNone)
          return leakError("second transparency");
    }
    std::size_t found = 1;
    const auto find = [&](std::size_t item, bool alpha) {
      if (item > found)
        return false;
      if (item == found)
        alpha_[found++] = alpha;
      return true;
    };
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i >= found ||
          items[i].premultipliedBy != (items[i].premultipliedBy == 0 ? 0 : alphaFor_[i]))
        return leakError("item that is not part of the picture");
      for (const auto input : items[i].inputs)
        if (!find(input, alpha_[i]))
          return leakError("piece out of order");
      if (alphaFor_[i] == kNone)
        continue;
      if (alpha_[i] || !find(alphaFor_[i], true) || !alpha_[alphaFor_[i]])
        return leakError("transparency out of order");
    }
    return {};
  }

  Status checkProperties() {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const auto& property : tables_.properties) {
      const auto plain = plainProperty(property.type, property.payload);
      if (!plain || !sameBytes(*plain, property.payload))
        return leakError("property that is not plain");
      if (!seen.insert({property.type, asText(property.payload)}).second)
        return leakError("property twice");
    }
    if (tables_.profile.empty())
      return {};
    if (tables_.profile.size() > limits_.maxProfileBytes)
      return leakError("profile size");
    PHOTOSCRUB_CHECK(checkCleanProfile(tables_.profile));
    clean_.colourProfile.assign(tables_.profile.begin(), tables_.profile.end());
    return {};
  }

  Result<Size> checkItem(std::size_t index) {
    const auto& item = tables_.items[index];
    PHOTOSCRUB_TRY(sizes, checkAssociations(index));
    if (index == 0)
      clean_.storedSize = sizes.second;
    if (item.profile && alpha_[index])
      return leakError("profile of transparency");
    profileUsed_ = profileUsed_ || item.profile;
    if (isDerived(item.type)) {
      PHOTOSCRUB_TRY(made, readDerivation(item.type, item.data, item.inputs.size(), limits_));
      if (made.inputs != item.inputs.size() || made.dataSize != item.data.size() ||
          (made.size != Size{} && made.size != sizes.first))
        return leakError("derived image");
      return sizes.first;
    }
    if (!item.inputs.empty())
      return leakError("pieces of a coded image");
    const auto coded =
        item.type == "hvc1" ? readHevc(item.data, lengthSize(configuration_)) : readAv1(item.data);
    if (!coded.ok())
      return coded.error();
    if (!coded.value().unneeded.empty())
      return leakError("unit that is not part of the picture");
    return sizes.first;
  }

  /// The item's size before and after transformations.
  Result<std::pair<Size, Size>> checkAssociations(std::size_t index) {
    const auto& item = tables_.items[index];
    std::set<std::string_view> types;
    std::optional<Size> stored, shown;
    configuration_ = {};
    bool transformations = false;
    for (const auto& association : item.properties) {
      if (association.property > used_)
        return leakError("property out of order");
      used_ = std::max(used_, association.property + 1);
      const auto& property = tables_.properties[association.property];
      const auto* rules = rulesFor(property.type);
      if (!rules || rules->essential != association.essential)
        return leakError("association");
      if (rules->role == PropertyRole::transformation) {
        transformations = true;
        if (!shown)
          return leakError("transformation out of order");
        PHOTOSCRUB_TRY(size, transformed(*shown, property.type, property.payload));
        shown = size;
        continue;
      }
      if (transformations || !types.insert(property.type).second)
        return leakError("description out of order");
      if (rules->role == PropertyRole::configuration)
        configuration_ = property.payload;
      if (rules->role == PropertyRole::size) {
        PHOTOSCRUB_TRY(size, readSize(property.payload, limits_));
        stored = shown = size;
      }
    }
    const bool fits = types.contains("hvcC") == (item.type == "hvc1") &&
                      types.contains("av1C") == (item.type == "av01") &&
                      types.contains("auxC") == !item.alphaOf.empty();
    if (!fits || !stored)
      return leakError("properties of an item");
    return std::pair{*stored, *shown};
  }

  Status checkExif() {
    if (!tables_.hasExif)
      return {};
    ByteReader reader(tables_.exif);
    PHOTOSCRUB_TRY(offset, reader.u32());
    if (offset != 0)
      return leakError("Exif item");
    clean_.exif = reader.rest();
    clean_.orientation = Orientation::normal; // readers do as the properties say (23000-22, 7.3.9)
    return checkCleanExif(clean_.exif);
  }

  CleanTables tables_;
  const Limits& limits_;
  CleanFile clean_;
  std::vector<std::size_t> alphaFor_;
  std::vector<bool> alpha_;
  ByteView configuration_; // of the item at hand
  std::size_t used_ = 0;   // properties, in order
  bool profileUsed_ = false;
};

} // namespace

Result<CleanFile> Heif::audit(ByteView file, const Limits& limits) const {
  PHOTOSCRUB_TRY(tables, readCleanTables(file, type_, limits));
  return Auditor(std::move(tables), limits).run();
}

} // namespace photoscrub::formats
