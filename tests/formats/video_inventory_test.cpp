// What is found in a film before it is cleaned.
#include "formats/format_checks.h"
#include "formats/video.h"
#include "formats/video_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

std::unique_ptr<Document> parsed(const Bytes& file) {
  auto document = IsoVideo().parse(file, {});
  EXPECT_TRUE(document.ok()) << document.error().describe(true);
  return document.ok() ? std::move(document).value() : nullptr;
}

TEST(VideoInventory, NamesWhatCamerasWrite) {
  const auto file = makeFilm(cameraFilm());
  const auto document = parsed(file);
  const auto count = [&](FindingKind kind, std::string_view where) {
    return countDropped(*document, kind, where);
  };
  EXPECT_EQ(count(FindingKind::location, "GPS position"), 1);
  EXPECT_EQ(count(FindingKind::location, "GoPro telemetry track (GPS and motion)"), 1);
  EXPECT_EQ(count(FindingKind::device, "camera model"), 1);
  EXPECT_EQ(count(FindingKind::identity, "camera serial number"), 1);
  EXPECT_EQ(count(FindingKind::time, "dates of recording"), 5);
  EXPECT_EQ(count(FindingKind::software, "handler name"), 2);
  EXPECT_EQ(count(FindingKind::software, "encoder name"), 1);
  EXPECT_EQ(count(FindingKind::software, "encoder's mark"), 1);
  EXPECT_EQ(count(FindingKind::device, "brands and version of the file type"), 1);
  EXPECT_EQ(count(FindingKind::caption, "track name"), 1);
  EXPECT_EQ(count(FindingKind::other, "block of a program or maker"), 2);
  EXPECT_EQ(count(FindingKind::other, "free space"), 2);
  EXPECT_EQ(count(FindingKind::other, "media data that no kept track uses"), 1);
  EXPECT_EQ(count(FindingKind::other, "unknown box"), 1);
  EXPECT_EQ(count(FindingKind::other, "playback hints"), 1);
  EXPECT_EQ(count(FindingKind::other, "links between tracks"), 1);
  EXPECT_EQ(count(FindingKind::other, "language"), 2);
}

TEST(VideoInventory, ShowsNoContentAndLiesInTheFile) {
  const auto file = makeFilm(cameraFilm());
  const auto document = parsed(file);
  std::uint64_t before = 0;
  for (const auto& part : document->dropped) {
    EXPECT_EQ(part.where.find("S3CR"), std::string::npos);
    EXPECT_LE(part.offset, file.size());
    EXPECT_LE(part.size, file.size() - part.offset);
    EXPECT_GE(part.offset, before);
    before = part.offset;
  }
}

TEST(VideoInventory, TellsWhatItIs) {
  const auto document = parsed(makeFilm(usualFilm()));
  EXPECT_EQ(document->type, FileType::video);
  EXPECT_TRUE(document->video);
  EXPECT_FALSE(document->takesFields);
  EXPECT_FALSE(document->takesColourProfile);
  EXPECT_EQ(document->storedSize, (Size{64, 48}));
  EXPECT_EQ(document->orientation, Orientation::normal);
  EXPECT_TRUE(document->warnings.empty());
  auto film = usualFilm();
  film.tracks.erase(film.tracks.begin());
  EXPECT_EQ(parsed(makeFilm(film))->storedSize, Size{});
}

TEST(VideoInventory, ReadsQuickTimeMetadata) {
  const auto key = [](std::string_view name) { return boxBytes("mdta", textBytes(name)); };
  const auto keys = joined({Bytes(4),
                            {0, 0, 0, 5},
                            key("com.apple.quicktime.location.ISO6709"),
                            key("com.apple.quicktime.make"),
                            key("com.apple.quicktime.creationdate"),
                            key("com.apple.quicktime.content.identifier"),
                            key("S3CRET.own")});
  auto film = usualFilm();
  film.inMovie = {
      boxBytes("meta", joined({fullBoxBytes("hdlr", 0, Bytes(25)), boxBytes("keys", keys),
                               boxBytes("ilst", textBytes("S3CRET"))}))};
  const auto document = parsed(makeFilm(film));
  EXPECT_EQ(countDropped(*document, FindingKind::location, "GPS position"), 1);
  EXPECT_EQ(countDropped(*document, FindingKind::device, "camera maker"), 1);
  EXPECT_EQ(countDropped(*document, FindingKind::time, "date"), 1);
  EXPECT_EQ(countDropped(*document, FindingKind::identity, "unique id of the recording"), 1);
  EXPECT_EQ(countDropped(*document, FindingKind::other, "metadata item"), 1);
}

TEST(VideoInventory, LeavesXmpToTheInventory) {
  auto film = usualFilm();
  const auto packet = textBytes("<x:xmpmeta/>");
  film.behind = {boxBytes(
      "uuid", joined({textBytes("\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"),
                      packet}))};
  const auto file = makeFilm(film);
  const auto document = parsed(file);
  ASSERT_EQ(document->blocks.size(), 1u);
  const auto& block = document->blocks[0];
  EXPECT_EQ(block.syntax, MetadataBlock::Syntax::xmp);
  EXPECT_TRUE(sameBytes(packet, ByteView(file).subspan(block.offset, block.size)));
}

TEST(VideoInventory, NamesBytesBehindTheFilm) {
  const auto file = joined({makeFilm(usualFilm()), textBytes("S3CRET trailing bytes")});
  const auto cleaned = rewriteChecked(IsoVideo(), file);
  EXPECT_EQ(countDropped(*cleaned.document, FindingKind::trailer,
                         "unknown bytes after the end of the picture"),
            1);
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
}

// ---------------------------------------------------------------- warnings

bool warns(const Bytes& file, std::string_view about) {
  const auto document = parsed(file);
  return std::any_of(
      document->warnings.begin(), document->warnings.end(),
      [about](const std::string& warning) { return warning.find(about) != std::string::npos; });
}

Film filmWith(const Bytes& entry, const Bytes& sample) {
  Film film;
  film.tracks = {pictureTrack(1)};
  film.tracks[0].entry = entry;
  film.tracks[0].samples[0].bytes = sample;
  return film;
}

TEST(VideoWarnings, TellOfTextBetweenThePictures) {
  const auto h264 = [](const Bytes& message) {
    const auto unit = joined({{6}, message});
    return makeFilm(filmWith(
        pictureEntry({avcConfig()}),
        joined({{0, 0, 0, 2, 9, 0x10, 0, 0, 0, static_cast<std::uint8_t>(unit.size())}, unit})));
  };
  EXPECT_TRUE(warns(h264(joined({{5, 22}, Bytes(16, 1), textBytes("S3CRET")})), "carries data"));
  EXPECT_TRUE(warns(h264({1, 1, 0, 5, 2, 1, 1, 0x80}), "carries data")); // the second message
  EXPECT_TRUE(warns(h264({4, 4, 0xB5, 0, 0x31, 0, 0x80}), "carries data"));
  EXPECT_FALSE(warns(h264({4, 4, 0xB5, 0, 0x3C, 0, 0x80}), "carries data")); // brightness
  EXPECT_FALSE(warns(h264({1, 1, 0, 0x80}), "carries data"));

  Bytes hevc(23);
  hevc[0] = 1;
  hevc[21] = 0; // one byte of length
  const auto entry = pictureEntry({boxBytes("hvcC", hevc)}, "hvc1");
  EXPECT_TRUE(warns(makeFilm(filmWith(entry, {6, 0x4E, 1, 5, 1, 7, 0x80})), "carries data"));
  EXPECT_FALSE(warns(makeFilm(filmWith(entry, {6, 0x28, 1, 5, 1, 7, 0x80})), "carries data"));
}

TEST(VideoWarnings, TellOfExifInMotionJpeg) {
  const auto entry = pictureEntry({}, "jpeg");
  EXPECT_TRUE(warns(makeFilm(filmWith(entry, {0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 1, 2, 0xFF, 0xDA})),
                    "carries data"));
  EXPECT_FALSE(warns(makeFilm(filmWith(entry, {0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xDA})),
                     "carries data"));
}

TEST(VideoWarnings, TellOfTrimmedPicturesThatAreStillThere) {
  auto film = usualFilm();
  film.tracks[0].samples[0].duration = 2000;
  const auto edits = [](std::uint32_t length) {
    return boxBytes(
        "edts",
        fullBoxBytes("elst", 0, ByteWriter().u32(1).u32(length).u32(0).u32(0x10000).view()));
  };
  film.tracks[0].edits = edits(1000);
  EXPECT_TRUE(warns(makeFilm(film), "trimmed"));
  film.tracks[0].edits = edits(2200);
  EXPECT_FALSE(warns(makeFilm(film), "trimmed"));
}

TEST(VideoWarnings, TellOfSoundThatGoes) {
  auto film = usualFilm();
  film.tracks[1].entry = soundEntry({}, "S3CR");
  const auto file = makeFilm(film);
  EXPECT_TRUE(warns(file, "sound track is coded in a way"));
  EXPECT_EQ(samplesOf(rewriteChecked(IsoVideo(), file).bytes).size(), 1u);
}

} // namespace
} // namespace photoscrub::formats
