/// What covers the blocks of a JPEG: the values, and where. Internal to src/redact. Not
/// thread-safe.
#pragma once

#include "redact/jpeg_coefficients.h"
#include "redact/mosaic.h"
#include "redact/stored_boxes.h"

#include <optional>

namespace photoscrub::redact {

/// Are faces shown as shades in a picture of this kind? Else they are covered like all the rest.
bool offersFaces(const jpeg_decompress_struct& jpeg);

/// The DC coefficient of a covered block, the nearest there is to the same dark colour in every
/// picture; its AC coefficients are 0.
JCOEF solidDc(const jpeg_decompress_struct& jpeg, int component);

class JpegCovers {
public:
  /// Reads the blocks of `original` under faces. REQUIRES: `original` was opened and is unchanged.
  static Result<JpegCovers> of(JpegCoefficients& original, const RedactOptions& options);

  enum class What { open, solid, face };
  /// What is done to the MCU in this column and row. REQUIRES: inside the frame.
  What at(int column, int row) const {
    if (solid_.touched(column, row))
      return What::solid;
    return faces_.touched(column, row) ? What::face : What::open;
  }
  /// Is anything but `open` in this row of MCUs?
  bool touchesRow(int row) const { return solid_.touchesRow(row) || faces_.touchesRow(row); }
  /// The DC coefficient that stands for a face in a block; its AC coefficients are 0.
  JCOEF faceDc(const jpeg_decompress_struct& jpeg, int component, Point block) const;

private:
  JpegCovers(const McuGrid& grid, const StoredCovers& covers);
  Status look(JpegCoefficients& original);

  McuMask solid_;
  McuMask faces_;
  std::vector<Mosaic> mosaics_;
};

} // namespace photoscrub::redact
