// The second half of a job: the copy is made, saved, proven and put in its place.
#include "base/sha256.h"
#include "formats/registry.h"
#include "scrub/covers.h"
#include "scrub/job.h"
#include "scrub/plan.h"
#include "scrub/saved_file.h"
#include "scrub/timed.h"
#include "scrub/worker_calls.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace photoscrub::scrub {

namespace {

constexpr int kMaxNames = 10'000; // NAME_2, NAME_3, ... before giving up

// The extension of the input where it fits the content, else the right one.
std::string outputExtension(const std::filesystem::path& input, formats::FileType type) {
  const auto own = extensionOf(input);
  return formats::fits(type, own) ? own : std::string(formats::extension(type));
}

/// Looks at the saved copy at most this often, each time covering what the last look has found.
constexpr int kLooks = 4;

/// Seed of the noise in pixelated faces. Whoever could guess it could take the noise away: it
/// depends on every byte of the original, and is no part of the hash that reports name. One photo
/// always gets the same, so that no number of copies can be averaged.
std::uint64_t noiseSeed(ByteView original) {
  constexpr std::string_view kPurpose = "photoscrub: noise in faces";
  const std::array pieces = {asBytes(kPurpose), original};
  const auto digest = sha256(pieces);
  std::uint64_t seed = 0;
  std::memcpy(&seed, digest.data(), sizeof seed);
  return seed;
}

bool anyStyled(const std::vector<redact::Cover>& covers) {
  return std::any_of(covers.begin(), covers.end(), [](const redact::Cover& cover) {
    return cover.style != redact::Style::solid;
  });
}

} // namespace

// What comes back from a worker went through third-party code on untrusted bytes: it is parsed like
// any file.
Status Job::take(Bytes picture, Orientation orientation) {
  auto stage = std::make_unique<Stage>();
  stage->bytes = std::move(picture);
  stage->file = stage->bytes;
  PHOTOSCRUB_TRY(document, format_->parse(stage->file, tools_.options.limits));
  if (uprightSize(document->storedSize, orientation) != outcome_.size)
    return Error{ErrorCode::leak, "The new picture is not the same size as the original", "size"};
  stage->document = std::move(document);
  stage->orientation = orientation;
  stages_.push_back(std::move(stage));
  return {};
}

Status Job::convertPicture() {
  const Timed timed(outcome_.seconds.write);
  PHOTOSCRUB_CHECK(showToVision(file_));
  ConvertRequest message;
  message.size = file_.size();
  message.orientation = document_->orientation;
  if (inventory_)
    message.colourProfile = inventory_->colourProfile;
  message.limits = tools_.options.limits;
  PHOTOSCRUB_TRY(reply, call<PictureReply>(tools_.vision, Verb::convert, message));
  format_ = formats::formatFor(formats::FileType::jpeg);
  return take(std::move(reply.picture), Orientation::normal);
}

Status Job::coverPicture(std::vector<redact::Cover> covers) {
  const Timed timed(outcome_.seconds.write);
  const auto source = picture();
  PHOTOSCRUB_CHECK(showToVision(source.file));
  const auto seed = anyStyled(covers) ? noiseSeed(file_) : 0;
  cover_ = CoverRequest{source.file.size(), source.orientation, std::move(covers), seed,
                        tools_.options.limits};
  PHOTOSCRUB_TRY(reply, call<PictureReply>(tools_.vision, Verb::cover, *cover_));
  return take(std::move(reply.picture), source.orientation);
}

Job::PictureView Job::picture() const {
  if (stages_.empty())
    return {file_, *document_, document_->orientation};
  const auto& stage = *stages_.back();
  return {stage.file, *stage.document, stage.orientation};
}

Status Job::write(const Target& target) {
  PHOTOSCRUB_CHECK(refuseUndecided());
  PHOTOSCRUB_CHECK(tools_.disk.makeFolders(target.folder));
  if (converts_)
    PHOTOSCRUB_CHECK(convertPicture());
  const auto uncovered = stages_.size();
  for (int looks = 0; looks < kLooks; ++looks) {
    stages_.resize(uncovered);
    PHOTOSCRUB_TRY(copy, makeCopy(target.folder));
    PHOTOSCRUB_CHECK(verify(*copy.file));
    PHOTOSCRUB_TRY(more, lookAgain(*copy.file));
    if (!more)
      return publish(target, copy);
  }
  return Error{ErrorCode::leak,
               "Each time the copy was looked at, something that has to be covered could still be "
               "found. Cover it by hand with --box",
               "looks"};
}

// The clean copy, in a temporary file.
Result<Job::Copy> Job::makeCopy(const std::filesystem::path& folder) {
  auto covers = coversFor(outcome_.regions, tools_.options.policy, outcome_.size);
  if (!covers.empty() || (hidesBytes() && !converts_))
    PHOTOSCRUB_CHECK(coverPicture(std::move(covers)));
  Copy copy;
  PHOTOSCRUB_TRY(assembly, format_->rewrite(picture().document, edits_));
  const Timed timed(outcome_.seconds.write);
  PHOTOSCRUB_TRY(file, tools_.disk.create(folder));
  PHOTOSCRUB_CHECK(file->write(assembly.pieces));
  copy.assembly = std::move(assembly);
  copy.file = std::move(file);
  return copy;
}

// Gives the proven copy the first name that is free.
Status Job::publish(const Target& target, Copy& copy) {
  const Timed timed(outcome_.seconds.write);
  const auto type = format_->type();
  if (!target.exactName.empty() && !formats::fits(type, extensionOf(target.exactName)))
    outcome_.warnings.push_back("The copy is in the format " + std::string(formats::key(type)) +
                                ", whatever its name says.");
  const auto extension = outputExtension(outcome_.input, type);
  const auto replace = target.taken == Target::Taken::replaceInput ? Replace::yes : Replace::no;
  for (int attempt = 1; attempt <= kMaxNames; ++attempt) {
    const auto name = candidate(tools_.disk, target, extension, attempt);
    if (name.taken && target.taken == Target::Taken::reuseEqual) {
      // An earlier run has left the same bytes under this name.
      const auto same = holdsSameBytes(tools_.disk, name.path, copy.assembly);
      if (same.ok() && same.value()) {
        PHOTOSCRUB_CHECK(claimConsents(name.path));
        return published(name.path);
      }
    }
    if (name.taken && target.taken == Target::Taken::fail)
      return Error{ErrorCode::io, "There is a file of that name already; it was left as it is",
                   std::string(kTargetExists)};
    if (name.taken && replace == Replace::no)
      continue;
    PHOTOSCRUB_CHECK(claimConsents(name.path));
    const auto status = copy.file->commit(name.path.filename().string(), replace);
    if (status.ok())
      return published(name.path);
    // Somebody else may have taken the name meanwhile.
    if (status.error().detail != kTargetExists)
      return status;
  }
  return Error{ErrorCode::io, "No free name was found for the cleaned copy", "names tried"};
}

Status Job::published(const std::filesystem::path& path) {
  outcome_.verified = true;
  outcome_.output = path;
  return {};
}

// Promise 2, on the saved bytes.
Status Job::verify(PendingFile& pending) {
  const Timed timed(outcome_.seconds.verify);
  const bool twoReaders = exiv2Reads(picture().document) != Exiv2Reads::nothing;
  // Exiv2 reads the file in the worker while the structure is checked here.
  Status asked;
  if (twoReaders)
    asked = tools_.metadata.send(request(Verb::audit, AuditRequest{tools_.options.policy.keep}),
                                 pending.descriptor());
  PHOTOSCRUB_TRY(saved, pending.readBack());
  const auto structure =
      verifyStructure(saved, *format_, picture().document, edits_, tools_.options.limits);
  auto audited = asked.ok() && twoReaders ? auditAnswer(tools_.metadata) : asked;
  PHOTOSCRUB_CHECK(structure);
  if (!audited.ok() && audited.error().code == ErrorCode::worker) {
    outcome_.inventoryComplete = false;
    outcome_.warnings.push_back("The second check of the copy by Exiv2 could not be finished; the "
                                "check byte by byte found nothing.");
  } else {
    PHOTOSCRUB_CHECK(audited);
  }
  if (tools_.options.hash || !outcome_.inputSha256.empty())
    outcome_.outputSha256 = sha256Hex(saved);
  if (!cover_)
    return {};
  PHOTOSCRUB_TRY(proof,
                 call<CoverProof>(tools_.vision, Verb::verifyCover, *cover_, pending.descriptor()));
  outcome_.outside = proof.outside;
  if (proof.facesSolid)
    addOnce(outcome_.warnings,
            {"Faces in this kind of picture cannot be pixelated or blurred: they "
             "are covered with one solid colour."});
  return {};
}

} // namespace photoscrub::scrub
