/// Colour profiles (ICC.1:2022) in the one form photoscrub writes them: colour numbers, two fixed
/// texts, nothing else. Our own bounded code: the main program runs it on untrusted bytes. Pure
/// functions.
///
/// The form: header fields that say who, when and with what are zero; the tags are the allowed
/// colour tags in a fixed order after `desc` and `cprt`; equal tags share their bytes; every other
/// byte is zero padding to a multiple of four. A profile is clean when writing again what was read
/// from it gives the same bytes, so that no byte is left unaccounted for.
#pragma once

#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace photoscrub::formats {

inline constexpr std::string_view kRebuiltRgb = "rebuilt RGB";
inline constexpr std::string_view kRebuiltGrey = "rebuilt grey";
inline constexpr std::string_view kRebuiltCmyk = "rebuilt CMYK";

/// Every text the `desc` tag of a cleaned profile may hold. The first ones name standard spaces.
inline constexpr std::array<std::string_view, 11> kProfileNames{
    "sRGB",      "Display P3",     "Adobe RGB (1998)", "ProPhoto RGB",
    "Rec. 2020", "grey gamma 1.8", "grey gamma 2.2",   "grey sRGB",
    kRebuiltRgb, kRebuiltGrey,     kRebuiltCmyk,
};
/// The one text of the `cprt` tag, which ICC.1:2022, 8.2 demands.
inline constexpr std::string_view kProfileCopyright = "Public domain";

struct IccTag {
  std::uint32_t signature = 0;
  Bytes bytes; ///< in the form of normalIccTag()
};

/// What of a profile matters for showing a picture.
struct IccParts {
  std::uint32_t version = 0;     ///< as in the header: 0x02400000, 0x04200000, ...
  std::uint32_t deviceClass = 0; ///< scnr, mntr, prtr or spac
  std::uint32_t space = 0;       ///< "RGB ", "GRAY" or "CMYK"
  std::uint32_t pcs = 0;         ///< "XYZ " or "Lab "
  std::uint32_t intent = 0;      ///< rendering intent, 0 to 3
  std::vector<IccTag> tags;      ///< in the order of iccColourTags()
};

/// Reads the colour of a profile and drops the rest. Memory: at most a few times `icc`.
/// Errors: malformed, truncated, unsupported (device links, named colours, other colour spaces).
Result<IccParts> readIccParts(ByteView icc);

/// Writes a clean profile. REQUIRES: `name` is one of kProfileNames.
Bytes writeIccProfile(const IccParts& parts, std::string_view name);

/// The name a clean profile carries, a view of kProfileNames. Errors as checkCleanProfile().
Result<std::string_view> cleanProfileName(ByteView icc);

/// Whether every byte of `icc` is as writeIccProfile() would write it.
/// Errors: leak (something is there that should not be), or as readIccParts().
Status checkCleanProfile(ByteView icc);

} // namespace photoscrub::formats
