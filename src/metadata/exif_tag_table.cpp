// Exif 3.0 (CIPA DC-008-2023), TIFF 6.0, DNG 1.7 and the maker notes Exiv2 knows.
#include "metadata/tag_kinds.h"

namespace photoscrub::metadata {

namespace {

using enum formats::FindingKind;
constexpr std::nullopt_t structure = std::nullopt;

constexpr TagRule kImage[] = {
    // How the picture is stored: TIFF 6.0, sections 3 to 8, 14 to 23; supplement 1 (sub-IFDs).
    {"ImageWidth", structure},
    {"ImageLength", structure},
    {"NewSubfileType", structure},
    {"SubfileType", structure},
    {"BitsPerSample", structure},
    {"Compression", structure},
    {"PhotometricInterpretation", structure},
    {"FillOrder", structure},
    {"StripOffsets", structure},
    {"StripByteCounts", structure},
    {"RowsPerStrip", structure},
    {"TileWidth", structure},
    {"TileLength", structure},
    {"TileOffsets", structure},
    {"TileByteCounts", structure},
    {"Orientation", structure},
    {"SamplesPerPixel", structure},
    {"MinSampleValue", structure},
    {"MaxSampleValue", structure},
    {"XResolution", structure},
    {"YResolution", structure},
    {"ResolutionUnit", structure},
    {"PlanarConfiguration", structure},
    {"TransferFunction", structure},
    {"TransferRange", structure},
    {"WhitePoint", structure},
    {"PrimaryChromaticities", structure},
    {"ColorMap", structure},
    {"ExtraSamples", structure},
    {"SampleFormat", structure},
    {"SMinSampleValue", structure},
    {"SMaxSampleValue", structure},
    {"Predictor", structure},
    {"JPEGTables", structure},
    {"JPEGProc", structure},
    {"JPEGQTables", structure},
    {"JPEGDCTables", structure},
    {"JPEGACTables", structure},
    {"JPEGRestartInterval", structure},
    {"YCbCrCoefficients", structure},
    {"YCbCrSubSampling", structure},
    {"YCbCrPositioning", structure},
    {"ReferenceBlackWhite", structure},
    {"InterColorProfile", structure},
    {"ExifTag", structure},
    {"GPSTag", structure},
    {"SubIFDs", structure},
    {"InkSet", structure},
    {"T4Options", structure},
    {"T6Options", structure},
    {"Make", device},
    {"Model", device},
    {"HostComputer", device},
    {"UniqueCameraModel", device},
    {"LocalizedCameraModel", device},
    {"LensInfo", device},
    {"MakerNoteSafety", device},
    {"DNGPrivateData", device},
    {"PrintImageMatching", device},
    {"Software", software},
    {"ProcessingSoftware", software},
    {"DateTime*", time},
    {"PreviewDateTime", time},
    {"TimeZoneOffset", time},
    {"Artist", identity},
    {"Copyright", identity},
    {"CameraSerialNumber", identity},
    {"RawDataUniqueID", identity},
    {"ImageID", identity},
    {"XPAuthor", identity},
    {"OriginalRawFile*", provenance},
    {"ImageHistory", provenance},
    {"SecurityClassification", caption},
    {"ImageDescription", caption},
    {"DocumentName", caption},
    {"PageName", caption},
    {"XPTitle", caption},
    {"XPKeywords", caption},
    {"XPSubject", caption},
    {"Rating*", caption},
    {"IPTCNAA", caption},
    {"XPComment", comment},
};

constexpr TagRule kPhoto[] = {
    {"ExifVersion", structure},
    {"FlashpixVersion", structure},
    {"ColorSpace", structure},
    {"ComponentsConfiguration", structure},
    {"CompressedBitsPerPixel", structure},
    {"PixelXDimension", structure},
    {"PixelYDimension", structure},
    {"InteroperabilityTag", structure},
    {"DateTime*", time},
    {"OffsetTime*", time},
    {"SubSecTime*", time},
    {"BodySerialNumber", identity},
    {"LensSerialNumber", identity},
    {"CameraOwnerName", identity},
    {"ImageUniqueID", identity},
    {"0xa437", identity}, // Photographer
    {"0xa438", identity}, // ImageEditor
    {"Lens*", device},
    {"MakerNote", device},
    {"0xa439", device},   // CameraFirmware
    {"0xa43a", software}, // RAWDevelopingSoftware
    {"0xa43b", software}, // ImageEditingSoftware
    {"0xa43c", software}, // MetadataEditingSoftware
    {"0xa436", caption},  // ImageTitle
    {"UserComment", comment},
    {"RelatedSoundFile", provenance},
    // What the air was like tells where: a height, a ward, a mountain.
    {"*Temperature", location},
    {"*Humidity", location},
    {"*Pressure", location},
    {"*WaterDepth", location},
    {"CameraElevationAngle", location},
};

constexpr TagRule kInterop[] = {
    {"InteroperabilityIndex", structure},
    {"InteroperabilityVersion", structure},
    {"RelatedImageWidth", structure},
    {"RelatedImageLength", structure},
};

constexpr TagRule kMakerNote[] = {
    {"*SerialNumber*", identity},
    {"*SerialInfo*", identity},
    {"*OwnerName*", identity},
    {"*UniqueID*", identity},
    {"*Copyright*", identity},
    {"*Artist*", identity},
    {"*Author*", identity},
    {"Baby*", identity},
    {"*FaceName*", identity},
    {"*FacesRecognized*", identity},
    {"*PersonName*", identity},
    {"City*", location},
    {"Country*", location},
    {"State*", location},
    {"Landmark*", location},
    {"Location*", location},
    {"*GPS*", location},
    {"*Latitude*", location},
    {"*Longitude*", location},
    {"DateTime*", time},
    {"Date", time},
    {"Time", time},
    {"*DateStamp*", time},
    {"WorldTime*", time},
    {"TimeZone*", time},
    {"TimeStamp*", time},
    {"*Thumbnail*", thumbnail},
    {"*PreviewImage*", thumbnail},
    {"*Title*", caption},
    {"*Comment*", comment},
};

constexpr TagGroup kGroups[] = {
    {"Image", "Exif", other, kImage},
    {"Photo", "Exif camera settings", other, kPhoto},
    {"GPSInfo", "Exif GPS", location, {}},
    {"Iop", "Exif", other, kInterop},
    {"Thumbnail", "Exif thumbnail", thumbnail, {}},
    {"SubThumb*", "Exif thumbnail", thumbnail, {}},
    {"SubImage*", "Exif preview", thumbnail, {}},
    {"Image2", "Exif preview", thumbnail, {}},
    {"Image3", "Exif preview", thumbnail, {}},
    {"MpfInfo", "Exif MPF", hiddenImage, {}},
    // Written by Exiv2 itself beside a decoded maker note, which is counted already.
    {"MakerNote", "Exif maker note", std::nullopt, {}},
    {"NikonPreview", "Exif maker note (Nikon)", thumbnail, {}},
    {"Canon*", "Exif maker note (Canon)", device, kMakerNote},
    {"Nikon*", "Exif maker note (Nikon)", device, kMakerNote},
    {"Fujifilm*", "Exif maker note (Fujifilm)", device, kMakerNote},
    {"Olympus*", "Exif maker note (Olympus)", device, kMakerNote},
    {"Panasonic*", "Exif maker note (Panasonic)", device, kMakerNote},
    {"Pentax*", "Exif maker note (Pentax)", device, kMakerNote},
    {"Samsung*", "Exif maker note (Samsung)", device, kMakerNote},
    {"Sigma*", "Exif maker note (Sigma)", device, kMakerNote},
    {"Sony*", "Exif maker note (Sony)", device, kMakerNote},
    {"Minolta*", "Exif maker note (Minolta)", device, kMakerNote},
    {"Casio*", "Exif maker note (Casio)", device, kMakerNote},
    {"*", "Exif maker note", device, kMakerNote},
};

} // namespace

std::span<const TagGroup> exifTagGroups() {
  return kGroups;
}

} // namespace photoscrub::metadata
