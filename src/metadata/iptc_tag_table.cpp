// IPTC-NAA Information Interchange Model 4.2. Nothing in it is needed to show a picture.
#include "metadata/tag_kinds.h"

namespace photoscrub::metadata {

namespace {

using enum formats::FindingKind;

constexpr TagRule kEnvelope[] = {
    {"DateSent", time},        {"TimeSent", time},        {"Destination", identity},
    {"ProductId", provenance}, {"ServiceId", provenance}, {"EnvelopeNumber", provenance},
    {"UNO", provenance},       {"ARM*", provenance},
};

constexpr TagRule kApplication[] = {
    {"City", location},
    {"SubLocation", location},
    {"ProvinceState", location},
    {"Country*", location},
    {"Location*", location},
    {"DateCreated", time},
    {"TimeCreated", time},
    {"*Date", time},
    {"*Time", time},
    {"Byline*", identity},
    {"Credit", identity},
    {"Source", identity},
    {"Copyright", identity},
    {"Contact", identity},
    {"Writer", identity},
    {"ObjectName", caption},
    {"Headline", caption},
    {"Caption", caption},
    {"Keywords", caption},
    {"SpecialInstructions", caption},
    {"*Category", caption},
    {"Subject", caption},
    {"EditStatus", caption},
    {"FixtureId", caption},
    {"RasterizedCaption", caption},
    {"Program*", software},
    {"Preview*", thumbnail},
    {"TransmissionReference", provenance},
    {"Reference*", provenance},
};

constexpr TagGroup kGroups[] = {
    {"Envelope", "IPTC", other, kEnvelope},
    {"*", "IPTC", other, kApplication},
};

} // namespace

std::span<const TagGroup> iptcTagGroups() {
  return kGroups;
}

} // namespace photoscrub::metadata
