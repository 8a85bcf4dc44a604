// photoscrub: the command line.
#include "base/sandbox.h"
#include "cli/consent_command.h"
#include "cli/models_command.h"
#include "cli/policy_command.h"
#include "cli/scrub_command.h"
#include "report/escape.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <sstream>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace photoscrub::cli;

constexpr std::array<std::string_view, 8> kFirstWords = {
    "check", "clean", "consent", "models", "policy", "--help", "-h", "--version"};

// Plain `photoscrub PATH...` means `photoscrub clean PATH...`.
std::vector<std::string> withSubcommand(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() &&
      std::find(kFirstWords.begin(), kFirstWords.end(), words.front()) == kFirstWords.end())
    words.insert(words.begin(), "clean");
  std::reverse(words.begin(), words.end()); // as CLI11 wants it
  return words;
}

// A standard descriptor that was closed would go to the next file opened, and a report or a message
// would be written into a photo. Open for reading only, it takes no text, and that is an error.
bool holdStandardDescriptors() {
  int opened = STDIN_FILENO;
  while (opened >= STDIN_FILENO && opened <= STDERR_FILENO)
    opened = ::open("/dev/null", O_RDONLY);
  if (opened > STDERR_FILENO)
    ::close(opened);
  return opened > STDERR_FILENO;
}

// Help goes to stdout; errors go to stderr, without control characters of file names in them.
int explain(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream help, errors;
  const int code = app.exit(error, help, errors);
  std::fputs(help.str().c_str(), stdout);
  std::istringstream lines(errors.str());
  for (std::string line; std::getline(lines, line);)
    std::fprintf(stderr, "%s\n", photoscrub::report::forTerminal(line).c_str());
  return code == 0 ? 0 : static_cast<int>(ExitStatus::usage);
}

int run(int argc, char** argv) {
  CLI::App app("Cleans photos before they are shared: removes where, when, with what and by whom "
               "they were taken, flags what the picture shows, and covers it on request.",
               "photoscrub");
  app.set_version_flag("--version", [] {
    const auto sandbox = photoscrub::trySandbox();
    return "photoscrub " PHOTOSCRUB_VERSION "\nsandbox: " +
           (sandbox.ok() ? sandbox.value().describe() : "refused by this system");
  });
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
  PolicyArguments policyArguments;
  auto* policy = app.add_subcommand("policy", "Show the policy in force, or check a policy file");
  addPolicyOptions(*policy, policyArguments);
  ConsentArguments consentArguments;
  auto* consent = app.add_subcommand("consent", "The register of who agreed to be seen");
  addConsentOptions(*consent, consentArguments);

  try {
    app.parse(withSubcommand(argc, argv));
  } catch (const CLI::ParseError& error) {
    return explain(app, error);
  }
  if (models->parsed())
    return static_cast<int>(runModels(modelsArguments));
  if (policy->parsed())
    return static_cast<int>(runPolicy(policyArguments));

  const auto& scrubArguments = check->parsed() ? checkArguments : cleanArguments;
  // Promise 5: this process and every one it starts stay offline, by order of the kernel.
  if (!photoscrub::forbidNetwork().ok() && !scrubArguments.noSandbox) {
    std::fputs("photoscrub: the kernel would not bar this program from the network.\n", stderr);
    return static_cast<int>(ExitStatus::error);
  }
  if (consent->parsed())
    return static_cast<int>(runConsent(consentArguments));
  return static_cast<int>(runScrub(scrubArguments));
}

} // namespace

int main(int argc, char** argv) {
  if (!holdStandardDescriptors())
    return static_cast<int>(ExitStatus::error);
  // A reader that goes away is an error of stdout; the photos in work are brought to their end.
  std::signal(SIGPIPE, SIG_IGN);
  const int status = run(argc, argv);
  // A full disk or a closed pipe must not look like success.
  const bool told = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return told || status == static_cast<int>(ExitStatus::usage)
             ? status
             : static_cast<int>(ExitStatus::error);
}
