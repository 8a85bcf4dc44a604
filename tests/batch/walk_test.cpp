#include "batch/walk.h"
#include "support/temporary_folder.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::batch {
namespace {

namespace fs = std::filesystem;
using scrub::Target;

class WalkTest : public testing::Test {
protected:
  void put(const fs::path& relative) {
    const auto path = folder_ / relative;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "x";
  }
  std::vector<std::string> inputs(const std::vector<Item>& items) const {
    std::vector<std::string> names;
    for (const auto& item : items)
      names.push_back(item.input.lexically_relative(root()).string());
    return names;
  }
  WalkOptions to(const char* output) const {
    WalkOptions options;
    options.output = folder_ / output;
    return options;
  }
  static WalkOptions recursive() {
    WalkOptions options;
    options.recursive = true;
    return options;
  }
  static WalkOptions inPlace() {
    WalkOptions options;
    options.inPlace = true;
    return options;
  }
  WalkOptions mirrored(bool deep) const {
    auto options = to("out");
    options.recursive = deep;
    return options;
  }
  WalkOptions neutral() const {
    auto options = to("out");
    options.neutralNames = true;
    return options;
  }
  fs::path root() const { return folder_ / ""; }

  test::TemporaryFolder folder_;
};

TEST_F(WalkTest, NamesTheCopyAfterTheInputBesideIt) {
  put("a/photo.jpg");
  const auto items = listFiles({folder_ / "a/photo.jpg"}, {});
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].target.folder, folder_ / "a");
  EXPECT_EQ(items[0].target.stem, "photo_cleaned");
  EXPECT_EQ(items[0].target.taken, Target::Taken::number);
}

TEST_F(WalkTest, GoesIntoSubfoldersOnlyWhenAsked) {
  put("tree/b.jpg");
  put("tree/a.jpg");
  put("tree/sub/c.jpg");
  const auto items = listFiles({folder_ / "tree"}, {});
  EXPECT_THAT(inputs(items), testing::ElementsAre("tree/a.jpg", "tree/b.jpg", "tree/sub"));
  EXPECT_FALSE(items[0].refused || items[1].refused);
  EXPECT_TRUE(items[2].refused); // not left out in silence
  EXPECT_THAT(inputs(listFiles({folder_ / "tree"}, recursive())),
              testing::ElementsAre("tree/a.jpg", "tree/b.jpg", "tree/sub/c.jpg"));
}

TEST_F(WalkTest, MirrorsAFolderUnderTheOutput) {
  put("tree/sub/c.jpg");
  const auto items = listFiles({folder_ / "tree"}, mirrored(true));
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].target.folder.lexically_normal(), (folder_ / "out/sub").lexically_normal());
  EXPECT_EQ(items[0].target.stem, "c");
}

TEST_F(WalkTest, TakesAnOutputWithAnExtensionForAFile) {
  put("photo.jpg");
  const auto items = listFiles({folder_ / "photo.jpg"}, to("new.jpg"));
  EXPECT_EQ(items[0].target.exactName, "new.jpg");
  EXPECT_EQ(items[0].target.taken, Target::Taken::fail);
}

TEST_F(WalkTest, RefusesLinksInsideAFolder) {
  put("outside.jpg");
  put("tree/a.jpg");
  fs::create_symlink(folder_ / "outside.jpg", folder_ / "tree/link.jpg");
  const auto items = listFiles({folder_ / "tree"}, {});
  ASSERT_EQ(items.size(), 2u);
  EXPECT_FALSE(items[0].refused);
  ASSERT_TRUE(items[1].refused);
  EXPECT_EQ(items[1].refused->code, ErrorCode::unsupported);
}

TEST_F(WalkTest, FollowsALinkTheUserNames) {
  put("real.jpg");
  fs::create_symlink(folder_ / "real.jpg", folder_ / "link.jpg");
  const auto items = listFiles({folder_ / "link.jpg"}, {});
  EXPECT_EQ(items[0].input, fs::canonical(folder_ / "real.jpg"));
  EXPECT_EQ(items[0].named, folder_ / "link.jpg");
  EXPECT_EQ(items[0].target.stem, "link_cleaned");
}

TEST_F(WalkTest, TakesNoUnfinishedCopyForAPhoto) {
  put("tree/a.jpg");
  put("tree/.photoscrub-12-0123456789abcdef.tmp");
  EXPECT_THAT(inputs(listFiles({folder_ / "tree"}, {})), testing::ElementsAre("tree/a.jpg"));
}

TEST_F(WalkTest, KeepsWhatDoesNotExistInTheList) {
  EXPECT_EQ(listFiles({folder_ / "nowhere.jpg"}, {}).size(), 1u);
}

TEST_F(WalkTest, NumbersNeutralNames) {
  put("tree/Jane_Doe.jpg");
  put("tree/John_Doe.jpg");
  const auto items = listFiles({folder_ / "tree"}, neutral());
  EXPECT_EQ(items[0].target.stem, "photo-0001");
  EXPECT_EQ(items[1].target.stem, "photo-0002");
}

TEST_F(WalkTest, ReplacesTheInputInPlace) {
  put("photo.jpg");
  const auto items = listFiles({folder_ / "photo.jpg"}, inPlace());
  EXPECT_EQ(items[0].target.exactName, "photo.jpg");
  EXPECT_EQ(items[0].target.taken, Target::Taken::replaceInput);
}

} // namespace
} // namespace photoscrub::batch
