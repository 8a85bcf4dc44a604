#include "identify/support.h"

#include <algorithm>

namespace photoscrub::identify {

namespace {
constexpr int kColumnWidth = 300;

int widthOf(std::string_view text) {
  return static_cast<int>(text.size()) * kLetterWidth;
}

void addWords(std::string_view line, int y, std::vector<Word>& words) {
  int x = 0;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
    const std::string_view word = line.substr(at, end - at);
    if (!word.empty())
      words.push_back({std::string(word), {x, y, widthOf(word), kLetterHeight}});
    x += widthOf(word) + kLetterWidth;
    if (end < line.size() && line[end] == '\t')
      x = (x / kColumnWidth + 1) * kColumnWidth;
    at = end + 1;
  }
}
} // namespace

std::vector<Word> asLines(const std::vector<std::string>& lines) {
  std::vector<Word> words;
  int y = 0;
  for (const std::string& line : lines) {
    words.push_back({line, {0, y, widthOf(line), kLetterHeight}});
    y += kLineHeight;
  }
  return words;
}

std::vector<Word> asWords(const std::vector<std::string>& lines) {
  std::vector<Word> words;
  int y = 0;
  for (const std::string& line : lines) {
    addWords(line, y, words);
    y += kLineHeight;
  }
  return words;
}

std::vector<Identifier> inLine(std::string_view line) {
  return identifyText({{std::string(line), {}}});
}

std::optional<Identifier> find(const std::vector<Identifier>& all, std::string_view label) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Identifier& one) { return one.label == label; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

void PrintTo(Certainty certainty, std::ostream* out) {
  constexpr const char* kNames[] = {"certain", "high", "medium", "info"};
  *out << kNames[static_cast<int>(certainty)];
}

void PrintTo(const Identifier& identifier, std::ostream* out) {
  *out << identifier.label << " = " << identifier.value << ", ";
  PrintTo(identifier.certainty, out);
}

} // namespace photoscrub::identify
