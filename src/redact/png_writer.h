/// Rows back to a PNG file. Internal to src/redact. Not thread-safe.
#pragma once

#include "redact/png_rows.h"

namespace photoscrub::redact {

class PngWriter {
public:
  /// `source` gives header and colour and takes the errors of libpng; it must outlive the writer.
  explicit PngWriter(PngRows& source) : source_(source) {}
  ~PngWriter();
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  /// Writes everything before the image data: IHDR, PLTE, tRNS, gAMA, cHRM, sRGB, sBIT, bKGD, pHYs
  /// as `source` has them, nothing else. Errors: malformed, limit.
  Status start();
  /// REQUIRES: `row` is a packed row of the source's size.
  Status add(const std::uint8_t* row);
  /// REQUIRES: every row was added. Hands the file out once.
  Result<Bytes> finish();

private:
  static void onWrite(png_structp png, png_bytep bytes, std::size_t count);
  void copyHeader();
  void copyColour();
  void copyLook();

  PngRows& source_;
  Bytes file_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

} // namespace photoscrub::redact
