#include "report/csv.h"
#include "report/escape.h"
#include "report/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::report {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

scrub::Outcome hostile() {
  scrub::Outcome outcome;
  outcome.input = "=cmd|'/c x'!A1,\"<script>\x1b[2J\n.jpg";
  outcome.output = "<img src=x onerror=y>.jpg";
  outcome.status = scrub::OutcomeStatus::needsReview;
  outcome.type = formats::FileType::jpeg;
  outcome.size = {30, 20};
  outcome.removed = {{formats::FindingKind::location, "Exif GPS", 6, "51.5 N"}};
  detect::Region region;
  region.kind = detect::RegionKind::identifier;
  region.value = "999 000 0026";
  outcome.regions = {{region, false, {"C149"}}, {region, true, {"C149"}}};
  outcome.warnings = {"A <b>note</b>"};
  return outcome;
}

TEST(Escape, MakesTextHarmlessInHtml) {
  EXPECT_EQ(forHtml("<a href='x'>&\"\x1b"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\\x1b");
}

TEST(Escape, MakesTextHarmlessInASpreadsheet) {
  EXPECT_EQ(forCsv("a \"b\", c"), "\"a \"\"b\"\", c\"");
  EXPECT_EQ(forCsv("two\r\nlines"), "\"two\\x0d\\x0alines\"");
  for (const std::string formula : {"=1+1", "+1", "-1", "@SUM(A1)"})
    EXPECT_EQ(forCsv(formula), "\"'" + formula + "\"");
  EXPECT_EQ(forCsv(""), "\"\"");
}

TEST(SavedReport, HtmlShowsNamesAsTextAndNoValues) {
  const auto row = htmlRow(hostile(), {});
  EXPECT_THAT(row, Not(HasSubstr("<script")));
  EXPECT_THAT(row, Not(HasSubstr("<img")));
  EXPECT_THAT(row, Not(HasSubstr("\x1b")));
  EXPECT_THAT(row, HasSubstr("&lt;b&gt;note"));
  EXPECT_THAT(row, HasSubstr("where it was taken (6)"));
  EXPECT_THAT(row, HasSubstr("1 identifier"));
  EXPECT_THAT(row, HasSubstr("C149"));
  TextOptions values;
  values.showValues = true;
  EXPECT_THAT(htmlRow(hostile(), values), Not(HasSubstr("999 000")));
  EXPECT_THAT(htmlRow(hostile(), values), Not(HasSubstr("51.5")));
}

TEST(SavedReport, HtmlNeverCallsAPictureFineThatNobodyLookedAt) {
  auto outcome = hostile();
  outcome.status = scrub::OutcomeStatus::cleaned;
  TextOptions unseen;
  unseen.looked = false;
  EXPECT_THAT(htmlRow(outcome, {}), HasSubstr(">Cleaned<"));
  EXPECT_THAT(htmlRow(outcome, unseen), HasSubstr("not looked at"));
}

TEST(SavedReport, HtmlIsOnePageThatLoadsNothing) {
  Totals totals;
  totals.add(hostile());
  const auto page = htmlPage(htmlRow(hostile(), {}), totals, {});
  EXPECT_THAT(page, HasSubstr("1 file: 1 to be reviewed"));
  EXPECT_THAT(page, HasSubstr("Nothing found does not mean nothing there"));
  EXPECT_THAT(page, Not(HasSubstr("http://")));
  EXPECT_THAT(page, Not(HasSubstr("https://")));
  EXPECT_THAT(page, Not(HasSubstr("\\x0a</p>")));
  EXPECT_THAT(page, EndsWith("</html>\n"));
}

TEST(SavedReport, CsvHasOneLineAFileAndNoValues) {
  const auto line = csvLine(hostile());
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_THAT(line, EndsWith("\r\n"));
  EXPECT_THAT(line, testing::StartsWith("\"'=cmd|"));
  EXPECT_THAT(line, Not(HasSubstr("999 000")));
  EXPECT_THAT(line, Not(HasSubstr("51.5")));
  const auto fields = [](const std::string& text) {
    int count = 1;
    bool quoted = false;
    for (const char c : text) {
      quoted = quoted != (c == '"');
      count += !quoted && c == ',' ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(fields(line), fields(csvHeader()));
}

} // namespace
} // namespace photoscrub::report
