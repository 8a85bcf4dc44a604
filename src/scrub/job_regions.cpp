// What the picture shows and what shall become of it: found by the detectors, decided by policy,
// person and consent, and looked for once more in the saved copy.
#include "scrub/covers.h"
#include "scrub/job.h"
#include "scrub/judgement.h"
#include "scrub/worker_calls.h"

#include <algorithm>

namespace photoscrub::scrub {

namespace {
using policy::Release;
} // namespace

// What a person has decided before. A decision is about one picture, bit by bit.
Status Job::takeDecisions() {
  const auto& options = tools_.options;
  const Rect photo = {0, 0, outcome_.size.width, outcome_.size.height};
  if (options.decided) {
    const auto* decisions = options.decided->of(outcome_.inputSha256);
    if (!decisions)
      return Error{ErrorCode::refused,
                   "The regions file was made for another picture, or for this one before it was "
                   "changed. Make a new one with: photoscrub check --json --hash",
                   "SHA-256 differs"};
    for (const auto& decision : *decisions)
      outcome_.regions.push_back(judged(decision, options.policy));
    decided_ = true;
  }
  for (const auto& decision : options.marked)
    outcome_.regions.push_back(judged(decision, options.policy));
  for (auto& judged : outcome_.regions) {
    auto& region = judged.region;
    region.box = intersection(region.box, photo);
    if (region.box.empty())
      return Error{ErrorCode::refused,
                   "A box that was marked by hand lies outside the photo, which is " +
                       std::to_string(photo.width) + " x " + std::to_string(photo.height) +
                       " pixels",
                   "box"};
  }
  if (std::any_of(outcome_.regions.begin(), outcome_.regions.end(),
                  [](const JudgedRegion& judged) { return judged.releaseRefused; }))
    outcome_.warnings.push_back("Some regions were to be released, but the policy does not leave "
                                "that to the person who edits the regions file.");
  return {};
}

// What a person has marked must never be passed over in silence.
Status Job::refuseToCoverFrames() const {
  const auto& options = tools_.options;
  const auto* decisions = options.decided ? options.decided->of(outcome_.inputSha256) : nullptr;
  if (options.marked.empty() && (!decisions || decisions->empty()))
    return {};
  return Error{ErrorCode::refused,
               "This is a video, and nothing can be covered in a video. Share a still photo of it, "
               "with the boxes, or clean it without them",
               "boxes"};
}

Status Job::findRegions() {
  const auto& options = tools_.options;
  PHOTOSCRUB_CHECK(takeDecisions());
  // Also where there are decisions: a regions file may leave out what a look at the copy would then
  // take for a cover.
  if (options.policy.detect) {
    const auto decided = decided_ ? coveredBoxes(outcome_.regions, options.policy, outcome_.size)
                                  : std::vector<Rect>{};
    PHOTOSCRUB_CHECK(showToVision(file_));
    PHOTOSCRUB_TRY(found, look(file_, document_->orientation, -1));
    for (auto& region : unknownOnes(std::move(found), outcome_.regions, {}, options.policy))
      if (auto made = judged(std::move(region), options.policy);
          !canWaitForTheCopy(made, outcome_.regions, decided))
        outcome_.regions.push_back(std::move(made));
  }
  PHOTOSCRUB_CHECK(useConsents());
  markCovered(outcome_.regions, options.policy, outcome_.size);
  return {};
}

Result<std::vector<detect::Region>> Job::look(ByteView picture, Orientation orientation, int lent) {
  const auto& options = tools_.options;
  const bool first = lent < 0;
  const LookRequest message{picture.size(), orientation,
                            // In the copy, what can be read tells text from covers in a row.
                            options.withValues || !first, options.policy.sensitivity,
                            first && !options.annotateFolder.empty(), options.limits};
  PHOTOSCRUB_TRY(reply, call<LookReply>(tools_.vision, Verb::look, message, lent));
  outcome_.seconds.decode += reply.decodeSeconds;
  outcome_.seconds.detect += reply.detectSeconds;
  if (outcome_.detectors.empty()) {
    outcome_.detectorSeconds = std::move(reply.detectorSeconds);
    outcome_.detectors = std::move(reply.detectors);
  }
  addOnce(outcome_.warnings, reply.warnings);
  if (reply.animated) {
    unseenFrames_ = true;
    addOnce(outcome_.warnings, {"The picture moves; only its first frame was looked at."});
  }
  if (first) {
    bytesAfterPicture_ = reply.bytesAfterPicture;
    annotated_ = std::move(reply.annotated);
  }
  if (options.policy.fullTier &&
      std::any_of(outcome_.detectors.begin(), outcome_.detectors.end(),
                  [](const detect::DetectorInfo& detector) { return detector.tier == "basic"; }))
    return refusedByPolicy("wants all detectors, but model files are missing. Whoever looks after "
                           "this computer can get them with: photoscrub models fetch");
  return std::move(reply.regions);
}

Status Job::refuseUndecided() const {
  const auto waiting = undecided(outcome_.regions);
  if (waiting.empty())
    return {};
  std::string why = "holds this photo back until a person has decided about: " + inWords(waiting);
  why += ". Cover what must not be seen (--redact or --box)";
  if (tools_.options.policy.release == Release::person)
    why += ", or release it in a regions file (photoscrub check --json --hash, then --regions)";
  else if (tools_.options.policy.release == Release::consent)
    why += ", or name the consent that allows it to be seen (--consent)";
  return refusedByPolicy(why);
}

// The second look, at the saved bytes: true if it has found more to cover.
Result<bool> Job::lookAgain(PendingFile& pending) {
  const auto covers = coveredBoxes(outcome_.regions, tools_.options.policy, outcome_.size);
  if (covers.empty() || !tools_.options.policy.detect)
    return false;
  PHOTOSCRUB_TRY(found, look({}, picture().orientation, pending.descriptor()));
  outcome_.lookedAgain = true;
  bool more = false;
  for (auto& region :
       unknownOnes(std::move(found), outcome_.regions, covers, tools_.options.policy)) {
    if (!tools_.options.withValues)
      region.value.clear(); // promise 4
    outcome_.regions.push_back(judged(std::move(region), tools_.options.policy));
    more = more || outcome_.regions.back().redacted;
  }
  markCovered(outcome_.regions, tools_.options.policy, outcome_.size);
  PHOTOSCRUB_CHECK(refuseUndecided());
  return more;
}

} // namespace photoscrub::scrub
