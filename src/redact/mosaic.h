/// The few shades of grey that pixelate and blur show in place of a face. Internal to src/redact.
/// Plain data, thread-safe once settled.
///
/// What is left of the face is bounded whatever an attack knows: at most 4 x 4 cells of 4 shades,
/// 32 bits, no colour, and noise over every cell that is stronger than a step from shade to shade.
/// Why so little:
/// - squares of 16 pixels, some 6 x 7 to 14 x 14 to a face, are told apart by classifiers that were
///   trained on equally obscured pictures (Newton, Sweeney, Malin 2005, "Preserving Privacy by
///   De-identifying Face Images"; McPherson, Shokri, Shmatikov 2016, "Defeating Image Obfuscation
///   with Deep Learning"), and blur alone no less, so fewer cells than these are shown;
/// - averages in full depth can be matched against guesses (Hill, Zhou, Saul, Shacham 2016, "On the
///   (In)effectiveness of Mosaicing and Blurring as Tools for Document Redaction"): shades are few;
/// - what still differs from person to person has to drown in noise that does not depend on the
///   picture (Fan 2018, "Image Pixelization with Differential Privacy"). Where means of such cells
///   differ by 28 levels from face to face, noise of 96 leaves 0.06 bits of that in a cell
///   (log2(1 + 28^2/96^2) / 2), 1 bit in all; to tell one of a hundred people takes 7. How dark the
///   whole face is, which all cells share, has noise of its own.
/// Blur interpolates between the same shades, so that it holds no more. Several copies of one
/// picture with different noise can be averaged: the noise has to be the same for all of them.
#pragma once

#include "base/geometry.h"
#include "redact/style.h"

#include <cstdint>
#include <vector>

namespace photoscrub::redact {

inline constexpr int kMosaicCells = 4;  ///< along the longer side, at most
inline constexpr int kMosaicShades = 4; ///< a cell shows one of these

class Mosaic {
public:
  /// Over `area`, in cells whose sides are multiples of `unit`. REQUIRES: not empty.
  Mosaic(const Rect& area, Size unit, Style style);

  const Rect& area() const { return area_; }
  Size cells() const { return cells_; }
  /// A sample of 0 to 255 that stands for a point of the area.
  void add(Point at, int level) {
    auto& cell = means_[indexOf(at)];
    cell.sum += level;
    ++cell.count;
  }
  /// Adds noise to the means and reduces them to shades; `number` tells faces of one picture apart.
  void settle(std::uint64_t seed, std::uint64_t number);
  /// What is shown at a point of the area, 0 to 255. REQUIRES: settled.
  int level(Point at) const;

private:
  struct Mean {
    std::int64_t sum = 0;
    std::int64_t count = 0;
  };
  std::size_t indexOf(Point at) const {
    return static_cast<std::size_t>((at.y - area_.y) / cell_.height) *
               static_cast<std::size_t>(cells_.width) +
           static_cast<std::size_t>((at.x - area_.x) / cell_.width);
  }
  int shade(int column, int row) const {
    return shades_[static_cast<std::size_t>(row) * static_cast<std::size_t>(cells_.width) +
                   static_cast<std::size_t>(column)];
  }
  int blended(Point at) const;

  Rect area_;
  Size cell_;  // in pixels
  Size cells_; // how many
  Style style_;
  std::vector<Mean> means_;
  std::vector<std::uint8_t> shades_;
};

} // namespace photoscrub::redact
