/// Decoded video planes (brightness and two colour differences) as rows of colours. ITU-T H.273,
/// clause 8.3. Plain arithmetic, no library. Objects are read-only once made.
#pragma once

#include "base/geometry.h"
#include "base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace photoscrub::imaging {

/// Somebody else's samples: one byte each up to 8 bits, two in the machine's order above.
struct Plane {
  const std::uint8_t* data = nullptr;
  std::size_t stride = 0; ///< bytes from row to row
  Size size;
  int bits = 8; ///< 8 to 16
};

/// How the three planes make a colour.
struct PlaneCoding {
  int matrix = 2;        ///< H.273 MatrixCoefficients; 2 (not said) is read as BT.601
  bool fullRange = true; ///< else 16..235 and 16..240, scaled to the bits
};

class ColourPlanes {
public:
  /// Y, Cb, Cr; colour planes may be halved in both directions. Without them the picture is grey.
  /// `alpha` may be empty. The planes must outlive this. Errors: malformed (a plane does not cover
  /// the picture), unsupported (matrices of other colour models).
  static Result<ColourPlanes> make(const std::array<Plane, 3>& planes, const Plane& alpha,
                                   const PlaneCoding& coding);

  Size size() const { return planes_[0].size; }
  bool hasAlpha() const { return alpha_.data != nullptr; }
  /// Row `y` as B, G, R or, with alpha, B, G, R, A.
  void readRow(int y, std::uint8_t* to) const;

private:
  // One step of the conversion: an offset, then a factor in 1/65536 of an 8-bit level.
  struct Weights {
    int offset = 0, brightness = 0, middle = 0;
    int redFromCr = 0, greenFromCb = 0, greenFromCr = 0, blueFromCb = 0;
  };
  enum class Model { difference, greenMagenta, identity };

  ColourPlanes() = default;
  void setWeights(const PlaneCoding& coding, double red, double blue);
  std::uint8_t alphaAt(int x, int y) const;
  void toColour(int y, int cb, int cr, std::uint8_t* bgr) const;
  template <class Sample> void readColours(int y, std::uint8_t* to) const;

  std::array<Plane, 3> planes_{};
  Plane alpha_{};
  int halvedX_ = 0; // 1: a colour sample for two columns
  int halvedY_ = 0;
  Model model_ = Model::difference;
  Weights weights_{};
};

} // namespace photoscrub::imaging
