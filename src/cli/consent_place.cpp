#include "cli/consent_place.h"

#include <cstdlib>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;

fs::path fromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? fs::path() : fs::path(value);
}

// XDG Base Directory Specification 0.8: a path that is not absolute is to be ignored.
fs::path dataFolder() {
  const auto named = fromEnvironment("XDG_DATA_HOME");
  if (named.is_absolute())
    return named;
  const auto home = fromEnvironment("HOME");
  return home.is_absolute() ? home / ".local" / "share" : fs::path();
}

Result<fs::path> wholePath(const fs::path& path) {
  std::error_code error;
  auto whole = fs::absolute(path, error);
  if (error)
    return Error{ErrorCode::io, "The folder you are in cannot be found", error.message()};
  return whole.lexically_normal();
}

Result<fs::path> chosenByUser(const std::string& option) {
  if (!option.empty())
    return wholePath(option);
  if (const auto named = fromEnvironment("PHOTOSCRUB_CONSENT"); !named.empty())
    return wholePath(named);
  const auto folder = dataFolder();
  if (folder.empty())
    return Error{ErrorCode::io,
                 "There is no home folder for the consent register; name a file with --register",
                 "HOME is not set"};
  return (folder / "photoscrub" / "consent.db").lexically_normal();
}

} // namespace

Result<fs::path> findConsentRegister(const ConsentPlace& place) {
  if (place.ofPolicy.empty())
    return chosenByUser(place.option);
  PHOTOSCRUB_TRY(ruled, wholePath(place.ofPolicy));
  if (!place.option.empty()) {
    PHOTOSCRUB_TRY(wished, wholePath(place.option));
    if (wished != ruled)
      return Error{ErrorCode::refused,
                   "The policy of this workplace names the consent register; leave out --register",
                   "locked policy"};
  }
  return ruled;
}

} // namespace photoscrub::cli
