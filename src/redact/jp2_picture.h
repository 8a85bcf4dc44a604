/// A JPEG 2000 as its components, and back to a file (ISO/IEC 15444-1). Internal to src/redact. Not
/// thread-safe.
#pragma once

#include "redact/close_compare.h"
#include "redact/redact.h"

#include <memory>

#include <openjpeg.h>

namespace photoscrub::redact {

struct FreeJp2 {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};

struct Jp2Picture {
  std::unique_ptr<opj_image_t, FreeJp2> image;
  bool bare = false;       ///< a codestream without boxes
  bool reversible = false; ///< wavelet 5-3: may be coded without loss
  bool mixed = false;      ///< components are coded as sums and differences (annex G)
  int resolutions = 1;

  /// How components make a colour.
  enum class Model { plain, differences }; // grey or RGB; brightness and two colour differences
  Model model() const;
  /// Of the largest component, which is what is shown.
  Size size() const;

  struct Component {
    Plane plane; ///< cells are 32-bit numbers
    SampleScale scale;
    Bytes fill; ///< black, opaque
  };
  std::vector<Component> components() const;
};

/// Palettes are applied. Errors: malformed, limit, unsupported: L*a*b*, inks, more than 16 bits.
Result<Jp2Picture> readJp2(ByteView file, const Limits& limits);
/// Without loss where the picture is reversible, else at 60 dB. A profile stays behind:
/// OpenJPEG 2.5 cannot write one. Errors: unsupported, limit.
Result<Bytes> writeJp2(Jp2Picture& picture);

} // namespace photoscrub::redact
