/// Any bytes as a policy file: a trust's file may have been edited by anything.
#include "fuzz/fuzz_checks.h"
#include "policy/policy_file.h"
#include "policy/strictness.h"

#include <algorithm>
#include <string>

using namespace photoscrub;

namespace {

// "line 12: ...", or the line that says how many problems more there are.
void requireLines(std::string_view message) {
  std::size_t lines = 0;
  while (!message.empty()) {
    const auto end = std::min(message.find('\n'), message.size());
    fuzz::require(message.starts_with("line ") || message.starts_with("and "),
                  "every problem names its line");
    fuzz::require(std::none_of(message.begin(), message.begin() + static_cast<long>(end),
                               [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
                  "no problem has control characters");
    message.remove_prefix(std::min(end + 1, message.size()));
    ++lines;
  }
  fuzz::require(lines <= policy::kMaxProblems + 1, "not too many problems are told");
}

void check(std::string_view file) {
  const auto read = policy::readPolicy(file);
  fuzz::requireDocumentedError(read);
  if (!read.ok())
    return requireLines(read.error().message);
  const auto again = policy::readPolicy(policy::writePolicy(read.value()));
  fuzz::require(again.ok(), "what was read can be written and read again");
  fuzz::require(again.value() == read.value(), "it is the same policy then");
  fuzz::require(policy::loosened(read.value(), again.value()).empty(), "a policy satisfies itself");
}

} // namespace

// The bytes as a file, and as the members of one that is in order up to there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  check(bytes);
  check(std::string("{\"schema\":\"photoscrub-policy/1\",\"name\":\"x\",\"regions\":{")
            .append(bytes)
            .append("}"));
  check(
      std::string("{\"schema\":\"photoscrub-policy/1\",\"name\":\"x\",").append(bytes).append("}"));
  return 0;
}
