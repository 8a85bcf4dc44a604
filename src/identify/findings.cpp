#include "identify/findings.h"

#include <algorithm>
#include <utility>

namespace photoscrub::identify {

Findings::Findings(const Page& page) : dates(page.lines.size()), page_(page) {
  for (const TextLine& line : page.lines)
    taken_.emplace_back(line.text.size(), false);
}

bool Findings::isTaken(std::size_t line, Span span) const {
  const auto bytes = taken_[line].begin();
  return std::find(bytes + static_cast<std::ptrdiff_t>(span.begin),
                   bytes + static_cast<std::ptrdiff_t>(span.end),
                   true) != bytes + static_cast<std::ptrdiff_t>(span.end);
}

void Findings::take(std::size_t line, Span span) {
  const auto bytes = taken_[line].begin();
  std::fill(bytes + static_cast<std::ptrdiff_t>(span.begin),
            bytes + static_cast<std::ptrdiff_t>(span.end), true);
}

std::size_t Findings::report(std::size_t line, Span span, Finding finding) {
  take(line, span);
  identifiers.push_back({std::string(finding.label), std::move(finding.value), finding.certainty,
                         wordBox(page_.lines[line], span)});
  return identifiers.size() - 1;
}

} // namespace photoscrub::identify
