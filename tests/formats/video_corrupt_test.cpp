// Damaged, hostile and oversized films: an error or a clean file, nothing else.
#include "formats/format_checks.h"
#include "formats/video.h"
#include "formats/video_samples.h"

#include <functional>

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(IsoVideo(), file, limits);
}

// The usual film with one box changed.
Bytes changedFilm(std::string_view type, const std::function<void(Bytes&)>& change,
                  const Film& film = usualFilm()) {
  auto boxes = splitBoxes(makeFilm(film));
  change(findBox(boxes, type)->head);
  return joinBoxes(boxes); // media data come first and stay where they are
}

Bytes filmWithout(std::string_view type) {
  auto boxes = splitBoxes(makeFilm(usualFilm()));
  eachList(boxes, [type](std::vector<BoxNode>& inner) {
    std::erase_if(inner, [type](const BoxNode& node) { return node.type == type; });
  });
  return joinBoxes(boxes);
}

TEST(VideoCorrupt, SaysThatAFilmIsCutShort) {
  EXPECT_EQ(errorOf(filmWithout("moov")), ErrorCode::truncated);
  Film film = usualFilm();
  film.indexFirst = true;
  auto file = makeFilm(film);
  file.resize(file.size() - 1);
  EXPECT_EQ(errorOf(file), ErrorCode::truncated);
}

TEST(VideoCorrupt, RefusesFilmsWithoutWhatPlayersNeed) {
  for (const auto* type : {"mvhd", "tkhd", "mdhd", "minf", "stbl", "stsd", "stts", "stsc", "stsz",
                           "stco", "trak", "avcC", "esds"})
    EXPECT_EQ(errorOf(filmWithout(type)), ErrorCode::malformed) << type;
}

TEST(VideoCorrupt, RefusesSamplesOutsideOfTheMediaData) {
  const auto at = [](std::uint32_t offset) {
    return errorOf(changedFilm("stco", [offset](Bytes& head) {
      const auto bytes = ByteWriter().u32(offset).view();
      std::copy(bytes.begin(), bytes.end(), head.begin() + 8);
    }));
  };
  EXPECT_EQ(at(0), ErrorCode::malformed);
  EXPECT_EQ(at(8), ErrorCode::malformed);
  EXPECT_EQ(at(0x7FFF'FFFF), ErrorCode::truncated);
}

TEST(VideoCorrupt, RefusesCountsThatTheFileCannotHold) {
  const auto huge = [](std::string_view type, std::size_t at) {
    return errorOf(changedFilm(type, [at](Bytes& head) {
      std::fill_n(head.begin() + static_cast<std::ptrdiff_t>(at), 4, std::uint8_t{0xFF});
    }));
  };
  for (const auto* type : {"stts", "ctts", "stss", "stsc", "stco"})
    EXPECT_EQ(huge(type, 4), ErrorCode::truncated) << type;
  EXPECT_EQ(huge("stsz", 8), ErrorCode::truncated);
  // Four thousand million samples of one size need no table.
  EXPECT_EQ(
      errorOf(changedFilm(
          "stsz", [](Bytes& head) { head = ByteWriter().u32(0).u32(1).u32(UINT32_MAX).view(); })),
      std::nullopt); // as many as the chunks say
  EXPECT_EQ(errorOf(changedFilm("stsz",
                                [](Bytes& head) {
                                  head = ByteWriter().u32(0).u32(UINT32_MAX).u32(UINT32_MAX).view();
                                })),
            ErrorCode::truncated);
  auto boxes = splitBoxes(makeFilm(usualFilm()));
  findBox(boxes, "stsz")->head = ByteWriter().u32(0).u32(1).u32(UINT32_MAX).view();
  findBox(boxes, "stsc")->head = ByteWriter().u32(0).u32(1).u32(1).u32(UINT32_MAX).u32(1).view();
  EXPECT_EQ(errorOf(joinBoxes(boxes)), ErrorCode::truncated);
}

TEST(VideoCorrupt, RefusesFragmentsThatClaimSamplesOfOneSize) {
  auto boxes = splitBoxes(makeFragmentedFilm(usualFilm()));
  findBox(boxes, "trun")->head = ByteWriter().u32(1).u32(UINT32_MAX).u32(0).view();
  EXPECT_EQ(errorOf(joinBoxes(boxes)), ErrorCode::limit);
}

TEST(VideoCorrupt, RefusesTheSameSamplesAgainAndAgain) {
  auto film = usualFilm();
  film.tracks = {pictureTrack(60)};
  film.samplesInChunk = 1;
  EXPECT_EQ(errorOf(changedFilm(
                "stco",
                [](Bytes& head) {
                  for (std::size_t i = 12; i < head.size(); ++i)
                    head[i] = head[i - 4];
                },
                film)),
            ErrorCode::limit);
}

TEST(VideoCorrupt, RefusesWhatItCannotJudge) {
  auto film = usualFilm();
  film.tracks[0].entry = pictureEntry({}, "S3CR");
  EXPECT_EQ(errorOf(makeFilm(film)), ErrorCode::unsupported);
  film.tracks[0].entry = pictureEntry({}, "encv");
  EXPECT_EQ(errorOf(makeFilm(film)), ErrorCode::unsupported);
  // Samples in another file.
  EXPECT_EQ(errorOf(changedFilm("url ", [](Bytes& head) { head[3] = 0; })), ErrorCode::unsupported);
  // Only telemetry.
  film.tracks = {telemetryTrack()};
  EXPECT_EQ(errorOf(makeFilm(film)), ErrorCode::malformed);
}

TEST(VideoCorrupt, IgnoresDamageInTracksThatGo) {
  auto film = usualFilm();
  film.tracks.push_back(telemetryTrack());
  auto boxes = splitBoxes(makeFilm(film));
  auto& track = findBox(boxes, "moov")->inner.back();
  findBox(track.inner, "minf")->inner.clear();
  EXPECT_EQ(samplesOf(rewriteChecked(IsoVideo(), joinBoxes(boxes)).bytes),
            shownSamples(usualFilm()));
}

TEST(VideoCorrupt, HandlesEveryCut) {
  expectEveryCutIsHandled(IsoVideo(), makeFilm(cameraFilm()));
  expectEveryCutIsHandled(IsoVideo(), makeFragmentedFilm(cameraFilm()));
  auto film = cameraFilm();
  film.indexFirst = true;
  expectEveryCutIsHandled(IsoVideo(), makeFilm(film));
}

TEST(VideoLimits, HoldOnBothSides) {
  const auto file = makeFilm(usualFilm());
  Limits limits;
  limits.maxSide = 64;
  limits.maxPixels = 64 * 48;
  limits.maxParts = 45;
  const auto tighter = [&](auto change) {
    auto changed = limits;
    change(changed);
    return errorOf(file, changed);
  };
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  EXPECT_EQ(tighter([](Limits& l) { l.maxSide = 63; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { l.maxPixels = 64 * 48 - 1; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { l.maxParts = 30; }), ErrorCode::limit);
}

TEST(VideoLimits, BoundTheEntriesOfTables) {
  Limits limits;
  limits.maxParts = 45; // leaves room for 3600 entries
  auto film = usualFilm();
  film.tracks = {soundTrack(300)};
  EXPECT_EQ(errorOf(makeFilm(film), limits), std::nullopt);
  film.tracks = {soundTrack(1200)};
  EXPECT_EQ(errorOf(makeFilm(film), limits), ErrorCode::limit);
  EXPECT_EQ(errorOf(makeFragmentedFilm(film), limits), ErrorCode::limit);
}

// ---------------------------------------------------------------- properties

void expectHandled(const Bytes& file) {
  const auto error = errorOf(file);
  if (error)
    RC_ASSERT(*error != ErrorCode::internal);
  else
    rewriteChecked(IsoVideo(), file);
  RC_ASSERT(!::testing::Test::HasFailure());
}

TEST(VideoProperties, ChangedBytesGiveAnErrorOrACleanFile) {
  const std::vector<Bytes> files = {makeFilm(usualFilm()), makeFilm(cameraFilm()),
                                    makeFragmentedFilm(usualFilm())};
  EXPECT_TRUE(rc::check([&] {
    Bytes file = *rc::gen::elementOf(files);
    const auto changes = *rc::gen::inRange(1, 8);
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(VideoProperties, AnyMixOfBoxesGivesAnErrorOrACleanFile) {
  std::vector<BoxNode> stock;
  for (const auto& file : {makeFilm(cameraFilm()), makeFragmentedFilm(usualFilm())}) {
    auto boxes = splitBoxes(file);
    eachList(boxes, [&stock](std::vector<BoxNode>& inner) {
      stock.insert(stock.end(), inner.begin(), inner.end());
    });
  }
  const std::vector<Bytes> starts = {makeFilm(usualFilm()), makeFragmentedFilm(usualFilm())};
  EXPECT_TRUE(rc::check([&] {
    auto boxes = splitBoxes(*rc::gen::elementOf(starts));
    const auto extra = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, stock.size()));
    for (const auto index : extra) {
      std::vector<std::vector<BoxNode>*> lists;
      eachList(boxes, [&lists](std::vector<BoxNode>& inner) { lists.push_back(&inner); });
      auto& list = *lists[*rc::gen::inRange<std::size_t>(0, lists.size())];
      const auto at = *rc::gen::inRange<std::size_t>(0, list.size() + 1);
      list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), stock[index]);
    }
    expectHandled(joinBoxes(boxes));
  }));
}

} // namespace
} // namespace photoscrub::formats
