#include "scrub/jigsaw.h"

namespace photoscrub::scrub {

namespace {

using enum JigsawRule::Source;

// 1: many people share it. 2: it names or numbers somebody, and is flagged by itself; here it is
// what the other clues can be tied to. The words are the labels of src/identify and src/detect, the
// kinds of regions and of kept metadata.
constexpr JigsawRule kRules[] = {
    {fileName, "date", "a date in the file name", 1, 1},
    {fileName, "phone number", "a phone number in the file name", 1, 1},
    {fileName, "postcode", "a postcode in the file name", 1, 1},
    {fileName, "", "a name or number in the file name", 2, 1},

    {identifier, "date", "a date in the picture", 1, 1},
    {identifier, "date of care", "a date of care", 2, 1},
    {identifier, "ward or bed", "a ward or bed", 1, 1},
    {identifier, "name", "a name", 1, 2},
    {identifier, "staff name", "the name of a member of staff", 1, 2},
    {identifier, "staff number", "a staff number", 1, 1},
    {identifier, "smartcard number", "a staff number", 1, 1},
    {identifier, "GS1 staff code", "a staff number", 1, 1},
    {identifier, "GMC number", "a staff number", 1, 1},
    {identifier, "NMC PIN", "a staff number", 1, 1},
    {identifier, "GPhC number", "a staff number", 1, 1},
    {identifier, "HCPC number", "a staff number", 1, 1},
    {identifier, "GOC number", "a staff number", 1, 1},
    {identifier, "phone number", "a phone number", 1, 1},
    {identifier, "e-mail address", "an e-mail address", 1, 1},
    {identifier, "postcode", "a postcode", 1, 1},
    {identifier, "", "a patient's name, number or address", 2, 1},

    {region, "wristband", "a wristband", 2, 1},
    {region, "badge", "a badge", 1, 2},
    {region, "screen", "a screen", 1, 1},
    {region, "whiteboard", "a whiteboard", 1, 1},
    {region, "document", "a paper", 1, 1},
    {region, "barcode", "a code", 1, 1},

    {scene, "lettering", "lettering on clothes", 1, 1},
    {scene, "one person", "one person alone", 1, 1},

    {kept, "time", "the time it was taken", 1, 1},
    {kept, "caption", "a caption", 1, 1},
    {kept, "credit", "who took it", 1, 1},
    {kept, "copyright", "who took it", 1, 1},
};

} // namespace

std::span<const JigsawRule> jigsawRules() {
  return kRules;
}

} // namespace photoscrub::scrub
