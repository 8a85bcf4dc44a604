/// What a person has decided about the regions of a photo: the lines of `check --json --hash`,
/// edited by hand or by another program. Plain data and a pure function.
#pragma once

#include "base/result.h"
#include "detect/region.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::scrub {

/// A region and what shall become of it.
struct Decision {
  enum class What {
    asPolicySays, ///< nothing was decided: neither "redacted" nor "released" is true
    cover,        ///< "redacted": true
    release,      ///< "released": true
  };
  detect::Region region; ///< without value; `label` only where it is one of our own kind
  What what = What::asPolicySays;
};

class RegionsFile {
public:
  static constexpr std::size_t kMaxBytes = 64u << 20;

  /// One JSON object, an array of them, or one a line. Of each, `input_sha256` and `regions` count;
  /// of a region `kind`, `box` (x, y, width, height), `polygon`, `redacted`, `released`, `label`,
  /// `certainty`, `score`. Everything else is passed over. At most 64 MiB, 10,000 regions a photo.
  /// Errors: malformed (says which entry and key), limit.
  static Result<RegionsFile> read(std::string_view text);

  /// Nothing where the file does not name a photo of this SHA-256.
  const std::vector<Decision>* of(const std::string& photoSha256) const;

private:
  std::map<std::string, std::vector<Decision>> photos_;
};

} // namespace photoscrub::scrub
