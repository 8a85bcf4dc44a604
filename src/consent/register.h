/// The consent register (C149): who agreed to what, kept outside every photo in one SQLite file
/// that a trust can back up. What is confirmed to the caller is on the disk.
///
/// Not thread-safe: a Register belongs to one thread. Several, also of other processes, may have
/// the same file open.
#pragma once

#include "base/geometry.h"
#include "base/result.h"
#include "detect/region.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::consent {

/// What of which photo may be shown.
struct Scope {
  std::string photoSha256; ///< of the original file, 64 lower-case hexadecimal digits
  Rect box;                ///< upright full-size pixels, around one person
  /// Only regions of this kind; nothing: the person's face and body.
  std::optional<detect::RegionKind> kind;
  friend bool operator==(const Scope&, const Scope&) = default;
};

/// Texts are single lines of UTF-8 without control characters; all are needed but where said. Dates
/// are "2026-11-21".
struct Record {
  std::string reference;   ///< unique in the register, chosen by the user: "C-2026-014"
  std::string subject;     ///< whose consent: an id or initials
  std::string sharedHow;   ///< what was explained: how it will be shared,
  std::string sharedFor;   ///< for what,
  std::string sharedWhere; ///< and where it will be available
  std::string signedOn;
  std::string witnessedBy;
  std::string expires;       ///< the last day it holds; empty: it does not expire
  std::string withdrawnOn;   ///< empty: it holds
  std::vector<Scope> scopes; ///< at least one
  friend bool operator==(const Record&, const Record&) = default;
};

/// What became of a consent on a day.
enum class Standing { valid, notYetSigned, expired, withdrawn };
Standing standingOn(const Record& record, const std::string& day);
/// "valid", "not-yet-signed", "expired", "withdrawn": for lists and JSON.
std::string_view name(Standing standing);

/// A copy that relied on a consent.
struct Use {
  std::string reference;
  std::string photoSha256;
  std::string outputSha256;
  std::filesystem::path output; ///< absolute
  std::string usedAt;           ///< UTC, "2026-11-21T14:03:05Z"
  friend bool operator==(const Use&, const Use&) = default;
};

/// How long a call waits while other programs are writing. Each of them needs some milliseconds.
inline constexpr std::chrono::milliseconds kPatience{20'000};

class Register {
public:
  /// Opens the file, makes it where it is missing (readable by its owner only), and brings an older
  /// schema up to date. Errors: io; malformed (not a register, damaged); unsupported (a newer one,
  /// or on a network drive, where it could not be kept safe).
  static Result<Register> open(const std::filesystem::path& file,
                               std::chrono::milliseconds patience = kPatience);
  /// As open(), but a file that is missing is an error (io): a slip in a name must not look like a
  /// register in which nothing stands.
  static Result<Register> openExisting(const std::filesystem::path& file,
                                       std::chrono::milliseconds patience = kPatience);
  ~Register();
  Register(Register&&) noexcept;
  Register& operator=(Register&&) noexcept;

  /// The record is on the disk when this returns success.
  /// Errors: io (also: the reference is taken), malformed (a field is missing or no date).
  Status add(const Record& record);
  /// Nothing where there is no such reference.
  Result<std::optional<Record>> find(const std::string& reference) const;
  Result<std::vector<Record>> all() const;

  /// From `day` on it does not hold. Returns every copy that relied on it, to be taken down.
  /// Withdrawing again keeps the first date. Errors: io, malformed (unknown reference, no date).
  Result<std::vector<Use>> withdraw(const std::string& reference, const std::string& day);
  Result<std::vector<Use>> usesOf(const std::string& reference) const;

  /// Writes down that a copy is about to rely on `use.reference`, if that is still valid on `day`:
  /// both in one transaction, before the copy gets its name. Once a withdrawal is confirmed there
  /// is no claim any more. Errors: refused (unknown, not valid, or no scope of it is for this
  /// photo); io; malformed (a field is missing).
  Status claim(const Use& use, const std::string& day);

  /// Saves the register as of this moment as one new file, readable by its owner only, after a look
  /// at every page of it. Errors: io (also: a file of that name is there), malformed (damaged).
  Status backUp(const std::filesystem::path& file) const;

private:
  struct State;
  explicit Register(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace photoscrub::consent
