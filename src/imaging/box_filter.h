/// Making a picture smaller by a whole number while its rows arrive. Not thread-safe.
#pragma once

#include "imaging/image.h"

#include <vector>

namespace photoscrub::imaging {

/// Averages squares of `factor` x `factor` pixels (less at the right and bottom edge), so that a
/// very large picture never has to be in memory as a whole. BGR only.
class BoxFilter {
public:
  /// `full` is the size of the picture that arrives. REQUIRES: 1 <= factor <= 4096 (sums of a
  /// square are kept in 32 bits).
  BoxFilter(Size full, int factor);

  /// The next row, `full.width` BGR pixels. Rows beyond the last are ignored.
  void add(const std::uint8_t* row);
  /// The finished picture. Rows that never arrived are white.
  Image take() &&;

private:
  void sumRow(const std::uint8_t* row);
  void writeBand();

  Size full_;
  int factor_;
  int rows_ = 0;   // rows arrived so far
  int inBand_ = 0; // of them, rows not yet written
  std::vector<std::uint32_t> sums_;
  Image image_;
};

} // namespace photoscrub::imaging
