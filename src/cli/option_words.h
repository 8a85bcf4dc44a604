/// What the words given to options mean. Each function returns a word it does not understand, or
/// nothing if all went well.
#pragma once

#include "scrub/options.h"

#include <optional>
#include <string>
#include <vector>

namespace photoscrub::cli {

/// --files-from: appends the paths listed in the file `source` ("-": standard input), one a line,
/// or NUL separated if there is a NUL in it. False if it cannot be read.
bool readList(const std::string& source, std::vector<std::filesystem::path>& paths);

/// --redact
std::optional<std::string> readKinds(const std::string& words, std::set<detect::RegionKind>& kinds);

/// --keep: `colour` is kept unless words are given without it.
std::optional<std::string> readKeep(const std::string& words, policy::Policy& policy);

/// --limit: "pixels=400M,seconds=60". No limit can be 0.
std::optional<std::string> readLimits(const std::string& words, Limits& limits);

} // namespace photoscrub::cli
