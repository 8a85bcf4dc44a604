// What a cleaned film shows and plays is what the original did, and it says nothing else.
#include "formats/format_checks.h"
#include "formats/video.h"
#include "formats/video_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

Bytes clean(const Bytes& file) {
  return rewriteChecked(IsoVideo(), file).bytes;
}

// The copy of what `film` makes shows the same samples at the same times.
void expectSameFilm(const Film& film, const Bytes& file) {
  const auto copy = clean(file);
  ASSERT_FALSE(copy.empty());
  EXPECT_EQ(samplesOf(copy), shownSamples(film));
}

BoxNode boxIn(const Bytes& file, std::string_view type) {
  auto boxes = splitBoxes(file);
  const auto* found = findBox(boxes, type);
  return found ? *found : BoxNode{};
}

std::vector<std::string> topBoxes(const Bytes& file) {
  std::vector<std::string> types;
  for (const auto& box : splitBoxes(file))
    types.push_back(box.type);
  return types;
}

TEST(VideoRewrite, KeepsSamplesAndTimes) {
  for (const bool indexFirst : {false, true})
    for (const bool wideOffsets : {false, true})
      for (const std::uint32_t samplesInChunk : {1, 2, 3, 100}) {
        auto film = usualFilm();
        film.indexFirst = indexFirst;
        film.wideOffsets = wideOffsets;
        film.samplesInChunk = samplesInChunk;
        if (samplesInChunk < 8)
          expectSameFilm(film, makeFilm(film));
        expectSameFilm(film, makeFragmentedFilm(film));
      }
}

TEST(VideoRewrite, LeavesNoSecretAndNoGap) {
  for (const auto& file : {makeFilm(cameraFilm()), makeFragmentedFilm(cameraFilm())}) {
    const auto copy = clean(file);
    EXPECT_TRUE(holds(file, "S3CRET"));
    EXPECT_FALSE(holds(copy, "S3CR"));
    EXPECT_EQ(samplesOf(copy), shownSamples(cameraFilm()));
    EXPECT_EQ(topBoxes(copy), (std::vector<std::string>{"ftyp", "moov", "mdat"}));
    std::size_t bytes = 0;
    for (const auto& track : samplesOf(copy))
      for (const auto& sample : track)
        bytes += sample.bytes.size();
    EXPECT_EQ(boxIn(copy, "mdat").head.size(), bytes);
  }
}

TEST(VideoRewrite, IsTheSameWhateverSurroundedTheFilm) {
  EXPECT_EQ(clean(makeFilm(usualFilm())), clean(clean(makeFilm(usualFilm()))));
  auto film = usualFilm();
  const auto plain = clean(makeFilm(film));
  film.behind = cameraFilm().behind;
  film.before = cameraFilm().before;
  film.inMovie = cameraFilm().inMovie;
  film.between = cameraFilm().between;
  film.wideOffsets = true;
  film.tracks[0].name = "another";
  EXPECT_EQ(clean(makeFilm(film)), plain);
}

TEST(VideoRewrite, ClearsDatesNamesAndLanguages) {
  const auto copy = clean(makeFilm(usualFilm()));
  for (const auto* type : {"mvhd", "tkhd", "mdhd"}) {
    const auto head = boxIn(copy, type).head;
    EXPECT_TRUE(std::all_of(head.begin() + 4, head.begin() + 12, [](int b) { return b == 0; }));
  }
  const auto media = boxIn(copy, "mdhd").head;
  EXPECT_EQ(Bytes(media.begin() + 20, media.end()), (Bytes{0x55, 0xC4, 0, 0}));
  EXPECT_EQ(boxIn(copy, "hdlr").head, joined({Bytes(8), textBytes("vide"), Bytes(13)}));
}

TEST(VideoRewrite, KeepsTheTurnOfThePicture) {
  auto boxes = splitBoxes(makeFilm(usualFilm()));
  auto& head = findBox(boxes, "tkhd")->head;
  const Bytes turned = {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0};
  std::copy(turned.begin(), turned.end(), head.begin() + 40);
  const auto copy = boxIn(clean(joinBoxes(boxes)), "tkhd").head;
  EXPECT_TRUE(std::equal(head.begin() + 20, head.end(), copy.begin() + 20));
}

TEST(VideoRewrite, KeepsQuickTimeApartFromMp4) {
  auto film = usualFilm();
  film.brand = "qt  ";
  const auto copy = clean(makeFilm(film));
  EXPECT_TRUE(startsWith(boxIn(copy, "ftyp").head, asBytes("qt  \0\0\0\0"sv)));
  EXPECT_TRUE(holds(copy, "mhlrvide"));
  EXPECT_TRUE(holds(copy, "dhlrurl "));
  // Films from before the box was there are QuickTime.
  auto boxes = splitBoxes(makeFilm(usualFilm()));
  auto original = joinBoxes(boxes);
  boxes.erase(boxes.begin());
  moveChunks(boxes, -static_cast<std::int64_t>(original.size() - joinBoxes(boxes).size()));
  EXPECT_EQ(topBoxes(clean(joinBoxes(boxes))), (std::vector<std::string>{"ftyp", "moov", "mdat"}));
  EXPECT_TRUE(holds(clean(joinBoxes(boxes)), "ftypqt  "));
}

TEST(VideoRewrite, ForgetsTheBrandOfTheCamera) {
  const auto brands = [](std::string_view major) {
    auto film = usualFilm();
    film.brand = major;
    return asText(boxIn(clean(makeFilm(film)), "ftyp").head).substr(0, 4) == "mp42"
               ? std::string("mp42")
               : std::string(major);
  };
  EXPECT_EQ(brands("XAVC"), "mp42");
  EXPECT_EQ(brands("3gp5"), "3gp5");
  EXPECT_EQ(brands("M4V "), "M4V ");
}

TEST(VideoRewrite, FollowsSoundWhoseSizesCountSamples) {
  auto film = usualFilm();
  film.tracks = {plainSoundTrack()};
  film.samplesInChunk = 7;
  const auto copy = clean(makeFilm(film));
  EXPECT_EQ(samplesOf(copy), shownSamples(film));
}

TEST(VideoRewrite, KeepsSharedSamplesOnce) {
  auto film = usualFilm();
  film.tracks[1] = film.tracks[0];
  auto boxes = splitBoxes(makeFilm(film));
  auto& tracks = findBox(boxes, "moov")->inner;
  *findBox(tracks[2].inner, "stco") = *findBox(tracks[1].inner, "stco");
  const auto copy = clean(joinBoxes(boxes));
  const auto samples = samplesOf(copy);
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0], samples[1]);
  EXPECT_EQ(samples[0], film.tracks[0].samples);
}

TEST(VideoRewrite, KeepsEditLists) {
  auto film = usualFilm();
  const auto line = ByteWriter().u32(2).u32(100).u32(UINT32_MAX).u32(0x10000).view();
  film.tracks[0].edits = boxBytes(
      "edts",
      fullBoxBytes("elst", 0, joined({line, ByteWriter().u32(150).u32(40).u32(0x10000).view()})));
  const auto copy = clean(makeFilm(film));
  EXPECT_EQ(boxBytes("elst", boxIn(copy, "elst").head),
            splitBoxes(film.tracks[0].edits)[0].inner.empty()
                ? Bytes{}
                : joinBoxes(splitBoxes(film.tracks[0].edits)[0].inner));
}

TEST(VideoRewrite, CutsAndFillsTablesOfTheWrongLength) {
  auto boxes = splitBoxes(makeFilm(usualFilm()));
  auto& times = findBox(boxes, "stts")->head;
  times = ByteWriter().u32(0).u32(1).u32(2).u32(33).view();
  EXPECT_EQ(samplesOf(clean(joinFilm(boxes, makeFilm(usualFilm()))))[0].back().duration, 33u);
  times = ByteWriter().u32(0).u32(1).u32(2000).u32(33).view();
  EXPECT_EQ(samplesOf(clean(joinFilm(boxes, makeFilm(usualFilm()))))[0].size(), 6u);
}

TEST(VideoRewrite, ReadsCompactSizes) {
  for (const int bits : {4, 8, 16}) {
    auto film = usualFilm();
    film.tracks = {soundTrack()};
    auto boxes = splitBoxes(makeFilm(film));
    auto* sizes = findBox(boxes, "stsz");
    ByteWriter out;
    out.u32(0).u32(static_cast<std::uint32_t>(bits)).u32(8);
    for (std::size_t i = 0; i < 8; ++i) {
      const auto size = static_cast<int>(film.tracks[0].samples[i].bytes.size());
      if (bits == 16)
        out.u16(static_cast<std::uint16_t>(size));
      else if (bits == 8)
        out.u8(static_cast<std::uint8_t>(size));
      else if (i % 2 == 0)
        out.u8(static_cast<std::uint8_t>(
            size << 4 | static_cast<int>(film.tracks[0].samples[i + 1].bytes.size())));
    }
    *sizes = {"stz2", out.view()};
    EXPECT_EQ(samplesOf(clean(joinBoxes(boxes))), shownSamples(film)) << bits; // mdat comes first
  }
}

TEST(VideoRewrite, LeavesOutTracksPlayersDoNotShow) {
  auto film = usualFilm();
  film.tracks.push_back(pictureTrack(3));
  film.tracks.back().flags = 6;
  EXPECT_EQ(samplesOf(clean(makeFilm(film))).size(), 2u);
  for (auto& track : film.tracks)
    track.flags = 0; // a writer that never sets the flag
  EXPECT_EQ(samplesOf(clean(makeFilm(film))).size(), 3u);
}

TEST(VideoRewrite, WritesWideOffsetsOnlyWhereTheyAreNeeded) {
  auto film = usualFilm();
  film.wideOffsets = true;
  const auto copy = clean(makeFilm(film));
  EXPECT_TRUE(holds(copy, "stco"));
  EXPECT_FALSE(holds(copy, "co64"));
}

} // namespace
} // namespace photoscrub::formats
