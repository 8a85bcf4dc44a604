#include "cli/models_command.h"

#include "detect/model_store.h"
#include "report/escape.h"
#include "scrub/options.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;

int spawnAndWait(const fs::path& program, const fs::path& argument) {
  std::string name = program.string(), folder = argument.string();
  char* arguments[] = {name.data(), folder.data(), nullptr};
  pid_t pid = 0;
  if (::posix_spawn(&pid, name.c_str(), nullptr, nullptr, arguments, environ) != 0)
    return -1;
  int status = 0;
  if (::waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
    return -1;
  return WEXITSTATUS(status);
}

// `fetch` and the manifest stand beside each other in models/ and where they are installed; a
// folder that is only to be filled has neither.
ExitStatus fetch(const fs::path& folder) {
  std::error_code ignored;
  auto script = folder / "fetch";
  if (!fs::exists(script, ignored))
    script = scrub::findInstallation().modelDir / "fetch";
  if (!fs::exists(script, ignored)) {
    std::fprintf(stderr, "photoscrub: there is no fetch program in %s.\n",
                 report::forTerminal(folder.string()).c_str());
    return ExitStatus::error;
  }
  return spawnAndWait(script, folder) == 0 ? ExitStatus::clean : ExitStatus::error;
}

} // namespace

void addModelsOptions(CLI::App& command, ModelsArguments& arguments) {
  using Action = ModelsArguments::Action;
  static const std::map<std::string, Action> actions = {
      {"list", Action::list}, {"verify", Action::verify}, {"fetch", Action::fetch}};
  command.add_option("ACTION", arguments.action, "list, verify or fetch")
      ->required()
      ->transform(CLI::CheckedTransformer(actions))
      ->option_text("list|verify|fetch");
  command.add_option("--models", arguments.folder, "Folder with the model files")->type_name("DIR");
}

ExitStatus runModels(const ModelsArguments& arguments) {
  const fs::path folder =
      arguments.folder.empty() ? scrub::findInstallation().modelDir : fs::path(arguments.folder);
  if (arguments.action == ModelsArguments::Action::fetch)
    return fetch(folder);
  const auto manifest = detect::readManifest(folder);
  if (!manifest.ok()) {
    std::fprintf(stderr, "photoscrub: %s.\n", manifest.error().message.c_str());
    return ExitStatus::error;
  }
  auto status = ExitStatus::clean;
  for (const auto& model : manifest.value().models) {
    const auto state = detect::stateOf(model, folder);
    if (state != detect::ModelState::ready)
      status = ExitStatus::error;
    std::printf("%-16s %-9s %-10s %s\n", model.name.c_str(), model.task.c_str(),
                std::string(detect::name(state)).c_str(), model.licence.c_str());
  }
  // `list` only tells; `verify` is a check.
  return arguments.action == ModelsArguments::Action::verify ? status : ExitStatus::clean;
}

} // namespace photoscrub::cli
