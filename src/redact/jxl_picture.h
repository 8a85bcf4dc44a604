/// A JPEG XL as its samples, and back to a file (ISO/IEC 18181). Internal to src/redact. Not
/// thread-safe.
#pragma once

#include "redact/plane.h"
#include "redact/redact.h"

#include <jxl/codestream_header.h>
#include <jxl/color_encoding.h>
#include <jxl/types.h>

namespace photoscrub::redact {

Error damagedJxl(std::string detail);

/// What the numbers mean as colours: described, or else by a profile.
struct JxlColours {
  bool described = false;
  JxlColorEncoding encoding{};
  Bytes profile;
};

struct JxlPicture {
  JxlBasicInfo info{};
  JxlColours colours;
  JxlPixelFormat format{}; ///< 8 or 16 bits a sample in the machine's byte order
  Raster raster;           ///< colours and alpha side by side, upright

  /// Are the samples themselves coded (11.3), so that coding them anew may lose nothing? Else
  /// libjxl has turned its own colour model (XYB), which is always lossy, into them.
  bool keepsSamples() const { return info.uses_original_profile != 0; }
  bool hasAlpha() const { return info.alpha_bits > 0; }
  std::size_t sampleBytes() const { return format.data_type == JXL_TYPE_UINT16 ? 2 : 1; }
};

/// The picture, turned as the codestream says; extra channels but alpha are left out. Errors:
/// malformed, limit, unsupported: moving pictures, inks, floating-point samples.
Result<JxlPicture> readJxl(ByteView file, const Limits& limits);

/// How much is lost of a picture that is not kept without loss.
enum class JxlQuality {
  usual, ///< distance 0.5
  finest ///< distance 0.05
};

/// The picture as one codestream, without loss or, of XYB, with as little. Errors: limit.
Result<Bytes> writeJxl(const JxlPicture& picture, JxlQuality lossy = JxlQuality::usual);

} // namespace photoscrub::redact
