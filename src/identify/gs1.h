/// GS1 element strings: application identifiers (AI) and their values, as DataMatrix, QR, Aztec and
/// Code 128 carry them [GS1 General Specifications, section 3 and 7.8].
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::identify {

/// ASCII 29, the group separator: how decoders hand out FNC1 behind a value of variable length.
inline constexpr char kGroupSeparator = '\x1D';

/// What is known about the AIs that start with some digits. The longest prefix that fits counts.
struct Gs1Rule {
  std::string_view prefix;
  std::size_t aiDigits; ///< of the whole AI, 2 to 4
  std::size_t fixed;    ///< characters of the value, 0 if it varies
};
std::span<const Gs1Rule> gs1Rules();

struct Gs1Element {
  std::string ai;
  std::string value;
  friend bool operator==(const Gs1Element&, const Gs1Element&) = default;
};

struct Gs1Message {
  /// A symbology prefix, FNC1 or brackets say that this is GS1; without them any digits may look
  /// so.
  bool marked = false;
  bool complete = false; ///< everything was understood
  std::vector<Gs1Element> elements;
  const Gs1Element* find(std::string_view ai) const;
};

/// Splits a code's content. Accepts the symbology prefixes ]d2, ]C1, ]e0, ]Q3 and ]J1, FNC1 as 0x1D
/// or written <GS>, and the form for people: (8018)505089... . Stops at the first thing it does not
/// know and keeps what came before; values that are too short are kept as they are.
Gs1Message readGs1(std::string_view content);

/// The form for people of a code's content with its symbology prefix: (01)09506000134352(10)ABC.
/// The content as it is where it was not understood in full, or would read differently in brackets.
std::string gs1ForPeople(std::string_view content);

/// Whether the digits end in their GS1 check digit (Modulus 10, weights 3 and 1).
bool passesGs1Check(std::string_view digits);

} // namespace photoscrub::identify
