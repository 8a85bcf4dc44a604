#include "redact/codecs.h"
#include "redact/plane.h"
#include "redact/png_faces.h"
#include "redact/uniform_boxes.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

bool samePalette(PngRows& a, PngRows& b) {
  png_colorp first = nullptr, second = nullptr;
  int firstCount = 0, secondCount = 0;
  png_get_PLTE(a.reader().png(), a.reader().info(), &first, &firstCount);
  png_get_PLTE(b.reader().png(), b.reader().info(), &second, &secondCount);
  return std::equal(first, first + firstCount, second, second + secondCount,
                    [](const png_color& x, const png_color& y) {
                      return x.red == y.red && x.green == y.green && x.blue == y.blue;
                    });
}

bool sameTransparency(PngRows& a, PngRows& b) {
  png_bytep first = nullptr, second = nullptr;
  png_color_16p firstKey = nullptr, secondKey = nullptr;
  int firstCount = 0, secondCount = 0;
  const auto has =
      png_get_tRNS(a.reader().png(), a.reader().info(), &first, &firstCount, &firstKey);
  if (has != png_get_tRNS(b.reader().png(), b.reader().info(), &second, &secondCount, &secondKey))
    return false;
  if (has == 0)
    return true;
  if (a.layout().colourType == PNG_COLOR_TYPE_PALETTE)
    return std::equal(first, first + firstCount, second, second + secondCount);
  return firstKey->gray == secondKey->gray && firstKey->red == secondKey->red &&
         firstKey->green == secondKey->green && firstKey->blue == secondKey->blue;
}

bool samePngKind(PngRows& a, PngRows& b) {
  return a.layout().size == b.layout().size && a.layout().bitDepth == b.layout().bitDepth &&
         a.layout().colourType == b.layout().colourType && samePalette(a, b) &&
         sameTransparency(a, b);
}

} // namespace

Result<Outside> verifyPng(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits) {
  PngRows before(limits), after(limits);
  PHOTOSCRUB_CHECK(before.open(original, Packing::unpacked));
  PHOTOSCRUB_CHECK(after.open(saved, Packing::unpacked));
  if (!samePngKind(before, after))
    return leak("another kind of PNG");

  const Size size = before.layout().size;
  PHOTOSCRUB_TRY(covers, pngCovers(original, before, options, limits));
  const std::size_t pixelBytes = before.rowBytes() / static_cast<std::size_t>(size.width);
  OpenColumns columns(storedBoxes(options, size), size.width);
  UniformBoxes uniform(covers.solid, pixelBytes);
  for (int y = 0; y < size.height; ++y) {
    PHOTOSCRUB_TRY(rowBefore, before.next());
    PHOTOSCRUB_TRY(rowAfter, after.next());
    if (!sameOutside(columns.coveredAt(y), rowBefore, rowAfter, pixelBytes, pixelBytes))
      return leak("a pixel outside the covers changed");
    if (!covers.faces.empty() && !covers.faces.shows({0, y}, size.width, rowAfter))
      return leak("a face shows more than its few shades");
    uniform.row(y, rowAfter);
  }
  PHOTOSCRUB_CHECK(after.finish());
  if (after.reader().errors().complained())
    return leak("the saved PNG is damaged");
  if (!uniform.uniform())
    return leak("a covered box shows more than one colour");
  return Outside::identical;
}

} // namespace photoscrub::redact
