#include "redact/cover_checks.h"
#include "redact/vp8_quantiser.h"
#include "redact/webp_library.h"

#include <gmock/gmock.h>
#include <webp/encode.h>
#include <webp/mux.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;

const RedactOptions kSmall{Orientation::normal, solidCovers(kBoxes)};
const RedactOptions kWide{Orientation::normal, solidCovers(kWideBoxes)};

int gather(const std::uint8_t* bytes, std::size_t count, const WebPPicture* picture) {
  auto& file = *static_cast<Bytes*>(picture->custom_ptr);
  file.insert(file.end(), bytes, bytes + count);
  return 1;
}

struct WebpRecipe {
  Size size{61, 47};
  bool lossless = true;
  bool alpha = false;
  float quality = 80;
};

WebPConfig configFor(const WebpRecipe& recipe) {
  WebPConfig config;
  WebPConfigInit(&config);
  config.lossless = recipe.lossless ? 1 : 0;
  config.quality = recipe.quality;
  config.exact = 1;
  return config;
}

void import(WebPPicture& picture, const WebpRecipe& recipe, const Painter& painter) {
  WebPPictureInit(&picture);
  picture.use_argb = 1;
  picture.width = recipe.size.width;
  picture.height = recipe.size.height;
  const int channels = recipe.alpha ? 4 : 3;
  const auto pixels = painted(recipe.size, channels, painter);
  if (recipe.alpha)
    WebPPictureImportRGBA(&picture, pixels.data(), channels * recipe.size.width);
  else
    WebPPictureImportRGB(&picture, pixels.data(), channels * recipe.size.width);
}

Bytes makeWebp(const WebpRecipe& recipe, const Painter& painter) {
  const auto config = configFor(recipe);
  WebPPicture picture;
  import(picture, recipe, painter);
  Bytes file;
  picture.writer = gather;
  picture.custom_ptr = &file;
  EXPECT_TRUE(WebPEncode(&config, &picture));
  WebPPictureFree(&picture);
  return file;
}

constexpr int kFrames = 4;

// Something moves across; what lies under the boxes changes with every frame.
Bytes makeAnimation(const WebpRecipe& recipe, std::uint32_t secret,
                    const std::vector<Rect>& boxes) {
  const auto config = configFor(recipe);
  WebPAnimEncoderOptions options;
  WebPAnimEncoderOptionsInit(&options);
  options.anim_params.loop_count = 3;
  auto* encoder = WebPAnimEncoderNew(recipe.size.width, recipe.size.height, &options);
  for (int i = 0; i < kFrames; ++i) {
    const auto scene = softScene(secret + static_cast<std::uint32_t>(i), boxes);
    WebPPicture picture;
    import(picture, recipe, [&](int x, int y) {
      return x / 8 == i && y < 4 ? Samples{255, 0, 0, 255} : scene(x, y);
  });
  EXPECT_TRUE(WebPAnimEncoderAdd(encoder, &picture, 70 * i, &config));
  WebPPictureFree(&picture);
}
WebPAnimEncoderAdd(encoder, nullptr, 70 * kFrames, nullptr);
WebPData data;
WebPAnimEncoderAssemble(encoder, &data);
Bytes file(data.bytes, data.bytes + data.size);
WebPDataClear(&data);
WebPAnimEncoderDelete(encoder);
return file;
} // namespace

// The planes of a lossy picture, put into one.
Bytes samplesIn(const Bytes& file, const Rect& box) {
  auto facts = readWebpFacts(file, Limits{}).value();
  WebpPicture picture;
  EXPECT_TRUE(picture.decode(file, facts).ok());
  Bytes samples;
  for (const auto& plane : picture.planes()) {
    const Rect cells = cellsOf(box, plane);
    for (int y = cells.y; y < cells.bottom(); ++y)
      samples.insert(samples.end(), plane.row(y) + cells.x, plane.row(y) + cells.right());
  }
  return samples;
}

} // namespace photoscrub::redact

TEST(CoverWebp, HidesTheSameWayWhateverWasUnderTheBoxesWithoutLoss) {
  for (const bool alpha : {false, true}) {
    SCOPED_TRACE(alpha);
    const WebpRecipe recipe{.alpha = alpha};
    expectHidden(makeWebp(recipe, noisyScene(2, kBoxes)), makeWebp(recipe, noisyScene(3, kBoxes)),
                 kSmall);
  }
}

TEST(CoverWebp, StaysLossyAndShowsNothingOfTheOriginal) {
  for (const bool alpha : {false, true}) {
    SCOPED_TRACE(alpha);
    const WebpRecipe recipe{{193, 161}, false, alpha};
    const auto one = makeWebp(recipe, softScene(2, kWideBoxes));
    const auto other = makeWebp(recipe, softScene(3, kWideBoxes));
    expectCoveredClosely(one, kWide);
    const auto savedOne = covered(one, kWide), savedOther = covered(other, kWide);
    EXPECT_FALSE(readWebpFacts(savedOne, Limits{}).value().lossless);
    EXPECT_EQ(readWebpFacts(savedOne, Limits{}).value().alpha, alpha);
    for (const auto& box : {kWideBoxes[0], kWideBoxes[2]})
      EXPECT_LE(farthest(samplesIn(savedOne, box), samplesIn(savedOther, box)), 2);
  }
}

TEST(CoverWebp, CoversOddSizesToTheEdge) {
  const WebpRecipe recipe{{33, 1}, false};
  const RedactOptions all{Orientation::normal, solidCovers({{-5, -5, 100, 100}})};
  const auto file = makeWebp(recipe, softScene(2, {}));
  expectVerified(file, covered(file, all), all);
}

TEST(CoverWebp, CoversThePlaceAViewerShowsForEveryOrientation) {
  const WebpRecipe recipe{};
  const auto file = makeWebp(recipe, [](int, int) { return Samples{250, 250, 250, 255}; });
  for (int tag = 1; tag <= 8; ++tag) {
    const auto orientation = orientationFrom(tag);
    const Size upright = uprightSize(recipe.size, orientation);
    const auto saved = covered(file, {orientation, {{upright.width - 7, 0, 7, 3}}});
    auto facts = readWebpFacts(saved, Limits{}).value();
    WebpPicture picture;
    ASSERT_TRUE(picture.decode(saved, facts).ok());
    const auto at = [&](int fromRight) {
      const auto spot = toStored({upright.width - fromRight, 0, 1, 1}, recipe.size, orientation);
      return picture.planes()[0].row(spot.y)[4 * spot.x];
    };
    EXPECT_EQ(at(1), 0) << tag;
    EXPECT_EQ(at(8), 250) << tag;
  }
}

TEST(CoverWebp, CoversEveryFrameOfAnAnimation) {
  const WebpRecipe lossless{.alpha = true};
  const auto one = makeAnimation(lossless, 2, kBoxes);
  ASSERT_TRUE(readWebpFacts(one, Limits{}).value().animated);
  expectHidden(one, makeAnimation(lossless, 30, kBoxes), kSmall);
  const WebpRecipe lossy{{193, 161}, false};
  expectCoveredClosely(makeAnimation(lossy, 2, kWideBoxes), kWide);
}

TEST(CoverWebp, LeavesMetadataBehind) {
  const auto picture = makeWebp({}, noisyScene(2, kBoxes));
  const WebPData image{picture.data(), picture.size()};
  auto* mux = WebPMuxCreate(&image, 0);
  const std::string text = "in ward 7";
  const WebPData exif{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  WebPMuxSetChunk(mux, "EXIF", &exif, 0);
  WebPData data;
  WebPMuxAssemble(mux, &data);
  const Bytes file(data.bytes, data.bytes + data.size);
  WebPDataClear(&data);
  WebPMuxDelete(mux);
  ASSERT_TRUE(holds(file, text));
  EXPECT_FALSE(holds(covered(file, kSmall), text));
}

TEST(VerifyWebp, NoticesOneChangedPixel) {
  const WebpRecipe recipe{};
  const auto original = makeWebp(recipe, noisyScene(2, kBoxes));
  const auto paintSaved = [&](Point odd) {
    return makeWebp(recipe, [=, scene = noisyScene(2, kBoxes)](int x, int y) {
      auto samples = scene(x, y);
      for (const auto& box : kBoxes)
        if (!intersection(box, {x, y, 1, 1}).empty())
          samples = {0, 0, 0, 255};
      samples[1] = static_cast<std::uint16_t>(samples[1] ^ (Point{x, y} == odd ? 1 : 0));
      return samples;
    });
  };
  expectVerified(original, paintSaved({-1, -1}), kSmall);
  EXPECT_EQ(verdict(original, paintSaved({2, 5}), kSmall), ErrorCode::leak);
  EXPECT_EQ(verdict(original, paintSaved({13, 11}), kSmall), ErrorCode::leak);
}

TEST(VerifyWebp, NoticesTracesOfTheOriginalInALossyCover) {
  const WebpRecipe recipe{{193, 161}, false, false, 100};
  const auto scene = softScene(2, kWideBoxes);
  const auto original = makeWebp(recipe, scene);
  const auto withTraces = [&](int strength, Point spot) {
    return makeWebp(recipe, [&, strength, spot](int x, int y) {
      auto samples = scene(x, y);
      const bool under = std::any_of(kWideBoxes.begin(), kWideBoxes.end(), [&](const Rect& box) {
        return !intersection(grown(box, {8, 8}, recipe.size), {x, y, 1, 1}).empty();
      });
      for (auto& sample : samples)
        if (under)
          sample = static_cast<std::uint16_t>(sample * strength / 255);
      if (!intersection({spot.x, spot.y, 12, 12}, {x, y, 1, 1}).empty())
        samples = {255, 255, 255, 255};
      return samples;
    });
  };
  expectVerified(original, withTraces(0, {-20, -20}), kWide);
  EXPECT_EQ(verdict(original, withTraces(4, {-20, -20}), kWide), ErrorCode::leak);
  EXPECT_EQ(verdict(original, withTraces(60, {-20, -20}), kWide), ErrorCode::leak);
  EXPECT_EQ(verdict(original, withTraces(0, {100, 40}), kWide), ErrorCode::leak);
}

TEST(CoverWebp, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  expectCutsSurvived(makeWebp({}, softScene(2, kBoxes)), kSmall);
  expectCutsSurvived(makeWebp({{61, 47}, false, true}, softScene(2, kBoxes)), kSmall);
  expectCutsSurvived(makeAnimation({}, 2, kBoxes), kSmall, 7);
}

TEST(CoverWebp, SurvivesFlippedBytes) {
  expectFlipsSurvived(makeWebp({}, softScene(2, kBoxes)), kSmall, 500, 12);
  expectFlipsSurvived(makeWebp({{61, 47}, false, true}, softScene(2, kBoxes)), kSmall, 500, 12);
  expectFlipsSurvived(makeAnimation({}, 2, kBoxes), kSmall, 300, 12);
}

TEST(CoverWebp, KeepsToTheLimits) {
  expectLimited(makeWebp({}, noisyScene(2, kBoxes)), {61, 47});
}

TEST(Vp8Quantiser, IsTheOneTheEncoderUsed) {
  // libwebp maps quality 0 to 100 onto quantisers 127 to 0 (its quality 90: 9).
  int last = 128;
  for (const float quality : {1.0F, 30.0F, 60.0F, 90.0F, 100.0F}) {
    const auto file = makeWebp({{64, 64}, false, false, quality}, softScene(2, {}));
    const auto quantiser = vp8Quantiser(firstVp8Frame(file));
    ASSERT_TRUE(quantiser.has_value());
    EXPECT_LT(*quantiser, last) << quality;
    last = *quantiser;
  }
  EXPECT_EQ(last, 0);
}

TEST(Vp8Quantiser, IsUnknownWithoutAKeyFrame) {
  EXPECT_FALSE(vp8Quantiser({}).has_value());
  EXPECT_FALSE(vp8Quantiser(Bytes(30, 1)).has_value());
  EXPECT_TRUE(firstVp8Frame(makeWebp({}, noisyScene(2, {}))).empty());
}

TEST(QualityLike, IsAtLeastNinetyAndFollowsFinerSources) {
  const auto at = [](float quality) {
    return qualityLike(makeWebp({{64, 64}, false, false, quality}, softScene(2, {})));
  };
  EXPECT_EQ(at(50), 90);
  EXPECT_GE(at(99), 98);
}

} // namespace photoscrub::redact
