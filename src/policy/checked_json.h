/// Reading a JSON tree whose author may have made mistakes: each is noted with its line and key,
/// and the reading goes on, so that all of them are told at once.
#pragma once

#include "policy/json_tree.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::policy {

/// The mistakes of one file, by line.
class Problems {
public:
  void add(std::size_t line, const std::string& path, std::string_view what);
  bool empty() const { return problems_.empty(); }
  /// One problem a line, in the order of the file, `most` at most.
  std::string text(std::size_t most) const;

private:
  struct Problem {
    std::size_t line;
    std::string text;
  };
  std::vector<Problem> problems_;
};

/// A value, the keys that lead to it ("regions.face"), and where its problems go.
struct Place {
  const JsonValue& value;
  std::string path;
  Problems& problems;

  /// Notes a problem at this value.
  void problem(std::string_view what) const { problems.add(value.line, path, what); }
};

/// A key that may stand in an object, and what to do with its value.
struct Key {
  std::string_view name;
  std::function<void(const Place&)> read;
};

/// Calls each member's Key. Problems: no object, a key twice, a key that is not among `keys`.
void readObject(const Place& place, std::span<const Key> keys);

/// The value of a member, without reading it; null if `value` is no object or lacks it.
const JsonValue* memberOf(const JsonValue& value, std::string_view key);

// Each of these returns nothing after noting what is wrong.
std::optional<std::string> readText(const Place& place);
std::optional<bool> readYesNo(const Place& place);
std::optional<int> readWhole(const Place& place, int least, int most);
/// The position of the text among `words`.
std::optional<std::size_t> readWord(const Place& place, std::span<const std::string_view> words);
/// The positions of a list of words, without any twice; in the order of the file. A word that is
/// wrong is left out.
std::optional<std::vector<std::size_t>> readWords(const Place& place,
                                                  std::span<const std::string_view> words);

/// What was written, in quotes, shortened and without control characters, for a message.
std::string quoted(std::string_view text);

} // namespace photoscrub::policy
