#include "imaging/coded_pictures.h"

#include <bit>

namespace photoscrub::testing {

namespace {

std::uint32_t fieldsOf(const BmpRecipe& recipe, const Samples& samples) {
  std::uint32_t pixel = 0;
  for (std::size_t i = 0; i < recipe.masks.size(); ++i)
    if (recipe.masks[i] != 0)
      pixel |= std::uint32_t{samples[i]} << std::countr_zero(recipe.masks[i]) & recipe.masks[i];
  return pixel;
}

void putPixel(ByteWriter& out, const BmpRecipe& recipe, const Samples& s) {
  if (!recipe.masks.empty()) {
    const std::uint32_t pixel = fieldsOf(recipe, s);
    if (recipe.bits == 16)
      out.u16(static_cast<std::uint16_t>(pixel));
    else
      out.u32(pixel);
  } else if (recipe.bits == 16) {
    out.u16(static_cast<std::uint16_t>(s[0] << 10 | s[1] << 5 | s[2]));
  } else {
    for (std::size_t c = 3; c-- > 0;)
      out.u8(static_cast<std::uint8_t>(s[c]));
    if (recipe.bits == 32)
      out.u8(0);
  }
}

Bytes packRow(const BmpRecipe& recipe, const Painter& painter, int y) {
  ByteWriter out(Endian::little);
  if (recipe.bits >= 16)
    for (int x = 0; x < recipe.size.width; ++x)
      putPixel(out, recipe, painter(x, y));
  unsigned byte = 0;
  int used = 0;
  for (int x = 0; recipe.bits < 16 && x < recipe.size.width; ++x) {
    byte = byte << recipe.bits | painter(x, y)[0];
    used += recipe.bits;
    const bool last = x + 1 == recipe.size.width;
    if (used % 8 != 0 && !last)
      continue;
    if (used % 8 != 0)
      byte <<= 8 - used % 8;
    out.u8(static_cast<std::uint8_t>(byte & 0xFF));
    byte = 0;
    used = 0;
  }
  while (out.size() % 4 != 0)
    out.u8(0);
  return std::move(out).take();
}

// A literal for the first four pixels, then runs; the last pixel is skipped by a move where it is
// 0.
Bytes packRuns(const BmpRecipe& recipe, const Painter& painter, int y) {
  const auto index = [&](int x) { return static_cast<unsigned>(painter(x, y)[0]); };
  ByteWriter out;
  out.u8(0).u8(4);
  if (recipe.bits == 8)
    for (int x = 0; x < 4; ++x)
      out.u8(static_cast<std::uint8_t>(index(x)));
  else
    for (int x = 0; x < 4; x += 2)
      out.u8(static_cast<std::uint8_t>(index(x) << 4 | index(x + 1)));
  for (int x = 4; x < recipe.size.width;) {
    int run = 1;
    while (x + run < recipe.size.width && run < 255 && index(x + run) == index(x))
      ++run;
    const unsigned value = recipe.bits == 8 ? index(x) : index(x) << 4 | index(x);
    out.u8(static_cast<std::uint8_t>(run)).u8(static_cast<std::uint8_t>(value));
    x += run;
  }
  out.u8(0).u8(0);
  return std::move(out).take();
}

void putHeader(ByteWriter& out, const BmpRecipe& recipe) {
  out.u32(static_cast<std::uint32_t>(recipe.header));
  if (recipe.header == 12) {
    out.u16(static_cast<std::uint16_t>(recipe.size.width))
        .u16(static_cast<std::uint16_t>(recipe.size.height))
        .u16(1)
        .u16(static_cast<std::uint16_t>(recipe.bits));
    return;
  }
  const int height = recipe.topDown ? -recipe.size.height : recipe.size.height;
  const unsigned coding = recipe.runLengths ? (recipe.bits == 8 ? 1u : 2u) : 0u;
  out.u32(static_cast<std::uint32_t>(recipe.size.width)).u32(static_cast<std::uint32_t>(height));
  out.u16(1).u16(static_cast<std::uint16_t>(recipe.bits));
  out.u32(recipe.masks.empty() ? coding : 3).u32(0).u32(2835).u32(2835);
  out.u32(static_cast<std::uint32_t>(recipe.palette.size())).u32(0);
  for (const std::uint32_t mask : recipe.masks)
    out.u32(mask);
  while (out.size() < 14u + static_cast<std::size_t>(recipe.header))
    out.u8(0);
}

} // namespace

Bytes makeBmp(const BmpRecipe& recipe, const Painter& painter) {
  ByteWriter out(Endian::little);
  out.u8('B').u8('M').u32(0).u32(0).u32(0);
  putHeader(out, recipe);
  for (const auto& [red, green, blue] : recipe.palette) {
    out.u8(blue).u8(green).u8(red);
    if (recipe.header != 12)
      out.u8(0);
  }
  out.patchU32(10, static_cast<std::uint32_t>(out.size()));
  for (int i = 0; i < recipe.size.height; ++i) {
    const int y = recipe.topDown ? i : recipe.size.height - 1 - i;
    out.bytes(recipe.runLengths ? packRuns(recipe, painter, y) : packRow(recipe, painter, y));
  }
  if (recipe.runLengths)
    out.u8(0).u8(1);
  out.patchU32(2, static_cast<std::uint32_t>(out.size()));
  return std::move(out).take();
}

} // namespace photoscrub::testing
