// photoscrub: the command line.
#include "base/sandbox.h"
#include "cli/models_command.h"
#include "cli/scrub_command.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace {

using namespace photoscrub::cli;

constexpr std::array<std::string_view, 6> kFirstWords = {"check",  "clean", "models",
                                                         "--help", "-h",    "--version"};

// Plain `photoscrub PATH...` means `photoscrub clean PATH...`.
std::vector<std::string> withSubcommand(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() &&
      std::find(kFirstWords.begin(), kFirstWords.end(), words.front()) == kFirstWords.end())
    words.insert(words.begin(), "clean");
  std::reverse(words.begin(), words.end()); // as CLI11 wants it
  return words;
}

int run(int argc, char** argv) {
  CLI::App app("Cleans photos before they are shared: removes where, when, with what and by whom "
               "they were taken, flags what the picture shows, and covers it on request.",
               "photoscrub");
  app.set_version_flag("--version", "photoscrub " PHOTOSCRUB_VERSION);
  app.require_subcommand(1);
  app.footer("Exit status: 0 all clean; 1 error; 2 usage; 3 something flagged is still visible; "
             "4 refused.\nPlain `photoscrub PATH...` means `photoscrub clean PATH...`.");

  ScrubArguments checkArguments, cleanArguments;
  checkArguments.checkOnly = true;
  auto* check = app.add_subcommand("check", "Look only; write nothing");
  auto* clean = app.add_subcommand("clean", "Write clean copies");
  addScrubOptions(*check, checkArguments);
  addScrubOptions(*clean, cleanArguments);
  ModelsArguments modelsArguments;
  auto* models = app.add_subcommand("models", "List, verify or get the model files");
  addModelsOptions(*models, modelsArguments);

  try {
    app.parse(withSubcommand(argc, argv));
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(ExitStatus::usage);
  }
  if (models->parsed())
    return static_cast<int>(runModels(modelsArguments));

  // Promise 5: this process and every one it starts stay offline, by order of the kernel.
  if (!photoscrub::forbidNetwork().ok()) {
    std::fputs("photoscrub: the kernel would not bar this program from the network.\n", stderr);
    return static_cast<int>(ExitStatus::error);
  }
  return static_cast<int>(runScrub(check->parsed() ? checkArguments : cleanArguments));
}

} // namespace

int main(int argc, char** argv) {
  return run(argc, argv);
}
