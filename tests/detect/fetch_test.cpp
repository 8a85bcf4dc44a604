// models/fetch, run as a program: what it installs and what it refuses.
#include "detect/model_store.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace photoscrub::detect {
namespace {
namespace fs = std::filesystem;

class FetchScript : public ::testing::Test {
protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / ("photoscrub fetch " + std::to_string(::getpid()));
    fs::create_directories(root_ / "mirror");
  }
  void TearDown() override { fs::remove_all(root_); }

  /// Exit status of fetch with `mirror` as the only place to ask.
  int fetchFrom(const fs::path& mirror) const {
    const std::string command = "PHOTOSCRUB_MODEL_MIRROR='" + mirror.string() + "' '" +
                                PHOTOSCRUB_SOURCE_DIR + "/models/fetch' '" +
                                (root_ / "target").string() + "' >/dev/null 2>&1";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  fs::path root_;
};

TEST_F(FetchScript, SaysSoWhenThereIsNothingToInstall) {
  EXPECT_EQ(fetchFrom(root_ / "mirror"), 1);
  // The list itself is there, so that `models list` can say what is missing.
  const auto manifest = readManifest(root_ / "target");
  ASSERT_TRUE(manifest.ok());
  for (const auto& model : manifest.value().models)
    EXPECT_EQ(stateOf(model, root_ / "target"), ModelState::missing) << model.name;
}

TEST_F(FetchScript, InstallsNothingThatDiffers) {
  std::ofstream(root_ / "mirror" / "yunet_n_640_640.onnx") << "somebody else's file";
  EXPECT_EQ(fetchFrom(root_ / "mirror"), 1);
  EXPECT_FALSE(fs::exists(root_ / "target" / "yunet_n_640_640.onnx"));
  for (const auto& entry : fs::directory_iterator(root_ / "target"))
    EXPECT_EQ(entry.path().filename(), "manifest.json"); // no half-written file stays
}

TEST_F(FetchScript, InstallsAllFromACompleteMirror) {
  const auto manifest = readManifest(PHOTOSCRUB_MODEL_DIR);
  ASSERT_TRUE(manifest.ok());
  for (const auto& model : manifest.value().models)
    if (stateOf(model, PHOTOSCRUB_MODEL_DIR) != ModelState::ready)
      GTEST_SKIP() << "the weights of " << model.name << " are not in the build's model folder";
  EXPECT_EQ(fetchFrom(PHOTOSCRUB_MODEL_DIR), 0);
  for (const auto& model : manifest.value().models)
    EXPECT_EQ(stateOf(model, root_ / "target"), ModelState::ready) << model.name;
}

} // namespace
} // namespace photoscrub::detect
