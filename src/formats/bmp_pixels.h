/// The pixels of a BMP in the one form a cleaned file has them: nothing between rows, in unused
/// bits of pixels or behind the last run that a viewer could not show. Pure.
#pragma once

#include "formats/bmp_header.h"

namespace photoscrub::formats::bmp {

/// Bytes of all rows of a picture without run lengths.
std::uint64_t plainSize(const Header& header);

/// What rows hold besides the picture.
struct Hidden {
  bool padding = false; ///< bytes or bits between the last pixel of a row and the next row
  bool plane = false;   ///< bits of pixels that belong to no colour and are not all the same
};
/// `pixels` may break off before the last row. REQUIRES: not more than plainSize().
Hidden findHidden(ByteView pixels, const Header& header);
/// Padding becomes 0; unused bits become 1, which is opaque to programs that take them for alpha.
Bytes withoutHidden(ByteView pixels, const Header& header, const Hidden& hidden);

/// Run lengths as a decoder follows them.
struct Runs {
  Bytes clean;                ///< up to their end code; nothing beside the picture, padding zero
  std::uint64_t consumed = 0; ///< bytes of the original that a decoder reads
  bool same = false;          ///< these begin as `clean` does, which then may borrow them
  bool hidden = false;        ///< these hold more than what draws
};
Runs followRuns(ByteView data, const Header& header);

} // namespace photoscrub::formats::bmp
