#include "identify/ascii.h"
#include "identify/name_words.h"

#include <algorithm>
#include <array>
#include <string>

namespace photoscrub::identify {

namespace {

/// Words that stand capitalised on wards, forms and screens and are not taken for names. A few of
/// them are surnames as well (Ward, Bond); a label or a comma still brings those out. In order.
constexpr std::string_view kCommonWords[] = {
    "a",           "accident",   "acute",      "address",      "admission", "adult",
    "allergies",   "allergy",    "ambulance",  "amu",          "an",        "and",
    "antenatal",   "assessment", "band",       "bay",          "bed",       "blood",
    "board",       "bp",         "breakfast",  "building",     "call",      "cannula",
    "cardiology",  "care",       "ccu",        "centre",       "chart",     "checklist",
    "chest",       "child",      "children",   "clinic",       "clinical",  "close",
    "code",        "community",  "consent",    "corridor",     "critical",  "ct",
    "daily",       "date",       "day",        "department",   "diabetes",  "diagnosis",
    "diet",        "dinner",     "discharge",  "dnacpr",       "do",        "door",
    "dose",        "drug",       "ecg",        "emergency",    "england",   "entrance",
    "exit",        "female",     "fire",       "floor",        "fluid",     "for",
    "form",        "foundation", "friday",     "from",         "gender",    "general",
    "glucose",     "group",      "hand",       "handover",     "hdu",       "health",
    "high",        "home",       "hospital",   "house",        "hygiene",   "icu",
    "in",          "infection",  "infirmary",  "information",  "inpatient", "inpatients",
    "intensive",   "ireland",    "is",         "itu",          "kingdom",   "lane",
    "left",        "list",       "london",     "low",          "lunch",     "male",
    "maternity",   "medical",    "medication", "medicine",     "meeting",   "midwife",
    "monday",      "mr",         "mri",        "mrs",          "national",  "neonatal",
    "news",        "next",       "nhs",        "night",        "no",        "none",
    "northern",    "not",        "note",       "notes",        "notice",    "number",
    "nurse",       "nursing",    "obs",        "observations", "of",        "office",
    "on",          "oncology",   "only",       "orthopaedic",  "out",       "outpatient",
    "outpatients", "oxygen",     "paediatric", "paediatrics",  "page",      "pain",
    "patient",     "patients",   "pharmacy",   "plan",         "please",    "postnatal",
    "practice",    "private",    "pulse",      "queen",        "radiology", "reception",
    "record",      "referral",   "request",    "result",       "results",   "resus",
    "review",      "right",      "road",       "room",         "round",     "royal",
    "safety",      "sample",     "saturday",   "scan",         "scotland",  "service",
    "services",    "sex",        "sheet",      "shift",        "sister",    "south",
    "specimen",    "staff",      "street",     "sunday",       "surgery",   "surgical",
    "team",        "temp",       "test",       "the",          "theatre",   "therapy",
    "thursday",    "time",       "to",         "today",        "toilet",    "tomorrow",
    "treatment",   "triage",     "trust",      "tuesday",      "uk",        "unit",
    "united",      "university", "unknown",    "urgent",       "urine",     "visitor",
    "visitors",    "wales",      "ward",       "warning",      "water",     "wednesday",
    "weight",      "welcome",    "west",       "with",         "wound",     "xray",
    "yes"};
static_assert(std::ranges::is_sorted(kCommonWords));

struct TitleWord {
  std::string_view word;
  Title title;
};
constexpr std::array<TitleWord, 16> kTitles = {{{"mr", Title::person},
                                                {"mrs", Title::person},
                                                {"ms", Title::person},
                                                {"miss", Title::person},
                                                {"mx", Title::person},
                                                {"master", Title::person},
                                                {"mstr", Title::person},
                                                {"baby", Title::person},
                                                {"dr", Title::staff},
                                                {"prof", Title::staff},
                                                {"professor", Title::staff},
                                                {"nurse", Title::staff},
                                                {"sister", Title::staff},
                                                {"matron", Title::staff},
                                                {"midwife", Title::staff},
                                                {"consultant", Title::staff}}};

} // namespace

bool isCommonWord(std::string_view word) {
  if (word.size() > 14)
    return false;
  std::string key;
  for (const char c : word)
    key += lower(c);
  return std::binary_search(std::begin(kCommonWords), std::end(kCommonWords), key);
}

Title titleOf(std::string_view word) {
  for (const TitleWord& entry : kTitles)
    if (sameIgnoringCase(entry.word, word))
      return entry.title;
  return Title::none;
}

} // namespace photoscrub::identify
