/// Errors of the operating system as values. Pure functions.
#pragma once

#include "base/error.h"

#include <cerrno>
#include <string>
#include <system_error>

namespace photoscrub {

/// "sendmsg: Broken pipe". Thread-safe, unlike strerror().
inline std::string osDetail(std::string_view call, int number) {
  return std::string(call) + ": " + std::generic_category().message(number);
}

/// ErrorCode::io with `message` for the user and the call's errno text as detail.
inline Error ioError(std::string message, std::string_view call, int number = errno,
                     SourceLine where = SourceLine::current()) {
  return {ErrorCode::io, std::move(message), osDetail(call, number), {}, where};
}

} // namespace photoscrub
