// The strict reading refuses whatever a clean film does not need.
#include "formats/format_checks.h"
#include "formats/video.h"
#include "formats/video_samples.h"

#include <set>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

std::vector<Bytes> cleanFiles() {
  std::vector<Bytes> files;
  auto film = usualFilm();
  film.tracks[0].edits = boxBytes(
      "edts", fullBoxBytes("elst", 0, ByteWriter().u32(1).u32(150).u32(40).u32(0x10000).view()));
  files.push_back(rewriteChecked(IsoVideo(), makeFilm(film)).bytes);
  film.brand = "qt  ";
  film.tracks[1] = plainSoundTrack();
  film.samplesInChunk = 4;
  files.push_back(rewriteChecked(IsoVideo(), makeFilm(film)).bytes);
  return files;
}

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(IsoVideo(), file), std::nullopt) << why;
}

TEST(VideoAudit, GivesBackWhatTheFileHolds) {
  for (const auto& file : cleanFiles()) {
    const auto clean = IsoVideo().audit(file, {});
    ASSERT_TRUE(clean.ok());
    EXPECT_EQ(clean.value().storedSize, (Size{64, 48}));
    EXPECT_EQ(clean.value().orientation, Orientation::normal);
    EXPECT_TRUE(clean.value().exif.empty());
  }
}

TEST(VideoAudit, RefusesABoxAtAnyPlace) {
  for (const auto& file : cleanFiles()) {
    std::size_t lists = 0;
    auto counted = splitBoxes(file);
    eachList(counted, [&lists](std::vector<BoxNode>&) { ++lists; });
    for (std::size_t wanted = 0; wanted < lists; ++wanted)
      for (const auto* type :
           {"free", "udta", "uuid", "meta", "skip", "wide", "S3CR", "sdtp", "tref", "mvex", "moof",
            "stss", "ctts", "btrt", "pasp", "hdlr", "trak", "edts", "stps", "sgpd", "mdat"}) {
        std::size_t places = 1;
        for (std::size_t at = 0; at < places; ++at) {
          auto boxes = splitBoxes(file);
          std::size_t list = 0;
          eachList(boxes, [&](std::vector<BoxNode>& inner) {
            if (list++ != wanted)
              return;
            places = inner.size() + 1;
            inner.insert(inner.begin() + static_cast<std::ptrdiff_t>(at), BoxNode{type, Bytes(12)});
          });
          // Pasp and btrt of a sample description are numbers that photoscrub keeps.
          const bool known = ("btrt"sv == type) ||
                             ("pasp"sv == type && asText(joinBoxes(boxes)).find("pasp") != 0);
          const auto changed = joinFilm(boxes, file);
          if (!known)
            expectRefused(changed, std::string(type) + " in list " + std::to_string(wanted));
        }
      }
  }
}

TEST(VideoAudit, RefusesAnyBoxTwiceOrNotAtAll) {
  for (const auto& file : cleanFiles()) {
    std::size_t lists = 0;
    auto counted = splitBoxes(file);
    eachList(counted, [&lists](std::vector<BoxNode>&) { ++lists; });
    for (std::size_t wanted = 0; wanted < lists; ++wanted)
      for (const bool twice : {true, false}) {
        std::size_t places = 1;
        for (std::size_t at = 0; at < places; ++at) {
          auto boxes = splitBoxes(file);
          std::size_t list = 0;
          std::string type;
          eachList(boxes, [&](std::vector<BoxNode>& inner) {
            if (list++ != wanted)
              return;
            places = inner.size();
            if (inner.empty())
              return;
            const auto place = inner.begin() + static_cast<std::ptrdiff_t>(at);
            type = place->type;
            if (twice)
              inner.insert(place, BoxNode(*place));
            else
              inner.erase(place);
          });
          // A film may lack these.
          const std::set<std::string> optional = {"edts", "stss", "ctts", "", "mdat"};
          if (twice ? !type.empty() : !optional.contains(type))
            expectRefused(joinFilm(boxes, file), type + (twice ? " twice" : " missing"));
        }
      }
  }
}

// Every bit of what photoscrub writes by itself; numbers it takes over from the original are left
// out: they say how the film is shown.
TEST(VideoAudit, RefusesChangedBitsOfWhatIsAlwaysTheSame) {
  const auto file = cleanFiles()[0];
  const std::set<std::string> constant = {"vmhd", "dref", "url ", "hdlr"};
  const auto text = asText(file);
  for (const auto& type : constant)
    for (auto at = text.find(type); at != std::string_view::npos; at = text.find(type, at + 1)) {
      const std::size_t size = type == "url " ? 8 : type == "dref" ? 12 : type == "hdlr" ? 33 : 16;
      for (std::size_t i = at - 4; i < at + size; ++i)
        for (int bit = 0; bit < 8; ++bit) {
          auto changed = file;
          changed[i] = static_cast<std::uint8_t>(changed[i] ^ (1 << bit));
          const bool otherKind = type == "hdlr" && i >= at + 12 && i < at + 16;
          if (!otherKind)
            expectRefused(changed, type + " byte " + std::to_string(i - at));
        }
    }
}

void expectFieldRefused(const Bytes& file, std::string_view type, std::size_t at,
                        std::uint8_t value) {
  auto boxes = splitBoxes(file);
  findBox(boxes, type)->head[at] = value;
  expectRefused(joinBoxes(boxes), std::string(type) + " byte " + std::to_string(at));
}

TEST(VideoAudit, RefusesDatesLanguagesAndReservedFields) {
  for (const auto& file : cleanFiles()) {
    for (std::size_t i = 4; i < 12; ++i)
      for (const auto* type : {"mvhd", "tkhd", "mdhd"})
        expectFieldRefused(file, type, i, 1);
    for (std::size_t i = 26; i < 36; ++i)
      expectFieldRefused(file, "mvhd", i, 1);
    for (std::size_t i = 72; i < 96; ++i)
      expectFieldRefused(file, "mvhd", i, 1);
    expectFieldRefused(file, "mvhd", 99, 9); // next track
    for (const std::size_t i : {15, 16, 19, 24, 31, 38})
      expectFieldRefused(file, "tkhd", i, 9);
    for (const std::size_t i : {20, 21, 22, 23})
      expectFieldRefused(file, "mdhd", i, 9);
    for (std::size_t i = 8; i < 24; ++i)
      expectFieldRefused(file, "avc1", i, 1);
    for (std::size_t i = 28; i < 74; ++i)
      expectFieldRefused(file, "avc1", i, 3);
    expectFieldRefused(file, "ftyp", 7, 1);
    expectFieldRefused(file, "ftyp", 0, 'X');
  }
}

TEST(VideoAudit, RefusesTablesInAnotherForm) {
  const auto file = cleanFiles()[0];
  const auto with = [&file](std::string_view type, const Bytes& head) {
    auto boxes = splitBoxes(file);
    findBox(boxes, type)->head = head;
    return joinFilm(boxes, file);
  };
  const auto boxes = [&file](std::string_view type) {
    auto all = splitBoxes(file);
    return findBox(all, type)->head;
  };
  EXPECT_EQ(auditError(IsoVideo(), with("stts", boxes("stts"))), std::nullopt);
  for (const auto* type : {"stts", "ctts", "stss", "stsc", "stsz", "stco", "stsd", "elst"}) {
    expectRefused(with(type, joined({boxes(type), Bytes(4)})), std::string(type) + " longer");
    auto shorter = boxes(type);
    shorter.resize(shorter.size() - 4);
    expectRefused(with(type, shorter), std::string(type) + " shorter");
  }
  const auto runs = [](std::initializer_list<std::uint32_t> values) {
    ByteWriter out;
    for (const auto value : values)
      out.u32(value);
    return out.view();
  };
  expectRefused(with("stts", runs({0, 2, 3, 40, 3, 40})), "runs that could be one");
  expectRefused(with("stts", runs({0, 2, 6, 40, 0, 41})), "a run of none");
  expectRefused(with("stts", runs({0, 1, 7, 40})), "too many");
  expectRefused(with("stts", runs({0, 1, 5, 40})), "too few");
  expectRefused(with("ctts", runs({0, 1, 6, 0})), "shifts of nothing");
  expectRefused(with("stss", runs({0, 2, 4, 1})), "not in order");
  expectRefused(with("stss", runs({0, 1, 7})), "no such sample");
  expectRefused(with("stsc", runs({0, 2, 1, 2, 1, 2, 2, 1})), "lines that could be one");
  expectRefused(with("stsc", runs({0, 1, 1, 2, 2})), "no such description");
}

TEST(VideoAudit, RefusesMediaDataThatNoSampleUses) {
  for (const auto& file : cleanFiles()) {
    auto longer = splitBoxes(file);
    longer.back().head.push_back(0);
    expectRefused(joinBoxes(longer), "one more byte");
    auto between = splitBoxes(file);
    between.back().head.insert(between.back().head.begin(), 0);
    expectRefused(joinBoxes(between), "one byte before");
    moveChunks(between, 1);
    expectRefused(joinBoxes(between), "one byte before, and all moved");
    expectRefused(joined({file, {0}}), "one byte behind the file");
    auto toTheEnd = file;
    const auto at = asText(file).rfind("mdat") - 4;
    std::fill_n(toTheEnd.begin() + static_cast<std::ptrdiff_t>(at), 4, std::uint8_t{0});
    expectRefused(toTheEnd, "media data without a size");
  }
}

TEST(VideoAudit, RefusesTracksPlayersDoNotShow) {
  auto film = usualFilm();
  film.tracks.push_back(pictureTrack(3));
  auto boxes = splitBoxes(rewriteChecked(IsoVideo(), makeFilm(film)).bytes);
  EXPECT_EQ(auditError(IsoVideo(), joinBoxes(boxes)), std::nullopt);
  findBox(findBox(boxes, "moov")->inner.back().inner, "tkhd")->head[3] = 6;
  expectRefused(joinBoxes(boxes), "hidden track");
}

TEST(VideoAudit, RefusesOriginals) {
  expectRefused(makeFilm(usualFilm()), "film");
  expectRefused(makeFragmentedFilm(usualFilm()), "fragments");
  expectRefused(makeFilm(cameraFilm()), "camera film");
}

TEST(VideoComparison, SeesEveryChangedByteOfTheFilm) {
  const auto original = makeFilm(usualFilm());
  const auto document = IsoVideo().parse(original, {});
  const auto copy = rewriteChecked(IsoVideo(), original).bytes;
  ASSERT_TRUE(document.ok());
  for (auto at = asText(copy).rfind("mdat") + 4; at < copy.size(); ++at) {
    auto changed = copy;
    changed[at] ^= 1;
    const auto saved = IsoVideo().audit(changed, {});
    EXPECT_FALSE(saved.ok() && comparePictures(*document.value(), saved.value()).ok());
  }
  // Chunks that point to one another's samples.
  auto boxes = splitBoxes(copy);
  auto& offsets = findBox(boxes, "stco")->head;
  std::swap_ranges(offsets.begin() + 8, offsets.begin() + 12, offsets.begin() + 12);
  const auto saved = IsoVideo().audit(joinBoxes(boxes), {});
  EXPECT_FALSE(saved.ok() && comparePictures(*document.value(), saved.value()).ok());
}

} // namespace
} // namespace photoscrub::formats
