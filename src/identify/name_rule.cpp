/// Names of patients and staff: on identity bands and lists, after titles, beside and below labels.

#include "identify/name_words.h"
#include "identify/rules.h"

#include <algorithm>

namespace photoscrub::identify {

namespace {

using enum LabelKind;
constexpr LabelKinds kNameLabels = labelKinds(surname, forename, patientName, name, kin, staffName);
constexpr std::size_t kMostWords = 4;
/// Characters between a name and the date on the same line of a band.
constexpr std::size_t kDateReach = 40;
/// Dates looked at on a neighbouring line.
constexpr std::size_t kDatesBeside = 4;

std::string_view whoseName(LabelKind label) {
  if (label == staffName)
    return "staff name";
  return label == name || label == kin ? "name" : "patient name";
}

bool isHigh(const NameWord& word) {
  return word.form == WordForm::capitals || word.form == WordForm::capitalised;
}
bool mayBeName(const NameWord& word) {
  return isHigh(word) && !word.common;
}

class NameReader {
public:
  NameReader(const Page& page, Findings& findings, std::size_t line)
      : page_(page), findings_(findings), line_(line), text_(page.lines[line].text),
        words_(nameWords(text_, page.labels[line])) {}

  void read() {
    for (std::size_t k = 0; k < words_.size();) {
      const std::size_t used = readLastFirst(k);
      k += used == 0 ? 1 : used;
    }
    for (const Label& label : page_.labels[line_])
      if (contains(kNameLabels, label.kind))
        readBeside(label);
    for (std::size_t k = 0; k < words_.size(); ++k) {
      readTitled(k);
      readUnknown(k);
      if (words_[k].before == Gap::apart)
        readBelowLabel(k);
    }
  }

private:
  std::string valueOf(Span span) const { return text_.substr(span.begin, span.size()); }

  void report(Span span, std::string_view what, Certainty certainty) {
    findings_.report(line_, span, {what, valueOf(span), certainty});
  }

  /// LAST First, LAST, First Middle. Returns how many words were taken.
  std::size_t readLastFirst(std::size_t k) {
    if (!mayBeName(words_[k]))
      return 0;
    std::size_t last = k; // surnames such as VAN DYKE have two words
    if (words_[k].form == WordForm::capitals && k + 2 < words_.size() &&
        words_[k + 1].before == Gap::blank && words_[k + 1].form == WordForm::capitals &&
        mayBeName(words_[k + 1]))
      ++last;
    const std::size_t first = last + 1;
    if (first >= words_.size() || words_[first].before == Gap::apart || words_[first].common)
      return 0;
    const bool comma = words_[first].before == Gap::comma;
    const bool shouted = words_[last].form == WordForm::capitals;
    if (!isHigh(words_[first]) && !(comma && words_[first].form == WordForm::initial))
      return 0;
    if (!comma && (!shouted || words_[first].form != WordForm::capitalised))
      return 0;
    const std::size_t end = withMiddleNames(first);
    const Span span{words_[k].span.begin, words_[end].span.end};
    if (findings_.isTaken(line_, span))
      return 0;
    const bool bothCases = shouted && words_[first].form != WordForm::capitals;
    return reportLastFirst(span, {comma, bothCases}) ? end - k + 1 : 0;
  }

  struct Form {
    bool comma;
    bool bothCases; ///< LAST in capitals, First not
  };
  bool reportLastFirst(Span span, Form form) {
    if (DatePlace* date = birthDateNear(span, form.comma)) {
      Identifier& birth = findings_.identifiers[date->index];
      birth.label = "date of birth";
      birth.certainty = Certainty::high;
      report(span, "patient name", Certainty::high);
      return true;
    }
    const auto label = nearLabel(page_, line_, span, kNameLabels);
    if (label && (label->sameLine || label->lone)) {
      report(span, whoseName(label->label.kind), Certainty::medium);
      return true;
    }
    if (!(form.comma && form.bothCases) && !titleFollows(span.end))
      return false;
    report(span, "name", Certainty::medium);
    return true;
  }

  std::size_t withMiddleNames(std::size_t at) const {
    for (int more = 0; more < 2 && at + 1 < words_.size(); ++more) {
      const NameWord& next = words_[at + 1];
      if (next.before != Gap::blank || next.common ||
          (next.form != WordForm::capitalised && next.form != WordForm::initial))
        break;
      ++at;
    }
    return at;
  }

  /// "(Mr)" behind the name, as patient administration systems print it.
  bool titleFollows(std::size_t at) const {
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '(' || text_[at] == ','))
      ++at;
    std::size_t end = at;
    while (end < text_.size() && isLetter(text_[end]) && end - at < 10)
      ++end;
    return end > at && titleOf(std::string_view(text_).substr(at, end - at)) != Title::none;
  }

  /// The date of birth that makes LAST First a band. With a comma any date that is labelled as one
  /// counts; without, only the layout of bands does.
  DatePlace* birthDateNear(Span span, bool comma) {
    std::vector<DatePlace*> near = datesOnLine(span);
    for (const std::size_t other : page_.beside[line_])
      for (std::size_t n = 0; n < std::min(findings_.dates[other].size(), kDatesBeside); ++n)
        near.push_back(&findings_.dates[other][n]);
    DatePlace* best = nullptr;
    for (DatePlace* date : near) {
      const bool unlabelled = findings_.identifiers[date->index].label != "date of care";
      const bool fits = date->birthLabel ? comma || date->bandStyle : date->bandStyle && unlabelled;
      if (fits && (!best || (date->birthLabel && !best->birthLabel)))
        best = date;
    }
    return best;
  }

  std::vector<DatePlace*> datesOnLine(Span span) {
    std::vector<DatePlace>& dates = findings_.dates[line_];
    const auto after = std::partition_point(dates.begin(), dates.end(), [&](const DatePlace& date) {
      return date.span.begin < span.end;
    });
    std::vector<DatePlace*> near;
    if (after != dates.end() && after->span.begin - span.end <= kDateReach)
      near.push_back(&*after);
    if (after != dates.begin() && (after - 1)->span.end <= span.begin &&
        span.begin - (after - 1)->span.end <= kDateReach)
      near.push_back(&*(after - 1));
    return near;
  }

  /// Mr Smith, Dr. A Jones.
  void readTitled(std::size_t k) {
    const std::string_view word =
        std::string_view(text_).substr(words_[k].span.begin, words_[k].span.size());
    const Title title = isUpper(word[0]) ? titleOf(word) : Title::none;
    if (title == Title::none || k + 1 >= words_.size() || !followsTitle(k))
      return;
    const std::size_t count = wordsOfName(k + 1, isHigh);
    if (count == 0)
      return;
    const Span span{words_[k].span.begin, words_[k + count].span.end};
    if (findings_.isTaken(line_, span))
      return;
    if (title == Title::staff)
      report(span, "staff name", Certainty::info);
    else
      report(span, "name", Certainty::medium);
  }

  bool followsTitle(std::size_t k) const {
    const std::size_t end = words_[k].span.end;
    const std::string_view gap =
        std::string_view(text_).substr(end, words_[k + 1].span.begin - end);
    return gap == " " || gap == ". " || gap == ".";
  }

  /// How many words from `k` on form a name; 0 if none of them is more than an initial.
  template <class Accept> std::size_t wordsOfName(std::size_t k, Accept accept) const {
    std::size_t count = 0;
    bool full = false;
    while (count < kMostWords && k + count < words_.size()) {
      const NameWord& word = words_[k + count];
      if (count > 0 && word.before == Gap::apart)
        break;
      if ((!accept(word) && word.form != WordForm::initial) || word.common)
        break;
      full = full || word.form != WordForm::initial;
      ++count;
    }
    return full ? count : 0;
  }

  void readUnknown(std::size_t k) {
    if (k + 1 >= words_.size() || words_[k + 1].before != Gap::blank)
      return;
    const Span span{words_[k].span.begin, words_[k + 1].span.end};
    const std::string value = valueOf(span);
    if ((sameIgnoringCase(value, "unknown male") || sameIgnoringCase(value, "unknown female")) &&
        !findings_.isTaken(line_, span))
      report(span, "patient name", Certainty::info);
  }

  /// "Surname: Smith", "Patient John Smith".
  void readBeside(const Label& label) {
    auto word = std::partition_point(words_.begin(), words_.end(), [&](const NameWord& w) {
      return w.span.begin < label.span.end;
    });
    if (word == words_.end())
      return;
    const std::string_view gap =
        std::string_view(text_).substr(label.span.end, word->span.begin - label.span.end);
    if (gap.size() > 6)
      return;
    const bool marked = gap.find_first_of(":\t=") != std::string_view::npos;
    auto k = static_cast<std::size_t>(word - words_.begin());
    if (titleOf(valueOf(word->span)) != Title::none && k + 1 < words_.size() && followsTitle(k))
      ++k;
    const bool sure = marked || !label.weak;
    const std::size_t count = wordsOfName(k, [&](const NameWord& w) {
      return sure && (w.form == WordForm::plain) ? true : isHigh(w);
    });
    if (count == 0 || (!sure && count < 2))
      return;
    const Span span{words_[k].span.begin, words_[k + count - 1].span.end};
    if (!findings_.isTaken(line_, span))
      report(span, whoseName(label.kind), Certainty::medium);
  }

  /// A phrase of nothing but names directly below its label, or deeper in its column where it has
  /// two words.
  void readBelowLabel(std::size_t k) {
    const std::size_t count = wordsOfName(k, isHigh);
    if (count == 0)
      return;
    const Span span{words_[k].span.begin, words_[k + count - 1].span.end};
    if (span.end < text_.size() && text_[span.end] != '\t')
      return;
    if (span.begin > 0 && text_[span.begin - 1] != '\t')
      return;
    const auto label = nearLabel(page_, line_, span, kNameLabels);
    if (!label || label->sameLine || !label->lone || (label->steps > 1 && count < 2))
      return;
    if (!findings_.isTaken(line_, span))
      report(span, whoseName(label->label.kind), Certainty::medium);
  }

  const Page& page_;
  Findings& findings_;
  std::size_t line_;
  const std::string& text_;
  std::vector<NameWord> words_;
};

} // namespace

void findNames(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line)
    NameReader(page, findings, line).read();
}

} // namespace photoscrub::identify
