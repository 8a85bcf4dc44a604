#include "detect/region.h"

#include <array>

namespace photoscrub::detect {

namespace {
constexpr std::array<std::string_view, kRegionKinds> kRegionNames = {
    "face", "person", "identifier", "text", "barcode", "screen", "wristband", "badge", "document"};
constexpr std::array<std::string_view, 4> kCertaintyNames = {"certain", "high", "medium", "info"};

template <class Enum, std::size_t n>
std::optional<Enum> find(const std::array<std::string_view, n>& names, std::string_view text) {
  for (std::size_t i = 0; i < n; ++i)
    if (names[i] == text)
      return static_cast<Enum>(i);
  return std::nullopt;
}
} // namespace

std::string_view name(RegionKind kind) {
  return kRegionNames[static_cast<std::size_t>(kind)];
}
std::optional<RegionKind> regionKindFrom(std::string_view text) {
  return find<RegionKind>(kRegionNames, text);
}
std::string_view name(Certainty certainty) {
  return kCertaintyNames[static_cast<std::size_t>(certainty)];
}
std::optional<Certainty> certaintyFrom(std::string_view text) {
  return find<Certainty>(kCertaintyNames, text);
}

} // namespace photoscrub::detect
