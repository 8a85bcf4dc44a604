#include "annotate/marks.h"

#include <array>

namespace photoscrub::annotate {

namespace {
using detect::RegionKind;

// Hues after Okabe and Ito (2008), which colour-blind people tell apart; yellow is darkened, so
// that it stands on white.
const std::array<KindStyle, detect::kRegionKinds> kStyles = {{
    {RegionKind::face, 'F', {0, 94, 213}},
    {RegionKind::person, 'P', {0, 159, 230}},
    {RegionKind::identifier, 'I', {30, 30, 170}},
    {RegionKind::text, 'T', {115, 158, 0}},
    {RegionKind::barcode, 'C', {167, 121, 204}},
    {RegionKind::screen, 'S', {178, 114, 0}},
    {RegionKind::wristband, 'W', {20, 190, 200}},
    {RegionKind::badge, 'B', {200, 150, 40}},
    {RegionKind::document, 'D', {90, 90, 90}},
}};
} // namespace

const KindStyle& styleOf(RegionKind kind) {
  return kStyles[static_cast<std::size_t>(kind)];
}

std::vector<Marked> marked(const std::vector<detect::Region>& regions) {
  std::array<int, detect::kRegionKinds> counts{};
  std::vector<Marked> all;
  for (const auto& region : regions) {
    const int number = ++counts[static_cast<std::size_t>(region.kind)];
    all.push_back({&region, styleOf(region.kind).letter + std::to_string(number)});
  }
  return all;
}

} // namespace photoscrub::annotate
