#include "detect/inspector.h"

#include "detect/assemble.h"
#include "detect/detectors.h"
#include "detect/model_store.h"
#include "detect/network.h"
#include "detect/pyramid.h"

#include <chrono>
#include <functional>
#include <optional>

namespace photoscrub::detect {

namespace {
using Clock = std::chrono::steady_clock;

/// The verified model of this name, or nothing: then its task stays on the basic tier.
std::optional<LoadedModel> loaded(const Manifest& manifest, const std::filesystem::path& dir,
                                  std::string_view name) {
  const auto* entry = manifest.find(name);
  if (!entry)
    return std::nullopt;
  auto model = loadModel(*entry, dir);
  if (!model.ok())
    return std::nullopt;
  return std::move(model).value();
}

using Detectors = std::vector<std::unique_ptr<Detector>>;

void addWhereInstalled(Detectors& detectors, Result<std::unique_ptr<Detector>> made) {
  if (made.ok())
    detectors.push_back(std::move(made).value());
}

/// In the order they run: each may read what the ones before found.
Detectors makeDetectors(const Manifest& manifest, const std::filesystem::path& dir) {
  Detectors detectors;
  if (auto model = loaded(manifest, dir, "yunet_n"))
    detectors.push_back(makeYunetFace(std::move(*model)));
  else
    addWhereInstalled(detectors, makeHaarFace());
  if (auto model = loaded(manifest, dir, "yolox_nano"))
    detectors.push_back(makeYoloxObjects(std::move(*model)));
  if (auto model = loaded(manifest, dir, "wechat_qr_detect"))
    detectors.push_back(makeWechatQr(std::move(*model)));
  detectors.push_back(makeZxingCodes());
  if (auto model = loaded(manifest, dir, "ppocrv3_en_det")) {
    detectors.push_back(makePpocrText(std::move(*model)));
    detectors.push_back(makeTextBlocks());
  } else {
    // Its lines are too uncertain to make pages of.
    detectors.push_back(makeGradientText());
  }
  addWhereInstalled(detectors, makeTesseractWords());
  detectors.push_back(makeIdentifiers());
  return detectors;
}
} // namespace

struct Inspector::State {
  Detectors detectors;
  std::vector<DetectorInfo> infos;
};

Inspector::Inspector(std::unique_ptr<State> state) : state_(std::move(state)) {}
Inspector::~Inspector() = default;
Inspector::Inspector(Inspector&&) noexcept = default;
Inspector& Inspector::operator=(Inspector&&) noexcept = default;

Result<Inspector> Inspector::load(const InspectorOptions& options) {
  Manifest manifest;
  if (!options.modelDir.empty()) {
    auto read = readManifest(options.modelDir);
    if (read.ok())
      manifest = std::move(read).value();
  }
  prepareOpenCv(options.threads);
  auto state = std::make_unique<State>();
  state->detectors = makeDetectors(manifest, options.modelDir);
  for (const auto& detector : state->detectors)
    state->infos.push_back(detector->info());
  return Inspector(std::move(state));
}

const std::vector<DetectorInfo>& Inspector::detectors() const {
  return state_->infos;
}

Inspection Inspector::inspect(const imaging::Picture& picture) {
  Inspection inspection;
  if (picture.image.view().empty() || picture.fullSize.width <= 0 || picture.fullSize.height <= 0)
    return inspection;
  Pyramid pyramid(picture);
  std::vector<Region> found;
  for (std::size_t i = 0; i < state_->detectors.size(); ++i) {
    const auto start = Clock::now();
    auto regions = state_->detectors[i]->detect({picture, pyramid, found});
    inspection.seconds.emplace_back(state_->infos[i].name,
                                    std::chrono::duration<double>(Clock::now() - start).count());
    if (!regions.ok()) {
      inspection.warnings.push_back("The detector " + state_->infos[i].name +
                                    " could not look at this photo.");
      continue;
    }
    auto more = std::move(regions).value();
    found.insert(found.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
  }
  inspection.regions = assemble(std::move(found));
  return inspection;
}

} // namespace photoscrub::detect
