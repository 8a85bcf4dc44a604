/// Untrusted text made safe for where it is shown. Pure.
#pragma once

#include <string>
#include <string_view>

namespace photoscrub::report {

/// `text` with control characters (C0, DEL, C1 in UTF-8) and bytes that are not UTF-8 as \xNN, so
/// that a file name can neither move the cursor nor forge a line.
std::string forTerminal(std::string_view text);

/// `text` as valid UTF-8 for JSON: each byte that is not part of a character becomes U+FFFD.
std::string forJson(std::string_view text);

/// `text` for an element or a quoted attribute of an HTML page: what forTerminal() lets through,
/// with & < > " ' as references.
std::string forHtml(std::string_view text);

/// `text` as one field of RFC 4180: what forTerminal() lets through, in quotes. A text that a
/// spreadsheet would take for a formula (= + - @ first) begins with an apostrophe.
std::string forCsv(std::string_view text);

} // namespace photoscrub::report
