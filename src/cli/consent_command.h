/// The subcommand `consent`: add, list, show, withdraw, backup.
#pragma once

#include "cli/exit_status.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace photoscrub::cli {

struct ConsentArguments {
  enum class Action { add, list, show, withdraw, backup } action = Action::list;
  /// A --box and the --photo before it.
  struct Place {
    std::string photo; ///< empty: there is no --photo before it
    std::string box;
  };

  std::string reference;
  std::vector<std::string> photos;
  std::vector<std::string> boxes;
  std::vector<Place> places; ///< each of `boxes` with its photo
  std::string subject, how, purpose, where, signedOn, witness, expires;
  std::string on;   ///< withdraw; empty: today
  std::string file; ///< backup
  bool json = false;
  std::string registerFile; ///< --register
};

/// Stores into `arguments`, which must outlive `command`.
void addConsentOptions(CLI::App& command, ConsentArguments& arguments);
/// Prints to stdout and stderr. Nothing of a record goes to stderr but its reference.
ExitStatus runConsent(const ConsentArguments& arguments);

} // namespace photoscrub::cli
