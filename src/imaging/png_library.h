/// libpng behind C++ values: errors, warnings, limits. Internal to the rooms that work on coded
/// pictures (imaging, redact); never included by a public header. Not thread-safe.
#pragma once

#include "base/bytes.h"
#include "base/limits.h"
#include "base/result.h"
#include "imaging/jump_guard.h"

#include <array>
#include <string>
#include <vector>

#include <png.h>

namespace photoscrub::imaging {

/// Takes what libpng has to say. One object may serve a reader and a writer that work together.
class PngErrors {
public:
  PngErrors() = default;
  PngErrors(const PngErrors&) = delete;
  PngErrors& operator=(const PngErrors&) = delete;

  /// Calls libpng; false when it gave up. See JumpGuard for what `step` may hold.
  template <class Step> bool run(Step step) { return guard_.run(step); }
  /// The same as a Status.
  template <class Step> Status call(Step step) {
    if (run(step))
      return {};
    return error();
  }
  /// Why the last run() failed.
  Error error() const;
  /// What libpng complained of, the first few texts, each once.
  std::vector<std::string> warnings() const;
  /// Any complaint at all?
  bool complained() const { return count_ > 0; }
  /// Did it find compressed data that belongs to no row?
  bool foundLeftOver() const { return leftOver_; }

  static void onError(png_structp png, png_const_charp text);
  static void onWarning(png_structp png, png_const_charp text);

private:
  // Fixed memory: nothing may throw inside a C callback.
  using Text = std::array<char, 96>;
  static constexpr std::size_t kTexts = 8;

  JumpGuard guard_;
  Text error_{};
  std::array<Text, kTexts> warnings_{};
  std::size_t count_ = 0;
  bool leftOver_ = false;
};

/// What libpng fetches of the image data at a time: so much a cut-off file loses at its end, and so
/// exactly one can tell where the picture ended.
inline constexpr std::size_t kFetchBytes = 1024;

/// One PNG being read. Chunks that do not change the default image's samples are skipped unread.
class PngReader {
public:
  explicit PngReader(const Limits& limits) : limits_(limits) {}
  ~PngReader();
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  /// Reads up to the image data; with `colourChunks` also gAMA, cHRM, sRGB, sBIT, bKGD and pHYs.
  /// `file` must outlive the reader. Errors: malformed, limit.
  enum class Chunks { picture, pictureAndColour };
  Status open(ByteView file, Chunks chunks);

  png_structp png() { return png_; }
  png_infop info() { return info_; }
  PngErrors& errors() { return errors_; }
  const PngErrors& errors() const { return errors_; }
  /// Bytes of the file that libpng has fetched so far.
  std::size_t position() const { return position_; }

private:
  static void onRead(png_structp png, png_bytep to, std::size_t count);
  void setUp(Chunks chunks);

  Limits limits_;
  PngErrors errors_;
  ByteView file_;
  std::size_t position_ = 0;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

} // namespace photoscrub::imaging
