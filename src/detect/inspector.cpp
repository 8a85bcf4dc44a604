#include "detect/inspector.h"

#include "detect/assemble.h"
#include "detect/detectors.h"
#include "detect/model_store.h"
#include "detect/network.h"
#include "detect/pyramid.h"
#include "detect/task_graph.h"

#include <algorithm>
#include <chrono>
#include <numeric>
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

/// A detector and the ones, by their place in the list, whose regions it reads.
struct Step {
  std::unique_ptr<Detector> detector;
  std::vector<std::size_t> reads;
};

/// Collects the steps in an order in which each only reads from ones before it. Long ones that
/// others wait for come first, so that they start first.
class StepList {
public:
  explicit StepList(const std::vector<std::string>& only) : only_(only) {}

  /// The new step's place, or nothing where it is not wanted.
  std::vector<std::size_t> add(std::unique_ptr<Detector> detector,
                               std::vector<std::size_t> reads = {}) {
    const auto name = detector->info().name;
    if (!only_.empty() && std::find(only_.begin(), only_.end(), name) == only_.end())
      return {};
    steps_.push_back({std::move(detector), std::move(reads)});
    return {steps_.size() - 1};
  }

  std::vector<std::size_t> addWhereInstalled(Result<std::unique_ptr<Detector>> made,
                                             std::vector<std::size_t> reads = {}) {
    return made.ok() ? add(std::move(made).value(), std::move(reads)) : std::vector<std::size_t>{};
  }

  std::vector<std::size_t> all() const {
    std::vector<std::size_t> places(steps_.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    return places;
  }

  std::vector<Step> take() { return std::move(steps_); }

private:
  const std::vector<std::string>& only_;
  std::vector<Step> steps_;
};

std::vector<Step> makeSteps(const Manifest& manifest, const InspectorOptions& options) {
  const auto model = [&](std::string_view name) {
    return loaded(manifest, options.modelDir, name);
  };
  StepList steps(options.only);
  std::vector<std::size_t> lines;
  auto textModel = model("ppocrv3_en_det");
  if (textModel)
    lines = steps.add(makePpocrText(std::move(*textModel)));
  else
    lines = steps.add(makeGradientText());
  if (auto faces = model("yunet_n"))
    steps.add(makeYunetFace(std::move(*faces)));
  else
    steps.addWhereInstalled(makeHaarFace());
  if (auto objects = model("yolox_nano"))
    steps.add(makeYoloxObjects(std::move(*objects)));
  if (auto codes = model("wechat_qr_detect"))
    steps.add(makeWechatQr(std::move(*codes)));
  auto seen = steps.all();
  steps.addWhereInstalled(makeTesseractWords(), lines);
  for (const auto codes : steps.add(makeZxingCodes()))
    seen.push_back(codes);
  // The lines of the basic tier are too uncertain to make surfaces and pages of.
  if (textModel) {
    steps.add(makeSurfaces(), seen);
    steps.add(makeTextBlocks(), steps.all());
  }
  steps.add(makeIdentifiers(), steps.all());
  return steps.take();
}

/// What one detector found and how long it took.
struct Finding {
  std::optional<Result<std::vector<Region>>> regions;
  double seconds = 0;
};

/// What the detectors a step reads from have found, in their order.
std::vector<Region> regionsFor(const Step& step, const std::vector<Finding>& findings) {
  std::vector<Region> regions;
  for (const auto place : step.reads) {
    const auto& found = findings[place].regions;
    if (found->ok())
      regions.insert(regions.end(), found->value().begin(), found->value().end());
  }
  return regions;
}
} // namespace

struct Inspector::State {
  std::vector<Step> steps;
  std::vector<DetectorInfo> infos;
  int threads = 1;
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
  state->steps = makeSteps(manifest, options);
  state->threads = options.threads;
  for (const auto& step : state->steps)
    state->infos.push_back(step.detector->info());
  return Inspector(std::move(state));
}

const std::vector<DetectorInfo>& Inspector::detectors() const {
  return state_->infos;
}

Inspection Inspector::inspect(const imaging::Picture& picture, Sensitivity sensitivity) {
  Inspection inspection;
  if (picture.image.view().empty() || picture.fullSize.width <= 0 || picture.fullSize.height <= 0)
    return inspection;
  Pyramid pyramid(picture);
  const auto& steps = state_->steps;
  std::vector<Finding> findings(steps.size());
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto look = [&, i] {
      const auto start = Clock::now();
      const auto read = regionsFor(steps[i], findings);
      findings[i].regions = steps[i].detector->detect({picture, pyramid, read});
      findings[i].seconds = std::chrono::duration<double>(Clock::now() - start).count();
    };
    tasks.push_back({look, steps[i].reads});
  }
  runTasks(tasks, state_->threads);

  std::vector<Region> found;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    inspection.seconds.emplace_back(state_->infos[i].name, findings[i].seconds);
    if (!findings[i].regions->ok()) {
      inspection.warnings.push_back("The detector " + state_->infos[i].name +
                                    " could not look at this photo.");
      continue;
    }
    auto more = std::move(*findings[i].regions).value();
    found.insert(found.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
  }
  inspection.regions = assemble(std::move(found), sensitivity);
  return inspection;
}

} // namespace photoscrub::detect
