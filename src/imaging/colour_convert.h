/// Colours of a picture turned into sRGB (IEC 61966-2-1). One converter serves one thread.
/// Little CMS stays in colour_convert.cpp; it is a third-party parser: run it in a worker.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <memory>

namespace photoscrub::imaging {

class ColourConverter {
public:
  /// What rows it takes: one grey value, B G R, or C M Y K with 255 for full ink.
  enum class Input { grey, bgr, cmyk };

  /// By an ICC profile: perceptual intent with black-point compensation, which for profiles of
  /// matrix and curves is the relative colorimetric one. Errors: malformed (Little CMS refuses the
  /// profile), unsupported (other colour spaces).
  static Result<ColourConverter> fromProfile(ByteView icc);

  /// By the numbers of ITU-T H.273 for primaries and transfer; unknown ones are read as sRGB's.
  /// High dynamic range (PQ, HLG) is rolled off above half of reference white (203 cd/m2, ITU-R
  /// BT.2408), each channel by itself. Errors: internal.
  static Result<ColourConverter> fromCicp(int primaries, int transfer);
  /// Is a picture with these numbers sRGB already, as far as a viewer shows it?
  static bool isSrgb(int primaries, int transfer);

  ~ColourConverter();
  ColourConverter(ColourConverter&&) noexcept;
  ColourConverter& operator=(ColourConverter&&) noexcept;

  Input input() const { return input_; }
  /// `width` pixels; `from` and `bgr` may be the same where the input is bgr.
  void convertRow(const std::uint8_t* from, std::uint8_t* bgr, int width) const;

private:
  struct Library;
  ColourConverter(std::unique_ptr<Library> library, Input input);

  std::unique_ptr<Library> library_;
  Input input_;
};

} // namespace photoscrub::imaging
