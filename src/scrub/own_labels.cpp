#include "scrub/own_labels.h"

#include <algorithm>

namespace photoscrub::scrub {

namespace {

// Of the words that are also surnames, those in lower case: nobody writes names so.
constexpr std::string_view kWords[] = {
    "(unchecked)", "128",      "39",      "Aztec",    "Code",      "ITF",     "PDF417",  "CHI",
    "Data",        "GMC",      "GOC",     "GPhC",     "GS1",       "H&C",     "HCPC",    "IHI",
    "Matrix",      "NHS",      "NMC",     "PIN",      "QR",        "address", "baby",    "badge",
    "band",        "bar",      "bed",     "birth",    "board",     "book",    "by",      "care",
    "code",        "date",     "details", "e-mail",   "face",      "found",   "hand",    "hospital",
    "label",       "laptop",   "marked",  "matrix",   "monitor",   "name",    "not",     "note",
    "number",      "of",       "or",      "product",  "page",      "paper",   "patient", "person",
    "phone",       "postcode", "read",    "screen",   "smartcard", "staff",   "text",    "ward",
    "whiteboard",  "with",     "word",    "wristband"};

bool isWord(std::string_view word) {
  if (!word.empty() && word.back() == ',')
    word.remove_suffix(1);
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

} // namespace

bool isOwnLabel(std::string_view label) {
  constexpr std::size_t kLongest = 60;
  if (label.empty() || label.size() > kLongest)
    return false;
  while (!label.empty()) {
    const auto end = std::min(label.find(' '), label.size());
    if (!isWord(label.substr(0, end)))
      return false;
    label.remove_prefix(std::min(end + 1, label.size()));
  }
  return true;
}

} // namespace photoscrub::scrub
