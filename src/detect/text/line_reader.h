/// Reads one line of text with Tesseract.
///
/// Internal to this room. Not thread-safe. Opens no file: the language comes from memory.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"

#include <memory>
#include <string>
#include <vector>

namespace photoscrub::detect {

/// A word on the strip it was read from.
struct ReadWord {
  std::string text;      ///< UTF-8
  Rect box;              ///< in pixels of the strip
  double confidence = 0; ///< 0 to 1
};

struct ReadLine {
  std::vector<ReadWord> words; ///< left to right
  double confidence = 0;       ///< mean of the words, 0 where none was read
};

/// Ends each word before the next one begins: Tesseract gives a word that ends in a colon a box up
/// to the end of the line.
void keepApart(std::vector<ReadWord>& words);

/// Grey pixels of one line, upright. Borrowed for the call.
struct Strip {
  const unsigned char* data = nullptr;
  int width = 0;
  int height = 0;
  int stride = 0; ///< bytes from row to row
};

/// What a line may consist of.
enum class Characters {
  all,
  digits, ///< everything is taken for a digit
};

class LineReader {
public:
  /// `language` is a traineddata file; kept until the engine is built at the first line.
  explicit LineReader(Bytes language);
  ~LineReader();

  /// False where the engine cannot be built from the language file.
  bool ready();
  /// REQUIRES: ready().
  ReadLine read(const Strip& strip, Characters characters = Characters::all);

  /// The library's version.
  static std::string version();

private:
  struct Engine;
  Bytes language_;
  std::unique_ptr<Engine> engine_;
};

} // namespace photoscrub::detect
