/// A value or an Error: what every function returns that can fail because of input or disk.
#pragma once

#include "base/error.h"

#include <utility>
#include <variant>

namespace photoscrub {

template <class T> class [[nodiscard]] Result {
public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }

  /// REQUIRES: ok(). A caller that forgot to ask gets std::bad_variant_access, never garbage.
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }

  /// REQUIRES: !ok().
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

private:
  std::variant<T, Error> state_;
};

/// Success carries nothing. `return {};` means it worked.
template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return std::holds_alternative<std::monostate>(state_); }
  const Error& error() const& { return std::get<Error>(state_); }
  Error&& error() && { return std::get<Error>(std::move(state_)); }

private:
  std::variant<std::monostate, Error> state_;
};

using Status = Result<void>;

} // namespace photoscrub

/// Declares `name` as the value of `expr`, or returns its error from the enclosing function.
#define PHOTOSCRUB_TRY(name, expr)                                                                 \
  auto name##Result_ = (expr);                                                                     \
  if (!name##Result_.ok())                                                                         \
    return std::move(name##Result_).error();                                                       \
  auto name = std::move(name##Result_).value()

/// Returns the error of `expr`, a Status, from the enclosing function.
#define PHOTOSCRUB_CHECK(expr)                                                                     \
  do {                                                                                             \
    auto checkResult_ = (expr);                                                                    \
    if (!checkResult_.ok())                                                                        \
      return std::move(checkResult_).error();                                                      \
  } while (false)
