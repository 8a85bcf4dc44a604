/// TIFF pages whose rows libtiff hands out one by one, so that a large scan needs little memory:
/// strips of grey, RGB, palette and CMYK samples of 8 or 16 bits. Internal to src/imaging.
#pragma once

#include "imaging/row_sink.h"
#include "imaging/tiff_library.h"

#include <array>
#include <functional>
#include <optional>

namespace photoscrub::imaging {

enum class TiffColours { grey, greyInverted, rgb, palette, cmyk };

struct TiffRowKind {
  TiffColours colours = TiffColours::grey;
  int bits = 8;                     ///< 8 or 16
  std::size_t samples = 1;          ///< of a pixel as stored
  std::optional<std::size_t> alpha; ///< which sample is alpha
  bool premultiplied = false;       ///< "associated" alpha (TIFF 6.0, section 18)
};

/// Nothing where the page is of another kind. Makes JPEG strips come out as RGB.
std::optional<TiffRowKind> tiffRowKind(TiffReader& reader);

/// Which sample is alpha, by the ExtraSamples tag; an unspecified sample is none.
struct TiffAlpha {
  std::optional<std::size_t> extraSample;
  bool premultiplied = false;
};
TiffAlpha tiffAlpha(TiffReader& reader);

/// Calls `take` with each stored row from the top, and with nullptr for rows that cannot be read.
/// Gives the number of rows read.
int readTiffRows(TiffReader& reader, const std::function<void(const std::uint8_t*)>& take);

/// Makes 8-bit rows of stored ones.
class TiffRowConverter {
public:
  /// Reads the palette too; `reader` may go then.
  TiffRowConverter(TiffReader& reader, const TiffRowKind& kind);

  /// What toPixels() makes.
  Pixels pixels() const;
  int channels() const { return kind_.alpha ? 4 : 3; }
  void toPixels(const std::uint8_t* row, std::uint8_t* pixels) const;
  /// C, M, Y, K, 255 is full ink. REQUIRES: colours are cmyk.
  void toInks(const std::uint8_t* row, std::uint8_t* inks) const;

private:
  std::uint8_t sample(const std::uint8_t* row, std::size_t index) const;
  void colourOf(const std::uint8_t* row, std::size_t first, std::uint8_t* rgb) const;

  TiffRowKind kind_;
  int width_;
  std::vector<std::array<std::uint8_t, 3>> palette_;
};

} // namespace photoscrub::imaging
