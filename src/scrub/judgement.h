/// From regions to what becomes of each: by policy, by a person, by consent. Pure functions.
#pragma once

#include "policy/policy.h"
#include "scrub/outcome.h"
#include "scrub/regions_file.h"

#include <string>
#include <vector>

namespace photoscrub::scrub {

/// A region as the policy says.
JudgedRegion judged(detect::Region region, const policy::Policy& policy);

/// A region about which a person has decided. A release counts where the policy leaves it to a
/// person; a locked policy never leaves it to one where it asks for a cover.
/// `released` is false then, and `releaseRefused` says why.
JudgedRegion judged(const Decision& decision, const policy::Policy& policy);

/// In the order of reports: by kind.
void sortForReport(std::vector<JudgedRegion>& regions);

/// True if something flagged would still be visible in the output.
bool leavesSomethingVisible(const std::vector<JudgedRegion>& regions);

/// Regions the policy wants a person to decide about, and nobody has.
std::vector<const JudgedRegion*> undecided(const std::vector<JudgedRegion>& regions);

/// "wristband (2), screen (1)": what holds the photo back.
std::string inWords(const std::vector<const JudgedRegion*>& regions);

/// What a look has found that is not among `known`: neither below their covers nor a thing of the
/// same kind at the same place, with which no less is done than `policy` asks for what was found.
/// `covers` are upright full-size pixels.
std::vector<detect::Region> unknownOnes(std::vector<detect::Region> found,
                                        const std::vector<JudgedRegion>& known,
                                        const std::vector<Rect>& covers,
                                        const policy::Policy& policy);

/// Of what the first look has found: it will be covered itself, or need not be and is below
/// `covers` for the most part, so that what a look at the copy finds of the rest is soon enough.
/// Things have to be below them whole: what is left of one could be taken for the cover itself.
bool canWaitForTheCopy(const JudgedRegion& found, const std::vector<JudgedRegion>& known,
                       const std::vector<Rect>& covers);

} // namespace photoscrub::scrub
