#include "consent/register.h"

#include "consent/database.h"
#include "consent/day.h"
#include "consent/record_rows.h"
#include "consent/record_rules.h"
#include "consent/register_file.h"
#include "consent/schema.h"

#include <algorithm>

namespace photoscrub::consent {

namespace {

using Kind = Transaction::Kind;

Error unknown(ErrorCode code) {
  return {code, "There is no consent of this reference", "unknown reference"};
}

Status checkDayGiven(const std::string& day) {
  if (isDay(day))
    return {};
  return Error{ErrorCode::malformed, "The day must be a day of the calendar, such as 2026-11-21",
               "day"};
}

Status holdsFor(const Record& record, const Use& use, const std::string& day) {
  const auto refuse = [](const char* sentence, const char* why) {
    return Error{ErrorCode::refused, sentence, why};
  };
  switch (standingOn(record, day)) {
  case Standing::withdrawn:
    return refuse("This consent was withdrawn", "withdrawn");
  case Standing::expired:
    return refuse("This consent has expired", "expired");
  case Standing::notYetSigned:
    return refuse("This consent was not signed yet", "not yet signed");
  case Standing::valid:
    break;
  }
  const bool covers =
      std::any_of(record.scopes.begin(), record.scopes.end(),
                  [&use](const Scope& scope) { return scope.photoSha256 == use.photoSha256; });
  if (!covers)
    return refuse("This consent is not about this photo", "out of scope");
  return {};
}

} // namespace

struct Register::State {
  Database database;
};

Register::Register(std::unique_ptr<State> state) : state_(std::move(state)) {}
Register::~Register() = default;
Register::Register(Register&&) noexcept = default;
Register& Register::operator=(Register&&) noexcept = default;

Result<Register> Register::open(const std::filesystem::path& file,
                                std::chrono::milliseconds patience) {
  PHOTOSCRUB_TRY(whole, ensureRegister(file));
  PHOTOSCRUB_TRY(database, Database::open(whole, patience));
  PHOTOSCRUB_CHECK(upgrade(database));
  PHOTOSCRUB_TRY(mode, database.word("PRAGMA journal_mode = WAL"));
  if (mode != "wal")
    return Error{ErrorCode::io, "The consent register cannot be opened", "no write-ahead log"};
  return Register(std::make_unique<State>(State{std::move(database)}));
}

Result<Register> Register::openExisting(const std::filesystem::path& file,
                                        std::chrono::milliseconds patience) {
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    return Error{ErrorCode::io, "There is no consent register of that name", error.message()};
  return open(file, patience);
}

Status Register::add(const Record& record) {
  PHOTOSCRUB_CHECK(checkRecord(record));
  const auto& database = state_->database;
  PHOTOSCRUB_TRY(transaction, Transaction::begin(database, Kind::write));
  if (auto inserted = insertRecord(database, record); !inserted.ok()) {
    if (inserted.error().detail == kKeyTaken)
      return Error{ErrorCode::io, "There is a consent of this reference already; choose another",
                   std::string(kKeyTaken)};
    return inserted;
  }
  return transaction.commit();
}

Result<std::optional<Record>> Register::find(const std::string& reference) const {
  const auto& database = state_->database;
  PHOTOSCRUB_TRY(transaction, Transaction::begin(database, Kind::read));
  PHOTOSCRUB_TRY(stored, selectRecord(database, reference));
  return stored ? std::optional(std::move(stored->record)) : std::nullopt;
}

Result<std::vector<Record>> Register::all() const {
  PHOTOSCRUB_TRY(transaction, Transaction::begin(state_->database, Kind::read));
  return selectRecords(state_->database);
}

Result<std::vector<Use>> Register::withdraw(const std::string& reference, const std::string& day) {
  PHOTOSCRUB_CHECK(checkDayGiven(day));
  const auto& database = state_->database;
  PHOTOSCRUB_TRY(transaction, Transaction::begin(database, Kind::write));
  PHOTOSCRUB_TRY(stored, selectRecord(database, reference));
  if (!stored)
    return unknown(ErrorCode::malformed);
  if (stored->record.withdrawnOn.empty())
    PHOTOSCRUB_CHECK(updateWithdrawal(database, stored->id, day));
  PHOTOSCRUB_TRY(uses, selectUses(database, *stored));
  PHOTOSCRUB_CHECK(transaction.commit());
  return uses;
}

Result<std::vector<Use>> Register::usesOf(const std::string& reference) const {
  const auto& database = state_->database;
  PHOTOSCRUB_TRY(transaction, Transaction::begin(database, Kind::read));
  PHOTOSCRUB_TRY(stored, selectRecord(database, reference));
  if (!stored)
    return std::vector<Use>();
  return selectUses(database, *stored);
}

Status Register::claim(const Use& use, const std::string& day) {
  PHOTOSCRUB_CHECK(checkUse(use));
  PHOTOSCRUB_CHECK(checkDayGiven(day));
  const auto& database = state_->database;
  PHOTOSCRUB_TRY(transaction, Transaction::begin(database, Kind::write));
  PHOTOSCRUB_TRY(stored, selectRecord(database, use.reference));
  if (!stored)
    return unknown(ErrorCode::refused);
  PHOTOSCRUB_CHECK(holdsFor(stored->record, use, day));
  PHOTOSCRUB_CHECK(insertUse(database, stored->id, use));
  return transaction.commit();
}

Status Register::backUp(const std::filesystem::path& file) const {
  const auto& database = state_->database;
  PHOTOSCRUB_TRY(transaction, Transaction::begin(database, Kind::read));
  PHOTOSCRUB_TRY(found, database.word("PRAGMA integrity_check(1)"));
  if (found != "ok")
    return Error{ErrorCode::malformed,
                 "The consent register is damaged; put its last back-up in its place",
                 "integrity check"};
  PHOTOSCRUB_TRY(image, database.image());
  return saveNewFile(std::filesystem::absolute(file), image);
}

} // namespace photoscrub::consent
