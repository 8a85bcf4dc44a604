#include "imaging/jp2_samples.h"

#include <algorithm>
#include <array>

namespace photoscrub::imaging {

namespace {

std::size_t coloursNeeded(Jp2Colours colours) {
  switch (colours) {
  case Jp2Colours::grey:
    return 1;
  case Jp2Colours::cmyk:
    return 4;
  default:
    return 3;
  }
}

// Without a word from the file: one or two components are grey, three are RGB unless two of them
// are halved, which only colour differences are.
Jp2Colours guess(const std::vector<Jp2Component>& colours) {
  if (colours.size() < 3)
    return Jp2Colours::grey;
  return colours[1].size.width < colours[0].size.width ? Jp2Colours::ycc : Jp2Colours::rgb;
}

// Nearest sample of a component that may be smaller than the picture, as 8 bits.
int levelAt(const Jp2Component& component, Size picture, int x, int y) {
  const auto at = [](int position, int part, int whole) {
    return part == whole ? static_cast<std::int64_t>(position)
                         : std::int64_t{position} * part / whole;
  };
  const std::int64_t column = at(x, component.size.width, picture.width);
  const std::int64_t row = at(y, component.size.height, picture.height);
  std::int64_t value = component.data[row * component.size.width + column];
  if (component.isSigned)
    value += std::int64_t{1} << (component.bits - 1);
  const std::int64_t most = (std::int64_t{1} << component.bits) - 1;
  value = std::clamp<std::int64_t>(value, 0, most);
  return static_cast<int>(component.bits == 8 ? value : (value * 255 + most / 2) / most);
}

std::uint8_t clipped(double value) {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

// sYCC is full-range BT.601 (IEC 61966-2-1, annex F).
void fromYcc(const std::array<int, 4>& levels, std::uint8_t* rgb) {
  const double y = levels[0], cb = levels[1] - 128, cr = levels[2] - 128;
  rgb[0] = clipped(y + 1.402 * cr);
  rgb[1] = clipped(y - 0.344136 * cb - 0.714136 * cr);
  rgb[2] = clipped(y + 1.772 * cb);
}

} // namespace

Size Jp2Samples::size() const {
  Size largest;
  for (const auto& component : components)
    largest = {std::max(largest.width, component.size.width),
               std::max(largest.height, component.size.height)};
  return largest;
}

Result<Jp2Rows> Jp2Rows::make(const Jp2Samples& samples) {
  if (samples.lab)
    return Error{ErrorCode::unsupported,
                 "This JPEG 2000 stores its colours in a way that photoscrub cannot handle",
                 "L*a*b*"};
  Jp2Rows rows;
  rows.size_ = samples.size();
  rows.premultiplied_ = samples.premultiplied;
  for (const auto& component : samples.components) {
    if (component.data == nullptr || component.size.width <= 0 || component.size.height <= 0 ||
        component.bits < 1 || component.bits > 31)
      return Error{ErrorCode::malformed, "The JPEG 2000 picture is damaged and cannot be read",
                   "component"};
    auto& list = component.isAlpha ? rows.alpha_ : rows.used_;
    list.push_back(component);
  }
  rows.colours_ = samples.colours == Jp2Colours::unknown ? guess(rows.used_) : samples.colours;
  const std::size_t needed = coloursNeeded(rows.colours_);
  if (rows.used_.size() < needed)
    return Error{ErrorCode::malformed, "The JPEG 2000 picture is damaged and cannot be read",
                 "components"};
  rows.used_.resize(needed);
  return rows;
}

Pixels Jp2Rows::pixels() const {
  if (alpha_.empty())
    return Pixels::rgb;
  return premultiplied_ ? Pixels::rgbaPremultiplied : Pixels::rgba;
}

void Jp2Rows::readRow(int y, std::uint8_t* to) const {
  const int channels = alpha_.empty() ? 3 : 4;
  for (int x = 0; x < size_.width; ++x, to += channels) {
    std::array<int, 4> levels{};
    for (std::size_t c = 0; c < used_.size(); ++c)
      levels[c] = levelAt(used_[c], size_, x, y);
    if (colours_ == Jp2Colours::ycc)
      fromYcc(levels, to);
    for (std::size_t c = 0; c < 3 && colours_ != Jp2Colours::ycc; ++c)
      to[c] = static_cast<std::uint8_t>(colours_ == Jp2Colours::grey ? levels[0]
                                        : colours_ == Jp2Colours::cmyk
                                            ? (255 - levels[c]) * (255 - levels[3]) / 255
                                            : levels[c]);
    if (!alpha_.empty())
      to[3] = static_cast<std::uint8_t>(levelAt(alpha_[0], size_, x, y));
  }
}

} // namespace photoscrub::imaging
