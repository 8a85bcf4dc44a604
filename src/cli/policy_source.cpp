#include "cli/policy_source.h"

#include "base/file_store.h"
#include "policy/built_in.h"
#include "policy/json_tree.h"
#include "policy/nearest_word.h"
#include "policy/policy_file.h"
#include "report/escape.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;

Error noSuchPolicy(const std::string& word) {
  auto message = "there is no policy " + word + ": no file has this name, and built in are ";
  message += policy::listed(policy::kBuiltInNames);
  const auto nearest = policy::nearestWord(word, policy::kBuiltInNames);
  if (!nearest.empty())
    message.append(". Did you mean \"").append(nearest).append("\"?");
  return {ErrorCode::io, std::move(message), "policy file"};
}

// Every line of the message with the name of the file, as compilers do.
Error ofFile(const std::string& file, Error error) {
  std::istringstream lines(error.message);
  std::string message;
  for (std::string line; std::getline(lines, line);) {
    if (!message.empty())
      message += '\n';
    message.append(file).append(": ").append(line);
  }
  error.message = std::move(message);
  return error;
}

// A link is followed: configuration often is one.
Result<std::string> readWhole(const fs::path& path) {
  const PosixFileStore disk;
  std::error_code failed;
  const auto target = fs::canonical(path, failed);
  PHOTOSCRUB_TRY(file, disk.open(failed ? path : target, policy::kMaxJsonBytes));
  std::string text(static_cast<std::size_t>(file->size()), '\0');
  PHOTOSCRUB_CHECK(file->read({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}));
  return text;
}

} // namespace

Result<policy::Policy> loadPolicy(const std::string& nameOrFile) {
  if (auto builtIn = policy::builtIn(nameOrFile))
    return std::move(*builtIn);
  std::error_code ignored;
  if (!fs::exists(nameOrFile, ignored))
    return noSuchPolicy(nameOrFile);
  auto text = readWhole(nameOrFile);
  if (!text.ok())
    return ofFile(nameOrFile, std::move(text).error());
  auto policy = policy::readPolicy(text.value());
  if (!policy.ok())
    return ofFile(nameOrFile, std::move(policy).error());
  return policy;
}

Result<std::optional<policy::Policy>> lockedPolicy() {
  const char* word = std::getenv(kPolicyVariable);
  if (!word)
    return std::optional<policy::Policy>();
  const std::string name = word;
  if (!policy::builtIn(name) && !name.starts_with('/')) {
    std::string message = kPolicyVariable;
    message += name.empty() ? " is empty" : " is not a whole path";
    message += ". It has to be a path that begins with /, or one of ";
    message += policy::listed(policy::kBuiltInNames);
    return Error{ErrorCode::refused, std::move(message), "locked policy"};
  }
  auto policy = loadPolicy(name);
  if (!policy.ok()) {
    auto error = std::move(policy).error();
    return ofFile(kPolicyVariable, std::move(error));
  }
  policy.value().locked = true;
  return std::optional(std::move(policy).value());
}

void printPolicyError(const Error& error) {
  std::istringstream lines(error.message);
  for (std::string line; std::getline(lines, line);)
    std::fprintf(stderr, "photoscrub: %s\n", report::forTerminal(line).c_str());
}

} // namespace photoscrub::cli
