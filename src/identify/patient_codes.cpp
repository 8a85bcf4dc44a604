#include "identify/patient_codes.h"

#include "identify/ascii.h"
#include "identify/check_digits.h"
#include "identify/date_layouts.h"

#include <algorithm>
#include <array>

namespace photoscrub::identify {

namespace {

constexpr std::string_view kBand = "GS1 patient band";
/// GS1 company prefixes of patients' numbers: NHS in England and Wales, HSE in Ireland.
constexpr std::string_view kNhsPrefix = "5050898";
constexpr std::string_view kIrishPrefix = "5393014";
constexpr std::size_t kGsrnDigits = 18;

Identifier identifier(std::string_view label, std::string_view value, Certainty certainty) {
  return {std::string(label), std::string(value), certainty, {}};
}

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(mark, begin), text.size());
    std::string_view field = text.substr(begin, end - begin);
    while (!field.empty() && isBlank(field.front()))
      field.remove_prefix(1);
    while (!field.empty() && isBlank(field.back()))
      field.remove_suffix(1);
    fields.push_back(field);
    begin = end + 1;
  }
  return fields;
}

/// A field that may be a name: letters, and at most blanks, apostrophes, hyphens and full stops.
bool isNameField(std::string_view field) {
  std::size_t letters = 0;
  for (const char c : field) {
    if (isDigit(c) ||
        (!isWordByte(c) && std::string_view(" -'.").find(c) == std::string_view::npos))
      return false;
    letters += isWordByte(c) ? 1 : 0;
  }
  return letters >= 2;
}

/// A field that is a date and nothing else, also written without marks: 01022011, 20110201.
std::optional<Date> dateField(std::string_view field) {
  const auto match = dateAt(field, 0, DateReading::lenient);
  if (match && match->span.end == field.size())
    return match->date;
  if (field.size() != 8 || !allDigits(field))
    return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (const char c : field.substr(at, count))
      value = value * 10 + digitValue(c);
    return value;
  };
  const Date dayFirst{number(4, 4), number(2, 2), number(0, 2)};
  const Date yearFirst{number(0, 4), number(4, 2), number(6, 2)};
  if (isPlausible(dayFirst))
    return dayFirst;
  return isPlausible(yearFirst) ? std::optional(yearFirst) : std::nullopt;
}

/// The NHS number behind the prefix: ten digits where they carry their check digit (18 digits in
/// all), or nine whose check digit is left out.
std::string nhsNumberIn(std::string_view gsrn) {
  const std::string_view behind = gsrn.substr(kNhsPrefix.size());
  if (behind.size() >= 10 && passesModulus11(behind.substr(0, 10)))
    return std::string(behind.substr(0, 10));
  if (behind.size() != 10)
    return {};
  const auto check = modulus11CheckDigit(behind.substr(0, 9));
  return check ? std::string(behind.substr(0, 9)) + *check : std::string();
}

/// AI 8018. Published samples carry wrong check digits, so that a known prefix is enough; other
/// prefixes count as a patient's where something else says that the code is GS1.
void readServiceRecipient(const Gs1Message& message, std::vector<Identifier>& found) {
  const Gs1Element* element = message.find("8018");
  if (!element || !allDigits(element->value))
    return;
  const std::string_view gsrn = element->value;
  if (gsrn.starts_with(kNhsPrefix) || gsrn.starts_with(kIrishPrefix)) {
    found.push_back(identifier(kBand, gsrn, Certainty::certain));
    const std::string nhs = gsrn.starts_with(kNhsPrefix) ? nhsNumberIn(gsrn) : std::string();
    if (!nhs.empty())
      found.push_back(identifier("NHS number", nhs, Certainty::certain));
  } else if (gsrn.size() == kGsrnDigits && (message.marked || passesGs1Check(gsrn))) {
    found.push_back(identifier(kBand, gsrn, message.marked ? Certainty::high : Certainty::medium));
  }
}

/// AI 93: 93Patient,Test,01-Feb-2011, . Other users of AI 93 write no names with commas.
void readPatientData(const Gs1Message& message, std::vector<Identifier>& found) {
  const Gs1Element* element = message.find("93");
  if (!element)
    return;
  std::string name;
  std::optional<Date> birth;
  std::size_t names = 0;
  for (const std::string_view field : split(element->value, ',')) {
    if (const auto date = dateField(field); date && !birth) {
      birth = date;
    } else if (isNameField(field) && names < 3) {
      name += (names++ > 0 ? ", " : "") + std::string(field);
    }
  }
  const bool named = names >= 2 || (names == 1 && birth);
  if (!named || (!message.marked && !birth))
    return;
  found.push_back(identifier("patient name", name, Certainty::certain));
  if (birth)
    found.push_back(identifier("date of birth", isoDate(*birth), Certainty::certain));
}

/// AI 91 and 92 are free for any company's own use; they are a patient's beside a patient's number
/// or name, probably so where the code is GS1 and is not on a pack.
void readInternal(const Gs1Message& message, std::vector<Identifier>& found) {
  const bool onBand = !found.empty();
  if (!onBand && (!message.marked || message.find("01")))
    return;
  constexpr std::array<std::array<std::string_view, 2>, 2> kInternal = {
      {{"91", "hospital number"}, {"92", "baby details"}}};
  for (const auto& [ai, label] : kInternal)
    if (const Gs1Element* element = message.find(ai); element && !element->value.empty())
      found.push_back(
          identifier(label, element->value, onBand ? Certainty::high : Certainty::medium));
}

void readServiceProvider(const Gs1Message& message, std::vector<Identifier>& found) {
  const Gs1Element* element = message.find("8017");
  if (element && message.marked && allDigits(element->value))
    found.push_back(identifier("GS1 staff code", element->value, Certainty::medium));
}

} // namespace

std::vector<Identifier> patientElements(const Gs1Message& message) {
  std::vector<Identifier> found;
  readServiceRecipient(message, found);
  readPatientData(message, found);
  readInternal(message, found);
  readServiceProvider(message, found);
  return found;
}

std::vector<Identifier> pipedBand(std::string_view content) {
  constexpr std::size_t kLongest = 512; // a band's code holds some 60 characters
  if (content.size() > kLongest || std::count(content.begin(), content.end(), '|') < 5)
    return {};
  const std::vector<std::string_view> fields = split(content, '|');
  const std::string_view version = fields[0];
  const auto birth = dateField(fields[5]);
  if (version.size() < 2 || version.size() > 3 || !isLetter(version[0]) ||
      !allDigits(version.substr(1)) || !isNameField(fields[3]) || !isNameField(fields[4]) || !birth)
    return {};
  std::vector<Identifier> found = {
      identifier("patient name", std::string(fields[3]) + ", " + std::string(fields[4]),
                 Certainty::certain),
      identifier("date of birth", isoDate(*birth), Certainty::certain)};
  if (!fields[1].empty())
    found.push_back(identifier("hospital number", fields[1], Certainty::certain));
  std::string number(fields[2]);
  std::erase(number, ' ');
  if (passesModulus11(number))
    found.push_back(identifier("NHS number", number, Certainty::certain));
  else if (number.size() >= 9 && number.size() <= 11 && allDigits(number))
    found.push_back(identifier("NHS number (unchecked)", number, Certainty::certain));
  return found;
}

} // namespace photoscrub::identify
