#include "scrub/job.h"

#include "base/sha256.h"
#include "formats/registry.h"
#include "identify/identify.h"
#include "scrub/annotation.h"
#include "scrub/jigsaw.h"
#include "scrub/judgement.h"
#include "scrub/plan.h"
#include "scrub/timed.h"
#include "scrub/worker_calls.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::scrub {

namespace {

using Clock = std::chrono::steady_clock;

/// Coded bytes no decoder reads, from which on the picture is coded anew without them. A few are
/// what encoders leave by rounding up; the PNG decoder counts up to a row and its buffer too much.
std::uint64_t slackAllowed(formats::FileType type) {
  return type == formats::FileType::png ? 128 * 1024 : 32;
}

bool isRefusal(ErrorCode code) {
  return code == ErrorCode::truncated || code == ErrorCode::malformed || code == ErrorCode::limit ||
         code == ErrorCode::unsupported || code == ErrorCode::refused;
}

std::string withArticle(std::string_view noun) {
  const bool vowel = std::string_view("AEIOUaeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

} // namespace

std::string extensionOf(const std::filesystem::path& path) {
  const auto text = path.extension().string();
  return text.empty() ? text : text.substr(1);
}

void addOnce(std::vector<std::string>& list, const std::vector<std::string>& more) {
  for (const auto& sentence : more)
    if (std::find(list.begin(), list.end(), sentence) == list.end())
      list.push_back(sentence);
}

Job::Job(Tools tools, std::filesystem::path input) : tools_(tools) {
  outcome_.input = std::move(input);
}

Outcome Job::check() && {
  const auto begin = Clock::now();
  auto status = examine();
  if (status.ok())
    status = saveAnnotated();
  auto outcome = finish(std::move(status), false);
  outcome.seconds.total = std::chrono::duration<double>(Clock::now() - begin).count();
  return outcome;
}

Outcome Job::clean(const Target& target) && {
  const auto begin = Clock::now();
  namedJpeg_ = target.taken != Target::Taken::replaceInput &&
               formats::fits(formats::FileType::jpeg, extensionOf(target.exactName));
  auto status = examine();
  if (status.ok())
    status = write(target);
  auto outcome = finish(std::move(status), true);
  outcome.seconds.total = std::chrono::duration<double>(Clock::now() - begin).count();
  return outcome;
}

// ---------------------------------------------------------------------- looking

Status Job::read() {
  const Timed timed(outcome_.seconds.read);
  PHOTOSCRUB_TRY(input, tools_.disk.open(outcome_.input, tools_.options.limits.maxFileBytes));
  PHOTOSCRUB_TRY(buffer, tools_.metadata.reserveInput(input->size()));
  PHOTOSCRUB_CHECK(input->read(buffer));
  file_ = buffer;
  const auto& options = tools_.options;
  if (options.hash || options.decided || !options.consents.empty())
    outcome_.inputSha256 = sha256Hex(file_);
  return {};
}

Status Job::recognise() {
  outcome_.type = formats::recogniseFileType(file_);
  format_ = formats::formatFor(outcome_.type);
  if (!format_) {
    auto message = "This is " + withArticle(formats::name(outcome_.type)) + ". ";
    message.append(formats::advice(outcome_.type));
    return Error{ErrorCode::unsupported, std::move(message), "no format for it"};
  }
  const auto extension = extensionOf(outcome_.input);
  if (!formats::fits(outcome_.type, extension))
    outcome_.warnings.push_back("The file's name says \"" + extension + "\", but it is " +
                                withArticle(formats::name(outcome_.type)) + ".");
  PHOTOSCRUB_TRY(document, format_->parse(file_, tools_.options.limits));
  document_ = std::move(document);
  outcome_.size = uprightSize(document_->storedSize, document_->orientation);
  if (const auto& accepted = tools_.options.policy.accept;
      accepted && !accepted->contains(outcome_.type))
    return refusedByPolicy("does not take " + withArticle(formats::name(outcome_.type)) +
                           ". Save it in another format first");
  wantsJpeg_ =
      tools_.options.policy.toJpeg || (namedJpeg_ && outcome_.type != formats::FileType::jpeg);
  outcome_.warnings.insert(outcome_.warnings.end(), document_->warnings.begin(),
                           document_->warnings.end());
  if (!document_->video)
    return {};
  if (wantsJpeg_)
    return Error{ErrorCode::unsupported,
                 "A video cannot become a JPEG. Clean it as a video, or share a still photo",
                 "conversion"};
  outcome_.warnings.push_back("Its frames and its sound were not looked at: watch and listen to "
                              "all of it before you share it.");
  return {};
}

Status Job::examine() {
  PHOTOSCRUB_CHECK(read());
  PHOTOSCRUB_CHECK(recognise());
  // The worker reads while this process goes on with the picture.
  InspectRequest inspect;
  inspect.size = file_.size();
  inspect.wholeFile = exiv2Reads(*document_) == Exiv2Reads::anyFile;
  inspect.blocks = document_->blocks;
  inspect.colourProfile = document_->colourProfile;
  inspect.adobeRgbByExif = document_->adobeRgbByExif;
  inspect.keep = tools_.options.policy.keep;
  // What is coded again for a JPEG comes out upright; a JPEG that may stay as it is, is.
  inspect.orientation = wantsJpeg_ ? Orientation::normal : document_->orientation;
  inspect.withValues = tools_.options.withValues;
  inspect.limits = tools_.options.limits;
  inventoryPending_ = tools_.metadata.send(request(Verb::inspect, inspect)).ok();
  const auto looked = document_->video ? refuseToCoverFrames() : findRegions();
  PHOTOSCRUB_CHECK(collectInventory());
  PHOTOSCRUB_CHECK(looked);
  nameFile();
  return {};
}

Status Job::saveAnnotated() {
  if (annotated_.empty())
    return {};
  PHOTOSCRUB_TRY(path, saveAnnotation(annotated_, outcome_.input, tools_.options, tools_.disk));
  outcome_.annotated = std::move(path);
  return {};
}

Status Job::showToVision(ByteView picture) {
  if (shown_.data() == picture.data() && shown_.size() == picture.size())
    return {};
  PHOTOSCRUB_TRY(buffer, tools_.vision.reserveInput(picture.size()));
  std::memcpy(buffer.data(), picture.data(), picture.size());
  shown_ = picture;
  return {};
}

Status Job::collectInventory() {
  const Timed timed(outcome_.seconds.inventory);
  if (inventoryPending_) {
    auto reply = receive<InspectReply>(tools_.metadata);
    if (reply.ok())
      inventory_ = std::move(reply).value();
    else if (reply.error().code != ErrorCode::worker)
      return reply.error();
  }
  outcome_.inventoryComplete = inventory_ && inventory_->problems.empty();
  if (!inventory_)
    outcome_.warnings.push_back("The metadata reader had to be stopped on this file. Everything "
                                "but the picture is removed all the same, but the list of what "
                                "was in it is not complete.");
  else
    for (const auto& problem : inventory_->problems)
      outcome_.warnings.push_back(
          "Some metadata could not be read and is removed unread: " + problem + ".");
  converts_ = wantsJpeg_ && needsConversion(*document_, inventory_ ? inventory_->colourName : "");
  outcome_.convertedToJpeg = converts_;
  const Evidence evidence{*document_, file_, inventory_, converts_};
  edits_ = planEdits(evidence, tools_.options);
  outcome_.removed = planRemoval(evidence, edits_);
  outcome_.kept = planKept(evidence, edits_);
  if (hidesBytes())
    outcome_.removed.push_back(
        {formats::FindingKind::trailer, "bytes hidden behind the last pixel", 1, ""});
  if (tools_.options.policy.keepColour && !document_->colourProfile.empty() &&
      (!inventory_ || inventory_->colourProfile.empty()))
    outcome_.warnings.push_back(
        "The colour profile could not be rebuilt and goes; colours may look different.");
  return {};
}

bool Job::hidesBytes() const {
  return bytesAfterPicture_ > slackAllowed(outcome_.type);
}

void Job::nameFile() {
  const auto identifiers = identify::identifyFileName(outcome_.input.stem().string());
  if (identifiers.empty())
    return;
  std::string what;
  for (const auto& identifier : identifiers)
    if (what.find(identifier.label) == std::string::npos)
      what += (what.empty() ? "" : ", ") + identifier.label;
  if (tools_.options.policy.neutralNames)
    outcome_.removed.push_back({formats::FindingKind::filename, "file name (" + what + ")",
                                static_cast<std::uint32_t>(identifiers.size()), ""});
  else
    outcome_.kept.push_back({"filename", "the file's name holds: " + what +
                                             ". --neutral-names gives the copy another name."});
}

// ---------------------------------------------------------------------- the end

OutcomeStatus Job::judge(bool written) const {
  if (outcome_.error)
    return isRefusal(outcome_.error->code) ? OutcomeStatus::refused : OutcomeStatus::failed;
  if (!written && !outcome_.removed.empty())
    return OutcomeStatus::needsReview;
  if ((document_ && document_->video) || unseenFrames_)
    return OutcomeStatus::needsReview;
  const bool visible =
      written ? leavesSomethingVisible(outcome_.regions) : !outcome_.regions.empty();
  if (visible || consentFailed_)
    return OutcomeStatus::needsReview;
  return outcome_.removed.empty() && outcome_.regions.empty() ? OutcomeStatus::alreadyClean
                                                              : OutcomeStatus::cleaned;
}

Outcome Job::finish(Status status, bool written) {
  outcome_.policyName = tools_.options.policy.name;
  outcome_.policyLocked = tools_.options.policy.locked;
  if (!status.ok()) {
    outcome_.error = std::move(status).error();
    outcome_.output.reset();
    outcome_.outputSha256.clear();
    outcome_.verified = false;
    outcome_.outside.reset();
    for (auto& used : outcome_.consents)
      used.released = 0;
  }
  if (!written || outcome_.error)
    for (auto& region : outcome_.regions)
      region.redacted = region.released = false;
  outcome_.ignored = static_cast<int>(std::erase_if(outcome_.regions, [](const auto& judged) {
    return judged.action == policy::Action::ignore && !judged.redacted && !judged.released;
  }));
  sortForReport(outcome_.regions);
  if (!outcome_.error)
    addUpClues();
  outcome_.status = judge(written);
  return std::move(outcome_);
}

// C150: what identifies nobody alone may do so together.
void Job::addUpClues() {
  JigsawPieces pieces;
  for (const auto& judged : outcome_.regions)
    pieces.regions.push_back({&judged.region, !judged.redacted});
  if (!tools_.options.policy.neutralNames)
    for (const auto& identifier : identify::identifyFileName(outcome_.input.stem().string()))
      pieces.fileName.push_back(identifier.label);
  for (const auto& kept : outcome_.kept)
    pieces.kept.push_back(kept.kind);
  const auto warning = jigsaw(pieces);
  if (!warning)
    return;
  outcome_.clues = warning->clues;
  outcome_.warnings.push_back(sentence(*warning));
}

Error Job::refusedByPolicy(const std::string& why) const {
  std::string message = "The policy \"";
  message += tools_.options.policy.name;
  message += "\" ";
  message += why;
  return {ErrorCode::refused, std::move(message), "policy"};
}

std::string_view name(OutcomeStatus status) {
  switch (status) {
  case OutcomeStatus::cleaned:
    return "cleaned";
  case OutcomeStatus::alreadyClean:
    return "already-clean";
  case OutcomeStatus::needsReview:
    return "needs-review";
  case OutcomeStatus::refused:
    return "refused";
  case OutcomeStatus::failed:
    return "failed";
  }
  return "failed";
}

} // namespace photoscrub::scrub
