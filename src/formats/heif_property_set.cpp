#include "formats/heif_property_set.h"

#include "formats/heif_properties.h"

#include <algorithm>

namespace photoscrub::formats::heif {

namespace {

constexpr std::size_t kMaxPerItem = 254; // the number has one byte, and a profile may be added

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The photo is damaged: how to show it is not said",
          std::move(detail)};
}

std::string_view configurationType(std::string_view itemType) {
  return itemType == "hvc1" ? "hvcC" : itemType == "av01" ? "av1C" : "";
}

struct Name {
  std::string_view type;
  FindingKind kind;
  std::string_view where;
};

// 23008-12, 6.5.20 and 6.5.22 to 6.5.23.
constexpr Name kNames[] = {
    {"udes", FindingKind::caption, "description of an image"},
    {"crtt", FindingKind::time, "creation time property"},
    {"mdft", FindingKind::time, "modification time property"},
    {"colr", FindingKind::other, "colour profile of a part of the picture"},
    {"uuid", FindingKind::other, "uuid property"},
    {"free", FindingKind::other, "unused space"},
    {"skip", FindingKind::other, "unused space"},
};

} // namespace

struct PropertySet::Choice {
  std::vector<Property> described, transformed;
  std::optional<Bytes> size;

  bool holds(std::string_view type) const {
    return std::any_of(described.begin(), described.end(),
                       [&](const Property& property) { return property.type == type; });
  }
};

PropertySet::PropertySet(const Tables& tables, const Limits& limits, HeifDocument& document)
    : tables_(tables), limits_(limits), document_(document), fates_(tables.properties.size()) {
  for (const auto& [id, item] : tables.items)
    for (const auto& association : item.properties)
      if (association.index <= fates_.size())
        fates_[association.index - 1] = Fate::ofOthers;
}

Result<Bytes> PropertySet::configuration(const Selected& selected) const {
  const auto type = configurationType(selected.item->type);
  for (const auto& association : selected.item->properties) {
    if (association.index > tables_.properties.size())
      continue;
    const auto& property = tables_.properties[association.index - 1];
    if (!property.is(type))
      continue;
    auto plain = plainProperty(type, property.payload);
    if (!plain)
      return malformed("decoder configuration");
    return std::move(*plain);
  }
  return malformed("no decoder configuration");
}

Status PropertySet::choose(const Selected& selected, bool whole, std::size_t index, bool essential,
                           Choice& choice) {
  const auto& box = tables_.properties[index];
  const auto* rules = rulesFor(box.type);
  if (!rules) {
    if (essential)
      return Error{ErrorCode::unsupported,
                   "The photo uses a feature that photoscrub does not know. Open it in your photo "
                   "program and export it as JPEG first",
                   "essential property", box.offset};
    return {};
  }
  auto plain = plainProperty(box.type, box.payload);
  const bool transformation = rules->role == PropertyRole::transformation;
  if (!plain && (rules->essential || rules->role == PropertyRole::size))
    return malformed("property");
  const bool fits = (rules->role != PropertyRole::configuration ||
                     box.is(configurationType(selected.item->type))) &&
                    (rules->role != PropertyRole::auxiliary || !selected.alphaOf.empty()) &&
                    (whole || !box.is("a1lx")); // it counts the bytes of layers
  if (!plain || !fits || (!transformation && choice.holds(box.type)))
    return {};
  if (fates_[index] != Fate::kept && plain->size() < box.payload.size())
    document_.dropped.push_back({FindingKind::other,
                                 rules->role == PropertyRole::configuration
                                     ? "extra data beside the decoder configuration"
                                     : "unused bytes in a property",
                                 box.offset, box.size()});
  fates_[index] = Fate::kept;
  if (rules->role == PropertyRole::size)
    choice.size = plain;
  (transformation ? choice.transformed : choice.described)
      .push_back({std::string(box.type), std::move(*plain)});
  return {};
}

// All images a picture is made of share one profile; 23000-22 (MIAF), 7.3.6.4 asks for that.
void PropertySet::chooseProfile(const Selected& selected, std::size_t index, KeptItem& item) {
  const auto bytes = tables_.properties[index].payload.subspan(4);
  auto& fate = fates_[index];
  if (selected.alpha || bytes.empty() || bytes.size() > limits_.maxProfileBytes)
    return;
  auto& profile = document_.colourProfile;
  if (profile.empty())
    profile.assign(bytes.begin(), bytes.end());
  if (fate == Fate::gone) // compared once, however many items have it
    fate = sameBytes(profile, bytes) ? Fate::kept : Fate::differs;
  item.profile = item.profile || fate == Fate::kept;
}

Result<PropertySet::Sizes> PropertySet::take(const Selected& selected, bool whole, KeptItem& item) {
  Choice choice;
  for (const auto& association : selected.item->properties) {
    if (association.index > tables_.properties.size())
      continue;
    const std::size_t index = association.index - 1;
    if (fates_[index] == Fate::ofOthers)
      fates_[index] = Fate::gone;
    const auto& box = tables_.properties[index];
    if (box.is("colr") && isProfile(box.payload))
      chooseProfile(selected, index, item);
    else
      PHOTOSCRUB_CHECK(choose(selected, whole, index, association.essential, choice));
  }
  if (!choice.size)
    return malformed("no size property");
  PHOTOSCRUB_TRY(stored, readSize(*choice.size, limits_));
  auto shown = stored;
  for (const auto& property : choice.transformed) {
    PHOTOSCRUB_TRY(size, transformed(shown, property.type, property.payload));
    shown = size;
  }
  // Readers expect descriptions in front of transformations (23008-12, 6.5.1).
  for (auto* list : {&choice.described, &choice.transformed})
    for (auto& property : *list)
      item.properties.push_back(number(std::move(property)));
  if (item.properties.size() > kMaxPerItem || document_.properties.size() > kMaxProperties)
    return Error{ErrorCode::limit, "The photo has more parts than photoscrub can handle",
                 "properties"};
  return Sizes{stored, shown};
}

std::uint16_t PropertySet::number(Property property) {
  const auto next = static_cast<std::uint16_t>(document_.properties.size() + 1);
  const auto [known, added] = numbers_.emplace(property, next);
  if (added)
    document_.properties.push_back(std::move(property));
  return known->second;
}

void PropertySet::finish() {
  for (std::size_t i = 0; i < fates_.size(); ++i) {
    const auto& box = tables_.properties[i];
    const auto* name = std::find_if(std::begin(kNames), std::end(kNames),
                                    [&](const Name& entry) { return box.is(entry.type); });
    const bool known = rulesFor(box.type) != nullptr;
    // Sizes and colours of images that go need no word of their own.
    if (fates_[i] == Fate::kept || (fates_[i] == Fate::ofOthers && known))
      continue;
    const bool named = name != std::end(kNames);
    document_.dropped.push_back({named ? name->kind : FindingKind::other,
                                 std::string(named   ? name->where
                                             : known ? "unused property"
                                                     : "unknown property"),
                                 box.offset, box.size()});
  }
  auto& items = document_.items;
  if (std::none_of(items.begin(), items.end(), [](const KeptItem& item) { return item.profile; }))
    items.front().profile = true; // if there is to be one
}

} // namespace photoscrub::formats::heif
