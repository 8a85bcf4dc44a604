/// The few values a person may ask to keep (`--keep`), made safe to write afresh. Plain data and
/// pure functions.
#pragma once

#include <string>
#include <string_view>

namespace photoscrub::metadata {

/// What to keep; nothing by default.
struct KeepOptions {
  bool copyright = false;
  bool credit = false; ///< who made the photo
  bool caption = false;
  bool time = false; ///< when it was taken
};

/// Texts in UTF-8 without control characters; empty where the file has none. They may name people:
/// never log them.
struct KeptValues {
  std::string copyright;
  std::string credit;
  std::string caption;
  std::string time; ///< "2026:01:31 09:05:00", the time of day blank where it is unknown
  friend bool operator==(const KeptValues&, const KeptValues&) = default;
};

/// `values` without those not asked for.
KeptValues selected(KeptValues values, const KeepOptions& keep);

/// Text from a file as safe text: what is not UTF-8 reads as Latin-1; control characters, line and
/// paragraph separators become one space; invisible characters that change the direction or smuggle
/// text (bidirectional controls, tag characters, zero-width spaces) go; at most 2000 bytes.
/// cleanText(cleanText(x)) is cleanText(x).
std::string cleanText(std::string_view text);

/// A date in the forms of Exif ("2026:01:31 09:05:00"), XMP ("2026-01-31T09:05:00.5+01:00") and
/// IPTC ("2026-01-31") as Exif 3.0, 4.6.6.6 (DateTimeOriginal) writes it; empty where it is no
/// valid date. A time zone and fractions of a second are dropped.
std::string cleanDate(std::string_view text);

} // namespace photoscrub::metadata
