#include "metadata/colour_profile.h"

#include "formats/icc_profile.h"
#include "formats/icc_tags.h"
#include "metadata/known_colour_spaces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <lcms2.h>

namespace photoscrub::metadata {

namespace {

using formats::iccSignature;

/// Largest change of a coded channel that a canonical profile may bring.
constexpr double kLargestChange = 1.0 / 255;
/// A difference in light that is only rounding: profiles store numbers in steps of 1/65536, and a
/// pure power curve makes more than one coded step of that next to black.
constexpr double kRounding = 3.0 / 65536;
/// Coded values compared: more of them in the shadows, where curves differ most.
constexpr std::array kLevels{0.0, 1 / 64.0, 1 / 32.0, 1 / 16.0, 0.125, 0.25, 0.5, 0.75, 1.0};
using Levels = std::array<double, kLevels.size()>;

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

struct DeleteTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Transform = std::unique_ptr<void, DeleteTransform>;

void ignoreMessage(cmsContext, cmsUInt32Number, const char*) {}

Profile open(ByteView icc) {
  return Profile(cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size())));
}

/// Whether pixels in this profile can be shown at all.
bool isUsable(const Profile& profile) {
  const cmsColorSpaceSignature space = cmsGetColorSpace(profile.get());
  const auto channels = cmsChannelsOf(space);
  const auto from =
      static_cast<cmsUInt32Number>(COLORSPACE_SH(static_cast<unsigned>(_cmsLCMScolorSpace(space))) |
                                   CHANNELS_SH(channels) | BYTES_SH(1));
  const Profile lab(cmsCreateLab4Profile(nullptr));
  if (!lab)
    return false;
  return Transform(cmsCreateTransform(profile.get(), from, lab.get(), TYPE_Lab_16,
                                      INTENT_PERCEPTUAL, cmsFLAGS_NOOPTIMIZE)) != nullptr;
}

bool has(const formats::IccParts& parts, std::uint32_t signature) {
  return std::any_of(parts.tags.begin(), parts.tags.end(),
                     [&](const formats::IccTag& tag) { return tag.signature == signature; });
}

/// Colours given by curves (and a matrix) alone, so that they can be compared with a standard
/// space. A profile that says by code points what it is (cicp; PQ and HLG do) keeps them.
bool isPlain(const formats::IccParts& parts) {
  constexpr std::array kOtherWays{iccSignature("A2B0"), iccSignature("A2B1"), iccSignature("A2B2"),
                                  iccSignature("B2A0"), iccSignature("B2A1"), iccSignature("B2A2"),
                                  iccSignature("cicp")};
  return parts.pcs == iccSignature("XYZ ") &&
         std::none_of(kOtherWays.begin(), kOtherWays.end(),
                      [&](std::uint32_t signature) { return has(parts, signature); });
}

Result<Levels> linearLevels(const Profile& profile, cmsTagSignature signature) {
  const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile.get(), signature));
  if (curve == nullptr)
    return Error{ErrorCode::malformed, "The photo's colour profile is damaged", "tone curve"};
  Levels levels{};
  std::transform(kLevels.begin(), kLevels.end(), levels.begin(), [&](double coded) {
    return double{cmsEvalToneCurveFloat(curve, static_cast<float>(coded))};
  });
  return levels;
}

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>; ///< three columns: where red, green and blue go

Matrix primariesOf(const RgbSpace& space) {
  Matrix matrix{};
  for (std::size_t i = 0; i < 3; ++i)
    std::transform(space.primaries[i].begin(), space.primaries[i].end(), matrix[i].begin(),
                   fixedValue);
  return matrix;
}

Vector cross(const Vector& a, const Vector& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
double dot(const Vector& a, const Vector& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// The colour whose mixture of `basis` columns is `xyz` (Cramer's rule).
Vector solve(const Matrix& basis, const Vector& xyz) {
  const double volume = dot(basis[0], cross(basis[1], basis[2]));
  return {dot(xyz, cross(basis[1], basis[2])) / volume,
          dot(basis[0], cross(xyz, basis[2])) / volume,
          dot(basis[0], cross(basis[1], xyz)) / volume};
}

struct RgbColours {
  Matrix primaries{};             ///< rXYZ, gXYZ, bXYZ
  std::array<Levels, 3> linear{}; ///< light at each of kLevels
};

Result<RgbColours> readRgb(const Profile& profile) {
  constexpr std::array kColorants{cmsSigRedColorantTag, cmsSigGreenColorantTag,
                                  cmsSigBlueColorantTag};
  constexpr std::array kCurves{cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
  RgbColours colours;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto* xyz = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile.get(), kColorants[i]));
    if (xyz == nullptr)
      return Error{ErrorCode::malformed, "The photo's colour profile is damaged", "primaries"};
    colours.primaries[i] = {xyz->X, xyz->Y, xyz->Z};
    PHOTOSCRUB_TRY(levels, linearLevels(profile, kCurves[i]));
    colours.linear[i] = levels;
  }
  return colours;
}

/// Whether `linear` light is coded by `curve` as good as by `coded`.
bool isNear(const ToneCurve& curve, double linear, double coded) {
  const double light = std::clamp(linear, 0.0, 1.0);
  return std::abs(curve.toCoded(light) - coded) <= kLargestChange ||
         std::abs(light - curve.toLinear(coded)) <= kRounding;
}

/// Whether every coded colour on the grid stays near when `space` takes the place
/// of the profile.
bool looksLike(const RgbColours& colours, const RgbSpace& space) {
  const Matrix target = primariesOf(space);
  Matrix change{}; // from the profile's linear light to the space's
  for (std::size_t i = 0; i < 3; ++i)
    change[i] = solve(target, colours.primaries[i]);
  const auto near = [&](double linear, double coded) { return isNear(space.curve, linear, coded); };
  for (std::size_t r = 0; r < kLevels.size(); ++r)
    for (std::size_t g = 0; g < kLevels.size(); ++g)
      for (std::size_t b = 0; b < kLevels.size(); ++b) {
        const Vector light{colours.linear[0][r], colours.linear[1][g], colours.linear[2][b]};
        const auto mixed = [&](std::size_t channel) {
          return light[0] * change[0][channel] + light[1] * change[1][channel] +
                 light[2] * change[2][channel];
        };
        if (!near(mixed(0), kLevels[r]) || !near(mixed(1), kLevels[g]) ||
            !near(mixed(2), kLevels[b]))
          return false;
      }
  return true;
}

bool looksLike(const Levels& linear, const GreySpace& space) {
  for (std::size_t i = 0; i < kLevels.size(); ++i)
    if (!isNear(space.curve, linear[i], kLevels[i]))
      return false;
  return true;
}

CleanProfile canonical(Bytes profile, std::string_view name) {
  return {std::move(profile), std::string(name), true, false};
}

/// The standard space the profile is in, if any, else the profile as it stands.
Result<CleanProfile> standardOr(CleanProfile rebuilt, const Profile& profile,
                                const formats::IccParts& parts) {
  if (!isPlain(parts))
    return rebuilt;
  if (parts.space == iccSignature("RGB ")) {
    PHOTOSCRUB_TRY(colours, readRgb(profile));
    for (const RgbSpace& space : knownRgbSpaces())
      if (looksLike(colours, space))
        return canonical(canonicalProfile(space), space.name);
  } else if (parts.space == iccSignature("GRAY")) {
    PHOTOSCRUB_TRY(levels, linearLevels(profile, cmsSigGrayTRCTag));
    for (const GreySpace& space : knownGreySpaces())
      if (looksLike(levels, space))
        return canonical(canonicalProfile(space), space.name);
  }
  return rebuilt;
}

std::string_view rebuiltName(std::uint32_t space) {
  if (space == iccSignature("RGB "))
    return formats::kRebuiltRgb;
  return space == iccSignature("GRAY") ? formats::kRebuiltGrey : formats::kRebuiltCmyk;
}

bool isRebuilt(std::string_view name) {
  return name == formats::kRebuiltRgb || name == formats::kRebuiltGrey ||
         name == formats::kRebuiltCmyk;
}

bool isZero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// Whether anything but colour stood in the profile: a date, maker or creator in its header
/// (ICC.1:2022, table 17), or a tag that is not about colour.
/// REQUIRES: readIccParts(icc) worked.
Result<bool> saysMoreThanColour(ByteView icc) {
  if (!isZero(icc.subspan(24, 12)) || !isZero(icc.subspan(48, 8)) || !isZero(icc.subspan(80, 20)))
    return true;
  ByteReader reader(icc);
  PHOTOSCRUB_CHECK(reader.seek(128));
  PHOTOSCRUB_TRY(count, reader.u32());
  const auto allowed = formats::iccColourTags();
  for (std::uint32_t i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(signature, reader.u32());
    PHOTOSCRUB_CHECK(reader.skip(8));
    if (std::find(allowed.begin(), allowed.end(), signature) == allowed.end())
      return true;
  }
  return false;
}

} // namespace

void prepareColour() {
  cmsSetLogErrorHandler(ignoreMessage);
  const Profile warmUp = open(canonicalProfile(knownRgbSpaces().front()));
  static_cast<void>(isUsable(warmUp));
}

Bytes adobeRgbProfile() {
  const auto spaces = knownRgbSpaces();
  const auto adobe = std::find_if(spaces.begin(), spaces.end(), [](const RgbSpace& space) {
    return space.name == "Adobe RGB (1998)";
  });
  return canonicalProfile(*adobe);
}

Result<CleanProfile> cleanProfile(ByteView icc, const Limits& limits) {
  if (icc.size() > limits.maxProfileBytes)
    return Error{ErrorCode::limit, "The photo's colour profile is too large", "colour profile"};
  if (const auto name = formats::cleanProfileName(icc); name.ok())
    return CleanProfile{Bytes(icc.begin(), icc.end()), std::string(name.value()),
                        !isRebuilt(name.value()), false};

  PHOTOSCRUB_TRY(parts, formats::readIccParts(icc));
  PHOTOSCRUB_TRY(hadText, saysMoreThanColour(icc));
  const std::string_view name = rebuiltName(parts.space);
  Bytes rebuilt = formats::writeIccProfile(parts, name);
  const Profile profile = open(rebuilt);
  if (!profile || !isUsable(profile))
    return Error{ErrorCode::malformed, "The photo's colour profile is damaged",
                 "Little CMS refuses it"};
  PHOTOSCRUB_TRY(clean, standardOr({rebuilt, std::string(name), false, false}, profile, parts));
  clean.hadText = hadText;
  return clean;
}

} // namespace photoscrub::metadata
