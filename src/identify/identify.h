/// What recognised text and code content mean: UK patient and staff identifiers.
///
/// Pure functions over UTF-8 strings and word boxes; no image, no locale, no state. Thread-safe.
#pragma once

#include "base/geometry.h"

#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::identify {

/// How sure it is that the text means a person. Any of them is flagged.
enum class Certainty { certain, high, medium, info };
inline constexpr int kCertainties = 4;

/// One recognised word (or text line) and where it stands, upright full-size pixels.
struct Word {
  std::string text; ///< UTF-8
  Rect box;
};

/// Something that identifies a patient or a member of staff.
struct Identifier {
  std::string label; ///< "NHS number", "date of birth", "patient name", ...; never the value
  std::string value; ///< normalised: NHS numbers as ten digits
  Certainty certainty = Certainty::info;
  Rect box; ///< bounding box of the words it was read from
};

/// Looks through the words of one picture. Words need no order: lines and neighbours are found by
/// geometry. Reads through usual recognition errors (O/0, I/l/1, S/5, B/8, missing blanks) where a
/// label or a layout supports it.
std::vector<Identifier> identifyText(const std::vector<Word>& words);

/// Looks through the content of one decoded bar code (GS1 element strings with or without
/// FNC1/GS, 0x1D). Empty where it is an ordinary product or web code. Boxes are left empty.
std::vector<Identifier> identifyCode(std::string_view content);

/// Looks through a file name without folder and extension: dates (also the compact ones of cameras
/// and messengers), health and phone numbers, and words that look like a person's name. Names of
/// cameras and common words of wards are not taken for people. Boxes are left empty.
std::vector<Identifier> identifyFileName(std::string_view stem);

} // namespace photoscrub::identify
