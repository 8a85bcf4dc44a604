#include "formats/jpeg_segments.h"

#include "formats/jpeg_syntax.h"

namespace photoscrub::formats::jpeg {

namespace {

using namespace std::string_view_literals;

// The longer signature first where one begins another.
constexpr SegmentUse kUses[] = {
    {0xE0, "JFXX\0"sv, FindingKind::thumbnail, "JFIF extension thumbnail"},
    {0xE0, "AVI1"sv, FindingKind::other, "APP0 motion JPEG block"},
    {0xE0, "Ocad"sv, FindingKind::device, "APP0 camera block"},
    {0xE1, "Exif\0"sv, FindingKind::other, "Exif block"},
    {0xE1, "http://ns.adobe.com/xap/1.0/\0"sv, FindingKind::other, "XMP packet"},
    {0xE1, "http://ns.adobe.com/xmp/extension/\0"sv, FindingKind::other, "extended XMP packet"},
    {0xE1, "FLIR\0"sv, FindingKind::device, "APP1 FLIR thermal data"},
    {0xE1, "PARROT\0"sv, FindingKind::device, "APP1 Parrot data"},
    {0xE2, "MPF\0"sv, FindingKind::hiddenImage, "MPF index of further images"},
    {0xE2, "FPXR\0"sv, FindingKind::device, "APP2 FlashPix block"},
    {0xE2, "urn:iso:std:iso:ts:21496"sv, FindingKind::hiddenImage, "gain map description"},
    {0xE3, "Meta\0"sv, FindingKind::device, "APP3 Kodak block"},
    {0xE3, "META\0"sv, FindingKind::device, "APP3 Kodak block"},
    {0xE4, "QTI Debug Metadata"sv, FindingKind::device, "APP4 Qualcomm data"},
    {0xE5, "RMETA\0"sv, FindingKind::device, "APP5 Ricoh block"},
    {0xE5, "SEAL"sv, FindingKind::provenance, "APP5 SEAL block"},
    {0xE6, "EPPIM\0"sv, FindingKind::device, "APP6 print settings"},
    {0xE6, "GoPro\0"sv, FindingKind::device, "APP6 GoPro telemetry"},
    {0xE6, "DJI"sv, FindingKind::device, "APP6 DJI data"},
    {0xE7,
     "\x1a"
     "Qualcomm"sv,
     FindingKind::device, "APP7 Qualcomm data"},
    {0xEA, "UNICODE\0"sv, FindingKind::comment, "APP10 comment"},
    {0xEA, "AROT"sv, FindingKind::hiddenImage, "APP10 HDR gain data"},
    {0xEB, "JP"sv, FindingKind::provenance, "JUMBF provenance block (C2PA)"},
    {0xEB, "HDR_RI"sv, FindingKind::hiddenImage, "APP11 HDR layer"},
    {0xEC, "[picture info]"sv, FindingKind::device, "APP12 picture info"},
    {0xEC, "Ducky"sv, FindingKind::software, "APP12 Photoshop save settings"},
    {0xED, "Photoshop 3.0\0"sv, FindingKind::other, "Photoshop resources and IPTC", true},
    {0xED, "Adobe_CM"sv, FindingKind::software, "APP13 Adobe colour management block"},
    {0xED, "Adobe_Photoshop2.5:"sv, FindingKind::other, "Photoshop resources and IPTC", true},
    {0xEF, "Q"sv, FindingKind::software, "APP15 quality block"},
};

} // namespace

const SegmentUse* segmentUse(std::uint8_t marker, ByteView payload) {
  for (const auto& use : kUses)
    if (use.marker == marker && startsWith(payload, asBytes(use.signature)))
      return &use;
  return nullptr;
}

std::string markerName(std::uint8_t marker) {
  if (marker >= kApp0 && marker <= kApp15)
    return "APP" + std::to_string(marker - kApp0);
  if (marker == kCom)
    return "COM";
  constexpr std::string_view digits = "0123456789ABCDEF";
  return std::string("marker 0x") + digits[marker >> 4] + digits[marker & 15];
}

} // namespace photoscrub::formats::jpeg
