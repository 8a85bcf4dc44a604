#include "scrub/scrubber.h"

#include "base/worker.h"
#include "scrub/job.h"

#include <algorithm>

namespace photoscrub::scrub {

namespace {

WorkerOptions metadataWorkerOptions(const Installation& installation, const Limits& limits) {
  WorkerOptions options;
  options.executable = installation.metadataWorker;
  options.inputCapacity = limits.maxFileBytes;
  options.memoryLimit = 512ull << 20;
  // Real photos take milliseconds; known hostile files make Exiv2 run for 45 s.
  options.cpuLimit = std::min<std::chrono::milliseconds>(std::chrono::milliseconds(1500),
                                                         std::chrono::seconds(limits.maxSeconds));
  options.sandbox = installation.sandbox;
  options.maxReplyBytes = 64ull << 20;
  return options;
}

WorkerOptions visionWorkerOptions(const Installation& installation, const ScrubOptions& scrub) {
  const auto& limits = scrub.limits;
  const int threads = scrub.policy.detect ? std::max(1, installation.visionThreads) : 0;
  WorkerOptions options;
  options.executable = installation.visionWorker;
  options.arguments = {installation.modelDir.string(), std::to_string(threads)};
  options.inputCapacity = limits.maxFileBytes;
  options.memoryLimit = 4ull << 30; // address space: thread stacks and arenas, mostly never touched
  options.cpuLimit = std::chrono::seconds(limits.maxSeconds);
  options.wallLimit = 4 * options.cpuLimit; // other programs want the processor too
  options.sandbox = installation.sandbox;
  return options;
}

} // namespace

struct Scrubber::State {
  State(ScrubOptions scrubOptions, const Installation& installation, FileStore& fileStore)
      : options(std::move(scrubOptions)), disk(fileStore),
        metadata(metadataWorkerOptions(installation, options.limits)),
        vision(visionWorkerOptions(installation, options)) {}

  Tools tools() { return {options, disk, metadata, vision, consents}; }

  ScrubOptions options;
  FileStore& disk;
  Worker metadata;
  Worker vision;
  std::optional<consent::Register> consents;
};

Scrubber::Scrubber(ScrubOptions options, Installation installation, FileStore& disk)
    : state_(std::make_unique<State>(std::move(options), installation, disk)) {
  // Both load while the first photo is read; a failure shows up with the first request.
  static_cast<void>(state_->metadata.start());
  const auto& asked = state_->options;
  if (asked.policy.detect || !asked.marked.empty() || asked.decided)
    static_cast<void>(state_->vision.start());
}

Scrubber::~Scrubber() = default;
Scrubber::Scrubber(Scrubber&&) noexcept = default;
Scrubber& Scrubber::operator=(Scrubber&&) noexcept = default;

Outcome Scrubber::check(const std::filesystem::path& input) {
  return Job(state_->tools(), input).check();
}

Outcome Scrubber::clean(const std::filesystem::path& input, const Target& target) {
  return Job(state_->tools(), input).clean(target);
}

} // namespace photoscrub::scrub
