// What holds for every decoder, whatever the format.
#include "base/sandbox.h"
#include "imaging/decoding.h"

#include <random>

#include <sys/wait.h>
#include <unistd.h>

namespace photoscrub::imaging {

namespace {

using namespace photoscrub::testing;

struct Sample {
  std::string name;
  Bytes file;
  int distance = 0;            // of a colour after lossy coding
  bool turnsItself = false;    // the decoder obeys the codestream, not the caller
  bool partsCanBeShown = true; // when it is cut off
};

std::vector<std::array<std::uint8_t, 3>> landmarkPalette() {
  return {{{220, 30, 40}, {30, 40, 220}, {30, 200, 40}}};
}

Samples landmarkIndex(int x, int y) {
  return {static_cast<std::uint16_t>(y >= 40 ? 2 : x < 32 ? 0 : 1), 0, 0, 0};
}

const std::vector<Sample>& samples() {
  static const std::vector<Sample> all = [] {
    std::vector<Sample> made;
    made.push_back({"jpeg", makeJpeg({}, landmarks), 8});
    made.push_back({"png", makePng({}, landmarks)});
    GifRecipe gif;
    gif.palette = landmarkPalette();
    made.push_back({"gif", makeGif(gif, landmarkIndex), 0, false, false});
    made.push_back({"webp", makeWebp({}, landmarks)});
    WebpRecipe lossy;
    lossy.lossless = false;
    made.push_back({"lossy webp", makeWebp(lossy, landmarks), 10});
    // Its directory is at the end of the file.
    made.push_back({"tiff", makeTiff({}, landmarks), 0, false, false});
    TiffRecipe tiled;
    tiled.tiled = true;
    made.push_back({"tiled tiff", makeTiff(tiled, landmarks), 0, false, false});
    made.push_back({"bmp", makeBmp({}, landmarks)});
    HeifRecipe heif;
    for (const bool av1 : {false, true}) {
      heif.av1 = av1;
      if (Bytes file = makeHeif(heif, landmarks); !file.empty())
        made.push_back({av1 ? "avif" : "heic", std::move(file), 12, true, false});
    }
    made.push_back({"jpeg xl", makeJxl({}, landmarks), 0, true, false});
    made.push_back({"jpeg 2000", makeJp2({}, landmarks)});
    return made;
  }();
  return all;
}

void expectLandmarks(const Picture& picture, int distance) {
  ASSERT_EQ(picture.image.size(), (Size{64, 48}));
  expectNear(rgbAt(picture, 8, 8), {220, 30, 40}, distance);
  expectNear(rgbAt(picture, 56, 8), {30, 40, 220}, distance);
  expectNear(rgbAt(picture, 8, 45), {30, 200, 40}, distance);
}

// The exit status of a child that runs `body`.
template <class Body> int inChild(Body body) {
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace

TEST(EveryFormat, GivesTheSamePicture) {
  for (const auto& sample : samples()) {
    SCOPED_TRACE(sample.name);
    const auto picture = decoded(sample.file);
    expectLandmarks(picture, sample.distance);
    EXPECT_EQ(picture.fullSize, (Size{64, 48}));
    EXPECT_EQ(picture.scale, 1);
    EXPECT_FALSE(picture.animated);
    EXPECT_THAT(picture.warnings, ::testing::IsEmpty());
  }
}

TEST(EveryFormat, KeepsTheFullSizeWhenASmallPictureIsWanted) {
  for (const auto& sample : samples()) {
    SCOPED_TRACE(sample.name);
    const auto picture = decoded(sample.file, {Orientation::normal, 32});
    EXPECT_EQ(picture.image.size(), (Size{32, 24}));
    EXPECT_EQ(picture.fullSize, (Size{64, 48}));
    EXPECT_EQ(picture.scale, 0.5);
    expectNear(rgbAt(picture, 4, 4), {220, 30, 40}, sample.distance + 8);
    expectNear(rgbAt(picture, 4, 22), {30, 200, 40}, sample.distance + 8);
  }
}

TEST(EveryFormat, TurnsThePictureUpright) {
  for (const auto& sample : samples()) {
    SCOPED_TRACE(sample.name);
    const auto picture = decoded(sample.file, {Orientation::turned90, 65'500});
    ASSERT_EQ(picture.fullSize, (Size{48, 64}));
    expectNear(rgbAt(picture, 40, 8), {220, 30, 40}, sample.distance); // left became top
    expectNear(rgbAt(picture, 2, 8), {30, 200, 40}, sample.distance);  // bottom became left
  }
}

TEST(EveryFormat, KeepsToTheLimitsFromBothSides) {
  for (const auto& sample : samples()) {
    SCOPED_TRACE(sample.name);
    Limits limits;
    limits.maxPixels = 64 * 48;
    limits.maxSide = 64;
    EXPECT_TRUE(decodePicture(sample.file, kWhole, limits).ok());
    limits.maxPixels -= 1;
    EXPECT_EQ(errorOf(sample.file, limits), ErrorCode::limit);
    limits.maxPixels += 1;
    limits.maxSide = 63;
    EXPECT_EQ(errorOf(sample.file, limits), ErrorCode::limit);
  }
}

TEST(EveryFormat, EndsInAPictureOrAnErrorWhereverTheFileIsCut) {
  for (const auto& sample : samples()) {
    SCOPED_TRACE(sample.name);
    std::size_t shown = 0;
    const std::size_t step = sample.turnsItself ? 7 : 1; // the slow ones
    for (std::size_t length = 0; length < sample.file.size(); length += step) {
      const auto result = decodePicture(ByteView(sample.file).first(length), kWhole, Limits{});
      if (!result.ok()) {
        EXPECT_NE(result.error().code, ErrorCode::internal) << length;
        EXPECT_FALSE(result.error().message.empty());
      }
      shown += result.ok() ? 1 : 0;
    }
    EXPECT_TRUE(shown > 0 || !sample.partsCanBeShown);
  }
}

TEST(EveryFormat, EndsInAPictureOrAnErrorWhateverBytesChange) {
  std::mt19937 random(20'260'101);
  for (const auto& sample : samples()) {
    SCOPED_TRACE(sample.name);
    for (int i = 0; i < 150; ++i) {
      Bytes file = sample.file;
      for (int changes = 1 + i % 4; changes > 0; --changes)
        file[random() % file.size()] = static_cast<std::uint8_t>(random());
      Limits limits;
      limits.maxPixels = 1 << 20;
      const auto result = decodePicture(file, {Orientation::normal, 64}, limits);
      EXPECT_TRUE(result.ok() || result.error().code != ErrorCode::internal) << i;
    }
  }
}

// Codec libraries start threads, ask for the number of processors and open plug-ins at their
// leisure: all of them have to work after rights were given up, as the first thing they do.
TEST(EveryFormat, DecodesInTheSandboxOfAWorker) {
  for (const auto& sample : samples()) {
    SCOPED_TRACE(sample.name);
    EXPECT_EQ(inChild([&] {
                prepare();
                const auto sandbox = enterWorkerSandbox();
                if (!sandbox.ok())
                  return 1;
                const auto picture = decodePicture(sample.file, kWhole, Limits{});
                return picture.ok() && picture.value().image.size() == Size{64, 48} ? 0 : 2;
              }),
              0);
  }
}

TEST(EveryFormat, RefusesWhatIsNoPictureAsUnsupported) {
  for (const std::string_view text : {"", "B", "%PDF-1.7", "ftyp",
                                      "\0\0\0\x18"
                                      "ftypisom\0\0\0\0mp42isom",
                                      "8BPS\0\1"})
    EXPECT_EQ(errorOf(Bytes(text.begin(), text.end())), ErrorCode::unsupported);
}

TEST(EveryFormat, PrintsNothing) {
  ::testing::internal::CaptureStderr();
  ::testing::internal::CaptureStdout();
  for (const auto& sample : samples())
    for (const std::size_t part : {2, 3, 4}) {
      Bytes file = sample.file;
      file[file.size() / part] ^= 0x5A;
      static_cast<void>(decodePicture(file, kWhole, Limits{}));
      static_cast<void>(decodePicture(ByteView(file).first(file.size() / part), kWhole, Limits{}));
    }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
}

} // namespace photoscrub::imaging
