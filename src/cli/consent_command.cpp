#include "cli/consent_command.h"

#include "base/file_store.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "cli/box_words.h"
#include "cli/consent_output.h"
#include "cli/consent_place.h"
#include "cli/policy_source.h"
#include "consent/day.h"
#include "report/escape.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;
using consent::Record;
using consent::Register;

ExitStatus usage(const char* message) {
  std::fprintf(stderr, "photoscrub: %s.\nTry: photoscrub consent --help\n", message);
  return ExitStatus::usage;
}

// `subject` of the sentence: a file or a reference as it was given.
ExitStatus tell(const std::string& subject, const Error& error) {
  std::fprintf(stderr, "photoscrub: %s: %s.\n", report::forTerminal(subject).c_str(),
               report::forTerminal(error.message).c_str());
  return error.code == ErrorCode::refused ? ExitStatus::refused : ExitStatus::error;
}

ExitStatus unknown(const std::string& reference) {
  std::fprintf(stderr, "photoscrub: the register holds no consent %s.\n",
               report::forTerminal(reference).c_str());
  return ExitStatus::refused;
}

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

// A photo is read for its hash only; nothing in it is looked at.
Result<std::string> hashOf(const fs::path& photo) {
  const PosixFileStore disk;
  PHOTOSCRUB_TRY(file, disk.open(photo, Limits{}.maxFileBytes));
  Bytes bytes(static_cast<std::size_t>(file->size()));
  PHOTOSCRUB_CHECK(file->read(bytes));
  return sha256Hex(bytes);
}

CopyState stateOf(const consent::Use& use) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(use.output, error)))
    return error && error != std::errc::no_such_file_or_directory &&
                   error != std::errc::not_a_directory
               ? CopyState::unknown
               : CopyState::gone;
  const auto hash = hashOf(use.output);
  if (!hash.ok())
    return CopyState::unknown;
  return hash.value() == use.outputSha256 ? CopyState::there : CopyState::changed;
}

std::vector<Copy> copiesOf(std::vector<consent::Use> uses) {
  std::vector<Copy> copies;
  for (auto& use : uses) {
    const auto state = stateOf(use);
    copies.push_back({std::move(use), state});
  }
  return copies;
}

Record recordFrom(const ConsentArguments& arguments) {
  Record record;
  record.reference = arguments.reference;
  record.subject = arguments.subject;
  record.sharedHow = arguments.how;
  record.sharedFor = arguments.purpose;
  record.sharedWhere = arguments.where;
  record.signedOn = arguments.signedOn;
  record.witnessedBy = arguments.witness;
  record.expires = arguments.expires;
  return record;
}

ExitStatus add(const ConsentArguments& arguments, const fs::path& file) {
  auto record = recordFrom(arguments);
  std::map<std::string, std::string> hashes;
  for (const auto& [photo, box] : arguments.places) {
    if (photo.empty())
      return usage("a --box belongs to the --photo before it; name the photo first");
    if (!hashes.contains(photo)) {
      auto hash = hashOf(photo);
      if (!hash.ok())
        return tell(photo, hash.error());
      hashes[photo] = std::move(hash).value();
    }
    const auto marked = readBox(box);
    if (!marked)
      return usage("a --box is x,y,w,h or x,y,w,h:KIND");
    record.scopes.push_back({hashes[photo], marked->box, marked->kind});
  }
  if (hashes.size() != arguments.photos.size())
    return usage("each --photo is named once and needs a --box behind it");

  auto opened = Register::open(file);
  if (!opened.ok())
    return tell(file.string(), opened.error());
  if (const auto added = opened.value().add(record); !added.ok())
    return added.error().code == ErrorCode::malformed ? usage(added.error().message.c_str())
                                                      : tell(record.reference, added.error());
  print("added " + report::forTerminal(record.reference) + "\n");
  return ExitStatus::clean;
}

ExitStatus list(const ConsentArguments& arguments, const Register& kept) {
  const auto records = kept.all();
  if (!records.ok())
    return tell("the register", records.error());
  const auto day = consent::today();
  for (const auto& record : records.value())
    print(arguments.json ? listJson(record, day) : listLine(record, day));
  return ExitStatus::clean;
}

ExitStatus show(const ConsentArguments& arguments, const Register& kept) {
  const auto record = kept.find(arguments.reference);
  if (!record.ok())
    return tell(arguments.reference, record.error());
  if (!record.value())
    return unknown(arguments.reference);
  auto uses = kept.usesOf(arguments.reference);
  if (!uses.ok())
    return tell(arguments.reference, uses.error());
  const auto copies = copiesOf(std::move(uses).value());
  const auto day = consent::today();
  print(arguments.json ? showJson(*record.value(), copies, day)
                       : showText(*record.value(), copies, day));
  return ExitStatus::clean;
}

ExitStatus withdraw(const ConsentArguments& arguments, Register& kept) {
  const auto today = consent::today();
  const auto day = arguments.on.empty() ? today : arguments.on;
  if (day > today)
    return usage("a consent is withdrawn today or on a day that was; leave out --on");
  auto record = kept.find(arguments.reference);
  if (!record.ok())
    return tell(arguments.reference, record.error());
  if (!record.value())
    return unknown(arguments.reference);
  const bool before = !record.value()->withdrawnOn.empty();
  auto uses = kept.withdraw(arguments.reference, day);
  if (!uses.ok())
    return tell(arguments.reference, uses.error());
  if (!before)
    record.value()->withdrawnOn = day;
  const auto copies = copiesOf(std::move(uses).value());
  print(arguments.json ? showJson(*record.value(), copies, today)
                       : withdrawText(*record.value(), copies));
  if (!before)
    return ExitStatus::clean;
  std::fprintf(stderr, "photoscrub: %s was withdrawn before; the first day stays.\n",
               report::forTerminal(arguments.reference).c_str());
  return ExitStatus::refused;
}

ExitStatus backUp(const ConsentArguments& arguments, const Register& kept) {
  if (const auto saved = kept.backUp(arguments.file); !saved.ok())
    return tell(arguments.file, saved.error());
  print("saved " + report::forTerminal(arguments.file) + "\n");
  return ExitStatus::clean;
}

ExitStatus runOn(const ConsentArguments& arguments, Register& kept) {
  switch (arguments.action) {
  case ConsentArguments::Action::show:
    return show(arguments, kept);
  case ConsentArguments::Action::withdraw:
    return withdraw(arguments, kept);
  case ConsentArguments::Action::backup:
    return backUp(arguments, kept);
  default:
    return list(arguments, kept);
  }
}

} // namespace

ExitStatus runConsent(const ConsentArguments& arguments) {
  const auto policy = lockedPolicy();
  if (!policy.ok()) {
    printPolicyError(policy.error());
    return ExitStatus::usage;
  }
  const auto file = findConsentRegister(
      {policy.value() ? policy.value()->consentRegister : "", arguments.registerFile});
  if (!file.ok())
    return tell("consent", file.error());
  if (arguments.action == ConsentArguments::Action::add)
    return add(arguments, file.value());
  auto kept = Register::openExisting(file.value());
  if (!kept.ok())
    return tell(file.value().string(), kept.error());
  return runOn(arguments, kept.value());
}

} // namespace photoscrub::cli
