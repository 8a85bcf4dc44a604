#include "metadata/finding.h"

#include "metadata/utf8.h"

#include <algorithm>
#include <limits>

namespace photoscrub::metadata {

namespace {

constexpr std::size_t kMaxValueBytes = 200;
// A terminal shows no more usefully; a hostile file has 65,535 fields.
constexpr std::uint32_t kMaxValues = 100;

bool isControl(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

std::string escaped(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    text += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 0xF]};
  }
  return text;
}

std::uint32_t saturatedSum(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t room = std::numeric_limits<std::uint32_t>::max() - a;
  return a + std::min(room, b);
}

} // namespace

std::string printable(std::string_view text, std::size_t maxBytes) {
  std::string out;
  std::size_t used = 0;
  while (used < text.size()) {
    const Utf8Character next = firstCharacter(text.substr(used));
    const std::size_t length = std::max<std::size_t>(next.length, 1);
    if (used + length > maxBytes)
      return out + "...";
    const std::string_view bytes = text.substr(used, length);
    out += next.length == 0 || isControl(next.code) ? escaped(bytes) : std::string(bytes);
    used += length;
  }
  return out;
}

Finding& FindingList::at(FindingKind kind, std::string_view where) {
  Finding& finding = findings_[{kind, std::string(where)}];
  if (finding.count == 0) {
    finding.kind = kind;
    finding.where = where;
  }
  return finding;
}

void FindingList::add(FindingKind kind, std::string_view where, std::uint32_t count) {
  Finding& finding = at(kind, where);
  finding.count = saturatedSum(finding.count, count);
}

void FindingList::addWithValue(FindingKind kind, std::string_view where, std::string_view key,
                               std::string_view value) {
  Finding& finding = at(kind, where);
  finding.count = saturatedSum(finding.count, 1);
  if (finding.count > kMaxValues)
    return;
  if (!finding.value.empty())
    finding.value += "; ";
  finding.value += printable(key, kMaxValueBytes) + ": " + printable(value, kMaxValueBytes);
}

bool FindingList::has(FindingKind kind) const {
  return std::any_of(findings_.begin(), findings_.end(),
                     [&](const auto& entry) { return entry.first.first == kind; });
}

void FindingList::merge(const std::vector<Finding>& others) {
  for (const Finding& other : others) {
    Finding& finding = at(other.kind, other.where);
    finding.count = saturatedSum(finding.count, other.count);
    if (other.value.empty())
      continue;
    if (!finding.value.empty())
      finding.value += "; ";
    finding.value += other.value;
  }
}

std::vector<Finding> FindingList::take() && {
  std::vector<Finding> all;
  for (auto& [key, finding] : findings_)
    all.push_back(std::move(finding));
  findings_.clear();
  return all;
}

} // namespace photoscrub::metadata
