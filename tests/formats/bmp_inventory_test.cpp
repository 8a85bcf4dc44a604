// What the parser lists of pictures as they are.
#include "formats/bmp.h"
#include "formats/bmp_samples.h"
#include "formats/format_checks.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

TEST(BmpInventory, IsEmptyForAPictureAlone) {
  for (const auto& sample : bmpSamples()) {
    const auto file = makeBmp(sample.recipe);
    const auto document = Bmp().parse(file, {});
    ASSERT_TRUE(document.ok());
    EXPECT_TRUE(document.value()->dropped.empty()) << sample.name;
    EXPECT_TRUE(document.value()->blocks.empty());
    EXPECT_EQ(document.value()->type, FileType::bmp);
    EXPECT_EQ(document.value()->storedSize, (Size{13, 7}));
    EXPECT_EQ(document.value()->orientation, Orientation::normal);
    EXPECT_FALSE(document.value()->animated);
  }
}

TEST(BmpInventory, SaysWherePartsLie) {
  auto file = bmpSample("header40bits24");
  const auto size = file.size();
  file.insert(file.begin() + 54, 10, std::uint8_t{'S'});
  patch32(file, 10, 64);
  file.push_back('S');
  const auto document = Bmp().parse(file, {});
  ASSERT_TRUE(document.ok());
  const auto& dropped = document.value()->dropped;
  ASSERT_EQ(dropped.size(), 2u);
  EXPECT_EQ(dropped[0].offset, 54u);
  EXPECT_EQ(dropped[0].size, 10u);
  EXPECT_EQ(dropped[1].offset, size + 10);
  EXPECT_EQ(dropped[1].size, 1u);
}

TEST(BmpInventory, TellsPicturesTooSmallForExiv2) {
  BmpRecipe recipe;
  recipe.header = 12;
  const auto document = Bmp().parse(makeBmp(recipe), {});
  EXPECT_TRUE(document.value()->knownToExiv2);
  recipe.width = recipe.height = 1;
  const auto small = Bmp().parse(makeBmp(recipe), {});
  EXPECT_FALSE(small.value()->knownToExiv2);
}

} // namespace
} // namespace photoscrub::formats
