#include "redact/png_fill.h"

#include <algorithm>
#include <tuple>

namespace photoscrub::redact {

namespace {

struct Transparency {
  png_bytep alpha = nullptr; // of the first palette entries
  int count = 0;
  png_color_16p key = nullptr; // the one grey or RGB value that is not shown
};

Transparency transparencyOf(PngRows& rows) {
  Transparency found;
  png_get_tRNS(rows.reader().png(), rows.reader().info(), &found.alpha, &found.count, &found.key);
  return found;
}

// Most opaque first, then darkest by luma (ITU-R BT.601 weights).
std::uint16_t darkestEntry(PngRows& rows) {
  png_colorp palette = nullptr;
  int count = 0;
  png_get_PLTE(rows.reader().png(), rows.reader().info(), &palette, &count);
  const Transparency transparency = transparencyOf(rows);
  // Entries beyond what a sample can say may exist in faulty files (W3C PNG, 11.2.2).
  count = std::min(count, 1 << rows.layout().bitDepth);
  const auto badness = [&](int i) {
    const int alpha =
        transparency.alpha != nullptr && i < transparency.count ? transparency.alpha[i] : 255;
    const int luma = 299 * palette[i].red + 587 * palette[i].green + 114 * palette[i].blue;
    return std::tuple(-alpha, luma);
  };
  int best = 0;
  for (int i = 1; i < count; ++i)
    if (badness(i) < badness(best))
      best = i;
  return static_cast<std::uint16_t>(best);
}

// A black that tRNS declares transparent would show the page below: one step lighter is opaque.
// In 16 bits that is one step of the upper byte too, for viewers that drop the lower.
std::uint16_t blackBeside(PngRows& rows) {
  const png_color_16p key = transparencyOf(rows).key;
  if (key == nullptr)
    return 0;
  const bool grey = rows.layout().colourType == PNG_COLOR_TYPE_GRAY;
  const unsigned lightest = grey ? key->gray : std::max({key->red, key->green, key->blue});
  const unsigned shown = rows.layout().bitDepth == 16 ? lightest >> 8 : lightest;
  if (shown != 0)
    return 0;
  return rows.layout().bitDepth == 16 ? 0x0101 : 1;
}

} // namespace

PngFill fillFor(PngRows& rows) {
  PngFill fill;
  fill.bitDepth = rows.layout().bitDepth;
  fill.channels = rows.channels();
  switch (rows.layout().colourType) {
  case PNG_COLOR_TYPE_PALETTE:
    fill.samples[0] = darkestEntry(rows);
    break;
  case PNG_COLOR_TYPE_GRAY:
  case PNG_COLOR_TYPE_RGB:
    fill.samples.fill(blackBeside(rows));
    break;
  default: // the last channel is alpha
    fill.samples[static_cast<std::size_t>(fill.channels - 1)] =
        static_cast<std::uint16_t>((1u << fill.bitDepth) - 1);
  }
  return fill;
}

namespace {

// W3C PNG, 7.2: the leftmost pixel stands in the high bits of a byte.
void layBits(const PngFill& fill, Columns columns, std::uint8_t* row) {
  const auto depth = static_cast<unsigned>(fill.bitDepth);
  const unsigned mask = (1u << depth) - 1;
  for (int x = columns.x; x < columns.x + columns.width; ++x) {
    const unsigned bit = static_cast<unsigned>(x) * depth;
    const unsigned shift = 8 - depth - bit % 8;
    const unsigned others = row[bit / 8] & ~(mask << shift);
    row[bit / 8] = static_cast<std::uint8_t>(others | (unsigned{fill.samples[0]} << shift));
  }
}

} // namespace

void lay(const PngFill& fill, Columns columns, std::uint8_t* row) {
  if (fill.bitDepth < 8)
    return layBits(fill, columns, row);
  const auto channels = static_cast<std::size_t>(fill.channels);
  const std::size_t pixelBytes = channels * static_cast<std::size_t>(fill.bitDepth / 8);
  std::uint8_t* to = row + static_cast<std::size_t>(columns.x) * pixelBytes;
  for (int x = 0; x < columns.width; ++x)
    for (std::size_t c = 0; c < channels; ++c) {
      if (fill.bitDepth == 16)
        *to++ = static_cast<std::uint8_t>(fill.samples[c] >> 8);
      *to++ = static_cast<std::uint8_t>(fill.samples[c] & 0xFF);
    }
}

std::optional<PixelKind> faceKind(PngRows& rows) {
  const int type = rows.layout().colourType;
  if (rows.layout().bitDepth != 8 || type == PNG_COLOR_TYPE_PALETTE ||
      transparencyOf(rows).key != nullptr)
    return std::nullopt;
  PixelKind kind{Bytes(static_cast<std::size_t>(rows.channels())), {}};
  lay(fillFor(rows), {0, 1}, kind.fill.data());
  if ((type & PNG_COLOR_MASK_COLOR) != 0)
    kind.rgb = {0, 1, 2};
  return kind;
}

} // namespace photoscrub::redact
