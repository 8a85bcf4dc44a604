/// Writes a baseline JPEG row by row (ITU-T T.81, JFIF 1.01). Not thread-safe: one a picture.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/result.h"
#include "imaging/jpeg_library.h"

#include <array>

namespace photoscrub::imaging {

class JpegEncoder {
public:
  JpegEncoder();
  ~JpegEncoder();
  JpegEncoder(const JpegEncoder&) = delete;
  JpegEncoder& operator=(const JpegEncoder&) = delete;

  /// `quality` as libjpeg counts it, 1 to 100. From 90 on every pixel keeps its colour (4:4:4), as
  /// ImageMagick and libvips do: red letters and the edges of covered areas stay sharp for a file
  /// about a sixth larger. Below, colours are halved (4:2:0).
  /// Errors: limit (a side over 65,500), io never.
  Status start(Size size, int quality);
  /// The next row, B G R. REQUIRES: start() succeeded, and rows are left.
  Status add(const std::uint8_t* bgr);
  /// The file. REQUIRES: all rows were added.
  Result<Bytes> finish();

private:
  static JpegEncoder& of(j_compress_ptr jpeg);
  static void onStart(j_compress_ptr jpeg);
  static boolean onFull(j_compress_ptr jpeg);
  static void onEnd(j_compress_ptr jpeg);
  void append(std::size_t count);
  bool appended(std::size_t count);

  static constexpr std::size_t kBufferBytes = 1 << 16;

  JpegErrors errors_;
  jpeg_destination_mgr destination_{};
  jpeg_compress_struct jpeg_{};
  std::array<std::uint8_t, kBufferBytes> buffer_;
  Bytes file_;
};

} // namespace photoscrub::imaging
