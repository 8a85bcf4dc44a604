// Movie fragments become part of the index, wherever they say their samples lie.
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

template <class... Numbers> Bytes words(Numbers... numbers) {
  ByteWriter out;
  (out.u32(static_cast<std::uint32_t>(numbers)), ...);
  return std::move(out).take();
}

// Two tracks of sound, four samples of ten bytes each.
Film evenFilm() {
  Film film;
  film.tracks = {soundTrack(4), soundTrack(4)};
  for (auto& track : film.tracks)
    for (auto& sample : track.samples)
      sample.bytes.resize(10, 0x77);
  return film;
}

// The samples of both tracks behind one `moof` with these track fragments. `offset` is that of
// the samples, counted from the `moof` and from the beginning of the file.
template <class Make> Bytes withFragment(const Film& film, Make trackFragments) {
  const auto boxes = splitBoxes(makeFragmentedFilm(film));
  const auto head = joinBoxes({boxes[0], boxes[1]});
  const auto moof = [&](std::size_t offset) {
    return boxBytes("moof", joined({fullBoxBytes("mfhd", 0, words(1)),
                                    trackFragments(offset, head.size() + offset)}));
  };
  Bytes data;
  for (const auto& track : film.tracks)
    for (const auto& sample : track.samples)
      data.insert(data.end(), sample.bytes.begin(), sample.bytes.end());
  const auto size = moof(0).size();
  return joined({head, moof(size + 8), boxBytes("mdat", data)});
}

Bytes trackFragment(std::uint32_t flags, const Bytes& head, const Bytes& runs) {
  return boxBytes("traf", joined({fullBoxBytes("tfhd", flags, head), runs}));
}

constexpr std::uint32_t kDefaults = 0x38; // duration, size and flags of all samples

TEST(VideoFragments, FollowsRunsWithoutAnOffsetAndTrackFragmentsWithoutABase) {
  const auto film = evenFilm();
  const auto file = withFragment(film, [](std::size_t offset, std::size_t) {
    return joined(
        {trackFragment(kDefaults, words(1, 21, 10, 0),
                       joined({fullBoxBytes("trun", 1, words(2, offset)),
                               fullBoxBytes("trun", 0, words(2))})),
         trackFragment(kDefaults, words(2, 21, 10, 0), fullBoxBytes("trun", 0, words(4)))});
  });
  EXPECT_EQ(samplesOf(clean(file)), shownSamples(film));
}

TEST(VideoFragments, FollowsBaseOffsetsOfTheFileAndOfTheFragment) {
  const auto film = evenFilm();
  const auto file = withFragment(film, [](std::size_t offset, std::size_t inFile) {
    return joined({trackFragment(kDefaults | 1, words(1, 0, inFile, 21, 10, 0),
                                 fullBoxBytes("trun", 0, words(4))),
                   trackFragment(kDefaults | 0x20000, words(2, 21, 10, 0),
                                 fullBoxBytes("trun", 1, words(4, offset + 40)))});
  });
  EXPECT_EQ(samplesOf(clean(file)), shownSamples(film));
}

TEST(VideoFragments, TakesWhatFragmentsDoNotSayFromTheMovie) {
  auto film = evenFilm();
  for (auto& track : film.tracks)
    for (auto& sample : track.samples) {
      sample.bytes.resize(7); // as the movie says, like the following
      sample.duration = 40;
      sample.sync = &sample == &track.samples[0];
    }
  const auto file = withFragment(film, [](std::size_t offset, std::size_t) {
    return joined({trackFragment(0, words(1), fullBoxBytes("trun", 5, words(4, offset, 0))),
                   trackFragment(0, words(2), fullBoxBytes("trun", 4, words(4, 0)))});
  });
  EXPECT_EQ(samplesOf(clean(file)), shownSamples(film));
}

TEST(VideoFragments, FillsInEditsThatFragmentsLeftOpen) {
  auto film = usualFilm();
  film.tracks[0].edits = boxBytes(
      "edts", fullBoxBytes("elst", 0, ByteWriter().u32(1).u32(0).u32(40).u32(0x10000).view()));
  const auto copy = clean(makeFragmentedFilm(film));
  const auto edit = boxIn(copy, "elst").head;
  EXPECT_EQ(ByteReader(ByteView(edit).subspan(8)).u32().value(), 260u - 40);
}

TEST(VideoFragments, PutsGapsBetweenFragmentsIntoTheSampleBefore) {
  auto film = usualFilm();
  film.tracks = {pictureTrack(4)};
  auto boxes = splitBoxes(makeFragmentedFilm(film));
  auto& time = findBox(boxes[4].inner, "tfdt")->head; // of the second fragment: ftyp moov moof mdat
  time[7] = static_cast<std::uint8_t>(time[7] + 30);
  const auto samples = samplesOf(clean(joinBoxes(boxes)));
  EXPECT_EQ(samples[0][1].duration, film.tracks[0].samples[1].duration + 30);
  EXPECT_EQ(samples[0][2].bytes, film.tracks[0].samples[2].bytes);
}

} // namespace
} // namespace photoscrub::formats
