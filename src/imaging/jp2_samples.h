/// Decoded JPEG 2000 components as rows of colours (ISO/IEC 15444-1, annex I.5.3). Plain
/// arithmetic, no library. Objects are read-only once made.
#pragma once

#include "base/geometry.h"
#include "base/result.h"
#include "imaging/row_sink.h"

#include <cstdint>
#include <vector>

namespace photoscrub::imaging {

struct Jp2Component {
  const std::int32_t* data = nullptr; ///< somebody else's; null: was not decoded
  Size size;                          ///< may be less than the picture's
  int bits = 8;                       ///< 1 to 31
  bool isSigned = false;
  bool isAlpha = false;
};

enum class Jp2Colours { grey, rgb, ycc, cmyk, unknown };

struct Jp2Samples {
  std::vector<Jp2Component> components{};
  Jp2Colours colours = Jp2Colours::unknown;
  bool premultiplied = false;
  bool lab = false; ///< CIE L*a*b*

  /// That of the largest component.
  Size size() const;
};

class Jp2Rows {
public:
  /// Keeps pointing to the samples. Errors: malformed (components are missing), unsupported.
  static Result<Jp2Rows> make(const Jp2Samples& samples);

  Size size() const { return size_; }
  Pixels pixels() const;
  /// Row `y` as R, G, B or, with alpha, R, G, B, A.
  void readRow(int y, std::uint8_t* to) const;

private:
  Jp2Rows() = default;

  Size size_;
  Jp2Colours colours_ = Jp2Colours::grey;
  bool premultiplied_ = false;
  std::vector<Jp2Component> used_{};  // the colours, in order
  std::vector<Jp2Component> alpha_{}; // one or none
};

} // namespace photoscrub::imaging
