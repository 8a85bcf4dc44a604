#include "identify/page.h"

#include <algorithm>
#include <cstdlib>

namespace photoscrub::identify {

namespace {

/// Lines looked at upwards in the order of their tops; a screen shows fewer than 100.
constexpr std::size_t kLinesUp = 128;
/// Kept for each line. A line of a form has one to three lines directly above it.
constexpr std::size_t kMostBeside = 8;
/// Kept for each line. The widest patient list has about 15 columns.
constexpr std::size_t kMostColumns = 32;
/// Between two rows of a list, in multiples of the letter height.
constexpr int kRowGap = 4;
/// Rows below a column head; a screenful.
constexpr int kMostSteps = 60;

/// The height of a line's middle where it is closest to `x`; lines may slope.
int middleAt(const TextLine& line, int x) {
  const auto piece =
      std::partition_point(line.pieces.begin(), line.pieces.end() - 1,
                           [&](const Piece& candidate) { return candidate.box.right() < x; });
  return piece->box.y + piece->box.height / 2;
}

enum class Above {
  no,
  directly, ///< the next line of a paragraph or form
  row,      ///< as far as the rows of a list are apart
};

/// How `upper` stands to `lower`, measured where they overlap.
Above above(const TextLine& upper, const TextLine& lower) {
  const int height = std::max(upper.height, lower.height);
  const int left = std::max(upper.box.x, lower.box.x);
  const int right = std::min(upper.box.right(), lower.box.right());
  if (left >= right + height)
    return Above::no;
  const int middle = left + (right - left) / 2;
  const int step = middleAt(lower, middle) - middleAt(upper, middle);
  const int gap = step - (upper.height + lower.height) / 2;
  if (step <= 0 || gap < -height / 2 || gap > kRowGap * static_cast<long long>(height))
    return Above::no;
  return 2LL * gap <= 3LL * height ? Above::directly : Above::row;
}

/// Whether a value stands in the column of a label: they overlap, or start at the same margin.
bool isInColumn(const Rect& label, const Rect& value) {
  const bool overlap = label.x < value.right() && value.x < label.right();
  return overlap || std::abs(label.x - value.x) <= std::max(label.height, value.height);
}

class PageBuilder {
public:
  explicit PageBuilder(const std::vector<Word>& words) {
    page_.lines = linesOf(words);
    for (const TextLine& line : page_.lines)
      page_.labels.push_back(findLabels(line.text));
    page_.columns.resize(page_.lines.size());
    page_.beside.resize(page_.lines.size());
  }

  Page build() {
    const std::vector<std::size_t> order = fromTopToBottom();
    for (std::size_t place = 0; place < order.size(); ++place) {
      const std::size_t lower = order[place];
      const std::vector<Neighbour> uppers = linesAbove(order, place);
      for (const Neighbour& upper : uppers)
        addLabelsOf(upper, lower);
      for (const Neighbour& upper : uppers)
        addColumnsThrough(upper, lower);
    }
    return std::move(page_);
  }

private:
  struct Neighbour {
    std::size_t line;
    Above how;
  };

  std::vector<std::size_t> fromTopToBottom() const {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < page_.lines.size(); ++i)
      if (!page_.lines[i].box.empty())
        order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return middleOf(a) < middleOf(b); });
    return order;
  }

  long long middleOf(std::size_t line) const {
    const Rect& box = page_.lines[line].box;
    return 2LL * box.y + box.height;
  }

  std::vector<Neighbour> linesAbove(const std::vector<std::size_t>& order, std::size_t place) {
    const std::size_t lower = order[place];
    std::vector<Neighbour> uppers;
    for (std::size_t back = 1; back <= std::min(place, kLinesUp); ++back) {
      const std::size_t upper = order[place - back];
      const Above how = above(page_.lines[upper], page_.lines[lower]);
      if (how == Above::no)
        continue;
      uppers.push_back({upper, how});
      if (how == Above::directly)
        link(upper, lower);
      if (uppers.size() == kMostBeside)
        break;
    }
    return uppers;
  }

  void link(std::size_t upper, std::size_t lower) {
    page_.beside[lower].push_back(upper);
    if (page_.beside[upper].size() < 2 * kMostBeside)
      page_.beside[upper].push_back(lower);
  }

  void add(std::size_t line, const ColumnLabel& column) {
    if (page_.columns[line].size() < kMostColumns)
      page_.columns[line].push_back(column);
  }

  /// Labels directly above the line, and the heads of a list's columns.
  void addLabelsOf(const Neighbour& upper, std::size_t lower) {
    const TextLine& line = page_.lines[upper.line];
    const std::vector<Label>& labels = page_.labels[upper.line];
    for (std::size_t i = 0; i < std::min(labels.size(), kMostColumns); ++i) {
      const bool lone = isLone(line.text, labels, i);
      const bool head = lone && labels.size() > 1;
      if (upper.how == Above::directly || head)
        add(lower, {labels[i], spanBox(line, labels[i].span), 1, lone, head});
    }
  }

  /// Heads of columns pass down from row to row; labels that have a value beside them do not.
  void addColumnsThrough(const Neighbour& upper, std::size_t lower) {
    for (ColumnLabel column : page_.columns[upper.line])
      if ((upper.how == Above::directly ? column.lone : column.head) &&
          ++column.steps <= kMostSteps)
        add(lower, column);
  }

  Page page_;
};

std::optional<NearLabel> labelAbove(const Page& page, std::size_t line, Span value,
                                    LabelKinds wanted) {
  const Rect box = spanBox(page.lines[line], value);
  std::optional<NearLabel> best;
  for (const ColumnLabel& column : page.columns[line])
    if (contains(wanted, column.label.kind) && isInColumn(column.box, box) &&
        (!best || column.steps < best->steps))
      best = {column.label, false, column.lone, column.steps};
  return best;
}

} // namespace

Page pageOf(const std::vector<Word>& words) {
  return PageBuilder(words).build();
}

bool isLone(std::string_view line, const std::vector<Label>& labels, std::size_t index) {
  const std::size_t stop = index + 1 < labels.size() ? labels[index + 1].span.begin : line.size();
  for (std::size_t at = labels[index].span.end; at < stop && line[at] != '\t'; ++at)
    if (isWordByte(line[at]))
      return false;
  return true;
}

std::optional<Label> labelLeftOf(const Page& page, std::size_t line, Span value) {
  const std::vector<Label>& labels = page.labels[line];
  const auto after = std::partition_point(labels.begin(), labels.end(), [&](const Label& label) {
    return label.span.end <= value.begin;
  });
  if (after == labels.begin())
    return std::nullopt;
  const Label& label = *(after - 1);
  if (value.begin - label.span.end > kLabelReach)
    return std::nullopt;
  for (std::size_t at = label.span.end; at < value.begin; ++at)
    if (isDigit(page.lines[line].text[at]))
      return std::nullopt;
  return label;
}

std::optional<NearLabel> nearLabel(const Page& page, std::size_t line, Span value,
                                   LabelKinds wanted) {
  const auto left = labelLeftOf(page, line, value);
  if (left && contains(wanted, left->kind))
    return NearLabel{*left, true, false, 0};
  return labelAbove(page, line, value, wanted);
}

} // namespace photoscrub::identify
