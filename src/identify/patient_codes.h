/// What codes on identity bands say: GS1 [DCB1077] and the layout with pipes.
#pragma once

#include "identify/gs1.h"
#include "identify/identify.h"

#include <string_view>
#include <vector>

namespace photoscrub::identify {

/// Identifiers in the elements of a GS1 code. Packs of medicines (AI 01 and what goes with it) have
/// none.
std::vector<Identifier> patientElements(const Gs1Message& message);

/// Identifiers in W1|12345|1122334455|Patient|Test|01/02/2011|F; none for any other text.
std::vector<Identifier> pipedBand(std::string_view content);

} // namespace photoscrub::identify
