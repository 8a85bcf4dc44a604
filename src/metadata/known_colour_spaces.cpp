#include "metadata/known_colour_spaces.h"

#include "formats/icc_profile.h"
#include "formats/icc_tags.h"

#include <algorithm>
#include <cmath>

namespace photoscrub::metadata {

namespace {

using formats::iccSignature;

// IEC 61966-2-1, 4.2: exponent 2.4 above 0.04045, slope 1/12.92 below.
constexpr ToneCurve kSrgbCurve{0x0002'6666, 0x0000'F2A7, 0x0000'0D59, 0x0000'13D0, 0x0000'0A5B};
// ITU-R BT.2020-2, table 4, inverted: exponent 1/0.45, alpha 1.0993, slope 1/4.5.
constexpr ToneCurve kBt2020Curve{0x0002'38E4, 0x0000'E8E0, 0x0000'1720, 0x0000'38E4, 0x0000'14CC};
constexpr ToneCurve kGamma18{0x0001'CCCD};
constexpr ToneCurve kGamma22{0x0002'3333};
// Adobe RGB (1998), 4.3.1.2: 2.19921875.
constexpr ToneCurve kAdobeCurve{0x0002'3300};

// Each from the standard's chromaticities, adapted to D50 by the Bradford transform and rounded so
// that the three columns add up to D50 exactly: equal amounts of all three stay neutral.
constexpr std::array<RgbSpace, 5> kRgbSpaces{{
    {"sRGB",
     {{{0x0000'6FA0, 0x0000'38F5, 0x0000'0390},
       {0x0000'6297, 0x0000'B787, 0x0000'18D9},
       {0x0000'249F, 0x0000'0F84, 0x0000'B6C4}}},
     kSrgbCurve},
    {"Display P3",
     {{{0x0000'83DF, 0x0000'3DBF, 0xFFFF'FFBB},
       {0x0000'4ABF, 0x0000'B136, 0x0000'0AB9},
       {0x0000'2838, 0x0000'110B, 0x0000'C8B9}}},
     kSrgbCurve},
    {"Adobe RGB (1998)",
     {{{0x0000'9C18, 0x0000'4FA5, 0x0000'04FC},
       {0x0000'348D, 0x0000'A02C, 0x0000'0F95},
       {0x0000'2631, 0x0000'102F, 0x0000'BE9C}}},
     kAdobeCurve},
    {"ProPhoto RGB",
     {{{0x0000'CC34, 0x0000'49BD, 0x0000'0000},
       {0x0000'229C, 0x0000'B63E, 0x0000'0000},
       {0x0000'0806, 0x0000'0005, 0x0000'D32D}}},
     kGamma18,
     false},
    {"Rec. 2020",
     {{{0x0000'AC6A, 0x0000'476F, 0xFFFF'FF81},
       {0x0000'2A69, 0x0000'ACE4, 0x0000'07AD},
       {0x0000'2003, 0x0000'0BAD, 0x0000'CBFF}}},
     kBt2020Curve},
}};

constexpr std::array<GreySpace, 3> kGreySpaces{{
    {"grey gamma 1.8", kGamma18},
    {"grey gamma 2.2", kGamma22},
    {"grey sRGB", kSrgbCurve},
}};

constexpr std::array<Fixed, 3> kD50{0x0000'F6D6, 0x0001'0000, 0x0000'D32D};
// Bradford from D65 (x 0.3127, y 0.3290) to D50.
constexpr std::array<Fixed, 9> kD65ToD50{0x0001'0C42, 0x0000'05DE, 0xFFFF'F325,
                                         0x0000'0793, 0x0000'FD90, 0xFFFF'FBA1,
                                         0xFFFF'FDA2, 0x0000'03DC, 0x0000'C06E};
constexpr std::uint32_t kVersion42 = 0x0420'0000;

Bytes numbersTag(std::uint32_t type, std::span<const Fixed> numbers) {
  ByteWriter out;
  out.u32(type).u32(0);
  for (const Fixed number : numbers)
    out.u32(number);
  return std::move(out).take();
}

Bytes xyzTag(std::span<const Fixed> xyz) {
  return numbersTag(iccSignature("XYZ "), xyz);
}

Bytes curveTag(const ToneCurve& curve) {
  ByteWriter out;
  out.u32(iccSignature("para")).u32(0);
  if (curve.a == 0)
    return std::move(out.u16(0).u16(0).u32(curve.g)).take();
  out.u16(3).u16(0).u32(curve.g).u32(curve.a).u32(curve.b).u32(curve.c).u32(curve.d);
  return std::move(out).take();
}

formats::IccParts displayParts(std::uint32_t space) {
  return {kVersion42, iccSignature("mntr"),
          space,      iccSignature("XYZ "),
          0,          {{iccSignature("wtpt"), xyzTag(kD50)}}};
}

} // namespace

double fixedValue(Fixed number) {
  return static_cast<std::int32_t>(number) / 65536.0;
}

double ToneCurve::toLinear(double coded) const {
  if (a == 0)
    return std::pow(coded, fixedValue(g));
  if (coded < fixedValue(d))
    return fixedValue(c) * coded;
  return std::pow(fixedValue(a) * coded + fixedValue(b), fixedValue(g));
}

double ToneCurve::toCoded(double linear) const {
  if (a == 0)
    return std::pow(linear, 1 / fixedValue(g));
  if (linear < fixedValue(c) * fixedValue(d))
    return linear / fixedValue(c);
  return (std::pow(linear, 1 / fixedValue(g)) - fixedValue(b)) / fixedValue(a);
}

std::span<const RgbSpace> knownRgbSpaces() {
  return kRgbSpaces;
}
std::span<const GreySpace> knownGreySpaces() {
  return kGreySpaces;
}

Bytes canonicalProfile(const RgbSpace& space) {
  formats::IccParts parts = displayParts(iccSignature("RGB "));
  if (space.whiteIsD65)
    parts.tags.push_back({iccSignature("chad"), numbersTag(iccSignature("sf32"), kD65ToD50)});
  constexpr std::array kPrimaries{iccSignature("rXYZ"), iccSignature("gXYZ"), iccSignature("bXYZ")};
  for (std::size_t i = 0; i < kPrimaries.size(); ++i)
    parts.tags.push_back({kPrimaries[i], xyzTag(space.primaries[i])});
  for (const auto signature : {iccSignature("rTRC"), iccSignature("gTRC"), iccSignature("bTRC")})
    parts.tags.push_back({signature, curveTag(space.curve)});
  return formats::writeIccProfile(parts, space.name);
}

Bytes canonicalProfile(const GreySpace& space) {
  formats::IccParts parts = displayParts(iccSignature("GRAY"));
  parts.tags.push_back({iccSignature("kTRC"), curveTag(space.curve)});
  return formats::writeIccProfile(parts, space.name);
}

} // namespace photoscrub::metadata
