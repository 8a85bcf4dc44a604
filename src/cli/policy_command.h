/// The subcommand `policy`: show, check.
#pragma once

#include "cli/exit_status.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace photoscrub::cli {

struct PolicyArguments {
  enum class Action { show, check } action = Action::show;
  std::vector<std::string> policies; ///< names or files
  bool json = false;
};

/// Stores into `arguments`, which must outlive `command`.
void addPolicyOptions(CLI::App& command, PolicyArguments& arguments);
/// Prints to stdout and stderr.
ExitStatus runPolicy(const PolicyArguments& arguments);

} // namespace photoscrub::cli
