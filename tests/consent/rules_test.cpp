#include "consent/record_rules.h"
#include "consent/support.h"

#include <functional>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace photoscrub::consent {

using test::hashOf;

namespace {
constexpr int kMost = std::numeric_limits<int>::max();
}

TEST(RecordRules, AcceptAWholeRecord) {
  EXPECT_TRUE(checkRecord(test::record()).ok());
  auto withoutEnd = test::record();
  withoutEnd.expires.clear();
  EXPECT_TRUE(checkRecord(withoutEnd).ok());
}

TEST(RecordRules, RefuseWhatIsMissingOrNoSense) {
  const std::vector<std::pair<const char*, std::function<void(Record&)>>> changes = {
      {"no reference", [](Record& r) { r.reference.clear(); }},
      {"blank reference", [](Record& r) { r.reference = "  "; }},
      {"space before", [](Record& r) { r.reference = " C-1"; }},
      {"space behind", [](Record& r) { r.reference = "C-1 "; }},
      {"hyphen first", [](Record& r) { r.reference = "-1"; }},
      {"long reference", [](Record& r) { r.reference.assign(201, 'C'); }},
      {"no subject", [](Record& r) { r.subject.clear(); }},
      {"line break in the subject", [](Record& r) { r.subject = "A\nB"; }},
      {"no how", [](Record& r) { r.sharedHow.clear(); }},
      {"long how", [](Record& r) { r.sharedHow.assign(4'001, 'x'); }},
      {"no purpose", [](Record& r) { r.sharedFor = " "; }},
      {"no where", [](Record& r) { r.sharedWhere.clear(); }},
      {"escape in where", [](Record& r) { r.sharedWhere = "\x1B[2J"; }},
      {"no witness", [](Record& r) { r.witnessedBy.clear(); }},
      {"witness not UTF-8", [](Record& r) { r.witnessedBy = "\xFF"; }},
      {"no signing day", [](Record& r) { r.signedOn.clear(); }},
      {"30 February", [](Record& r) { r.signedOn = "2026-02-30"; }},
      {"expiry is no day", [](Record& r) { r.expires = "never"; }},
      {"expires before signed", [](Record& r) { r.expires = "2026-01-09"; }},
      {"withdrawal is no day", [](Record& r) { r.withdrawnOn = "yes"; }},
      {"no scope", [](Record& r) { r.scopes.clear(); }},
      {"too many scopes", [](Record& r) { r.scopes.resize(1'001, r.scopes.front()); }},
      {"no hash", [](Record& r) { r.scopes.front().photoSha256.clear(); }},
      {"upper case hash", [](Record& r) { r.scopes.front().photoSha256 = hashOf('A'); }},
      {"left of the photo", [](Record& r) { r.scopes.front().box.x = -1; }},
      {"above the photo", [](Record& r) { r.scopes.front().box.y = -1; }},
      {"no width", [](Record& r) { r.scopes.front().box.width = 0; }},
      {"no height", [](Record& r) { r.scopes.front().box.height = -5; }},
      {"too far right",
       [](Record& r) {
         r.scopes.front().box = {1, 0, kMost, 1};
       }},
      {"too far down", [](Record& r) {
         r.scopes.front().box = {0, kMost, 1, 1};
       }}};
  for (const auto& [what, change] : changes) {
    auto record = test::record();
    change(record);
    const auto checked = checkRecord(record);
    ASSERT_FALSE(checked.ok()) << what;
    EXPECT_EQ(checked.error().code, ErrorCode::malformed) << what;
  }
}

TEST(RecordRules, SentencesHoldNoValue) {
  auto record = test::record();
  record.subject = "secret\n";
  const auto checked = checkRecord(record);
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().describe(true).find("secret"), std::string::npos);
}

TEST(UseRules, RefuseWhatIsMissing) {
  EXPECT_TRUE(checkUse(test::use()).ok());
  const std::vector<std::pair<const char*, std::function<void(Use&)>>> changes = {
      {"photo", [](Use& u) { u.photoSha256 = "a"; }},
      {"output's hash", [](Use& u) { u.outputSha256.clear(); }},
      {"relative", [](Use& u) { u.output = "a.jpg"; }},
      {"long", [](Use& u) { u.output = "/" + std::string(4'096, 'a'); }},
      {"moment", [](Use& u) { u.usedAt = "2026-11-21"; }}};
  for (const auto& [what, change] : changes) {
    auto use = test::use();
    change(use);
    EXPECT_FALSE(checkUse(use).ok()) << what;
  }
}

} // namespace photoscrub::consent
