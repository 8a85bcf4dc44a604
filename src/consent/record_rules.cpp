#include "consent/record_rules.h"

#include "consent/day.h"
#include "consent/plain_text.h"

#include <limits>

namespace photoscrub::consent {

namespace {

// A line for a list, and an answer in a form, with room to spare.
constexpr std::size_t kShortBytes = 200;
constexpr std::size_t kLongBytes = 4'000;
// Series of photos of one person; each scope costs a comparison with each region of a photo.
constexpr std::size_t kMaxScopes = 1'000;
constexpr std::size_t kMaxPathBytes = 4'096; // PATH_MAX of Linux

Error wrong(std::string message, const char* field) {
  return {ErrorCode::malformed, std::move(message), field};
}

Status checkText(std::string_view text, const char* field, std::size_t maxBytes) {
  std::string sentence = "The consent's ";
  sentence += field;
  if (text.find_first_not_of(' ') == std::string_view::npos)
    return wrong(sentence += " is missing", field);
  if (text.size() > maxBytes)
    return wrong(sentence += " is too long", field);
  if (!isPlainLine(text))
    return wrong(sentence += " must be one line of plain text", field);
  return {};
}

Status checkDay(const std::string& text, const char* field) {
  if (isDay(text))
    return {};
  std::string sentence = "The day on which the consent ";
  sentence += field;
  return wrong(sentence += " must be a day of the calendar, such as 2026-11-21", field);
}

bool isSha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Status checkScope(const Scope& scope) {
  constexpr int kMost = std::numeric_limits<int>::max();
  const Rect& box = scope.box;
  if (!isSha256(scope.photoSha256))
    return wrong("The consent must name its photo by SHA-256", "photo");
  if (box.x < 0 || box.y < 0 || box.empty() || box.x > kMost - box.width ||
      box.y > kMost - box.height)
    return wrong("The consent's box must lie inside the photo", "box");
  return {};
}

} // namespace

Status checkRecord(const Record& record) {
  PHOTOSCRUB_CHECK(checkText(record.reference, "reference", kShortBytes));
  // "C-1" and "C-1 " would look the same in a list; a first "-" makes an option of it.
  if (record.reference.front() == ' ' || record.reference.back() == ' ' ||
      record.reference.front() == '-')
    return wrong("The consent's reference must not begin with a hyphen, or begin or end with a "
                 "space",
                 "reference");
  PHOTOSCRUB_CHECK(checkText(record.subject, "subject", kShortBytes));
  PHOTOSCRUB_CHECK(checkText(record.sharedHow, "words on how it is shared", kLongBytes));
  PHOTOSCRUB_CHECK(checkText(record.sharedFor, "words on what it is shared for", kLongBytes));
  PHOTOSCRUB_CHECK(checkText(record.sharedWhere, "words on where it is shared", kLongBytes));
  PHOTOSCRUB_CHECK(checkText(record.witnessedBy, "witness", kShortBytes));
  PHOTOSCRUB_CHECK(checkDay(record.signedOn, "was signed"));
  if (!record.expires.empty())
    PHOTOSCRUB_CHECK(checkDay(record.expires, "expires"));
  if (!record.expires.empty() && record.expires < record.signedOn)
    return wrong("The consent cannot expire before it was signed", "expires");
  if (!record.withdrawnOn.empty())
    PHOTOSCRUB_CHECK(checkDay(record.withdrawnOn, "was withdrawn"));
  if (record.scopes.empty())
    return wrong("The consent must name at least one photo and box", "scopes");
  if (record.scopes.size() > kMaxScopes)
    return wrong("The consent names too many boxes; make several of it", "scopes");
  for (const auto& scope : record.scopes)
    PHOTOSCRUB_CHECK(checkScope(scope));
  return {};
}

Status checkUse(const Use& use) {
  const auto& path = use.output.native();
  if (!isSha256(use.photoSha256) || !isSha256(use.outputSha256))
    return wrong("The use of a consent must name photo and copy by SHA-256", "use");
  if (!use.output.is_absolute() || path.size() > kMaxPathBytes ||
      path.find('\0') != std::string::npos)
    return wrong("The use of a consent must name the copy by its whole path", "use");
  if (!isMoment(use.usedAt))
    return wrong("The use of a consent must say when it was", "use");
  return {};
}

} // namespace photoscrub::consent
