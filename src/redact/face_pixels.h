/// Pixelate and blur on rows of 8-bit pixels, where samples stay what they are outside the covers.
/// Internal to src/redact. Not thread-safe.
#pragma once

#include "redact/mosaic.h"
#include "redact/plane.h"
#include "redact/stored_boxes.h"

namespace photoscrub::redact {

/// Where the colours of a pixel lie, and what else it holds.
struct PixelKind {
  Bytes fill;                          ///< a solid pixel, opaque
  std::array<std::size_t, 3> rgb = {}; ///< bytes of red, green, blue; all the same: grey
};

/// The faces of one picture. First every row is looked at, then they settle, then rows are painted
/// or proven.
class FacePixels {
public:
  /// `covers` in the picture's pixels.
  FacePixels(const StoredCovers& covers, std::uint64_t seed, PixelKind kind);

  bool empty() const { return faces_.empty(); }
  /// Rows of pixels, in any order; `at` is where the first one stands in the picture. What solid
  /// boxes hide counts as hidden, so that it leaves no trace in a face beside it.
  void look(Point at, int width, const std::uint8_t* pixels);
  void settle();
  /// Solid boxes still have to be laid on top.
  void paint(Point at, int width, std::uint8_t* pixels) const;
  /// Does the row show, outside the solid boxes, what paint() would have painted?
  bool shows(Point at, int width, const std::uint8_t* pixels) const;

private:
  int levelOf(const std::uint8_t* pixel) const;

  std::vector<Rect> solid_;
  std::vector<Mosaic> faces_;
  std::uint64_t seed_;
  PixelKind kind_;
};

/// All of the above on a plane that holds the part of a picture that begins at `origin`.
void look(FacePixels& faces, const Plane& plane, Point origin = {});
void paint(const FacePixels& faces, const Plane& plane, Point origin = {});
/// Errors: leak.
Status compareFaces(const FacePixels& faces, const Plane& after, Point origin = {});

} // namespace photoscrub::redact
