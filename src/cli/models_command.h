/// The subcommand `models`: list, verify, fetch.
#pragma once

#include "cli/exit_status.h"

#include <string>

namespace CLI {
class App;
}

namespace photoscrub::cli {

struct ModelsArguments {
  enum class Action { list, verify, fetch } action = Action::list;
  std::string folder; ///< --models
};

/// Stores into `arguments`, which must outlive `command`.
void addModelsOptions(CLI::App& command, ModelsArguments& arguments);
ExitStatus runModels(const ModelsArguments& arguments);

} // namespace photoscrub::cli
