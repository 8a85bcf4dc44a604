/// The colour that covers parts of a PNG, and laying it on rows. Internal to src/redact. Pure
/// functions, thread-safe.
#pragma once

#include "redact/face_pixels.h"
#include "redact/png_rows.h"

#include <array>
#include <optional>

namespace photoscrub::redact {

/// One pixel as samples of the PNG's own bit depth.
struct PngFill {
  std::array<std::uint16_t, 4> samples{};
  int channels = 0;
  int bitDepth = 0;
};

/// Black and opaque; where that cannot be said, the darkest opaque colour there is. Looks at the
/// header, palette and transparency only, never at pixels.
PngFill fillFor(PngRows& rows);

/// How pixels hold shades of grey. Nothing where they cannot: palettes, 16 bits, fewer than 8, and
/// a colour that stands for transparency, which a shade could be.
std::optional<PixelKind> faceKind(PngRows& rows);

/// Covers `width` pixels from column `x` in a packed row.
struct Columns {
  int x = 0;
  int width = 0;
};
void lay(const PngFill& fill, Columns columns, std::uint8_t* row);

} // namespace photoscrub::redact
