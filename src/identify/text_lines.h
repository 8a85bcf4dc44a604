/// Words put together to lines by where they stand.
///
/// Bounded work: every word is compared with a fixed number of neighbours, so that a hostile
/// picture full of words costs n log n.
#pragma once

#include "identify/ascii.h"
#include "identify/identify.h"

#include <string>
#include <vector>

namespace photoscrub::identify {

/// Part of a line that came from one Word.
struct Piece {
  Span span; ///< in the text of the line
  Rect box;  ///< of the whole word
};

struct TextLine {
  std::string text;          ///< words joined by a blank, or by a tab where the gap is wide
  std::vector<Piece> pieces; ///< from left to right; never empty
  Rect box;                  ///< of all words
  int height = 0;            ///< of the words, on average
};

/// The lines, in no order. A word without a box is a line by itself; so is one that stands alone.
/// REQUIRES: coordinates and sizes below 2^29, so that a few of them may be added.
std::vector<TextLine> linesOf(const std::vector<Word>& words);

/// The words that `span` touches, whole: what must be covered to hide it.
Rect wordBox(const TextLine& line, Span span);

/// Where `span` itself stands, as if all characters of a word were equally wide.
Rect spanBox(const TextLine& line, Span span);

} // namespace photoscrub::identify
