/// Where decoders put the rows they have decoded: onto white paper, then smaller. Not thread-safe.
#pragma once

#include "imaging/box_filter.h"
#include "imaging/picture.h"

#include <vector>

namespace photoscrub::imaging {

/// How one pixel of a decoded row lies in memory, 8 bits a value.
enum class Pixels {
  grey,
  bgr,
  rgb,
  bgra,
  rgba,
  bgraPremultiplied, ///< the colours carry their alpha already
  rgbaPremultiplied,
};

/// The whole number by which a picture may be made smaller and still has the wanted long side.
int factorFor(Size full, int wantedLongSide);

/// One row as BGR. Paper under a transparent picture is white in most viewers; plain arithmetic on
/// the stored values, as viewers do.
void toBgr(const std::uint8_t* row, Pixels pixels, std::uint8_t* bgr, int width);

class RowSink {
public:
  /// `full` is the size of the picture that arrives.
  RowSink(Size full, int wantedLongSide, Pixels pixels);

  /// The next row from the top. Rows beyond the last are ignored.
  void add(const std::uint8_t* row);
  /// A row of which nothing is known.
  void addWhite();
  /// The finished picture with its size and scale. Rows that never arrived are white.
  Picture take() &&;

private:
  Size full_;
  int factor_;
  Pixels pixels_;
  BoxFilter filter_;
  std::vector<std::uint8_t> bgr_;
};

} // namespace photoscrub::imaging
