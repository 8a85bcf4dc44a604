#include "identify/rules.h"

#include <algorithm>
#include <tuple>

namespace photoscrub::identify {

namespace {

/// How text runs across the picture.
enum class Turn {
  none,
  downwards, ///< turned by a quarter to the right: reads from top to bottom
  upwards,   ///< turned by a quarter to the left
};

/// The box as it stands when the picture is turned so that the text is level, or back.
Rect levelled(const Rect& box, Turn turn) {
  switch (turn) {
  case Turn::downwards:
    return {box.y, -(box.x + box.width), box.height, box.width};
  case Turn::upwards:
    return {-(box.y + box.height), box.x, box.height, box.width};
  case Turn::none:
    break;
  }
  return box;
}
Rect turnedBack(const Rect& box, Turn turn) {
  return levelled(box, turn == Turn::downwards ? Turn::upwards
                       : turn == Turn::upwards ? Turn::downwards
                                               : Turn::none);
}

/// Far outside any picture, near enough that neither turning a box nor adding a few overflows.
Rect tamed(const Rect& box) {
  constexpr int kFarthest = 1 << 27;
  return {std::clamp(box.x, -kFarthest, kFarthest), std::clamp(box.y, -kFarthest, kFarthest),
          std::clamp(box.width, 0, kFarthest), std::clamp(box.height, 0, kFarthest)};
}

/// A word of three letters or more that is much taller than wide runs up or down.
bool isUpright(const Word& word) {
  const Rect box = tamed(word.box);
  return word.text.size() >= 3 && box.height > box.width + box.width / 2;
}

void appendIdentifiers(std::vector<Word> words, Turn turn, std::vector<Identifier>& all) {
  if (words.empty())
    return;
  for (Word& word : words)
    word.box = levelled(word.box, turn);
  const Page page = pageOf(words);
  Findings findings(page);
  for (const auto rule :
       {findEmails, findSmartcards, findPhones, findDates, findHealthNumbers, findStaffNumbers,
        findHospitalNumbers, findPostcodes, findNames, findAddresses, findPlaces})
    rule(page, findings);
  for (Identifier& found : findings.identifiers) {
    found.box = turnedBack(found.box, turn);
    all.push_back(std::move(found));
  }
}

/// Upright text is read both ways; what stands in one word is found twice.
void dropTwins(std::vector<Identifier>& all, std::size_t from) {
  const auto key = [](const Identifier& a) {
    return std::tuple(a.box.y, a.box.x, a.box.width, a.box.height, std::string_view(a.label),
                      std::string_view(a.value), a.certainty);
  };
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
  std::sort(begin, all.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto same = [](const Identifier& a, const Identifier& b) {
    return a.box == b.box && a.label == b.label && a.value == b.value;
  };
  all.erase(std::unique(begin, all.end(), same), all.end());
}

} // namespace

std::vector<Identifier> identifyText(const std::vector<Word>& words) {
  std::vector<Word> level, upright;
  for (const Word& word : words)
    (isUpright(word) ? upright : level).push_back({word.text, tamed(word.box)});
  std::vector<Identifier> all;
  appendIdentifiers(std::move(level), Turn::none, all);
  const std::size_t levelCount = all.size();
  appendIdentifiers(upright, Turn::downwards, all);
  appendIdentifiers(std::move(upright), Turn::upwards, all);
  dropTwins(all, levelCount);
  return all;
}

} // namespace photoscrub::identify
