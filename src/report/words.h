/// The words that every report for people uses for the same thing. Pure.
#pragma once

#include "scrub/outcome.h"

#include <string>
#include <string_view>

namespace photoscrub::report {

std::string_view words(formats::FindingKind kind);
std::string_view words(detect::RegionKind kind);

/// "1 face", "2 people", "3 bar codes".
std::string counted(int count, std::string_view noun);

/// "where it was taken (3), camera or phone (2)"; empty if nothing was.
std::string removedInWords(const scrub::Outcome& outcome);

/// "2 faces, 1 screen" among the regions that are covered, may be seen as somebody has decided, or
/// are visible; empty if there are none.
enum class Regions { covered, released, visible };
std::string regionsInWords(const scrub::Outcome& outcome, Regions which);

/// "outside the boxes: identical"; empty where nothing was covered.
std::string outsideInWords(const scrub::Outcome& outcome);

} // namespace photoscrub::report
