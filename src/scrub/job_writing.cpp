// The second half of a job: the copy is made, saved, proven and put in its place.
#include "base/sha256.h"
#include "formats/registry.h"
#include "scrub/job.h"
#include "scrub/plan.h"
#include "scrub/saved_file.h"
#include "scrub/timed.h"
#include "scrub/worker_calls.h"

namespace photoscrub::scrub {

namespace {

constexpr int kMaxNames = 10'000; // NAME_2, NAME_3, ... before giving up

// The extension of the input where it fits the content, else the right one.
std::string outputExtension(const std::filesystem::path& input, formats::FileType type) {
  const auto own = extensionOf(input);
  return formats::fits(type, own) ? own : std::string(formats::extension(type));
}

// Formats whose picture cannot be covered in parts of its coded data.
bool isCodedAgain(formats::FileType type) {
  switch (type) {
  case formats::FileType::heif:
  case formats::FileType::avif:
  case formats::FileType::webp:
  case formats::FileType::jpegXl:
  case formats::FileType::jpeg2000:
    return true;
  default:
    return false;
  }
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

Status Job::coverPicture(const std::vector<Rect>& boxes) {
  const Timed timed(outcome_.seconds.write);
  const auto source = picture();
  PHOTOSCRUB_CHECK(showToVision(source.file));
  cover_ = CoverRequest{source.file.size(), source.orientation, redact::solidCovers(boxes), 0,
                        tools_.options.limits};
  PHOTOSCRUB_TRY(reply, call<PictureReply>(tools_.vision, Verb::cover, *cover_));
  if (isCodedAgain(format_->type()))
    outcome_.warnings.push_back(
        "To cover parts of this kind of picture, all of it was coded again, "
        "at a high quality.");
  return take(std::move(reply.picture), source.orientation);
}

Job::PictureView Job::picture() const {
  if (stages_.empty())
    return {file_, *document_, document_->orientation};
  const auto& stage = *stages_.back();
  return {stage.file, *stage.document, stage.orientation};
}

Status Job::write(const Target& target) {
  const auto boxes = boxesToCover(outcome_.regions);
  if (converts_)
    PHOTOSCRUB_CHECK(convertPicture());
  if (!boxes.empty() || (hidesBytes() && !converts_))
    PHOTOSCRUB_CHECK(coverPicture(boxes));
  PHOTOSCRUB_TRY(assembly, format_->rewrite(picture().document, edits_));
  const auto type = format_->type();
  if (!target.exactName.empty() && !formats::fits(type, extensionOf(target.exactName)))
    outcome_.warnings.push_back("The copy is in the format " + std::string(formats::key(type)) +
                                ", whatever its name says.");
  PHOTOSCRUB_CHECK(tools_.disk.makeFolders(target.folder));
  return writeUnderFreeName(target, assembly);
}

Status Job::writeUnderFreeName(const Target& target, const formats::Assembly& assembly) {
  const auto extension = outputExtension(outcome_.input, format_->type());
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
  PHOTOSCRUB_CHECK(
      verifyStructure(bytes, *format_, picture().document, edits_, tools_.options.limits));
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
  const bool twoReaders = exiv2Reads(picture().document) != Exiv2Reads::nothing;
  // Exiv2 reads the file in the worker while the structure is checked here.
  Status asked;
  if (twoReaders)
    asked = tools_.metadata.send(request(Verb::audit, AuditRequest{tools_.options.keep}),
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
  if (tools_.options.hash)
    outcome_.outputSha256 = sha256Hex(saved);
  if (!cover_)
    return {};
  PHOTOSCRUB_TRY(proof,
                 call<CoverProof>(tools_.vision, Verb::verifyCover, *cover_, pending.descriptor()));
  outside_ = proof.outside;
  return {};
}

} // namespace photoscrub::scrub
