// Consents on record release what they cover, and the register learns which copies rely on them.
#include "consent/day.h"
#include "consent/release.h"
#include "scrub/job.h"

namespace photoscrub::scrub {

namespace {

using consent::Standing;

std::string_view whyNot(Standing standing) {
  switch (standing) {
  case Standing::valid:
    return "";
  case Standing::notYetSigned:
    return "is signed on a later day";
  case Standing::expired:
    return "has expired";
  case Standing::withdrawn:
    return "was withdrawn";
  }
  return "does not hold";
}

} // namespace

Status Job::useConsents() {
  for (const auto& reference : tools_.options.consents)
    PHOTOSCRUB_CHECK(useConsent(reference));
  return {};
}

Status Job::useConsent(const std::string& reference) {
  const auto& options = tools_.options;
  PHOTOSCRUB_CHECK(openRegister());
  PHOTOSCRUB_TRY(record, tools_.consents->find(reference));
  ConsentUsed used{reference, false, {}, 0};
  const auto failed = [&](const std::string& why) {
    consentFailed_ = true;
    outcome_.warnings.push_back("The consent " + reference + " " + why +
                                ": what it was to release stays as the policy says.");
    outcome_.consents.push_back(used);
    return Status{};
  };
  if (!record)
    return failed("is not in the register");
  if (options.policy.release == policy::Release::nobody)
    return failed("cannot release anything under this policy");
  const auto standing = consent::standingOn(*record, consent::today());
  if (standing != Standing::valid)
    return failed(std::string(whyNot(standing)));
  for (const auto& scope : record->scopes)
    if (scope.photoSha256 == outcome_.inputSha256)
      used.scopes.push_back(scope);
  if (used.scopes.empty())
    return failed("is about another picture");
  // What a person covers stays covered, whoever has agreed to be seen.
  std::vector<std::size_t> places;
  std::vector<detect::Region> regions;
  for (std::size_t i = 0; i < outcome_.regions.size(); ++i)
    if (!outcome_.regions[i].byHand) {
      places.push_back(i);
      regions.push_back(outcome_.regions[i].region);
    }
  const auto match = consent::match(*record, outcome_.inputSha256, regions);
  for (const auto& released : match.releases)
    release(outcome_.regions[places[released.region]], "consent " + reference);
  used.released = static_cast<int>(match.releases.size());
  for (const auto& problem : match.problems)
    outcome_.warnings.push_back(problem + ".");
  if (match.releases.empty())
    return failed("releases nothing in this photo");
  used.holds = true;
  consentFailed_ = consentFailed_ || !match.problems.empty();
  outcome_.consents.push_back(std::move(used));
  return {};
}

void Job::release(JudgedRegion& judged, std::string by) {
  judged.released = true;
  judged.redacted = false;
  judged.releasedBy = std::move(by);
}

Status Job::openRegister() {
  if (tools_.consents)
    return {};
  PHOTOSCRUB_TRY(opened, consent::Register::openExisting(tools_.options.consentRegister));
  tools_.consents = std::move(opened);
  return {};
}

// Before the copy gets its name: a withdrawal that comes later finds it in the register.
Status Job::claimConsents(const std::filesystem::path& output) {
  for (const auto& used : outcome_.consents) {
    if (used.released == 0)
      continue;
    const consent::Use use{used.reference, outcome_.inputSha256, outcome_.outputSha256,
                           std::filesystem::absolute(output), consent::now()};
    PHOTOSCRUB_CHECK(tools_.consents->claim(use, consent::today()));
  }
  return {};
}

} // namespace photoscrub::scrub
