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

TEST(VideoRewrite, FillsInEditsThatFragmentsLeftOpen) {
  auto film = usualFilm();
  film.tracks[0].edits = boxBytes(
      "edts", fullBoxBytes("elst", 0, ByteWriter().u32(1).u32(0).u32(40).u32(0x10000).view()));
  const auto copy = clean(makeFragmentedFilm(film));
  const auto edit = boxIn(copy, "elst").head;
  EXPECT_EQ(ByteReader(ByteView(edit).subspan(8)).u32().value(), 260u - 40);
}

TEST(VideoRewrite, PutsGapsBetweenFragmentsIntoTheSampleBefore) {
  auto film = usualFilm();
  film.tracks = {pictureTrack(4)};
  auto boxes = splitBoxes(makeFragmentedFilm(film));
  auto& time = findBox(boxes[4].inner, "tfdt")->head; // of the second fragment: ftyp moov moof mdat
  time[7] = static_cast<std::uint8_t>(time[7] + 30);
  const auto samples = samplesOf(clean(joinBoxes(boxes)));
  EXPECT_EQ(samples[0][1].duration, film.tracks[0].samples[1].duration + 30);
  EXPECT_EQ(samples[0][2].bytes, film.tracks[0].samples[2].bytes);
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

// ---------------------------------------------------------------- decoder configurations

Bytes entryAfter(const Bytes& entry, bool sound = false) {
  auto film = usualFilm();
  film.tracks = {sound ? soundTrack() : pictureTrack()};
  film.tracks[0].entry = entry;
  return boxIn(clean(makeFilm(film)), asText(ByteView(entry).subspan(4, 4))).type.empty()
             ? Bytes{}
             : joinBoxes({boxIn(clean(makeFilm(film)), asText(ByteView(entry).subspan(4, 4)))});
}

TEST(VideoEntries, KeepConfigurationsWithoutWhatDecodersDoNotRead) {
  const auto secret = textBytes("S3CRET");
  const auto longer = [&](Bytes box) {
    box = joined({box, secret});
    box[3] = static_cast<std::uint8_t>(box[3] + secret.size());
    return box;
  };
  const auto aspect = boxBytes("pasp", {0, 0, 0, 4, 0, 0, 0, 3});
  const auto picture =
      entryAfter(pictureEntry({longer(avcConfig()), longer(aspect), boxBytes("S3CR", secret),
                               aspect, boxBytes("colr", textBytes("profS3CRET"))}));
  EXPECT_FALSE(holds(picture, "S3CR"));
  EXPECT_TRUE(holds(picture, asText(avcConfig())));
  EXPECT_TRUE(holds(picture, asText(aspect)));
  const auto sound = entryAfter(soundEntry({longer(streamConfig())}), true);
  EXPECT_FALSE(holds(sound, "S3CR"));
  EXPECT_TRUE(holds(sound, asText(streamConfig())));
}

TEST(VideoEntries, DropMessagesFromH265Configurations) {
  Bytes config(22);
  config[0] = 1;
  config[21] = 3;
  const Bytes sets = {0xA0, 0, 1, 0, 3, 0x40, 1, 9, 0xA1, 0, 1, 0, 3, 0x42, 1, 8};
  const auto message = joined({{0x27, 0, 1, 0, 8, 0x4E, 1}, textBytes("S3CRET")});
  const auto entry =
      entryAfter(pictureEntry({boxBytes("hvcC", joined({config, {3}, sets, message}))}, "hvc1"));
  EXPECT_FALSE(holds(entry, "S3CRET"));
  EXPECT_TRUE(holds(entry, asText(joined({{2}, sets}))));
}

TEST(VideoEntries, RebuildQuickTimeSoundBoxes) {
  const auto secret = boxBytes("S3CR", textBytes("S3CRET"));
  const auto wave = boxBytes("wave", joined({boxBytes("frma", textBytes("mp4a")), secret,
                                             boxBytes("mp4a", textBytes("S3CR")), streamConfig(),
                                             boxBytes("\0\0\0\0"sv, {})}));
  const auto entry = entryAfter(soundEntry({wave}), true);
  EXPECT_FALSE(holds(entry, "S3CR"));
  EXPECT_TRUE(
      holds(entry, asText(joined({boxBytes("frma", textBytes("mp4a")), boxBytes("mp4a", Bytes(4)),
                                  streamConfig(), boxBytes("\0\0\0\0"sv, {})}))));
}

struct Config {
  std::string_view code, type;
  Bytes payload; ///< clean; a secret behind it goes
};

TEST(VideoEntries, KeepEveryKnownConfiguration) {
  const auto flacInfo = joined({{0, 0, 0, 0, 0x80, 0, 0, 34}, Bytes(34, 7)});
  const auto stream = streamConfig();
  const Bytes streamPayload(stream.begin() + 8, stream.end());
  const std::vector<Config> pictures = {
      {"av01", "av1C", {0x81, 5, 12, 0, 0x0A, 2, 1, 2}},
      {"vp09", "vpcC", {1, 0, 0, 0, 0, 10, 0x82, 1, 1, 1, 0, 0}},
      {"s263", "d263", {0, 0, 0, 0, 1, 10, 0}},
      {"mp4v", "esds", streamPayload},
  };
  const std::vector<Config> sounds = {
      {"alac", "alac", joined({Bytes(4), Bytes(24, 3)})},
      {"Opus", "dOps", {0, 2, 1, 0x38, 0, 0, 0xBB, 0x80, 0, 0, 0}},
      {"fLaC", "dfLa", flacInfo},
      {"samr", "damr", {0, 0, 0, 0, 0, 0x81, 0xFF, 0, 1}},
      {"ac-3", "dac3", {0x10, 0x3D, 0x40}},
      {"ec-3", "dec3", {0x0C, 0, 0x20, 0x0F, 0}},
  };
  for (const auto* list : {&pictures, &sounds})
    for (const auto& config : *list) {
      const bool sound = list == &sounds;
      const auto box = boxBytes(config.type, config.payload);
      const auto spoilt =
          boxBytes(config.type, joined({config.payload, textBytes("S3CRET.S3CRET.S3CRET")}));
      const auto make = [&](const Bytes& inner) {
        return entryAfter(
            sound ? soundEntry({inner}, config.code) : pictureEntry({inner}, config.code), sound);
      };
      EXPECT_TRUE(holds(make(box), asText(box))) << config.code;
      EXPECT_EQ(make(box), make(spoilt)) << config.code;
    }
}

TEST(VideoEntries, WriteWideOffsetsOnlyWhereTheyAreNeeded) {
  auto film = usualFilm();
  film.wideOffsets = true;
  const auto copy = clean(makeFilm(film));
  EXPECT_TRUE(holds(copy, "stco"));
  EXPECT_FALSE(holds(copy, "co64"));
}

} // namespace
} // namespace photoscrub::formats
