/// What went wrong, as a value. Thread-safe: plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace photoscrub {

/// One code for each cause a caller can act on.
enum class ErrorCode {
  truncated,   ///< the file ends before the part that was being read
  malformed,   ///< the bytes contradict the format's standard
  limit,       ///< larger, deeper or longer than Limits allow
  unsupported, ///< well-formed, but not something photoscrub handles
  io,          ///< the disk or the operating system said no
  cancelled,   ///< the caller asked to stop
  worker,      ///< the worker process died, or had to be stopped at a limit
  refused,     ///< a rule set for this workplace, or a missing consent, does not allow it
  leak,        ///< verification still found something in the output
  internal,    ///< a broken promise inside photoscrub: a bug
};

/// The code's name as it stands in JSON: "truncated", "malformed", ...
std::string_view name(ErrorCode code);

/// The line of our own source that made an error. (std::source_location needs clang 16.)
struct SourceLine {
  const char* file = "";
  int line = 0;
  static constexpr SourceLine current(const char* file = __builtin_FILE(),
                                      int line = __builtin_LINE()) {
    return {file, line};
  }
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message; ///< one sentence for the person at the keyboard
  std::string detail;  ///< for --verbose: marker, chunk, errno text; never a value
  std::optional<std::uint64_t> offset{}; ///< byte offset in the file, where one is known
  SourceLine where = SourceLine::current();

  /// "message (detail, at byte N)": the detail and offset only when asked for.
  std::string describe(bool verbose) const;
};

} // namespace photoscrub
