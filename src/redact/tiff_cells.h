/// The data of one strip or tile as cells of whole bytes, and what covers them. Internal to
/// src/redact. Pure functions, thread-safe.
#pragma once

#include "redact/tiff_fields.h"

namespace photoscrub::redact {

/// How the data of a piece is laid out: a cell is a pixel, one sample of it where planes are
/// separate, or the block of pixels that shares a colour sample in YCbCr.
class TiffCells {
public:
  TiffCells(const TiffFields& fields, const TiffPiece& piece);

  /// Bytes of the piece as libtiff hands it out.
  std::size_t packedBytes() const { return rowBytes_ * static_cast<std::size_t>(size_.height); }
  /// Samples of 8, 16, 24, 32 or 64 bits stay as they are, others take two bytes. REQUIRES:
  /// packed.size() == packedBytes().
  Raster unpack(ByteView packed) const;
  Bytes pack(const Raster& cells) const;
  /// The raster as a plane of the piece, whose cells stand for step x step pixels.
  Plane plane(Raster& cells) const;

  /// Black, opaque; the darkest entry of a palette.
  Bytes fill(const TiffFields& fields) const;

private:
  int samples_;
  int bits_;
  int plane_;
  Size step_;
  Size size_; // in cells
  std::size_t sampleBytes_;
  std::size_t rowBytes_;
};

} // namespace photoscrub::redact
