/// Text of any kind as words of a picture, as a code and as a file name.

#include "identify/identify.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using photoscrub::identify::Word;

namespace {

constexpr int kLetterWidth = 8, kLetterHeight = 16, kLineHeight = 20;

/// Lines become rows, blanks part words, so that the fuzzer can place labels and values.
std::vector<Word> wordsOf(std::string_view text) {
  std::vector<Word> words;
  int x = 0, y = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] != ' ' && text[at] != '\n')
      continue;
    const int width = static_cast<int>(at - begin) * kLetterWidth;
    if (width > 0)
      words.push_back({std::string(text.substr(begin, at - begin)), {x, y, width, kLetterHeight}});
    x += width + kLetterWidth;
    if (at < text.size() && text[at] == '\n') {
      x = 0;
      y += kLineHeight;
    }
    begin = at + 1;
  }
  return words;
}

void requireLabels(const std::vector<photoscrub::identify::Identifier>& found) {
  for (const auto& one : found)
    if (one.label.empty())
      std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  requireLabels(photoscrub::identify::identifyText(wordsOf(text)));
  requireLabels(photoscrub::identify::identifyText({{std::string(text), {}}}));
  requireLabels(photoscrub::identify::identifyCode(text));
  requireLabels(photoscrub::identify::identifyFileName(text));
  return 0;
}
