// XMP: ISO 16684-1, the XMP Specification part 2 (2016), IPTC Photo Metadata Standard 2023.1 and
// what cameras and programs write. A place is named by a prefix from this table only: a file may
// choose its own prefixes, and they could say anything.
#include "metadata/tag_kinds.h"

namespace photoscrub::metadata {

namespace {

using enum formats::FindingKind;

constexpr TagRule kDublinCore[] = {
    {"title*", caption},         {"description*", caption}, {"subject*", caption},
    {"coverage*", location},     {"creator*", identity},    {"rights*", identity},
    {"contributor*", identity},  {"publisher*", identity},  {"date*", time},
    {"identifier*", provenance}, {"source*", provenance},   {"relation*", provenance},
};
constexpr TagRule kBasic[] = {
    {"Thumbnails*", thumbnail}, {"*Date", time},           {"CreatorTool", software},
    {"Label", caption},         {"Rating", caption},       {"Nickname", identity},
    {"Author", identity},       {"Identifier*", identity}, {"BaseURL", provenance},
};
constexpr TagRule kPhotoshop[] = {
    {"City", location},
    {"State", location},
    {"Country", location},
    {"DateCreated", time},
    {"Headline", caption},
    {"Category", caption},
    {"Instructions", caption},
    {"SupplementalCategories*", caption},
    {"TextLayers*", caption},
    {"CaptionWriter", identity},
    {"Credit", identity},
    {"Source", identity},
    {"AuthorsPosition", identity},
    {"TransmissionReference", provenance},
    {"History*", provenance},
    {"DocumentAncestors*", provenance},
    {"SidecarForExtension", provenance},
};
constexpr TagRule kIptcCore[] = {
    {"Location", location},
    {"CountryCode", location},
    {"CreatorContactInfo*", identity},
    {"IntellectualGenre", caption},
    {"Scene*", caption},
    {"SubjectCode*", caption},
    {"AltTextAccessibility*", caption},
    {"ExtDescrAccessibility*", caption},
};
constexpr TagRule kIptcExtension[] = {
    {"Location*", location},
    {"*PersonInImage*", identity},
    {"OrganisationInImage*", identity},
    {"AddlModelInfo*", identity},
    {"ModelAge*", identity},
    {"*ModelRelease*", identity},
    {"*Creator*", identity},
    {"Contributor*", identity},
    {"Event*", caption},
    {"Headline*", caption},
    {"ArtworkOrObject*", caption},
    {"ProductInImage*", caption},
    {"AboutCvTerm*", caption},
    {"*Guid*", provenance},
    {"DigImageGUID", provenance},
    {"RegistryId*", provenance},
    {"DigitalSource*", provenance},
    {"AISystem*", provenance},
    {"AIPrompt*", provenance},
};
constexpr TagRule kExif[] = {
    {"GPS*", location},          {"DateTime*", time},        {"OffsetTime*", time},
    {"SubSecTime*", time},       {"UserComment*", comment},  {"ImageUniqueID", identity},
    {"*SerialNumber", identity}, {"*OwnerName", identity},   {"Lens*", device},
    {"MakerNote", device},       {"*Temperature", location}, {"*Humidity", location},
    {"*Pressure", location},     {"Photographer", identity}, {"ImageEditor", identity},
    {"ImageTitle", caption},     {"CameraFirmware", device}, {"*Software", software},
};
constexpr TagRule kAux[] = {
    {"*SerialNumber", identity}, {"OwnerName", identity}, {"ImageNumber", identity},
    {"Lens*", device},           {"Firmware", device},
};
constexpr TagRule kTiff[] = {
    {"Make", device},
    {"Model", device},
    {"Software", software},
    {"DateTime", time},
    {"Artist*", identity},
    {"Copyright*", identity},
    {"ImageDescription*", caption},
};
constexpr TagRule kMicrosoft[] = {
    {"*Date*", time},
    {"*Keyword*", caption},
    {"Rating", caption},
    {"*SerialNumber", identity},
};
constexpr TagRule kPdf[] = {{"Keywords", caption}, {"Producer", software}, {"Author", identity}};
constexpr TagRule kCamera[] = {
    {"*GPS*", location},        {"*Latitude*", location}, {"*Longitude*", location},
    {"*Altitude*", location},   {"*Serial*", identity},   {"*Owner*", identity},
    {"*UniqueI*", identity},    {"*DateTime*", time},     {"*DateUTC*", time},
    {"SpecialTypeID*", device},
};
constexpr TagRule kTerms[] = {{"provenance*", provenance}, {"spatial*", location}};
constexpr TagRule kDynamicMedia[] = {
    {"shotLocation", location}, {"*Date*", time},        {"artist", identity},
    {"copyright", identity},    {"director*", identity}, {"shotName", caption},
    {"logComment", comment},    {"engineer", identity},  {"cameraModel", device},
};
constexpr TagRule kUnknown[] = {
    {"*GPS*", location},      {"*Latitude*", location},   {"*Longitude*", location},
    {"*City*", location},     {"*Country*", location},    {"*Serial*", identity},
    {"*Owner*", identity},    {"*Author*", identity},     {"*Creator*", identity},
    {"*Person*", identity},   {"*DateTime*", time},       {"*Date", time},
    {"*Caption*", caption},   {"*Keyword*", caption},     {"*Title*", caption},
    {"*Software*", software}, {"*Thumbnail*", thumbnail}, {"*omment*", comment},
};

constexpr TagGroup kGroups[] = {
    {"dc", "XMP dc", other, kDublinCore},
    {"xmp", "XMP xmp", other, kBasic},
    {"xap", "XMP xmp", other, kBasic},
    {"xmpRights", "XMP xmpRights", identity, {}},
    {"xapRights", "XMP xmpRights", identity, {}},
    {"plus", "XMP plus", identity, {}},
    {"cc", "XMP cc", identity, {}},
    {"xmpMM", "XMP xmpMM", provenance, {}},
    {"xapMM", "XMP xmpMM", provenance, {}},
    {"xmpBJ", "XMP xmpBJ", provenance, {}},
    {"xmpG", "XMP xmpG", other, {}},
    {"xmpGImg", "XMP xmpGImg", thumbnail, {}},
    {"xapGImg", "XMP xmpGImg", thumbnail, {}},
    {"xmpNote", "XMP xmpNote", provenance, {}},
    {"xmpDM", "XMP xmpDM", other, kDynamicMedia},
    {"photoshop", "XMP photoshop", other, kPhotoshop},
    {"iptc", "XMP iptc", other, kIptcCore},
    {"Iptc4xmpCore", "XMP iptc", other, kIptcCore},
    {"iptcExt", "XMP iptcExt", other, kIptcExtension},
    {"Iptc4xmpExt", "XMP iptcExt", other, kIptcExtension},
    {"exif", "XMP exif", other, kExif},
    {"exifEX", "XMP exifEX", other, kExif},
    {"aux", "XMP aux", other, kAux},
    {"tiff", "XMP tiff", other, kTiff},
    {"pdf", "XMP pdf", other, kPdf},
    {"crs", "XMP crs", software, kUnknown},
    {"crss", "XMP crs", software, kUnknown},
    {"lr", "XMP lr", caption, {}},
    {"acdsee", "XMP acdsee", caption, kUnknown},
    {"digiKam", "XMP digiKam", caption, kUnknown},
    {"mediapro", "XMP mediapro", caption, kUnknown},
    {"expressionmedia", "XMP mediapro", caption, kUnknown},
    {"MicrosoftPhoto", "XMP MicrosoftPhoto", device, kMicrosoft},
    {"MP", "XMP people", identity, {}},
    {"MPRI", "XMP people", identity, {}},
    {"MPReg", "XMP people", identity, {}},
    {"mwg-rs", "XMP people", identity, {}},
    {"apple-fi", "XMP people", identity, {}},
    {"mwg-kw", "XMP mwg-kw", caption, {}},
    {"mwg-coll", "XMP mwg-coll", provenance, {}},
    {"dwc", "XMP dwc", location, kUnknown},
    {"dcterms", "XMP dcterms", other, kTerms},
    {"c2pa", "XMP c2pa", provenance, {}},
    {"GCamera", "XMP GCamera", device, kCamera},
    {"GCreations", "XMP GCamera", device, kCamera},
    {"GPano", "XMP GPano", device, kCamera},
    {"Container", "XMP Container", device, {}},
    {"GContainer", "XMP Container", device, {}},
    {"GDepth", "XMP GDepth", hiddenImage, {}},
    {"GImage", "XMP GImage", hiddenImage, {}},
    {"GAudio", "XMP GAudio", hiddenVideo, {}},
    {"hdrgm", "XMP hdrgm", hiddenImage, {}},
    {"HDRGainMap", "XMP hdrgm", hiddenImage, {}},
    {"drone-dji", "XMP drone-dji", device, kCamera},
    {"xmpTPg", "XMP xmpTPg", other, kUnknown},
    {"video", "XMP video", other, kUnknown},
    {"audio", "XMP audio", other, kUnknown},
    {"*", "XMP (other)", other, kUnknown},
};

} // namespace

std::span<const TagGroup> xmpTagGroups() {
  return kGroups;
}

} // namespace photoscrub::metadata
