/// Words that say what stands beside or below them: "NHS No", "Date of Birth", "Surname".
#pragma once

#include "identify/ascii.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace photoscrub::identify {

enum class LabelKind : std::uint8_t {
  nhs,           ///< NHS number
  chi,           ///< Scottish health number
  healthAndCare, ///< Northern Irish health number
  hospital,      ///< a number of one hospital: hospital, unit, case note, patient number
  birth,         ///< date of birth
  clinicalDate,  ///< admission, discharge, expected delivery
  surname,
  forename,
  patientName, ///< says that a patient's name follows
  name,        ///< a name, nobody says whose
  kin,         ///< next of kin
  staffName,   ///< consultant, GP, nurse
  address,
  postcode,
  place, ///< ward, bed, bay
  phone, ///< telephone, fax, extension, bleep: vetoes health numbers
  gmc,
  nmc,
  gphc,
  hcpc,
  goc,
  smartcard,   ///< NHS Smartcard and its UUID
  staffNumber, ///< employee, payroll, assignment number
  other,       ///< ends the value of the label before it, means nothing by itself
};

/// A set of kinds, as bits.
using LabelKinds = std::uint32_t;
template <class... Kinds> constexpr LabelKinds labelKinds(Kinds... kinds) {
  return (LabelKinds{0} | ... | (LabelKinds{1} << static_cast<unsigned>(kinds)));
}
constexpr bool contains(LabelKinds set, LabelKind kind) {
  return (set & labelKinds(kind)) != 0;
}

/// One entry of the table. In `phrase` a blank stands for up to three blanks or marks or none, '#'
/// for a word such as "No", "number", "ID". A weak phrase is also a common word; it counts as a
/// label of names only where a colon, a column or the form of the name supports it.
struct LabelPhrase {
  std::string_view phrase;
  LabelKind kind;
  bool weak = false;
};
std::span<const LabelPhrase> labelPhrases();

/// Words that '#' stands for.
std::span<const std::string_view> numberWords();

struct Label {
  LabelKind kind = LabelKind::other;
  bool weak = false;
  Span span; ///< without the colon behind it
};

/// The labels of a line from left to right, without overlap; of several that start at one place the
/// longest. Sees through misread characters (N0, D0B, 8ed) and missing blanks (NHSNo).
std::vector<Label> findLabels(std::string_view line);

} // namespace photoscrub::identify
