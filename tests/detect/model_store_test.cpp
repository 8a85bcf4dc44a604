#include "base/sha256.h"
#include "detect/model_store.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace photoscrub::detect {
namespace {
namespace fs = std::filesystem;

const std::string kWeights = "not really a network";

std::string manifestText(const std::string& file, const std::string& sha256,
                         std::size_t bytes = kWeights.size()) {
  return R"({"schema":"photoscrub-models/1","models":[{"name":"tiny","task":"faces",)"
         R"("version":"1","licence":"MIT","card":"cards/tiny.md","thresholds":{"score":0.5},)"
         R"("files":[{"file":")" +
         file + R"(","bytes":)" + std::to_string(bytes) + R"(,"sha256":")" + sha256 +
         R"(","source":"https://example.org/tiny.onnx"}]}]})";
}

class ModelStore : public ::testing::Test {
protected:
  void SetUp() override {
    dir_ = fs::temp_directory_path() / ("photoscrub-models-" + std::to_string(::getpid()));
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }

  void put(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / name, std::ios::binary) << text;
  }

  fs::path dir_;
  std::string rightHash_ = sha256Hex(asBytes(kWeights));
};

TEST_F(ModelStore, ReadsTheProjectsOwnManifest) {
  const auto manifest = readManifest(fs::path(PHOTOSCRUB_SOURCE_DIR) / "models");
  ASSERT_TRUE(manifest.ok()) << manifest.error().describe(true);
  for (const auto& model : manifest.value().models) {
    EXPECT_FALSE(model.licence.empty()) << model.name;
    EXPECT_TRUE(fs::exists(fs::path(PHOTOSCRUB_SOURCE_DIR) / "models" / model.card)) << model.name;
    for (const auto& file : model.files)
      EXPECT_EQ(file.source.substr(0, 8), "https://") << file.name;
  }
  EXPECT_NE(manifest.value().find("yunet_n"), nullptr);
  EXPECT_EQ(manifest.value().find("no such model"), nullptr);
}

TEST_F(ModelStore, TellsReadyMissingAndDifferentApart) {
  const auto manifest = parseManifest(asBytes(manifestText("tiny.onnx", rightHash_)));
  ASSERT_TRUE(manifest.ok());
  const auto& tiny = manifest.value().models[0];
  EXPECT_EQ(stateOf(tiny, dir_), ModelState::missing);
  put("tiny.onnx", kWeights);
  EXPECT_EQ(stateOf(tiny, dir_), ModelState::ready);
  put("tiny.onnx", "Not really a network");
  EXPECT_EQ(stateOf(tiny, dir_), ModelState::different);
}

TEST_F(ModelStore, LoadsOnlyTheBytesTheManifestNames) {
  put("tiny.onnx", kWeights);
  const auto right = parseManifest(asBytes(manifestText("tiny.onnx", rightHash_)));
  ASSERT_TRUE(right.ok());
  const auto loaded = loadModel(right.value().models[0], dir_);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(asText(loaded.value().files.at(0)), kWeights);

  const auto wrong = parseManifest(asBytes(manifestText("tiny.onnx", std::string(64, '0'))));
  ASSERT_TRUE(wrong.ok());
  const auto refused = loadModel(wrong.value().models[0], dir_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::malformed);
}

TEST_F(ModelStore, RefusesNamesThatLeaveTheFolder) {
  for (const char* name : {"../tiny.onnx", "/etc/passwd", "a\\\\b", ".hidden", ""})
    EXPECT_FALSE(parseManifest(asBytes(manifestText(name, rightHash_))).ok()) << name;
}

TEST_F(ModelStore, RefusesWhatIsNotAManifest) {
  for (const std::string text :
       {"", "{", "[]", R"({"schema":"photoscrub-models/2","models":[]})",
        R"({"schema":"photoscrub-models/1"})", R"({"schema":"photoscrub-models/1","models":[{}]})"})
    EXPECT_FALSE(parseManifest(asBytes(text)).ok()) << text;
  EXPECT_FALSE(parseManifest(asBytes(manifestText("tiny.onnx", "abc"))).ok());
  const auto twice = [&] {
    auto text = manifestText("tiny.onnx", rightHash_);
    const auto entry =
        text.substr(text.find("{\"name\""), text.rfind("]}") - text.find("{\"name\""));
    return text.insert(text.rfind("]}"), "," + entry);
  }();
  EXPECT_FALSE(parseManifest(asBytes(twice)).ok());
}

TEST_F(ModelStore, EveryCutManifestIsAnErrorNotACrash) {
  const auto text = manifestText("tiny.onnx", rightHash_);
  for (std::size_t length = 0; length < text.size(); ++length)
    EXPECT_FALSE(parseManifest(asBytes(std::string_view(text).substr(0, length))).ok()) << length;
  EXPECT_TRUE(parseManifest(asBytes(text)).ok());
}

} // namespace
} // namespace photoscrub::detect
