/// The whole way of one photo: read, list, look, plan, write, verify.
///
/// Not thread-safe: one Scrubber belongs to one job and owns that job's worker processes. Several
/// may run side by side.
#pragma once

#include "base/file_store.h"
#include "scrub/options.h"
#include "scrub/outcome.h"

#include <filesystem>
#include <memory>

namespace photoscrub::scrub {

class Scrubber {
public:
  /// Starts the metadata worker in the background, the vision worker with the first photo that
  /// needs it. `disk` must outlive the Scrubber.
  Scrubber(ScrubOptions options, Installation installation, FileStore& disk);
  ~Scrubber();
  Scrubber(Scrubber&&) noexcept;
  Scrubber& operator=(Scrubber&&) noexcept;

  /// Looks only; writes nothing.
  Outcome check(const std::filesystem::path& input);

  /// Writes a clean copy, verified on its saved bytes before it gets its name. After any error
  /// there is no output and the input is untouched.
  Outcome clean(const std::filesystem::path& input, const Target& target);

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace photoscrub::scrub
