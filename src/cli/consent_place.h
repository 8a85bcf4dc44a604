/// Where the consent register is. Reads the environment; opens no file.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>

namespace photoscrub::cli {

/// What may name the register, from the most to the least binding; empty: not given.
struct ConsentPlace {
  std::string ofPolicy; ///< a locked policy's: nothing else counts
  std::string option;   ///< --register
};

/// The policy's, else the option's, else the environment's PHOTOSCRUB_CONSENT, else
/// photoscrub/consent.db in XDG_DATA_HOME, which is ~/.local/share if it is not set. Absolute.
/// Errors: refused (the option names another file than the policy); io (there is no home folder).
Result<std::filesystem::path> findConsentRegister(const ConsentPlace& place);

} // namespace photoscrub::cli
