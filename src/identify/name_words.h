/// Words of recognised text as parts of names.
#pragma once

#include "identify/labels.h"

#include <string_view>
#include <vector>

namespace photoscrub::identify {

enum class WordForm {
  capitals,    ///< SMITH, O'BRIEN, McDONALD
  capitalised, ///< John, Anne-Marie, McDonald
  initial,     ///< J or J.
  plain,       ///< letters in any other mixture
  other,       ///< holds something else, or is part of a label
};

/// What stands between a word and the one before it.
enum class Gap {
  blank, ///< at most two blanks
  comma, ///< a comma, with or without blanks
  apart, ///< anything else, or nothing before it
};

struct NameWord {
  Span span;
  WordForm form = WordForm::other;
  Gap before = Gap::apart;
  bool common = false; ///< a word of forms, wards and hospitals, not of names
};

/// The words of a line from left to right.
std::vector<NameWord> nameWords(std::string_view line, const std::vector<Label>& labels);

/// Whether the word belongs to forms, wards and places rather than to a name, in any case.
bool isCommonWord(std::string_view word);

enum class Title { none, person, staff };
/// What a title says about the name after it: Mr, Mrs ... a person, Dr, Nurse ... staff.
Title titleOf(std::string_view word);

} // namespace photoscrub::identify
