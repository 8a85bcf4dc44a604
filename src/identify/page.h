/// The words of one picture as lines, with their labels and with what stands above what.
#pragma once

#include "identify/labels.h"
#include "identify/text_lines.h"

#include <optional>
#include <vector>

namespace photoscrub::identify {

/// A label above a line: directly, or as the head of a column that reaches down to it.
struct ColumnLabel {
  Label label;
  Rect box;
  int steps = 1;     ///< lines down from the label
  bool lone = false; ///< nothing stands to its right, so its value must be below
  bool head = false; ///< lone, and one of several labels on its line: the head of a column
};

struct Page {
  std::vector<TextLine> lines;
  std::vector<std::vector<Label>> labels;        ///< of each line, from left to right
  std::vector<std::vector<ColumnLabel>> columns; ///< labels above each line, nearest first
  std::vector<std::vector<std::size_t>> beside;  ///< lines directly above and below each line
};
Page pageOf(const std::vector<Word>& words);

/// Whether nothing but marks stands between the label and the next label, wide gap or end of line.
bool isLone(std::string_view line, const std::vector<Label>& labels, std::size_t index);

/// A label that a value belongs to.
struct NearLabel {
  Label label;
  bool sameLine = false; ///< left of the value; otherwise above it
  bool lone = false;     ///< for labels above: nothing stands to its right
  int steps = 0;         ///< for labels above: lines down from the label
};

/// How far a label may be from its value on the same line, in characters. Long enough for
/// "NHS number (if known): ".
inline constexpr std::size_t kLabelReach = 24;

/// The label of one of the wanted kinds that is nearest to the value: to its left on the same line
/// with no digits and no other label between them, else above it.
std::optional<NearLabel> nearLabel(const Page& page, std::size_t line, Span value,
                                   LabelKinds wanted);

/// The label directly left of the value, of any kind.
std::optional<Label> labelLeftOf(const Page& page, std::size_t line, Span value);

} // namespace photoscrub::identify
