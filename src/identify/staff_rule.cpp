/// Numbers of staff: regulators' registers, smartcards, and with a label any employer's number.

#include "identify/rules.h"
#include "identify/staff_numbers.h"

#include <algorithm>
#include <array>

namespace photoscrub::identify {

namespace {

using enum LabelKind;

struct Register {
  LabelKind label;
  std::string_view name;
  bool bySight; ///< the shape is rare enough to count beside a staff title without its label
};
constexpr std::array<Register, 5> kRegisters = {{{gmc, "GMC number", false},
                                                 {nmc, "NMC PIN", true},
                                                 {gphc, "GPhC number", false},
                                                 {hcpc, "HCPC number", false},
                                                 {goc, "GOC number", true}}};

bool usable(const std::optional<NearLabel>& label) {
  return label && (label->sameLine || label->lone);
}

/// For each line whether a staff title or a regulator stands on it.
std::vector<bool> linesAboutStaff(const Page& page) {
  constexpr LabelKinds kStaff = labelKinds(staffName, gmc, nmc, gphc, hcpc, goc, smartcard);
  std::vector<bool> about;
  for (const std::vector<Label>& labels : page.labels)
    about.push_back(std::any_of(labels.begin(), labels.end(),
                                [&](const Label& label) { return contains(kStaff, label.kind); }));
  return about;
}

class StaffReader {
public:
  StaffReader(const Page& page, Findings& findings)
      : page_(page), findings_(findings), aboutStaff_(linesAboutStaff(page)) {}

  void read(std::size_t line) {
    const std::string& text = page_.lines[line].text;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const bool glued = at > 0 && isDigit(text[at]) && isLetter(text[at - 1]);
      if (!isAlnum(text[at]) || (!startsWord(text, at) && !glued))
        continue;
      for (const Register& entry : kRegisters)
        if (tryRegister(line, at, entry))
          break;
    }
  }

private:
  bool tryRegister(std::size_t line, std::size_t at, const Register& entry) {
    const std::string& text = page_.lines[line].text;
    const auto number = staffNumberAt(text, at, entry.label);
    if (!number || findings_.isTaken(line, number->span))
      return false;
    const auto label = nearLabel(page_, line, number->span, labelKinds(entry.label));
    const bool labelled =
        usable(label) && (startsWord(text, at) || (label->sameLine && label->label.span.end == at));
    if (!labelled && !(entry.bySight && startsWord(text, at) && nearStaff(line)))
      return false;
    findings_.report(line, number->span,
                     {entry.name, number->value, labelled ? Certainty::medium : Certainty::info});
    return true;
  }

  bool nearStaff(std::size_t line) const {
    const std::vector<std::size_t>& beside = page_.beside[line];
    return aboutStaff_[line] || std::any_of(beside.begin(), beside.end(),
                                            [&](std::size_t other) { return aboutStaff_[other]; });
  }

  const Page& page_;
  Findings& findings_;
  std::vector<bool> aboutStaff_;
};

} // namespace

void findSmartcards(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line) {
    const std::string& text = page.lines[line].text;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!startsWord(text, at) || !isAlnum(text[at]))
        continue;
      const auto number = staffNumberAt(text, at, smartcard);
      if (!number || findings.isTaken(line, number->span))
        continue;
      if (usable(nearLabel(page, line, number->span, labelKinds(smartcard))))
        findings.report(line, number->span, {"smartcard number", number->value, Certainty::medium});
    }
  }
}

void findStaffNumbers(const Page& page, Findings& findings) {
  StaffReader reader(page, findings);
  for (std::size_t line = 0; line < page.lines.size(); ++line)
    reader.read(line);
}

} // namespace photoscrub::identify
