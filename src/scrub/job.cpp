#include "scrub/job.h"

#include "base/sha256.h"
#include "formats/registry.h"
#include "identify/identify.h"
#include "scrub/plan.h"
#include "scrub/saved_file.h"
#include "scrub/worker_calls.h"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace photoscrub::scrub {

namespace {

using Clock = std::chrono::steady_clock;

/// Adds the time of a scope to a stage.
class Timed {
public:
  explicit Timed(double& seconds) : seconds_(seconds) {}
  ~Timed() { seconds_ += std::chrono::duration<double>(Clock::now() - begin_).count(); }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

private:
  double& seconds_;
  Clock::time_point begin_ = Clock::now();
};

/// Coded bytes no decoder reads, from which on the picture is coded anew without them. A few are
/// what encoders leave by rounding up; the PNG decoder counts up to a row and its buffer too much.
std::uint64_t slackAllowed(formats::FileType type) {
  return type == formats::FileType::png ? 128 * 1024 : 32;
}

constexpr int kMaxNames = 10'000; // NAME_2, NAME_3, ... before giving up

std::string extensionOf(const std::filesystem::path& path) {
  const auto text = path.extension().string();
  return text.empty() ? text : text.substr(1);
}

// The extension of the input where it fits the content, else the right one.
std::string outputExtension(const std::filesystem::path& input, formats::FileType type) {
  const auto own = extensionOf(input);
  return formats::fits(type, own) ? own : std::string(formats::extension(type));
}

bool isRefusal(ErrorCode code) {
  return code == ErrorCode::truncated || code == ErrorCode::malformed || code == ErrorCode::limit ||
         code == ErrorCode::unsupported;
}

} // namespace

Job::Job(Tools tools, std::filesystem::path input) : tools_(tools) {
  outcome_.input = std::move(input);
}

Outcome Job::check() && {
  const auto begin = Clock::now();
  auto status = examine();
  auto outcome = finish(std::move(status), false);
  outcome.seconds.total = std::chrono::duration<double>(Clock::now() - begin).count();
  return outcome;
}

Outcome Job::clean(const Target& target) && {
  const auto begin = Clock::now();
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
  if (tools_.options.hash)
    outcome_.inputSha256 = sha256Hex(file_);
  return {};
}

Status Job::recognise() {
  outcome_.type = formats::recogniseFileType(file_);
  format_ = formats::formatFor(outcome_.type);
  if (!format_) {
    const auto noun = formats::name(outcome_.type);
    std::string message =
        std::string_view("AEIOUaeiou").find(noun.front()) == std::string_view::npos ? "This is a "
                                                                                    : "This is an ";
    message.append(noun).append(". ").append(formats::advice(outcome_.type));
    return Error{ErrorCode::unsupported, std::move(message), "no format for it"};
  }
  const auto extension = extensionOf(outcome_.input);
  if (!formats::fits(outcome_.type, extension))
    outcome_.warnings.push_back("The file's name says \"" + extension + "\", but it is a " +
                                std::string(formats::name(outcome_.type)) + ".");
  PHOTOSCRUB_TRY(document, format_->parse(file_, tools_.options.limits));
  document_ = std::move(document);
  outcome_.size = uprightSize(document_->storedSize, document_->orientation);
  return {};
}

Status Job::examine() {
  PHOTOSCRUB_CHECK(read());
  PHOTOSCRUB_CHECK(recognise());
  // The worker reads while this process goes on with the picture.
  InspectRequest inspect{file_.size(),
                         document_->blocks,
                         document_->colourProfile,
                         document_->adobeRgbByExif,
                         tools_.options.keep,
                         document_->orientation,
                         tools_.options.withValues};
  inventoryPending_ = tools_.metadata.send(request(Verb::inspect, inspect)).ok();
  const auto looked = tools_.options.detect ? look() : Status{};
  PHOTOSCRUB_CHECK(collectInventory());
  PHOTOSCRUB_CHECK(looked);
  nameFile();
  return {};
}

Status Job::look() {
  PHOTOSCRUB_TRY(buffer, tools_.vision.reserveInput(file_.size()));
  std::memcpy(buffer.data(), file_.data(), file_.size());
  const LookRequest message{file_.size(), document_->orientation, tools_.options.withValues};
  PHOTOSCRUB_TRY(reply, call<LookReply>(tools_.vision, Verb::look, message));
  outcome_.seconds.decode = reply.decodeSeconds;
  outcome_.seconds.detect = reply.detectSeconds;
  outcome_.detectorSeconds = std::move(reply.detectorSeconds);
  outcome_.detectors = std::move(reply.detectors);
  outcome_.warnings.insert(outcome_.warnings.end(), reply.warnings.begin(), reply.warnings.end());
  if (reply.animated)
    outcome_.warnings.push_back("The picture moves; only its first frame was looked at.");
  bytesAfterPicture_ = reply.bytesAfterPicture;
  outcome_.regions = judgeRegions(std::move(reply.regions), tools_.options);
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
  const Evidence evidence{*document_, file_, inventory_};
  edits_ = planEdits(evidence, tools_.options);
  outcome_.removed = planRemoval(evidence, edits_);
  outcome_.kept = planKept(evidence, edits_);
  if (hidesBytes())
    outcome_.removed.push_back(
        {formats::FindingKind::trailer, "bytes hidden behind the last pixel", 1, ""});
  if (tools_.options.keepColour && !document_->colourProfile.empty() &&
      edits_.colourProfile.empty())
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
  if (tools_.options.neutralName)
    outcome_.removed.push_back({formats::FindingKind::filename, "file name (" + what + ")",
                                static_cast<std::uint32_t>(identifiers.size()), ""});
  else
    outcome_.kept.push_back({"filename", "the file's name holds: " + what +
                                             ". --neutral-names gives the copy another name."});
}

// ---------------------------------------------------------------------- writing

Status Job::coverPicture(const std::vector<Rect>& boxes) {
  const Timed timed(outcome_.seconds.write);
  const CoverRequest message{file_.size(), document_->orientation, boxes};
  PHOTOSCRUB_TRY(reply, call<CoverReply>(tools_.vision, Verb::cover, message));
  coveredPicture_ = std::move(reply.picture);
  // What comes back went through third-party code on untrusted bytes: it is parsed like any file.
  PHOTOSCRUB_TRY(document, format_->parse(coveredPicture_, tools_.options.limits));
  if (document->storedSize != document_->storedSize)
    return Error{ErrorCode::leak, "The covered picture is not the same size as the original",
                 "size"};
  coveredDocument_ = std::move(document);
  coveredBoxes_ = boxes;
  return {};
}

const formats::Document& Job::picture() const {
  return coveredDocument_ ? *coveredDocument_ : *document_;
}

Status Job::write(const Target& target) {
  const auto boxes = boxesToCover(outcome_.regions);
  if (!boxes.empty() || hidesBytes())
    PHOTOSCRUB_CHECK(coverPicture(boxes));
  PHOTOSCRUB_TRY(assembly, format_->rewrite(picture(), edits_));
  const auto extension = outputExtension(outcome_.input, outcome_.type);
  if (!target.exactName.empty() && !formats::fits(outcome_.type, extensionOf(target.exactName)))
    outcome_.warnings.push_back("The copy is a " + std::string(formats::name(outcome_.type)) +
                                ", whatever its name says.");
  PHOTOSCRUB_CHECK(tools_.disk.makeFolders(target.folder));
  const auto replace = target.taken == Target::Taken::replaceInput ? Replace::yes : Replace::no;
  for (int attempt = 1; attempt <= kMaxNames; ++attempt) {
    const auto output = candidate(tools_.disk, target, extension, attempt);
    if (output.taken && target.taken == Target::Taken::reuseEqual) {
      const auto same = holdsSameBytes(tools_.disk, output.path, assembly);
      if (same.ok() && same.value())
        return reuse(output.path, assembly);
    }
    if (output.taken && target.taken == Target::Taken::fail)
      return Error{ErrorCode::io, "There is a file of that name already; it was left as it is",
                   std::string(kTargetExists)};
    if (output.taken && replace == Replace::no)
      continue;
    auto status = writeTo(output.path, assembly, replace);
    // Somebody else may have taken the name meanwhile.
    if (status.ok() || status.error().detail != kTargetExists)
      return status;
  }
  return Error{ErrorCode::io, "No free name was found for the cleaned copy", "names tried"};
}

// An earlier run has left the same bytes under this name: they only need their proof.
Status Job::reuse(const std::filesystem::path& path, const formats::Assembly& assembly) {
  const auto bytes = assembly.joined();
  PHOTOSCRUB_CHECK(verifyStructure(bytes, *format_, picture(), edits_, tools_.options.limits));
  if (tools_.options.hash)
    outcome_.outputSha256 = sha256Hex(bytes);
  outcome_.verified = true;
  outcome_.output = path;
  return {};
}

Status Job::writeTo(const std::filesystem::path& path, const formats::Assembly& assembly,
                    Replace replace) {
  std::unique_ptr<PendingFile> pending;
  {
    const Timed timed(outcome_.seconds.write);
    PHOTOSCRUB_TRY(created, tools_.disk.create(path));
    PHOTOSCRUB_CHECK(created->write(assembly.pieces));
    pending = std::move(created);
  }
  PHOTOSCRUB_CHECK(verify(*pending));
  const Timed timed(outcome_.seconds.write);
  PHOTOSCRUB_CHECK(pending->commit(replace));
  outcome_.verified = true;
  outcome_.output = path;
  return {};
}

// Promise 2, on the saved bytes.
Status Job::verify(PendingFile& pending) {
  const Timed timed(outcome_.seconds.verify);
  // Exiv2 reads the file in the worker while the structure is checked here.
  const auto asked = tools_.metadata.send(request(Verb::audit, AuditRequest{tools_.options.keep}),
                                          pending.descriptor());
  PHOTOSCRUB_TRY(saved, pending.readBack());
  const auto structure = verifyStructure(saved, *format_, picture(), edits_, tools_.options.limits);
  auto audited = asked.ok() ? auditAnswer(tools_.metadata) : asked;
  PHOTOSCRUB_CHECK(structure);
  if (!audited.ok() && audited.error().code == ErrorCode::worker) {
    outcome_.inventoryComplete = false;
    outcome_.warnings.push_back("The second check of the copy by Exiv2 could not be finished; the "
                                "check byte by byte found nothing.");
  } else {
    PHOTOSCRUB_CHECK(audited);
  }
  if (tools_.options.hash)
    outcome_.outputSha256 = sha256Hex(saved);
  if (!coveredDocument_)
    return {};
  const CoverRequest message{file_.size(), document_->orientation, coveredBoxes_};
  PHOTOSCRUB_TRY(proof,
                 call<CoverReply>(tools_.vision, Verb::verifyCover, message, pending.descriptor()));
  return {};
}

// ---------------------------------------------------------------------- the end

OutcomeStatus Job::judge(bool written) const {
  if (outcome_.error)
    return isRefusal(outcome_.error->code) ? OutcomeStatus::refused : OutcomeStatus::failed;
  if (!written && !outcome_.removed.empty())
    return OutcomeStatus::needsReview;
  const bool visible =
      written ? leavesSomethingVisible(outcome_.regions) : !outcome_.regions.empty();
  if (visible)
    return OutcomeStatus::needsReview;
  return outcome_.removed.empty() && outcome_.regions.empty() ? OutcomeStatus::alreadyClean
                                                              : OutcomeStatus::cleaned;
}

Outcome Job::finish(Status status, bool written) {
  if (!status.ok()) {
    outcome_.error = std::move(status).error();
    outcome_.output.reset();
    outcome_.verified = false;
    for (auto& region : outcome_.regions)
      region.redacted = false;
  }
  if (!written)
    for (auto& region : outcome_.regions)
      region.redacted = false;
  outcome_.status = judge(written);
  return std::move(outcome_);
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
