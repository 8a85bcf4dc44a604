#include "scrub/jigsaw.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::scrub {

using detect::Region;
using detect::RegionKind;

namespace {

/// A photo told in words: "date" is an identifier of that label, "file:date" one of the file name,
/// "kept:time" metadata that stays, "badge" a region, "one person" somebody alone, "lettering" text
/// on somebody. A word in brackets is covered.
class Photo {
public:
  explicit Photo(std::vector<std::string> words) {
    regions_.reserve(3 * words.size());
    for (const auto& word : words)
      add(word);
  }

  std::optional<JigsawWarning> warning() const { return jigsaw(pieces_); }

private:
  void put(RegionKind kind, const std::string& label, Rect box, bool visible) {
    Region region;
    region.kind = kind;
    region.label = label;
    region.box = box;
    regions_.push_back(region);
    pieces_.regions.push_back({&regions_.back(), visible});
  }

  void add(std::string word) {
    const bool visible = !word.starts_with('(');
    if (!visible)
      word = word.substr(1, word.size() - 2);
    const Rect elsewhere{1000 + 50 * static_cast<int>(regions_.size()), 1000, 40, 10};
    const Rect body{0, 0, 200, 500};
    if (word.starts_with("file:"))
      pieces_.fileName.push_back(word.substr(5));
    else if (word.starts_with("kept:"))
      pieces_.kept.push_back(word.substr(5));
    else if (word == "one person")
      put(RegionKind::person, "person, face found", body, visible);
    else if (word == "somebody else")
      put(RegionKind::person, "person", {500, 0, 200, 500}, visible);
    else if (word == "face")
      put(RegionKind::face, "face", {80, 20, 60, 60}, visible);
    else if (word == "lettering")
      put(RegionKind::text, "text", {50, 200, 60, 10}, visible);
    else if (word == "whiteboard")
      put(RegionKind::document, word, elsewhere, visible);
    else if (const auto kind = detect::regionKindFrom(word))
      put(*kind, "", elsewhere, visible);
    else
      put(RegionKind::identifier, word, elsewhere, visible);
  }

  std::vector<Region> regions_;
  JigsawPieces pieces_;
};

std::vector<std::string> clues(const std::vector<std::string>& words) {
  const auto warning = Photo(words).warning();
  return warning ? warning->clues : std::vector<std::string>{};
}

bool warns(const std::vector<std::string>& words) {
  return Photo(words).warning().has_value();
}

const std::vector<std::vector<std::string>> kEnough = {
    {"file:date", "badge", "ward or bed"},
    {"file:date", "screen", "face"}, // the face is of one person alone
    {"one person", "lettering", "file:date"},
    {"whiteboard", "date", "phone number"},
    {"NHS number", "badge"},
    {"patient name", "file:date"},
    {"wristband", "screen"},
    {"file:patient name", "document"},
    {"postcode", "name", "staff name"},
    {"name", "name", "e-mail address"},
    {"badge", "badge", "kept:caption"},
    {"kept:time", "kept:credit", "barcode"},
    {"date of care", "ward or bed"},
};

class EnoughClues : public testing::TestWithParam<std::vector<std::string>> {};
class TooFewClues : public testing::TestWithParam<std::vector<std::string>> {};

} // namespace

TEST_P(EnoughClues, Warn) {
  EXPECT_TRUE(warns(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Jigsaw, EnoughClues, testing::ValuesIn(kEnough));

TEST_P(EnoughClues, DoNotWarnWithoutOneOfThem) {
  for (std::size_t i = 0; i < GetParam().size(); ++i) {
    auto words = GetParam();
    const auto word = words[i];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(warns(words)) << "without " << word;
    if (word.find(':') != std::string::npos)
      continue;
    words.push_back("(" + word + ")");
    EXPECT_FALSE(warns(words)) << "with a covered " << word;
  }
}

TEST_P(TooFewClues, DoNotWarn) {
  EXPECT_FALSE(warns(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(
    Jigsaw, TooFewClues,
    testing::Values(std::vector<std::string>{}, std::vector<std::string>{"file:date", "badge"},
                    std::vector<std::string>{"one person", "face", "file:date"},
                    std::vector<std::string>{"screen", "screen", "screen", "screen"},
                    std::vector<std::string>{"date", "date", "date"},
                    std::vector<std::string>{"NHS number", "date of birth", "patient name"},
                    std::vector<std::string>{"kept:credit", "kept:copyright", "file:date"},
                    std::vector<std::string>{"kept:colour", "kept:orientation", "kept:filename"},
                    std::vector<std::string>{"text", "text", "text", "text"},
                    std::vector<std::string>{"one person", "somebody else", "file:date", "date"}));

TEST(Jigsaw, NeverWarnsOfASingleClue) {
  std::map<std::string_view, int> most;
  for (const auto& rule : jigsawRules())
    most[rule.clue] = std::max(most[rule.clue], rule.weight * rule.most);
  for (const auto& [clue, weight] : most)
    EXPECT_LT(weight, kJigsawThreshold) << clue;
}

TEST(Jigsaw, HasNoRuleThatNothingReaches) {
  const auto rules = jigsawRules();
  for (std::size_t i = 0; i < rules.size(); ++i)
    for (std::size_t before = 0; before < i; ++before)
      EXPECT_FALSE(rules[before].source == rules[i].source &&
                   (rules[before].word.empty() || rules[before].word == rules[i].word))
          << rules[i].clue << ": " << rules[i].word;
}

TEST(Jigsaw, NamesTheCluesInOneOrder) {
  const std::vector<std::string> named = {"a date in the file name", "a ward or bed", "a badge"};
  EXPECT_EQ(clues({"badge", "file:date", "ward or bed"}), named);
  EXPECT_EQ(clues({"ward or bed", "badge", "file:date"}), named);
}

TEST(Jigsaw, SaysItInOneSentence) {
  EXPECT_EQ(sentence({3, {"a date in the file name", "a badge"}}),
            "Several small clues together may identify somebody (C150): a date in the file name, a "
            "badge.");
}

TEST(Jigsaw, CountsOneFaceAndItsBodyAsOnePerson) {
  EXPECT_TRUE(warns({"one person", "face", "file:date", "screen"}));
  EXPECT_TRUE(warns({"one person", "(face)", "file:date", "screen"}));
  EXPECT_FALSE(warns({"(one person)", "(face)", "file:date", "screen"}));
  EXPECT_FALSE(warns({"face", "somebody else", "file:date", "screen"}));
}

// Covering one of two people does not make the other stand out more than before.
TEST(Jigsaw, CountsCoveredPeopleToo) {
  EXPECT_FALSE(warns({"one person", "(somebody else)", "file:date", "screen"}));
}

TEST(Jigsaw, CountsLetteringOnPeopleOnlyAndOnce) {
  EXPECT_FALSE(warns({"lettering", "file:date", "screen"}));
  EXPECT_TRUE(warns({"(one person)", "lettering", "file:date", "screen"}));
  EXPECT_FALSE(warns({"(one person)", "lettering", "lettering", "file:date"}));
}

TEST(Jigsaw, TakesAnyOtherIdentifierForAStrongOne) {
  EXPECT_TRUE(warns({"a label of tomorrow", "badge"}));
  EXPECT_TRUE(warns({"file:a label of tomorrow", "badge"}));
  EXPECT_FALSE(warns({"kept:a field of tomorrow", "badge", "screen"}));
}

} // namespace photoscrub::scrub
