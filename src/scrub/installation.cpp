#include "scrub/options.h"

#include <system_error>

namespace photoscrub::scrub {

namespace {

namespace fs = std::filesystem;

fs::path firstThatExists(std::initializer_list<fs::path> candidates) {
  std::error_code ignored;
  for (const auto& candidate : candidates)
    if (fs::exists(candidate, ignored))
      return candidate.lexically_normal();
  return {};
}

} // namespace

Installation findInstallation() {
  std::error_code error;
  const auto folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const auto worker = [&folder](const char* program) {
    return firstThatExists({folder / program, folder / "../libexec/photoscrub" / program});
  };
  Installation installation;
  installation.metadataWorker = worker("photoscrub-metadata");
  installation.visionWorker = worker("photoscrub-vision");
  installation.modelDir = firstThatExists({folder / "../models/manifest.json",
                                           folder / "../share/photoscrub/models/manifest.json"})
                              .parent_path();
  return installation;
}

} // namespace photoscrub::scrub
