#include "imaging/coded_pictures.h"

#include <gif_lib.h>

namespace photoscrub::testing {

namespace {

int append(GifFileType* gif, const GifByteType* bytes, int count) {
  auto* file = static_cast<Bytes*>(gif->UserData);
  file->insert(file->end(), bytes, bytes + count);
  return count;
}

ColorMapObject* colourMap(const GifRecipe& recipe) {
  int size = 2;
  while (size < static_cast<int>(recipe.palette.size()))
    size *= 2;
  ColorMapObject* map = GifMakeMapObject(size, nullptr);
  for (std::size_t i = 0; i < recipe.palette.size(); ++i)
    map->Colors[i] = {recipe.palette[i][0], recipe.palette[i][1], recipe.palette[i][2]};
  return map;
}

void putControl(GifFileType* gif, const GifRecipe& recipe) {
  GraphicsControlBlock control{};
  control.TransparentColor = recipe.transparent;
  GifByteType bytes[4] = {};
  EGifGCBToExtension(&control, bytes);
  EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, bytes);
}

void putFrame(GifFileType* gif, const GifRecipe& recipe, const Rect& place,
              const Painter& painter) {
  EGifPutImageDesc(gif, place.x, place.y, place.width, place.height, recipe.interlaced, nullptr);
  const std::vector<std::array<int, 2>> passes =
      recipe.interlaced ? std::vector<std::array<int, 2>>{{0, 8}, {4, 8}, {2, 4}, {1, 2}}
                        : std::vector<std::array<int, 2>>{{0, 1}};
  for (const auto& [first, step] : passes)
    for (int y = first; y < place.height; y += step) {
      std::vector<GifPixelType> row;
      for (int x = 0; x < place.width; ++x)
        row.push_back(static_cast<GifPixelType>(painter(x, y)[0]));
      EGifPutLine(gif, row.data(), place.width);
    }
}

} // namespace

Bytes makeGif(const GifRecipe& recipe, const Painter& painter) {
  Bytes file;
  GifFileType* gif = EGifOpen(&file, append, nullptr);
  EGifSetGifVersion(gif, true);
  ColorMapObject* map = colourMap(recipe);
  EGifPutScreenDesc(gif, recipe.size.width, recipe.size.height, 8, 0, map);
  const Rect place =
      recipe.frame.empty() ? Rect{0, 0, recipe.size.width, recipe.size.height} : recipe.frame;
  for (int i = 0; i < recipe.frames; ++i) {
    putControl(gif, recipe);
    putFrame(gif, recipe, place, painter);
  }
  EGifCloseFile(gif, nullptr);
  GifFreeMapObject(map);
  return file;
}

} // namespace photoscrub::testing
