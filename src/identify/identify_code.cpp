#include "identify/code_text.h"
#include "identify/gs1.h"
#include "identify/patient_codes.h"

namespace photoscrub::identify {

std::vector<Identifier> identifyCode(std::string_view content) {
  if (auto band = pipedBand(content); !band.empty())
    return band;
  const Gs1Message message = readGs1(content);
  if (auto found = patientElements(message); !found.empty())
    return found;
  // A code that says it is GS1 and names no person is on a pack; its numbers are not read as text.
  if (message.marked && message.complete)
    return {};
  return identifiersInCodeText(content);
}

} // namespace photoscrub::identify
