/// The subcommands `check` and `clean`: options into a batch run.
#pragma once

#include "cli/exit_status.h"
#include "cli/scrub_arguments.h"

namespace photoscrub::cli {

/// Runs it. Prints to stdout and stderr.
ExitStatus runScrub(const ScrubArguments& arguments);

} // namespace photoscrub::cli
