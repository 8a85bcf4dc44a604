#include "scrub/guidance.h"

#include <array>

namespace photoscrub::scrub {

namespace {

using detect::RegionKind;

struct Row {
  RegionKind kind;
  std::initializer_list<std::string_view> references;
  std::string_view why;
};

// In the order of RegionKind.
const std::array<Row, detect::kRegionKinds> kRows = {{
    {RegionKind::face,
     {"C149", "NMC 20.10"},
     "A person can be recognised. Patients need to have given explicit consent, on record."},
    {RegionKind::person,
     {"C149", "C150", "NMC 20.10"},
     "A person can be recognised by body, clothes or place even without a face."},
    {RegionKind::identifier,
     {"C149", "C150", "BMA"},
     "These can name a patient or a member of staff."},
    {RegionKind::text, {"C150", "BMA"}, "Writing can name people, wards or dates."},
    {RegionKind::barcode, {"C150", "BMA"}, "A phone can read the code out of the photo."},
    {RegionKind::screen, {"BMA", "C150"}, "Screens in care show records."},
    {RegionKind::wristband,
     {"C149", "BMA"},
     "A patient's band carries name, birth date and number."},
    {RegionKind::badge, {"C150", "C154"}, "A badge names a member of staff and the place of work."},
    {RegionKind::document, {"BMA", "C150"}, "Papers and boards in care carry patients' details."},
}};

const Row& row(RegionKind kind) {
  return kRows[static_cast<std::size_t>(kind)];
}

} // namespace

std::vector<std::string> guidanceFor(const detect::Region& region) {
  const auto& references = row(region.kind).references;
  return {references.begin(), references.end()};
}

std::string_view whyItMatters(RegionKind kind) {
  return row(kind).why;
}

} // namespace photoscrub::scrub
