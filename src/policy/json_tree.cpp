#include "policy/json_tree.h"

#include "metadata/utf8.h"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

namespace photoscrub::policy {

namespace {

/// An input iterator that leaves behind how far the parser has come: the library itself does not
/// tell. REQUIRES: `reached` outlives all copies.
class Watched {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Watched(const char* at, std::size_t* reached) : at_(at), reached_(reached) {}
  reference operator*() const { return *at_; }
  Watched& operator++() {
    ++at_;
    ++*reached_;
    return *this;
  }
  Watched operator++(int) {
    const auto before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Watched& a, const Watched& b) { return a.at_ == b.at_; }
  friend bool operator!=(const Watched& a, const Watched& b) { return !(a == b); }

private:
  const char* at_;
  std::size_t* reached_;
};

/// Hears from the parser and builds the tree.
class Builder {
public:
  explicit Builder(std::string_view text) : text_(text) {}

  std::size_t* reached() { return &reached_; }
  JsonValue root() && { return std::move(root_); }
  const std::optional<Error>& error() const { return error_; }

  // The names are the library's.
  bool null() { return add(JsonValue::Type::null) != nullptr; }
  bool boolean(bool value) {
    auto* node = add(JsonValue::Type::boolean);
    if (node)
      node->boolean = value;
    return node != nullptr;
  }
  bool number_integer(std::int64_t value) { return addNumber(static_cast<double>(value)); }
  bool number_unsigned(std::uint64_t value) { return addNumber(static_cast<double>(value)); }
  bool number_float(double value, const std::string&) { return addNumber(value); }
  bool string(std::string& value) {
    auto* node = add(JsonValue::Type::string);
    if (node)
      node->text = std::move(value);
    return node != nullptr;
  }
  bool binary(nlohmann::json::binary_t&) { return fail(ErrorCode::internal, "no JSON has this"); }
  bool start_object(std::size_t) { return open(JsonValue::Type::object); }
  bool start_array(std::size_t) { return open(JsonValue::Type::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    open_.back()->members.push_back({std::move(name), line(), {}});
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
    if (reached_ >= text_.size() && !complete_)
      return fail(ErrorCode::truncated, "the file ends here, but a bracket or a quote is still "
                                        "open");
    if (complete_)
      return fail(ErrorCode::malformed, "nothing may follow after the last bracket");
    return fail(ErrorCode::malformed, "this is not JSON. Look here and at the end of the line "
                                      "before for a comma, a quote or a bracket that is missing or "
                                      "too many");
  }

private:
  // The last character read is the value's own, or the one behind a number.
  std::size_t line() {
    const auto end = std::max<std::size_t>(reached_, 1) - 1;
    for (; counted_ < end; ++counted_)
      if (text_[counted_] == '\n')
        ++line_;
    return line_;
  }

  JsonValue* add(JsonValue::Type type) {
    if (++values_ > kMaxJsonValues) {
      fail(ErrorCode::limit, "this is more than a policy can have to say");
      return nullptr;
    }
    auto* node = &root_;
    if (!open_.empty() && open_.back()->type == JsonValue::Type::object)
      node = &open_.back()->members.back().value;
    else if (!open_.empty())
      node = &open_.back()->items.emplace_back();
    node->type = type;
    node->line = line();
    complete_ = open_.empty();
    return node;
  }

  bool addNumber(double value) {
    auto* node = add(JsonValue::Type::number);
    if (node)
      node->number = value;
    return node != nullptr;
  }

  bool open(JsonValue::Type type) {
    auto* node = add(type);
    if (!node)
      return false;
    complete_ = false;
    open_.push_back(node);
    return open_.size() <= kMaxJsonDepth ||
           fail(ErrorCode::limit, "brackets within brackets, deeper than a policy goes");
  }

  bool close() {
    open_.pop_back();
    complete_ = open_.empty();
    return true;
  }

  bool fail(ErrorCode code, std::string_view what) {
    if (!error_)
      error_ = Error{code, atLine(line()).append(what), "byte " + std::to_string(reached_)};
    return false;
  }

  std::string_view text_;
  std::size_t reached_ = 0, counted_ = 0, line_ = 1, values_ = 0;
  bool complete_ = false; ///< the outermost value has ended
  JsonValue root_;
  std::vector<JsonValue*> open_; ///< from the outermost; none grows while a later one is open
  std::optional<Error> error_;
};

/// What the library would let pass: bytes that are no text, and a NUL, at which it stops reading.
Status checkCharacters(std::string_view text) {
  std::size_t line = 1;
  while (!text.empty()) {
    const auto character = metadata::firstCharacter(text);
    if (character.length == 0)
      return Error{ErrorCode::malformed,
                   atLine(line) + "this is not UTF-8 text. Save the file as UTF-8", "encoding"};
    if (character.code < 0x20 && character.code != '\n' && character.code != '\r' &&
        character.code != '\t')
      return Error{ErrorCode::malformed,
                   atLine(line) + "there is a control character. Save the file as plain UTF-8 text",
                   "control character"};
    if (character.code == '\n')
      ++line;
    text.remove_prefix(character.length);
  }
  return {};
}

} // namespace

std::string atLine(std::size_t line) {
  std::string text = "line ";
  text += std::to_string(line);
  text += ": ";
  return text;
}

Result<JsonValue> parseJson(std::string_view text) {
  if (text.size() > kMaxJsonBytes)
    return Error{ErrorCode::limit, atLine(1) + "the file is larger than 1 MiB: this is no policy",
                 std::to_string(text.size()) + " bytes"};
  PHOTOSCRUB_CHECK(checkCharacters(text));
  Builder builder(text);
  const bool parsed =
      nlohmann::json::sax_parse(Watched(text.data(), builder.reached()),
                                Watched(text.data() + text.size(), builder.reached()), &builder);
  if (builder.error())
    return *builder.error();
  if (!parsed)
    return Error{ErrorCode::internal, "The policy could not be read", "parser without a reason"};
  return std::move(builder).root();
}

} // namespace photoscrub::policy
