/// BMP files from a few fields, made without the code under test. Pure.
#pragma once

#include "base/bytes.h"

#include <array>
#include <functional>

namespace photoscrub::test {

struct BmpRecipe {
  std::uint32_t header = 40; ///< size of the information header: its version
  int width = 13;
  int height = 7;
  bool topDown = false;
  int bits = 24;
  std::uint32_t compression = 0;
  std::uint32_t colours = 0;              ///< biClrUsed; 0: all of them
  std::array<std::uint32_t, 4> masks{};   ///< in the header or, if it has no room, behind it
  std::uint32_t maskCount = 0;            ///< behind a header without room for them
  std::uint32_t colourSpace = 0x73524742; ///< sRGB
  std::array<std::uint32_t, 12> calibration{};
  Bytes profile{};
  Bytes runs{}; ///< instead of rows
};

inline std::size_t bmpStride(const BmpRecipe& recipe) {
  return (static_cast<std::size_t>(recipe.width) * static_cast<std::size_t>(recipe.bits) + 31) /
         32 * 4;
}

inline Bytes bmpRows(const BmpRecipe& recipe) {
  const auto used =
      (static_cast<std::size_t>(recipe.width) * static_cast<std::size_t>(recipe.bits) + 7) / 8;
  const unsigned spare = static_cast<unsigned>(recipe.width * recipe.bits) % 8;
  Bytes rows;
  for (int y = 0; y < recipe.height; ++y) {
    for (std::size_t i = 0; i < used; ++i)
      rows.push_back(static_cast<std::uint8_t>(i * 37 + static_cast<std::size_t>(y) * 91));
    if (spare != 0)
      rows.back() = static_cast<std::uint8_t>(rows.back() & (0xFF00u >> spare));
    if (recipe.bits >= 16) {
      // No bits but those of a colour: the upper byte of 32, the top bit of 16.
      const bool alpha = recipe.masks[3] != 0;
      for (std::size_t i = 0; i < used && !alpha; ++i) {
        auto& byte = rows[rows.size() - used + i];
        if (recipe.bits == 32 && i % 4 == 3)
          byte = 0;
        if (recipe.bits == 16 && i % 2 == 1 && recipe.masks[1] != 0x07E0)
          byte &= 0x7F;
      }
    }
    rows.resize(rows.size() + bmpStride(recipe) - used);
  }
  return rows;
}

inline std::size_t bmpPaletteEntries(const BmpRecipe& recipe) {
  if (recipe.bits > 8)
    return 0;
  return recipe.colours != 0 ? recipe.colours : std::size_t{1} << recipe.bits;
}

inline std::size_t bmpPixelsAt(const BmpRecipe& recipe) {
  return 14 + recipe.header + 4 * recipe.maskCount +
         bmpPaletteEntries(recipe) * (recipe.header == 12 ? 3 : 4);
}

/// A file in the form of a cleaned one, if the recipe allows it.
inline Bytes makeBmp(const BmpRecipe& recipe) {
  const auto pixels = recipe.runs.empty() ? bmpRows(recipe) : recipe.runs;
  const auto pixelsAt = static_cast<std::uint32_t>(bmpPixelsAt(recipe));
  const auto pixelBytes = static_cast<std::uint32_t>(pixels.size());
  const auto profileBytes = static_cast<std::uint32_t>(recipe.profile.size());
  ByteWriter out(Endian::little);
  out.bytes(asBytes("BM")).u32(pixelsAt + pixelBytes + profileBytes).u32(0).u32(pixelsAt);
  out.u32(recipe.header);
  const auto width = static_cast<std::uint32_t>(recipe.width);
  const auto height = static_cast<std::uint32_t>(recipe.topDown ? -recipe.height : recipe.height);
  if (recipe.header == 12) {
    out.u16(static_cast<std::uint16_t>(width)).u16(static_cast<std::uint16_t>(height));
    out.u16(1).u16(static_cast<std::uint16_t>(recipe.bits));
  } else {
    out.u32(width).u32(height).u16(1).u16(static_cast<std::uint16_t>(recipe.bits));
    out.u32(recipe.compression).u32(pixelBytes).u32(2835).u32(2835).u32(recipe.colours).u32(0);
  }
  const std::size_t inHeader = recipe.header >= 56 ? 4 : recipe.header >= 52 ? 3 : 0;
  for (std::size_t i = 0; i < inHeader + recipe.maskCount; ++i)
    out.u32(recipe.masks[i]);
  if (recipe.header >= 108) {
    out.u32(recipe.colourSpace);
    for (const auto number : recipe.calibration)
      out.u32(number);
  }
  if (recipe.header >= 124)
    out.u32(4).u32(profileBytes > 0 ? pixelsAt + pixelBytes - 14 : 0).u32(profileBytes).u32(0);
  out.bytes(Bytes(14 + recipe.header + 4 * recipe.maskCount - out.size()));
  for (std::size_t i = 0; i < bmpPaletteEntries(recipe); ++i) {
    const auto value = static_cast<std::uint8_t>(i * 29);
    out.u8(value).u8(static_cast<std::uint8_t>(255 - value)).u8(static_cast<std::uint8_t>(i));
    if (recipe.header != 12)
      out.u8(0);
  }
  out.bytes(pixels).bytes(recipe.profile);
  return std::move(out).take();
}

inline void patch32(Bytes& bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i)
    bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

} // namespace photoscrub::test
