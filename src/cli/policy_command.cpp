#include "cli/policy_command.h"

#include "cli/policy_source.h"
#include "cli/policy_text.h"
#include "policy/policy_file.h"
#include "policy/strictness.h"
#include "report/escape.h"

#include <cstdio>
#include <map>

#include <CLI/CLI.hpp>

namespace photoscrub::cli {

namespace {

ExitStatus usage(const char* message) {
  std::fprintf(stderr, "photoscrub: %s\nTry: photoscrub policy --help\n", message);
  return ExitStatus::usage;
}

// Somebody looks at a policy of his own where another one is locked.
void tellWhatIsLooser(const policy::Policy& locked, const std::string& asked) {
  std::fprintf(stderr,
               "photoscrub: %s is set, and its policy is the one in force. This is that policy, "
               "and not %s.\n",
               kPolicyVariable, report::forTerminal(asked).c_str());
  const auto policy = loadPolicy(asked);
  if (!policy.ok())
    return printPolicyError(policy.error());
  for (const auto& key : policy::loosened(locked, policy.value()))
    std::fprintf(stderr, "photoscrub: %s is looser in %s\n", report::forTerminal(asked).c_str(),
                 key.c_str());
}

ExitStatus show(const PolicyArguments& arguments) {
  if (arguments.policies.size() > 1)
    return usage("policy show takes one name or file.");
  const auto asked = arguments.policies.empty() ? "flag" : arguments.policies.front();
  const auto locked = lockedPolicy();
  if (!locked.ok()) {
    printPolicyError(locked.error());
    return ExitStatus::usage;
  }
  if (locked.value() && !arguments.policies.empty())
    tellWhatIsLooser(*locked.value(), asked);
  const auto policy = locked.value() ? Result(*locked.value()) : loadPolicy(asked);
  if (!policy.ok()) {
    printPolicyError(policy.error());
    return ExitStatus::usage;
  }
  const auto text =
      arguments.json ? policy::writePolicy(policy.value()) : describePolicy(policy.value());
  std::fputs(text.c_str(), stdout);
  return ExitStatus::clean;
}

ExitStatus check(const PolicyArguments& arguments) {
  if (arguments.policies.empty())
    return usage("policy check needs a file.");
  auto status = ExitStatus::clean;
  for (const auto& file : arguments.policies) {
    const auto policy = loadPolicy(file);
    if (!policy.ok()) {
      printPolicyError(policy.error());
      status = ExitStatus::usage;
      continue;
    }
    std::printf("%s: good, policy \"%s\"\n", report::forTerminal(file).c_str(),
                report::forTerminal(policy.value().name).c_str());
  }
  return status;
}

} // namespace

void addPolicyOptions(CLI::App& command, PolicyArguments& arguments) {
  using Action = PolicyArguments::Action;
  static const std::map<std::string, Action> actions = {{"show", Action::show},
                                                        {"check", Action::check}};
  command
      .add_option("ACTION", arguments.action,
                  "show: the policy in force, or the one named. check: is each file a policy?")
      ->required()
      ->transform(CLI::CheckedTransformer(actions))
      ->option_text("show|check");
  command.add_option("POLICY", arguments.policies, "flag, redact, strict, or a policy file");
  command.add_flag("--json", arguments.json, "show: as a policy file that says everything");
}

ExitStatus runPolicy(const PolicyArguments& arguments) {
  return arguments.action == PolicyArguments::Action::show ? show(arguments) : check(arguments);
}

} // namespace photoscrub::cli
