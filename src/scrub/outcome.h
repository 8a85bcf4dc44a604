/// What happened to one photo: everything a report may say. Plain data.
#pragma once

#include "base/geometry.h"
#include "base/result.h"
#include "consent/register.h"
#include "detect/region.h"
#include "formats/file_type.h"
#include "metadata/finding.h"
#include "policy/policy.h"
#include "redact/redact.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace photoscrub::scrub {

enum class OutcomeStatus {
  cleaned,      ///< a clean copy was written and verified; nothing flagged is left to see
  alreadyClean, ///< there was nothing to remove and nothing is flagged
  needsReview,  ///< something flagged is still visible, or (check) traces are still in the file
  refused,      ///< not a photo photoscrub can handle; nothing was written
  failed,       ///< an error; nothing was written
};
/// "cleaned", "already-clean", "needs-review", "refused", "failed".
std::string_view name(OutcomeStatus status);

/// Something of the original that the output still has, on purpose.
struct Kept {
  std::string kind; ///< "colour", "orientation", "copyright", "filename", ...
  std::string why;
};

/// A region and what became of it.
struct JudgedRegion {
  detect::Region region;
  bool redacted = false;
  std::vector<std::string> guidance = {};       ///< references such as "C149"
  policy::Action action = policy::Action::flag; ///< what the policy asks for
  bool released = false;                        ///< may stay visible, as somebody has decided
  std::string releasedBy = {};                  ///< "a person", "consent C-1"
  bool byHand = false;         ///< covered because a person said so of this very place
  bool releaseRefused = false; ///< was to be released, but the policy does not leave it to a person
};

/// A consent that was named for a photo, and what came of it.
struct ConsentUsed {
  std::string reference;
  bool holds = false;                 ///< false: it releases nothing here; a warning says why
  std::vector<consent::Scope> scopes; ///< of this photo
  int released = 0;                   ///< regions
};

struct Outcome {
  std::filesystem::path input;
  std::optional<std::filesystem::path> output;
  std::optional<std::filesystem::path> annotated; ///< a picture of what was found
  OutcomeStatus status = OutcomeStatus::failed;
  formats::FileType type = formats::FileType::unknown;
  bool convertedToJpeg = false;           ///< else the copy has the type of the input
  Size size;                              ///< upright
  std::vector<metadata::Finding> removed; ///< check: what clean would remove
  std::vector<Kept> kept;
  std::vector<JudgedRegion> regions;
  std::vector<detect::DetectorInfo> detectors; ///< empty if the picture was not looked at
  std::vector<std::string> warnings;           ///< sentences for the user; no values
  bool inventoryComplete = true; ///< false: the list of findings may miss some; removal does not
  bool verified = false;
  std::string policyName = {}; ///< the policy that was in force
  bool policyLocked = false;
  std::vector<ConsentUsed> consents = {};
  std::vector<std::string> clues = {}; ///< weak ones that add up (C150); empty: they do not
  int ignored = 0;                     ///< regions the policy does not want reported
  bool lookedAgain = false;            ///< the detectors have looked at the saved copy too
  /// What became of the picture outside the covers; nothing where nothing was covered.
  std::optional<redact::Outside> outside = {};
  std::string inputSha256, outputSha256; ///< empty unless asked for
  struct Seconds {
    double total = 0, read = 0, inventory = 0, decode = 0, detect = 0, write = 0, verify = 0;
  } seconds;
  std::vector<std::pair<std::string, double>> detectorSeconds;
  std::optional<Error> error;
};

} // namespace photoscrub::scrub
