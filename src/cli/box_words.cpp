#include "cli/box_words.h"

#include <array>
#include <charconv>
#include <limits>

namespace photoscrub::cli {

namespace {

// One number at the start of `text`, which is taken off it with the comma behind it, if any.
std::optional<int> takeNumber(std::string_view& text, bool last) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // from_chars() takes a minus sign, also that of -0.
  if (error != std::errc{} || text.front() == '-')
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (last)
    return text.empty() ? std::optional(number) : std::nullopt;
  if (text.empty() || text.front() != ',')
    return std::nullopt;
  text.remove_prefix(1);
  return number;
}

std::optional<Rect> readRect(std::string_view text) {
  std::array<int, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = takeNumber(text, i + 1 == numbers.size());
    if (!number)
      return std::nullopt;
    numbers[i] = *number;
  }
  const auto [x, y, width, height] = numbers;
  constexpr int kMost = std::numeric_limits<int>::max();
  if (width < 1 || height < 1 || x > kMost - width || y > kMost - height)
    return std::nullopt;
  return Rect{x, y, width, height};
}

} // namespace

std::optional<MarkedBox> readBox(std::string_view text) {
  const auto colon = text.find(':');
  const auto rect = readRect(text.substr(0, colon));
  if (!rect)
    return std::nullopt;
  if (colon == std::string_view::npos)
    return MarkedBox{*rect, std::nullopt};
  const auto kind = detect::regionKindFrom(text.substr(colon + 1));
  return kind ? std::optional(MarkedBox{*rect, kind}) : std::nullopt;
}

} // namespace photoscrub::cli
