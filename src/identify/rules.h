/// The rules of recognised text, in the order in which they run: each takes the text it explains,
/// so that a phone number is not read as a health number afterwards.
#pragma once

#include "identify/findings.h"

namespace photoscrub::identify {

void findEmails(const Page& page, Findings& findings);
void findSmartcards(const Page& page, Findings& findings);
void findPhones(const Page& page, Findings& findings);
void findDates(const Page& page, Findings& findings);
void findHealthNumbers(const Page& page, Findings& findings);
void findStaffNumbers(const Page& page, Findings& findings);
void findHospitalNumbers(const Page& page, Findings& findings);
void findPostcodes(const Page& page, Findings& findings);
/// Identity bands first: LAST First with a date beside it.
void findNames(const Page& page, Findings& findings);
void findAddresses(const Page& page, Findings& findings);
void findPlaces(const Page& page, Findings& findings);

} // namespace photoscrub::identify
