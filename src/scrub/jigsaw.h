/// Small clues that identify nobody alone, but may together (C150): a date, a ward, a badge. Pure.
#pragma once

#include "detect/region.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::scrub {

/// What of one photo can be put together.
struct JigsawPieces {
  struct Seen {
    const detect::Region* region; ///< as long as this struct is used
    bool visible;                 ///< in the copy: neither covered nor ignored; released ones are
  };
  /// All that were found: those that cannot be seen any more still tell how many people were there
  /// and what a text stands on.
  std::vector<Seen> regions;
  std::vector<std::string> fileName; ///< labels of what identify::identifyFileName() found in the
                                     ///< name of the copy
  std::vector<std::string> kept;     ///< kinds of metadata that stay: "time", "caption", ...
};

struct JigsawWarning {
  int weight = 0;                 ///< the sum, at least kJigsawThreshold
  std::vector<std::string> clues; ///< "a badge", ...; each once, in the order of the table
};

/// One kind of clue, where it comes from and how much it says.
struct JigsawRule {
  enum class Source { identifier, region, fileName, kept, scene };
  Source source;
  std::string_view word; ///< a label or a kind; empty: any that no rule before this one takes
  std::string_view clue; ///< for people; rules with the same clue are counted together
  int weight;
  int most; ///< how often it counts
};
std::span<const JigsawRule> jigsawRules();

/// No single clue weighs this much, also where it counts more than once; a clue that names somebody
/// by itself, with one other, does.
inline constexpr int kJigsawThreshold = 3;

/// Covering a region, taking a name or a field away never makes a warning appear.
std::optional<JigsawWarning> jigsaw(const JigsawPieces& pieces);

/// "Several small clues together may identify somebody (C150): a date in the file name, a badge."
std::string sentence(const JigsawWarning& warning);

} // namespace photoscrub::scrub
