#include "imaging/coded_pictures.h"
#include "redact/mosaic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using photoscrub::testing::noise;
using Shades = std::vector<int>;

// What every point of the area shows.
Shades shown(const Mosaic& mosaic) {
  Shades levels;
  const Rect area = mosaic.area();
  for (int y = area.y; y < area.bottom(); ++y)
    for (int x = area.x; x < area.right(); ++x)
      levels.push_back(mosaic.level({x, y}));
  return levels;
}

template <class Picture>
Mosaic settled(const Rect& area, Style style, std::uint64_t seed, Picture picture) {
  Mosaic mosaic(area, {1, 1}, style);
  for (int y = area.y; y < area.bottom(); ++y)
    for (int x = area.x; x < area.right(); ++x)
      mosaic.add({x, y}, picture(x, y));
  mosaic.settle(seed, 0);
  return mosaic;
}

constexpr Rect kFace = {7, 11, 40, 48};
constexpr std::uint32_t kPeople = 100;

// A synthetic face: soft features of its own size, place and darkness, with the spread of 25
// levels that the means of real ones have.
auto person(std::uint32_t number) {
  return [number](int x, int y) {
    double level = 130;
    for (std::uint32_t i = 0; i < 12; ++i) {
      const auto part = [&](std::uint32_t k) {
        return static_cast<double>(noise(number + 1000, i, k) % 1000) / 1000;
      };
      const double across = (x - kFace.x - kFace.width * part(1)) / 8;
      const double down = (y - kFace.y - kFace.height * part(2)) / 8;
      level += 90 * (part(3) - 0.5) * std::exp(-(across * across + down * down) / 2);
    }
    level += 60 * (static_cast<double>(noise(number, 77, 5) % 1000) / 1000 - 0.5);
    return std::clamp(static_cast<int>(level), 0, 255);
  };
}

double distance(const Shades& a, const Shades& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

// Means of the cells without noise, as an attacker who has the very photo of everybody computes
// them.
Shades means(const std::function<int(int, int)>& face) {
  const int side = kFace.height / kMosaicCells;
  Shades levels;
  for (int y = kFace.y; y < kFace.bottom(); ++y)
    for (int x = kFace.x; x < kFace.right(); ++x) {
      const int left = (x - kFace.x) / side * side + kFace.x;
      const int top = (y - kFace.y) / side * side + kFace.y;
      int sum = 0, count = 0;
      for (int v = top; v < std::min(top + side, kFace.bottom()); v += 3)
        for (int u = left; u < std::min(left + side, kFace.right()); u += 3, ++count)
          sum += face(u, v);
      levels.push_back(sum / count);
    }
  return levels;
}

} // namespace

TEST(Mosaic, HoldsFewCellsOfFewShades) {
  for (const Rect& area : {Rect{0, 0, 1, 1}, Rect{3, 4, 9, 2}, kFace, Rect{0, 0, 4001, 3999}})
    for (const Size unit : {Size{1, 1}, Size{16, 8}}) {
      Mosaic mosaic(area, unit, Style::pixelate);
      for (int y = area.y; y < area.bottom(); y += 1 + area.height / 50)
        for (int x = area.x; x < area.right(); x += 1 + area.width / 50)
          mosaic.add({x, y}, x % 256);
      mosaic.settle(3, 0);
      EXPECT_LE(mosaic.cells().width, kMosaicCells);
      EXPECT_LE(mosaic.cells().height, kMosaicCells);
      std::set<int> shades;
      for (int y = area.y; y < area.bottom(); y += 1 + area.height / 50)
        for (int x = area.x; x < area.right(); x += 1 + area.width / 50)
          shades.insert(mosaic.level({x, y}));
      EXPECT_LE(shades.size(), static_cast<std::size_t>(kMosaicShades));
    }
}

TEST(Mosaic, ShowsTheSameForFacesOfEqualMeans) {
  const auto stripes = [](int x, int) { return x % 2 == 0 ? 20 : 220; };
  const auto bars = [](int, int y) { return y % 2 == 0 ? 220 : 20; };
  for (const Style style : {Style::pixelate, Style::blur})
    EXPECT_EQ(shown(settled({0, 0, 48, 48}, style, 5, stripes)),
              shown(settled({0, 0, 48, 48}, style, 5, bars)));
}

TEST(Mosaic, DependsOnItsSeedAndTheFacesNumber) {
  const auto one = settled(kFace, Style::pixelate, 1, person(1));
  EXPECT_EQ(shown(one), shown(settled(kFace, Style::pixelate, 1, person(1))));
  EXPECT_NE(shown(one), shown(settled(kFace, Style::pixelate, 2, person(1))));
  Mosaic second(kFace, {1, 1}, Style::pixelate);
  second.settle(1, 1);
  Mosaic first(kFace, {1, 1}, Style::pixelate);
  first.settle(1, 0);
  EXPECT_NE(shown(first), shown(second));
}

// Blur may not hold more than the squares do.
TEST(Mosaic, BlursFromItsShadesAlone) {
  const auto squares = settled(kFace, Style::pixelate, 9, person(4));
  const auto other = [&](int x, int y) { return squares.level({x, y}); };
  const auto blur = settled(kFace, Style::blur, 9, person(4));
  const auto shades = shown(squares);
  const auto [darkest, lightest] = std::minmax_element(shades.begin(), shades.end());
  for (const int level : shown(blur)) {
    EXPECT_GE(level, *darkest);
    EXPECT_LE(level, *lightest);
  }
  // At the middle of a cell it shows that cell's shade; from point to point it moves slowly.
  EXPECT_NEAR(blur.level({kFace.x + 6, kFace.y + 6}), other(kFace.x + 6, kFace.y + 6), 1);
  for (int x = kFace.x + 1; x < kFace.right(); ++x)
    EXPECT_LE(std::abs(blur.level({x, kFace.y + 20}) - blur.level({x - 1, kFace.y + 20})), 20);
}

// The attack that beats plain mosaics: the attacker has everybody's photo, computes the same means
// and takes the nearest.
TEST(Mosaic, HidesWhoOfAHundredItIs) {
  std::vector<Shades> gallery;
  for (std::uint32_t i = 0; i < kPeople; ++i)
    gallery.push_back(means(person(i)));
  const auto nearest = [&](const Shades& probe) {
    const auto closer = [&](const Shades& a, const Shades& b) {
      return distance(a, probe) < distance(b, probe);
    };
    return static_cast<std::uint32_t>(std::min_element(gallery.begin(), gallery.end(), closer) -
                                      gallery.begin());
  };
  std::uint32_t plain = 0, pixelated = 0, blurred = 0;
  for (std::uint32_t i = 0; i < kPeople; ++i) {
    plain += nearest(gallery[i]) == i ? 1 : 0;
    pixelated += nearest(shown(settled(kFace, Style::pixelate, i, person(i)))) == i ? 1 : 0;
    blurred += nearest(shown(settled(kFace, Style::blur, i, person(i)))) == i ? 1 : 0;
  }
  RecordProperty("pixelated", static_cast<int>(pixelated));
  RecordProperty("blurred", static_cast<int>(blurred));
  EXPECT_EQ(plain, kPeople); // the attack works where there is no noise
  // Chance finds one. The shades still say a little, three or four of a hundred by this attack.
  EXPECT_LE(pixelated, 8u);
  EXPECT_LE(blurred, 8u);
}

} // namespace photoscrub::redact
