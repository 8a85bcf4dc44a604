// Real and hostile files beside the project, where they are there: whole, and cut at many lengths.
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/registry.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string_view>

namespace photoscrub::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEveryLengthUpTo = 4096;
// In a full run 200; each one reads the whole rest of a file.
constexpr int kUsualRandomCuts = 5;

Bytes contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

Edits editsFor(const Document& document) {
  Edits edits;
  if (document.takesFields)
    edits.exif = orientationBlock(document.orientation);
  return edits;
}

// An error that may be told, or a clean file.
void handle(ByteView file) {
  const auto* format = formatFor(recogniseFileType(file));
  if (!format)
    return;
  const auto document = format->parse(file, {});
  if (!document.ok()) {
    EXPECT_NE(document.error().code, ErrorCode::internal) << document.error().describe(true);
    EXPECT_FALSE(document.error().message.empty());
    return;
  }
  const auto edits = editsFor(*document.value());
  const auto assembly = format->rewrite(*document.value(), edits);
  ASSERT_TRUE(assembly.ok()) << assembly.error().describe(true);
  const auto copy = assembly.value().joined();
  const auto clean = format->audit(copy, {});
  ASSERT_TRUE(clean.ok()) << clean.error().describe(true);
  EXPECT_TRUE(comparePictures(*document.value(), clean.value()).ok());
  EXPECT_TRUE(sameBytes(clean.value().exif, edits.exif));
}

int randomCuts() {
  const char* const given = std::getenv("PHOTOSCRUB_RANDOM_CUTS");
  return given ? std::max(0, std::atoi(given)) : kUsualRandomCuts;
}

void handleCuts(const Bytes& file) {
  std::vector<std::size_t> lengths;
  for (std::size_t length = 0; length < std::min(file.size(), kEveryLengthUpTo); ++length)
    lengths.push_back(length);
  std::mt19937 random(7);
  if (file.size() > kEveryLengthUpTo) {
    std::uniform_int_distribution<std::size_t> beyond(kEveryLengthUpTo, file.size() - 1);
    for (int i = 0; i < randomCuts(); ++i)
      lengths.push_back(beyond(random));
  }
  for (const auto length : lengths) {
    SCOPED_TRACE("cut at " + std::to_string(length));
    // Memory of its own, so that a sanitizer sees the first byte read behind the end.
    handle(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)));
    if (::testing::Test::HasFailure())
      return;
  }
}

class RealFiles : public ::testing::TestWithParam<std::string_view> {};

TEST_P(RealFiles, AreCleanedOrRefusedWholeAndCut) {
  const auto folder = fs::path(PHOTOSCRUB_SOURCE_DIR) / "../shared/meta/dev" / GetParam();
  if (!fs::is_directory(folder))
    GTEST_SKIP() << folder.lexically_normal() << " is not there";
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file())
      continue;
    SCOPED_TRACE(entry.path().filename().string());
    const auto file = contents(entry.path());
    handle(file);
    handleCuts(file);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, RealFiles,
                         ::testing::Values("avif", "bmp", "gif", "heif", "hostile", "jp2", "jpeg",
                                           "jxl", "png", "psd", "tiff", "video", "webp"),
                         [](const auto& folder) { return std::string(folder.param); });

} // namespace
} // namespace photoscrub::formats
