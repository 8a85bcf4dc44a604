#include "identify/postcodes.h"

#include "identify/misreadings.h"

#include <algorithm>

namespace photoscrub::identify {

namespace {

/// Every postcode area of the United Kingdom, the Channel Islands and the Isle of Man, in order.
constexpr std::string_view kAreas[] = {
    "AB", "AL", "B",  "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH",
    "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E",
    "EC", "EH", "EN", "EX", "FK", "FY", "G",  "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS",
    "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L",  "LA", "LD", "LE", "LL",
    "LN", "LS", "LU", "M",  "ME", "MK", "ML", "N",  "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX",
    "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S",  "SA", "SE", "SG", "SK", "SL", "SM",
    "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW",
    "UB", "W",  "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE"};
static_assert(std::ranges::is_sorted(kAreas));

/// Letters that inward codes do not use, because they are misread too easily.
constexpr std::string_view kNotInward = "CIKMOV";

std::size_t wordLength(std::string_view text, std::size_t at, std::size_t most) {
  std::size_t length = 0;
  while (at + length < text.size() && length <= most && isAlnum(text[at + length]))
    ++length;
  return length;
}

/// "M1", "B33", "SW1A": area, a digit, and perhaps a digit or letter. Normalised, or nothing.
std::optional<std::string> outward(std::string_view text, bool lenient) {
  for (const std::size_t letters : {std::size_t{2}, std::size_t{1}}) {
    if (text.size() <= letters || text.size() > letters + 2)
      continue;
    std::string code;
    for (const char c : text)
      code += upper(c);
    if (!std::binary_search(std::begin(kAreas), std::end(kAreas), code.substr(0, letters)))
      continue;
    if (lenient)
      code[letters] = digitOrMisread(text[letters]).value_or(code[letters]);
    if (isDigit(code[letters]))
      return code;
  }
  return std::nullopt;
}

std::optional<std::string> inward(std::string_view text, bool lenient) {
  const auto first = lenient ? digitOrMisread(text[0]) : std::optional<char>(text[0]);
  if (text.size() != 3 || !first || !isDigit(*first))
    return std::nullopt;
  std::string code(1, *first);
  for (const char c : text.substr(1)) {
    if (!isLetter(c) || kNotInward.find(upper(c)) != std::string_view::npos)
      return std::nullopt;
    code += upper(c);
  }
  return code;
}

} // namespace

std::optional<PostcodeMatch> postcodeAt(std::string_view text, std::size_t at,
                                        PostcodeReading reading) {
  const bool lenient = reading == PostcodeReading::lenient;
  const std::size_t length = wordLength(text, at, 7);
  std::size_t first = length,
              second = at + length; // length of the outward, place of the inward code
  if (length >= 5 && length <= 7) {
    first = length - 3;
    second = at + first;
  } else if (second < text.size() && text[second] == ' ') {
    ++second;
  }
  if (first < 2 || first > 4 || wordLength(text, second, 3) != 3 || !endsWord(text, second + 3))
    return std::nullopt;
  const std::string_view whole = text.substr(at, second + 3 - at);
  if (!lenient && std::any_of(whole.begin(), whole.end(), isLower))
    return std::nullopt;
  const auto out = outward(text.substr(at, first), lenient);
  const auto in = inward(text.substr(second, 3), lenient);
  if (!out || !in)
    return std::nullopt;
  return PostcodeMatch{{at, second + 3}, *out + ' ' + *in};
}

} // namespace photoscrub::identify
