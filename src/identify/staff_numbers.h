/// Shapes of the numbers that UK regulators give to staff [UK Core practitioner identifiers].
/// The shapes are common, so that only a label or a staff title beside them makes them numbers of
/// staff.
#pragma once

#include "identify/ascii.h"
#include "identify/labels.h"

#include <optional>
#include <string>
#include <string_view>

namespace photoscrub::identify {

struct StaffNumber {
  Span span;
  std::string value; ///< capitals, misread digits put right, no blanks
};

/// Whether a regulator's number starts at `at`:
/// gmc 7 digits, gphc 7 digits from 2, nmc NNANNNNA, hcpc two letters and 3 to 6 digits,
/// goc NN-NNNNN, smartcard 12 digits (4-4-4 as printed) or a UUID in hexadecimal.
/// Nothing for labels that are not about such numbers.
std::optional<StaffNumber> staffNumberAt(std::string_view text, std::size_t at,
                                         LabelKind regulator);

} // namespace photoscrub::identify
