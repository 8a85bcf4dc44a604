#include "redact/cover_checks.h"
#include "redact/jp2_picture.h"
#include "redact/jp2_stream.h"

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;

const RedactOptions kOptions{Orientation::normal, solidCovers(kBoxes)};
const RedactOptions kWide{Orientation::normal, solidCovers(kWideBoxes)};

struct Jp2Recipe {
  bool bare = false;
  bool reversible = true;
  std::uint32_t components = 3;
  std::uint32_t bits = 8;
  bool isSigned = false;
  bool alpha = false;  ///< the last component
  bool halved = false; ///< the second and third, which are colour differences
  Size size{61, 47};
  int tile = 0;
};

std::unique_ptr<opj_image_t, FreeJp2> makeImage(const Jp2Recipe& recipe, const Painter& painter) {
  std::vector<opj_image_cmptparm_t> parts(recipe.components);
  for (std::uint32_t i = 0; i < recipe.components; ++i) {
    const std::uint32_t step = recipe.halved && (i == 1 || i == 2) ? 2 : 1;
    parts[i].dx = parts[i].dy = step;
    parts[i].w = (static_cast<std::uint32_t>(recipe.size.width) + step - 1) / step;
    parts[i].h = (static_cast<std::uint32_t>(recipe.size.height) + step - 1) / step;
    parts[i].prec = recipe.bits;
    parts[i].sgnd = recipe.isSigned ? 1 : 0;
  }
  const auto space = recipe.halved            ? OPJ_CLRSPC_SYCC
                     : recipe.components >= 3 ? OPJ_CLRSPC_SRGB
                                              : OPJ_CLRSPC_GRAY;
  auto* image = opj_image_create(recipe.components, parts.data(), space);
  image->x1 = static_cast<std::uint32_t>(recipe.size.width);
  image->y1 = static_cast<std::uint32_t>(recipe.size.height);
  const int mask = (1 << recipe.bits) - 1;
  for (std::uint32_t i = 0; i < recipe.components; ++i) {
    auto& part = image->comps[i];
    for (std::uint32_t y = 0; y < part.h; ++y)
      for (std::uint32_t x = 0; x < part.w; ++x) {
        const auto sample =
            painter(static_cast<int>(x * part.dx), static_cast<int>(y * part.dy))[i];
        const int value = recipe.bits > 8 ? sample << (recipe.bits - 8) : sample & mask;
        part.data[y * part.w + x] = recipe.isSigned ? value - (mask + 1) / 2 : value;
      }
  }
  if (recipe.alpha)
    image->comps[recipe.components - 1].alpha = 1;
  return std::unique_ptr<opj_image_t, FreeJp2>(image);
}

Bytes makeJp2(const Jp2Recipe& recipe, const Painter& painter) {
  const auto image = makeImage(recipe, painter);
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.tcp_rates[0] = recipe.reversible ? 0 : 8;
  parameters.irreversible = recipe.reversible ? 0 : 1;
  parameters.numresolution = 3;
  parameters.tcp_mct = recipe.components >= 3 && !recipe.halved ? 1 : 0;
  if (recipe.tile > 0) {
    parameters.tile_size_on = OPJ_TRUE;
    parameters.cp_tdx = parameters.cp_tdy = recipe.tile;
  }
  const Jp2Codec codec(opj_create_compress(recipe.bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  Jp2Memory memory;
  memory.writing = true;
  const auto stream = openJp2Stream(memory);
  EXPECT_TRUE(opj_setup_encoder(codec.get(), &parameters, image.get()));
  EXPECT_TRUE(opj_start_compress(codec.get(), image.get(), stream.get()));
  EXPECT_TRUE(opj_encode(codec.get(), stream.get()));
  EXPECT_TRUE(opj_end_compress(codec.get(), stream.get()));
  return memory.target;
}

std::vector<Jp2Recipe> everyKind() {
  std::vector<Jp2Recipe> kinds;
  for (const bool bare : {false, true})
    for (const std::uint32_t components : {1u, 3u})
      for (const std::uint32_t bits : {1u, 8u, 12u, 16u})
        for (const bool isSigned : {false, true})
          kinds.push_back(
              {.bare = bare, .components = components, .bits = bits, .isSigned = isSigned});
  kinds.push_back({.components = 4, .alpha = true});
  kinds.push_back({.components = 2, .alpha = true});
  kinds.push_back({.halved = true});
  kinds.push_back({.bare = true, .halved = true});
  kinds.push_back({.tile = 32});
  return kinds;
}

std::string nameOf(const Jp2Recipe& recipe) {
  return std::string(recipe.bare ? "bare " : "") + std::to_string(recipe.components) +
         " components of " + std::to_string(recipe.bits) + (recipe.isSigned ? " signed" : "") +
         " bits" + (recipe.alpha ? " alpha" : "") + (recipe.halved ? " halved" : "");
}

std::int32_t valueAt(const Bytes& file, std::uint32_t component, Point at) {
  const auto picture = readJp2(file, Limits{}).value();
  const auto& part = picture.image->comps[component];
  return part.data[static_cast<std::size_t>(at.y) / part.dy * part.w +
                   static_cast<std::size_t>(at.x) / part.dx];
}

} // namespace

TEST(CoverJp2, HidesTheSameWayWhateverWasUnderTheBoxesWithoutLoss) {
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    const auto one = makeJp2(recipe, noisyScene(2, kBoxes));
    // Halved components hold samples of pixels beside a box, which the two scenes do not share.
    if (recipe.halved) {
      expectCoveredClosely(one, kOptions);
      continue;
    }
    const auto other = makeJp2(recipe, noisyScene(3, kBoxes));
    expectHidden(one, other, kOptions);
  }
}

TEST(CoverJp2, CoversBlackAndOpaque) {
  const auto shown = [](const Jp2Recipe& recipe, std::uint32_t component) {
    return valueAt(covered(makeJp2(recipe, noisyScene(2, kBoxes)), kOptions), component, {8, 8});
  };
  EXPECT_EQ(shown({.bits = 12}, 1), 0);
  EXPECT_EQ(shown({.isSigned = true}, 1), -128);
  EXPECT_EQ(shown({.components = 4, .alpha = true}, 3), 255);
  EXPECT_EQ(shown({.halved = true}, 0), 16);
  EXPECT_EQ(shown({.halved = true}, 2), 128);
}

TEST(CoverJp2, StaysLossyAndShowsNothingOfTheOriginal) {
  for (const bool bare : {false, true})
    for (const bool halved : {false, true}) {
      const Jp2Recipe recipe{
          .bare = bare, .reversible = false, .halved = halved, .size = {193, 161}};
      SCOPED_TRACE(nameOf(recipe));
      const auto file = makeJp2(recipe, softScene(2, kWideBoxes));
      expectCoveredClosely(file, kWide);
      const auto saved = covered(file, kWide);
      EXPECT_FALSE(readJp2(saved, Limits{}).value().reversible);
      EXPECT_EQ(readJp2(saved, Limits{}).value().bare, bare);
    }
}

TEST(CoverJp2, LeavesLargeCoversFlatInALossyPicture) {
  const RedactOptions large{Orientation::normal,
                            solidCovers({{40, 50, 300, 230}, {500, 90, 120, 300}})};
  const Jp2Recipe recipe{.reversible = false, .size = {900, 700}};
  // In a flat picture all the loss that the quality allows falls on the edges of the cover.
  const auto file = makeJp2(recipe, [](int x, int) {
    const auto light = static_cast<std::uint16_t>(200 + x / 40);
    return Samples{light, light, light};
  });
  expectVerified(file, covered(file, large), large);
}

TEST(CoverJp2, WritesNoComment) {
  const auto file = makeJp2({}, noisyScene(2, kBoxes));
  ASSERT_TRUE(holds(file, "OpenJPEG"));
  EXPECT_FALSE(holds(covered(file, kOptions), "OpenJPEG"));
}

TEST(VerifyJp2, NoticesOneChangedPixelOrAnotherKind) {
  const auto original = makeJp2({}, noisyScene(2, kBoxes));
  const auto saved = covered(original, kOptions);
  const auto changed = [&](Point at) {
    auto picture = readJp2(saved, Limits{}).value();
    picture.image->comps[1].data[at.y * 61 + at.x] ^= 1;
    return writeJp2(picture).value();
  };
  EXPECT_EQ(verdict(original, changed({2, 5}), kOptions), ErrorCode::leak);
  EXPECT_EQ(verdict(original, changed({13, 11}), kOptions), ErrorCode::leak);
  auto picture = readJp2(saved, Limits{}).value();
  picture.reversible = false;
  EXPECT_EQ(verdict(original, writeJp2(picture).value(), kOptions), ErrorCode::leak);
  picture = readJp2(saved, Limits{}).value();
  picture.bare = true;
  EXPECT_EQ(verdict(original, writeJp2(picture).value(), kOptions), ErrorCode::leak);
}

TEST(CoverJp2, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  expectCutsSurvived(makeJp2({}, softScene(2, kBoxes)), kOptions, 7);
  expectCutsSurvived(
      makeJp2({.bare = true, .reversible = false, .halved = true}, softScene(2, kBoxes)), kOptions,
      3);
}

TEST(CoverJp2, SurvivesFlippedBytes) {
  expectFlipsSurvived(makeJp2({}, softScene(2, kBoxes)), kOptions, 400, 12);
  expectFlipsSurvived(makeJp2({.bare = true, .tile = 32}, softScene(2, kBoxes)), kOptions, 400, 4);
}

TEST(CoverJp2, KeepsToTheLimits) {
  expectLimited(makeJp2({}, noisyScene(2, kBoxes)), {61, 47});
}

} // namespace photoscrub::redact
