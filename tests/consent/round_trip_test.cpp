/// Whatever keeps the rules comes back as it went in.
#include "consent/day.h"
#include "consent/plain_text.h"
#include "consent/record_rules.h"
#include "consent/register.h"
#include "consent/support.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace photoscrub::consent {

namespace {

using photoscrub::test::TemporaryFolder;

rc::Gen<std::string> line() {
  const auto letter = rc::gen::element<std::string>("a", "Z", "7", " ", "'", "\"", ";", "%", "\\",
                                                    "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x93\xB7");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(letter), [](const auto& parts) {
    std::string text = "x"; // never blank, never beginning with a space
    for (const auto& part : parts)
      text += part;
    return text += "x";
  });
}

rc::Gen<std::string> day() {
  return rc::gen::suchThat(
      rc::gen::map(rc::gen::tuple(rc::gen::inRange(1900, 3000), rc::gen::inRange(1, 13),
                                  rc::gen::inRange(1, 32)),
                   [](const auto& parts) {
                     const auto [y, m, d] = parts;
                     std::string text = std::to_string(y);
                     text += m < 10 ? "-0" : "-";
                     text += std::to_string(m);
                     text += d < 10 ? "-0" : "-";
                     return text += std::to_string(d);
                   }),
      isDay);
}

rc::Gen<Scope> scope() {
  return rc::gen::map(rc::gen::tuple(rc::gen::elementOf(std::string("0123456789abcdef")),
                                     rc::gen::inRange(0, 1 << 30), rc::gen::inRange(0, 1 << 30),
                                     rc::gen::inRange(1, 1 << 30), rc::gen::inRange(1, 1 << 30),
                                     rc::gen::inRange(-1, detect::kRegionKinds)),
                      [](const auto& parts) {
                        const auto [digit, x, y, width, height, kind] = parts;
                        Scope made{test::hashOf(digit), {x, y, width, height}, std::nullopt};
                        if (kind >= 0)
                          made.kind = static_cast<detect::RegionKind>(kind);
                        return made;
                      });
}

Record anyRecord(const std::string& reference) {
  Record made;
  made.reference = reference;
  for (std::string* const field :
       {&made.subject, &made.sharedHow, &made.sharedFor, &made.sharedWhere, &made.witnessedBy})
    *field = *line();
  made.signedOn = *day();
  if (*rc::gen::arbitrary<bool>())
    made.expires = std::max(made.signedOn, *day());
  if (*rc::gen::arbitrary<bool>())
    made.withdrawnOn = *day();
  made.scopes = *rc::gen::nonEmpty(rc::gen::container<std::vector<Scope>>(scope()));
  return made;
}

} // namespace

RC_GTEST_PROP(RoundTrip, RecordsComeBackAsTheyWere, ()) {
  const TemporaryFolder folder;
  const auto record = anyRecord(*line());
  RC_PRE(checkRecord(record).ok());
  {
    auto kept = Register::open(folder / "consent.db");
    RC_ASSERT(kept.ok());
    RC_ASSERT(kept.value().add(record).ok());
  }
  const auto again = Register::open(folder / "consent.db");
  RC_ASSERT(again.ok());
  RC_ASSERT(again.value().find(record.reference).value() == record);
  RC_ASSERT(again.value().all().value() == std::vector<Record>{record});
}

RC_GTEST_PROP(RoundTrip, NoBytesMakeTheCheckOfALineFail, ()) {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  // What passes stays what it is when it is cut at a place where a character begins.
  if (isPlainLine(bytes))
    for (std::size_t i = 0; i < bytes.size(); ++i)
      if ((static_cast<unsigned char>(bytes[i]) & 0xC0) != 0x80)
        RC_ASSERT(isPlainLine(bytes.substr(i)));
}

} // namespace photoscrub::consent
