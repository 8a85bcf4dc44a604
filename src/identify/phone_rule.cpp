/// UK telephone numbers, extensions and bleeps. They run before the health numbers, whose 3-3-4
/// layout many of them share.

#include "identify/digit_groups.h"
#include "identify/rules.h"

#include <optional>

namespace photoscrub::identify {

namespace {

using enum LabelKind;
constexpr LabelKinds kOtherNumbers = labelKinds(nhs, chi, healthAndCare, hospital, gmc, nmc, gphc,
                                                hcpc, goc, smartcard, staffNumber);
constexpr std::size_t kNational = 11;      ///< 0 and ten digits; a few old areas have nine
constexpr std::size_t kInternational = 15; ///< 0044 (0) and ten digits

/// Whether two groups may be parts of one phone number: "(0161) 496 0000".
bool joined(std::string_view line, const DigitGroup& left, const DigitGroup& right) {
  const std::string_view gap = line.substr(left.span.end, right.span.begin - left.span.end);
  return gap.size() <= 3 && gap.find_first_not_of(" -.()") == std::string_view::npos;
}

class PhoneReader {
public:
  PhoneReader(const Page& page, Findings& findings, std::size_t line)
      : page_(page), findings_(findings), line_(line), text_(page.lines[line].text),
        groups_(digitGroups(text_, page.labels[line])) {}

  void read() {
    for (std::size_t i = 0; i < groups_.size();) {
      const std::size_t used = findings_.isTaken(line_, groups_[i].span) ? 0 : readAt(i);
      i += used == 0 ? 1 : used;
    }
  }

private:
  std::size_t readAt(std::size_t first) {
    if (isInternational(first))
      return reportUpTo(first, kInternational, 11);
    if (const auto label = phoneLabel(first)) {
      // A first group of four or more that starts no number by itself is an extension or a bleep.
      const std::string& digits = groups_[first].digits;
      const bool extension = digits.size() >= 4 && digits.size() <= 6 && digits[0] != '0';
      return extension ? reportUpTo(first, digits.size(), 4) : reportUpTo(first, kNational, 3);
    }
    if (!looksNational(first))
      return 0;
    return reportUpTo(first, kNational, kNational);
  }

  bool isInternational(std::size_t first) const {
    const DigitGroup& group = groups_[first];
    const bool plus = group.span.begin > 0 && text_[group.span.begin - 1] == '+';
    return group.guesses == 0 &&
           ((plus && group.digits.starts_with("44")) || group.digits.starts_with("0044"));
  }

  std::optional<NearLabel> phoneLabel(std::size_t first) const {
    if (groups_[first].guesses * 2 > static_cast<int>(groups_[first].digits.size()))
      return std::nullopt;
    const Span span = groups_[first].span;
    const auto left = labelLeftOf(page_, line_, span);
    if (left && left->kind != phone)
      return std::nullopt;
    const auto label = nearLabel(page_, line_, span, labelKinds(phone));
    if (label && !label->sameLine && !label->lone)
      return std::nullopt;
    return label;
  }

  /// 01, 02, 03, 07, 08 and not what a label calls another number. "NHS" alone is no such label:
  /// "NHS 0300 ..." is a switchboard.
  bool looksNational(std::size_t first) const {
    const DigitGroup& group = groups_[first];
    if (group.guesses > 0 || group.digits.size() < 3 || group.digits[0] != '0' ||
        std::string_view("12378").find(group.digits[1]) == std::string_view::npos)
      return false;
    const auto other = nearLabel(page_, line_, group.span, kOtherNumbers);
    return !other || other->label.weak || (!other->sameLine && !other->lone);
  }

  /// Takes as many groups as fit into `most` digits; nothing if they hold fewer than `fewest`.
  std::size_t reportUpTo(std::size_t first, std::size_t most, std::size_t fewest) {
    std::string digits;
    std::size_t last = first;
    for (std::size_t i = first; i < groups_.size(); ++i) {
      if (i > first && (!joined(text_, groups_[i - 1], groups_[i]) || groups_[i].guesses > 0))
        break;
      if (digits.size() + groups_[i].digits.size() > most)
        break;
      digits += groups_[i].digits;
      last = i;
    }
    if (digits.size() < fewest)
      return 0;
    findings_.report(line_, {groups_[first].span.begin, groups_[last].span.end},
                     {"phone number", digits, Certainty::info});
    return last - first + 1;
  }

  const Page& page_;
  Findings& findings_;
  std::size_t line_;
  const std::string& text_;
  std::vector<DigitGroup> groups_;
};

} // namespace

void findPhones(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line)
    PhoneReader(page, findings, line).read();
}

} // namespace photoscrub::identify
