/// The consent register (C149): who agreed to what, kept outside every photo in one SQLite file
/// that a trust can back up. What is confirmed to the caller is on the disk.
///
/// Not thread-safe: a Register belongs to one thread. Several, also of other processes, may have
/// the same file open.
#pragma once

#include "base/geometry.h"
#include "base/result.h"
#include "detect/region.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace photoscrub::consent {

/// What of which photo may be shown.
struct Scope {
  std::string photoSha256; ///< of the original file, 64 lower-case hexadecimal digits
  Rect box;                ///< upright full-size pixels, around one person
  /// Only regions of this kind; nothing: the person's face and body.
  std::optional<detect::RegionKind> kind;
};

/// Dates are "2026-11-21".
struct Record {
  std::string reference;   ///< unique in the register, chosen by the user: "C-2026-014"
  std::string subject;     ///< whose consent: an id or initials
  std::string sharedHow;   ///< what was explained: how it will be shared,
  std::string sharedFor;   ///< for what,
  std::string sharedWhere; ///< and where it will be available
  std::string signedOn;
  std::string witnessedBy;
  std::string expires;     ///< the last day it holds; empty: it does not expire
  std::string withdrawnOn; ///< empty: it holds
  std::vector<Scope> scopes;
};

/// What became of a consent on a day.
enum class Standing { valid, notYetSigned, expired, withdrawn };
Standing standingOn(const Record& record, const std::string& day);

/// A copy that relied on a consent.
struct Use {
  std::string reference;
  std::string photoSha256;
  std::string outputSha256;
  std::filesystem::path output; ///< absolute
  std::string usedAt;           ///< "2026-11-21T14:03:05Z"
};

class Register {
public:
  /// Opens the file, makes it where it is missing (readable by its owner only), and brings an older
  /// schema up to date. Errors: io; malformed (not a register, damaged); unsupported (a newer one).
  static Result<Register> open(const std::filesystem::path& file);
  ~Register();
  Register(Register&&) noexcept;
  Register& operator=(Register&&) noexcept;

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
  /// both in one transaction, before the copy gets its name. Errors: refused; io.
  Status claim(const Use& use, const std::string& day);

private:
  struct State;
  explicit Register(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace photoscrub::consent
