/// libjpeg-turbo behind C++ values: errors, warnings, limits. Internal to the rooms that work on
/// coded pictures (imaging, redact); never included by a public header. Not thread-safe.
#pragma once

#include "base/bytes.h"
#include "base/limits.h"
#include "base/result.h"
#include "imaging/jump_guard.h"

#include <array>
#include <cstdio> // jpeglib.h uses FILE and size_t without declaring them
#include <string>
#include <vector>

#include <jpeglib.h>

namespace photoscrub::imaging {

/// Takes what libjpeg has to say. One object may serve a reader and a writer that work together.
class JpegErrors {
public:
  JpegErrors();
  JpegErrors(const JpegErrors&) = delete;
  JpegErrors& operator=(const JpegErrors&) = delete;

  /// Calls libjpeg; false when it gave up. See JumpGuard for what `step` may hold.
  template <class Step> bool run(Step step) { return guard_.run(step); }
  /// The same as a Status.
  template <class Step> Status call(Step step) {
    if (run(step))
      return {};
    return error();
  }
  /// Why the last run() failed.
  Error error() const;
  /// Ends the running step because of Limits::maxScans.
  [[noreturn]] void tooManyScans();

  /// What libjpeg complained of, each text once, as templates without values.
  std::vector<std::string> warnings() const;
  /// Data was missing, broken or left over somewhere.
  bool complained() const { return complaints_ > 0; }
  /// Coded bytes skipped on the way to the next marker since the first scan began.
  std::uint64_t skippedBytes() const;

  jpeg_error_mgr* manager() { return &manager_.base; }

private:
  // libjpeg hands the manager back by address; this finds the owner again.
  struct Manager {
    jpeg_error_mgr base;
    JpegErrors* owner;
  };
  static JpegErrors& of(j_common_ptr library);
  static void onError(j_common_ptr library);
  static void onMessage(j_common_ptr library, int level);
  void note(j_common_ptr library);

  // libjpeg-turbo 2.1 has 128 message codes; others share the last slot.
  static constexpr std::size_t kCodes = 192;

  Manager manager_{};
  JumpGuard guard_;
  std::array<bool, kCodes> seen_{};
  std::uint64_t complaints_ = 0;
  std::uint64_t skipped_ = 0;
  bool tooManyScans_ = false;
};

/// One JPEG being read.
class JpegReader {
public:
  explicit JpegReader(const Limits& limits);
  ~JpegReader();
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  /// Reads up to the first scan and tests what it found against the limits. `file` must outlive
  /// the reader. Errors: unsupported, limit, malformed.
  Status open(ByteView file);

  jpeg_decompress_struct& jpeg() { return jpeg_; }
  JpegErrors& errors() { return errors_; }

private:
  static void onProgress(j_common_ptr library);
  Status checkFrame() const;

  Limits limits_;
  JpegErrors errors_;
  jpeg_progress_mgr progress_{};
  jpeg_decompress_struct jpeg_{};
};

} // namespace photoscrub::imaging
