/// JSON (RFC 8259) as a tree in which every value knows its line, for messages to the person who
/// wrote it. Keys stay in order and may occur twice: the reader of the tree says so.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::policy {

struct JsonMember;

struct JsonValue {
  enum class Type { null, boolean, number, string, array, object };
  Type type = Type::null;
  std::size_t line = 1; ///< where it begins, from 1
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;
};

struct JsonMember {
  std::string key;
  std::size_t line = 1; ///< of the key
  JsonValue value;
};

inline constexpr std::size_t kMaxJsonBytes = 1u << 20; ///< a policy that says all there is has 4 kB
inline constexpr std::size_t kMaxJsonDepth = 8;        ///< a policy has 4
inline constexpr std::size_t kMaxJsonValues = 10'000;  ///< a policy has about 100

/// The whole of `text`. A byte order mark, as Windows editors write it, is passed over.
/// Errors: malformed, limit; the message names the line: "line 7: ...".
Result<JsonValue> parseJson(std::string_view text);

/// "line 7: ".
std::string atLine(std::size_t line);

} // namespace photoscrub::policy
