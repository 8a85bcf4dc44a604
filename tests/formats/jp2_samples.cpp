#include "formats/jp2_samples.h"

#include "imaging/coded_pictures.h"
#include "imaging/picture.h"

#include <algorithm>

namespace photoscrub::formats::testing {

using namespace photoscrub::test;
using photoscrub::testing::Jp2Recipe;
using photoscrub::testing::Samples;

namespace {

Bytes pictureOf(const Jp2Recipe& recipe) {
  const int most = (1 << std::min(recipe.bits, 12)) - 1;
  return photoscrub::testing::makeJp2(recipe, [most](int x, int y) {
    const auto value = [most](int base) { return static_cast<std::uint16_t>(base % (most + 1)); };
    return Samples{value(x * 7), value(y * 11), value(x * 3 + y * 5), value(x * y)};
  });
}

// Four colours for the values of a grey picture.
Bytes withPalette() {
  Jp2Recipe recipe;
  recipe.components = 1;
  recipe.bits = 2;
  recipe.size = {24, 18};
  auto pieces = splitJp2(pictureOf(recipe));
  auto* colour = findBox(pieces.header, "colr");
  colour->head.back() = 16;
  ByteWriter palette;
  palette.u16(4).u8(3).u8(7).u8(7).u8(7);
  for (int i = 0; i < 12; ++i)
    palette.u8(static_cast<std::uint8_t>(i * 20));
  pieces.header.push_back({"pclr", std::move(palette).take()});
  pieces.header.push_back({"cmap", {0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 2}});
  return joinJp2(pieces);
}

std::vector<Jp2Sample> makeSamples() {
  std::vector<Jp2Sample> samples;
  Jp2Recipe recipe;
  recipe.size = {24, 18};
  samples.push_back({"colour", pictureOf(recipe)});
  recipe.tile = 16;
  samples.push_back({"tiles", pictureOf(recipe)});
  recipe.bare = true;
  samples.push_back({"bareTiles", pictureOf(recipe), true});
  recipe.tile = 0;
  recipe.components = 1;
  samples.push_back({"bareGrey", pictureOf(recipe), true});
  recipe.bare = false;
  samples.push_back({"grey", pictureOf(recipe)});
  recipe.bits = 12;
  samples.push_back({"deep", pictureOf(recipe)});
  recipe.bits = 8;
  recipe.components = 4;
  recipe.alpha = true;
  samples.push_back({"alpha", pictureOf(recipe)});
  recipe.components = 3;
  recipe.alpha = false;
  recipe.ycc = true;
  samples.push_back({"differences", pictureOf(recipe)});
  samples.push_back({"palette", withPalette()});
  return samples;
}

void withoutComments(J2kPieces& stream) {
  std::erase_if(stream.segments, [](const Bytes& segment) { return j2kMarker(segment) == 0xFF64; });
}

} // namespace

const std::vector<Jp2Sample>& jp2Samples() {
  static const auto samples = makeSamples();
  return samples;
}

Bytes jp2Sample(std::string_view name) {
  for (const auto& sample : jp2Samples())
    if (sample.name == name)
      return sample.file;
  return {};
}

Bytes jp2Clean(std::string_view name) {
  const auto file = jp2Sample(name);
  if (file[0] == 0xFF) {
    auto stream = splitJ2k(file);
    withoutComments(stream);
    return joinJ2k(stream);
  }
  auto pieces = splitJp2(file);
  withoutComments(pieces.stream);
  return joinJp2(pieces);
}

Jp2Pieces splitJp2(const Bytes& file) {
  Jp2Pieces pieces;
  for (auto& node : splitBoxes(file)) {
    if (node.type == "jp2c") {
      pieces.stream = splitJ2k(node.head);
      continue;
    }
    if (node.type == "jp2h") {
      pieces.header = splitBoxes(node.head);
      node.head.clear();
    }
    pieces.boxes.push_back(std::move(node));
  }
  return pieces;
}

Bytes joinJp2(const Jp2Pieces& pieces, const Bytes& behindStream) {
  auto boxes = pieces.boxes;
  for (auto& box : boxes)
    if (box.type == "jp2h" && box.head.empty())
      box.head = joinBoxes(pieces.header);
  boxes.push_back({"jp2c", joined({joinJ2k(pieces.stream), behindStream})});
  return joinBoxes(boxes);
}

std::optional<Bytes> decodeJp2(const Bytes& file) {
  const auto picture = imaging::decodePicture(file, {}, {});
  if (!picture.ok())
    return std::nullopt;
  const auto view = picture.value().image.view();
  return Bytes(view.data, view.data + view.stride * static_cast<std::size_t>(view.height));
}

} // namespace photoscrub::formats::testing
