/// The model files detectors need: what manifest.json lists, and whether the right bytes are there.
///
/// Free functions over a model folder; they only read. Needs neither OpenCV nor Tesseract, so that
/// programs which run no detector can list and verify models. Thread-safe.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::detect {

/// One file of a model.
struct ModelFile {
  std::string name;        ///< plain file name inside the model folder
  std::uint64_t bytes = 0; ///< exact size
  std::string sha256;      ///< 64 lower-case hexadecimal digits
  std::string source;      ///< address it is published at
};

struct ModelEntry {
  std::string name; ///< "yunet_n", ...
  std::string task; ///< "faces", "objects", "text", "qr"
  std::string version;
  std::string licence; ///< SPDX identifier
  std::string card;    ///< path of the card, relative to models/
  std::string input;   ///< what it is fed, for people
  std::map<std::string, double> thresholds;
  std::map<std::string, double>
      measured; ///< what its card says: shares 0 to 1, and how many photos
  std::vector<ModelFile> files;

  /// The threshold of this name, or `fallback` where the manifest has none.
  double threshold(const std::string& key, double fallback) const;
};

struct Manifest {
  std::vector<ModelEntry> models;

  /// nullptr where no model of this name is listed. Points into this manifest.
  const ModelEntry* find(std::string_view name) const;
};

enum class ModelState {
  ready,     ///< every file is there and has the right SHA-256
  missing,   ///< at least one file is not there
  different, ///< at least one file is there with other bytes than the manifest names
};
/// "ready", "missing", "different".
std::string_view name(ModelState state);

/// Parses the text of a manifest. Errors: malformed, limit.
Result<Manifest> parseManifest(ByteView json);
/// Reads `dir`/manifest.json. Errors: io (no such file), malformed, limit.
Result<Manifest> readManifest(const std::filesystem::path& dir);

/// Reads and checks every file of a model; the worst state of its files.
ModelState stateOf(const ModelEntry& model, const std::filesystem::path& dir);

/// A model whose files were read and checked.
struct LoadedModel {
  ModelEntry entry;
  std::vector<Bytes> files; ///< in the order of entry.files
};
/// Reads a model into memory. Errors: io (missing or unreadable), malformed (other bytes than the
/// manifest names).
Result<LoadedModel> loadModel(const ModelEntry& model, const std::filesystem::path& dir);

} // namespace photoscrub::detect
