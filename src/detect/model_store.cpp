#include "detect/model_store.h"

#include "base/sha256.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

namespace photoscrub::detect {

namespace {
namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view kSchema = "photoscrub-models/1";
// The manifest as it stands has 3 kB and four models; the largest file 3.7 MB.
constexpr std::uint64_t kMaxManifestBytes = 1u << 20;
constexpr std::uint64_t kMaxModelBytes = 256u << 20;
constexpr std::size_t kMaxModels = 100;
constexpr std::size_t kMaxFilesOfModel = 16;

/// The whole file, or an error when it is longer than `limit`.
Result<Bytes> readFile(const fs::path& path, std::uint64_t limit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file)
    return Error{ErrorCode::io, "A model file could not be opened.", path.filename()};
  Bytes bytes;
  std::error_code unknownSize;
  const auto size = fs::file_size(path, unknownSize);
  if (unknownSize || size > limit)
    return Error{ErrorCode::limit, "A model file is larger than expected.", path.filename()};
  bytes.resize(static_cast<std::size_t>(size));
  if (std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
    return Error{ErrorCode::io, "A model file could not be read.", path.filename()};
  return bytes;
}

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The list of models (manifest.json) cannot be understood.",
          std::move(detail)};
}

/// Only plain names: a manifest must not reach outside the model folder.
bool isPlainName(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.size() <= 100 &&
         text.find_first_of("/\\") == std::string_view::npos &&
         text.find('\0') == std::string_view::npos;
}

bool isSha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<ModelFile> fileFrom(const json& node) {
  ModelFile file{node.at("file").get<std::string>(), node.at("bytes").get<std::uint64_t>(),
                 node.at("sha256").get<std::string>(), node.value("source", "")};
  if (!isPlainName(file.name))
    return malformed("file name");
  if (!isSha256(file.sha256))
    return malformed("sha256");
  if (file.bytes > kMaxModelBytes)
    return malformed("bytes");
  return file;
}

Result<ModelEntry> entryFrom(const json& node) {
  ModelEntry entry;
  entry.name = node.at("name").get<std::string>();
  entry.task = node.at("task").get<std::string>();
  entry.version = node.value("version", "");
  entry.licence = node.value("licence", "");
  entry.card = node.value("card", "");
  entry.input = node.value("input", "");
  entry.thresholds = node.value("thresholds", std::map<std::string, double>{});
  entry.measured = node.value("measured", std::map<std::string, double>{});
  const auto& files = node.at("files");
  if (!files.is_array() || files.empty() || files.size() > kMaxFilesOfModel)
    return malformed("files");
  for (const auto& item : files) {
    PHOTOSCRUB_TRY(file, fileFrom(item));
    entry.files.push_back(std::move(file));
  }
  return entry;
}

Result<Manifest> manifestFrom(const json& root) {
  if (root.at("schema").get<std::string>() != kSchema)
    return malformed("schema");
  const auto& models = root.at("models");
  if (!models.is_array() || models.size() > kMaxModels)
    return malformed("models");
  Manifest manifest;
  for (const auto& item : models) {
    PHOTOSCRUB_TRY(entry, entryFrom(item));
    if (manifest.find(entry.name))
      return malformed("a name stands twice");
    manifest.models.push_back(std::move(entry));
  }
  return manifest;
}

Result<Bytes> readChecked(const ModelFile& file, const fs::path& dir) {
  PHOTOSCRUB_TRY(bytes, readFile(dir / file.name, kMaxModelBytes));
  if (bytes.size() != file.bytes || sha256Hex(bytes) != file.sha256)
    return Error{ErrorCode::malformed, "A model file is not the one that manifest.json names.",
                 file.name};
  return bytes;
}
} // namespace

double ModelEntry::threshold(const std::string& key, double fallback) const {
  const auto found = thresholds.find(key);
  return found == thresholds.end() ? fallback : found->second;
}

const ModelEntry* Manifest::find(std::string_view wanted) const {
  const auto found = std::find_if(models.begin(), models.end(),
                                  [&](const ModelEntry& entry) { return entry.name == wanted; });
  return found == models.end() ? nullptr : &*found;
}

std::string_view name(ModelState state) {
  switch (state) {
  case ModelState::ready:
    return "ready";
  case ModelState::missing:
    return "missing";
  case ModelState::different:
    return "different";
  }
  return "missing";
}

Result<Manifest> parseManifest(ByteView text) {
  if (text.size() > kMaxManifestBytes)
    return Error{ErrorCode::limit, "The list of models (manifest.json) is too long.", ""};
  try {
    return manifestFrom(json::parse(text.begin(), text.end()));
  } catch (const json::exception& problem) {
    return malformed(problem.what());
  }
}

Result<Manifest> readManifest(const fs::path& dir) {
  PHOTOSCRUB_TRY(bytes, readFile(dir / "manifest.json", kMaxManifestBytes));
  return parseManifest(bytes);
}

ModelState stateOf(const ModelEntry& model, const fs::path& dir) {
  auto state = ModelState::ready;
  for (const auto& file : model.files) {
    const auto bytes = readChecked(file, dir);
    if (bytes.ok())
      continue;
    if (bytes.error().code != ErrorCode::io)
      return ModelState::different;
    state = ModelState::missing;
  }
  return state;
}

Result<LoadedModel> loadModel(const ModelEntry& model, const fs::path& dir) {
  LoadedModel loaded{model, {}};
  for (const auto& file : model.files) {
    PHOTOSCRUB_TRY(bytes, readChecked(file, dir));
    loaded.files.push_back(std::move(bytes));
  }
  return loaded;
}

} // namespace photoscrub::detect
