#include "identify/text_lines.h"

#include "identify/glued_dates.h"
#include "identify/plain_text.h"

#include <algorithm>
#include <cstdlib>

namespace photoscrub::identify {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
/// Words looked at on either side in the order of height on the page. A row of a dense patient list
/// has about 30 words.
constexpr std::size_t kNeighbours = 256;
/// Gaps in multiples of the letter height. Blanks are about a third of it, the distance from a
/// label to its value on a form rarely more than ten times, between the columns of a sparse
/// list up to fifteen times.
constexpr int kWidestGap = 16;

struct Item {
  std::string text;
  Rect box;
  int centreY() const { return box.y + box.height / 2; }
  int centreX() const { return box.x + box.width / 2; }
};

/// Whether `right` may follow `left` on a line: beside it, of similar size, and not too far away.
bool mayFollow(const Item& left, const Item& right) {
  const int small = std::min(left.box.height, right.box.height);
  const int large = std::max(left.box.height, right.box.height);
  const int shared =
      std::min(left.box.bottom(), right.box.bottom()) - std::max(left.box.y, right.box.y);
  const long long gap = static_cast<long long>(right.box.x) - left.box.right();
  return right.centreX() > left.centreX() && right.box.x > left.box.x + left.box.width / 2 &&
         2LL * shared >= small && large <= 2LL * small + small / 2 &&
         gap <= static_cast<long long>(kWidestGap) * large;
}

class LineBuilder {
public:
  explicit LineBuilder(const std::vector<Word>& words) {
    for (const Word& word : words)
      if (std::string text = plainText(word.text); !text.empty())
        add({std::move(text), word.box});
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (!items_[i].box.empty())
        byHeight_.push_back(i);
    std::sort(byHeight_.begin(), byHeight_.end(), [&](std::size_t a, std::size_t b) {
      return items_[a].centreY() < items_[b].centreY();
    });
  }

  std::vector<TextLine> lines() {
    linkNeighbours();
    std::vector<TextLine> lines;
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (previous_[i] == kNone)
        lines.push_back(lineFrom(i));
    return lines;
  }

private:
  /// A date and the digits that stick to it are two words.
  void add(Item item) {
    const std::size_t size = gluedDateSize(item.text);
    if (size == 0) {
      items_.push_back(std::move(item));
      return;
    }
    const Rect box = item.box;
    const int split =
        static_cast<int>(box.width * static_cast<long long>(size) /
                         static_cast<long long>(std::max<std::size_t>(1, item.text.size())));
    items_.push_back({item.text.substr(0, size), {box.x, box.y, split, box.height}});
    items_.push_back(
        {item.text.substr(size), {box.x + split, box.y, box.width - split, box.height}});
  }

  /// Two words are linked where each is the other's nearest. Links only lead to the right, so they
  /// form chains.
  void linkNeighbours() {
    previous_.assign(items_.size(), kNone);
    next_.assign(items_.size(), kNone);
    for (std::size_t place = 0; place < byHeight_.size(); ++place) {
      const std::size_t left = byHeight_[place];
      const std::size_t right = nearestRight(place);
      if (right == kNone)
        continue;
      if (previous_[right] == kNone ||
          items_[left].box.right() > items_[previous_[right]].box.right())
        previous_[right] = left;
    }
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (previous_[i] != kNone)
        next_[previous_[i]] = i;
  }

  std::size_t nearestRight(std::size_t place) const {
    const Item& item = items_[byHeight_[place]];
    std::size_t best = kNone;
    const auto consider = [&](std::size_t other) {
      const Item& candidate = items_[byHeight_[other]];
      if (std::abs(candidate.centreY() - item.centreY()) > item.box.height)
        return false;
      if (mayFollow(item, candidate) && (best == kNone || candidate.box.x < items_[best].box.x))
        best = byHeight_[other];
      return true;
    };
    for (std::size_t k = 1; k <= kNeighbours && place + k < byHeight_.size(); ++k)
      if (!consider(place + k))
        break;
    for (std::size_t k = 1; k <= kNeighbours && k <= place; ++k)
      if (!consider(place - k))
        break;
    return best;
  }

  TextLine lineFrom(std::size_t first) {
    TextLine line;
    long long heights = 0;
    for (std::size_t i = first; i != kNone; i = next_[i]) {
      const Item& item = items_[i];
      if (!line.text.empty()) {
        const Rect& before = line.pieces.back().box;
        const int gap = item.box.x - before.right();
        line.text += gap > std::max(before.height, item.box.height) * 3 / 2 ? '\t' : ' ';
      }
      const std::size_t begin = line.text.size();
      line.text += item.text;
      line.pieces.push_back({{begin, line.text.size()}, item.box});
      line.box = boundingBox(line.box, item.box);
      heights += item.box.height;
    }
    line.height = static_cast<int>(heights / static_cast<long long>(line.pieces.size()));
    return line;
  }

  std::vector<Item> items_;
  std::vector<std::size_t> byHeight_; ///< items with a box, from top to bottom
  std::vector<std::size_t> previous_, next_;
};

/// The first piece that ends after `at`.
auto firstPiece(const TextLine& line, std::size_t at) {
  return std::partition_point(line.pieces.begin(), line.pieces.end(),
                              [&](const Piece& piece) { return piece.span.end <= at; });
}

/// The part of a piece's box that its characters [from, to) take.
Rect partOf(const Piece& piece, Span span) {
  const auto length = static_cast<long long>(piece.span.size());
  const auto offset = [&](std::size_t at) {
    const auto inside = std::clamp(at, piece.span.begin, piece.span.end) - piece.span.begin;
    return static_cast<int>(piece.box.width * static_cast<long long>(inside) / length);
  };
  const int from = offset(span.begin), to = offset(span.end);
  return {piece.box.x + from, piece.box.y, to - from, piece.box.height};
}

} // namespace

std::vector<TextLine> linesOf(const std::vector<Word>& words) {
  return LineBuilder(words).lines();
}

Rect wordBox(const TextLine& line, Span span) {
  Rect box;
  for (auto piece = firstPiece(line, span.begin);
       piece != line.pieces.end() && piece->span.begin < span.end; ++piece)
    box = boundingBox(box, piece->box);
  return box;
}

Rect spanBox(const TextLine& line, Span span) {
  Rect box;
  for (auto piece = firstPiece(line, span.begin);
       piece != line.pieces.end() && piece->span.begin < span.end; ++piece)
    box = boundingBox(box, partOf(*piece, span));
  return box;
}

} // namespace photoscrub::identify
