// Sample descriptions keep what decoders read, and nothing else.
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

BoxNode boxIn(const Bytes& file, std::string_view type) {
  auto boxes = splitBoxes(file);
  const auto* found = findBox(boxes, type);
  return found ? *found : BoxNode{};
}

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

TEST(VideoEntries, DropDescriptorsThatDecodersDoNotRead) {
  const auto secret = joined({{0x14, 6}, textBytes("S3CRET")});
  const Bytes decoder = {0x40, 0x15, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
  const auto config = joined({decoder, secret, {5, 2, 0x11, 0x90}, secret});
  // An address, a stream it depends on and a clock, and lengths in four bytes.
  const auto stream = joined({{0, 9, 0xE0, 0, 1, 6},
                              textBytes("S3CRET"),
                              {0, 2, 4, 0x80, 0x80, 0x80, static_cast<std::uint8_t>(config.size())},
                              config,
                              {6, 1, 2},
                              secret});
  const auto box = fullBoxBytes(
      "esds", 0, joined({{3, 0x80, 0x80, 0x80, static_cast<std::uint8_t>(stream.size())}, stream}));
  const auto entry = entryAfter(soundEntry({box}), true);
  EXPECT_FALSE(holds(entry, "S3CRET"));
  EXPECT_TRUE(holds(entry, asText(streamConfig())));
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

} // namespace
} // namespace photoscrub::formats
