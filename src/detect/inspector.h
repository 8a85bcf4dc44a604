/// Runs all detectors over one picture and puts their regions together.
///
/// Not thread-safe: one Inspector belongs to one job. Everything from disk is read by load();
/// inspect() opens no file, so that it runs inside the worker sandbox.
#pragma once

#include "base/result.h"
#include "detect/region.h"
#include "detect/sensitivity.h"
#include "imaging/picture.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace photoscrub::detect {

struct InspectorOptions {
  std::filesystem::path modelDir; ///< folder with manifest.json and weights; empty: basic tier
  int threads = 1;                ///< threads one photo may use
  /// Names of the detectors to run, for measuring one by itself; empty: all.
  std::vector<std::string> only = {};
};

struct Inspection {
  std::vector<Region> regions;
  std::vector<std::string> warnings; ///< a detector that failed, by name; no values
  std::vector<std::pair<std::string, double>> seconds; ///< stage name and time spent
};

class Inspector {
public:
  /// Reads model and language files into memory; builds networks only when first needed. Missing or
  /// wrong (SHA-256) model files mean the basic tier for their task, never an error.
  /// Errors: internal where not even the basic tier can be set up.
  static Result<Inspector> load(const InspectorOptions& options);
  ~Inspector();
  Inspector(Inspector&&) noexcept;
  Inspector& operator=(Inspector&&) noexcept;

  /// What will run, known before any photo is seen.
  const std::vector<DetectorInfo>& detectors() const;

  /// Boxes come back in upright full-size pixels with the margins that redaction needs.
  /// Regions below the least score of `sensitivity` are left out.
  Inspection inspect(const imaging::Picture& picture, Sensitivity sensitivity = Sensitivity::high);

private:
  struct State;
  explicit Inspector(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

} // namespace photoscrub::detect
