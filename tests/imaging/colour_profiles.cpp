#include "imaging/colour_profiles.h"

#include <array>

#include <lcms2.h>

namespace photoscrub::testing {

namespace {

constexpr cmsCIExyY kD65{0.3127, 0.3290, 1};

Bytes save(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Bytes bytes(size);
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

Bytes rgbProfile(const cmsCIExyYTRIPLE& primaries, cmsToneCurve* curve) {
  const std::array<cmsToneCurve*, 3> curves = {curve, curve, curve};
  const Bytes bytes = save(cmsCreateRGBProfile(&kD65, &primaries, curves.data()));
  cmsFreeToneCurve(curve);
  return bytes;
}

int inksToLab(const cmsUInt16Number in[], cmsUInt16Number out[], void* toLab) {
  std::array<double, 3> rgb{};
  for (std::size_t c = 0; c < 3; ++c)
    rgb[c] = (1 - in[c] / 65535.0) * (1 - in[3] / 65535.0);
  cmsCIELab lab{};
  cmsDoTransform(toLab, rgb.data(), &lab, 1);
  cmsFloat2LabEncoded(out, &lab);
  return 1;
}

} // namespace

Bytes displayP3Profile() {
  const double sRgb[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  return rgbProfile({{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}},
                    cmsBuildParametricToneCurve(nullptr, 4, sRgb));
}

Bytes adobeRgbLikeProfile() {
  return rgbProfile({{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}},
                    cmsBuildGamma(nullptr, 563.0 / 256));
}

Bytes greyProfile(double gamma) {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  const Bytes bytes = save(cmsCreateGrayProfile(cmsD50_xyY(), curve));
  cmsFreeToneCurve(curve);
  return bytes;
}

Bytes inkProfile() {
  cmsHPROFILE srgb = cmsCreate_sRGBProfile();
  cmsHPROFILE lab = cmsCreateLab4Profile(nullptr);
  cmsHTRANSFORM toLab =
      cmsCreateTransform(srgb, TYPE_RGB_DBL, lab, TYPE_Lab_DBL, INTENT_PERCEPTUAL, 0);
  cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(profile, 4.2);
  cmsSetDeviceClass(profile, cmsSigOutputClass);
  cmsSetColorSpace(profile, cmsSigCmykData);
  cmsSetPCS(profile, cmsSigLabData);
  constexpr unsigned kGrid = 17;
  cmsPipeline* table = cmsPipelineAlloc(nullptr, 4, 3);
  cmsStage* stage = cmsStageAllocCLut16bit(nullptr, kGrid, 4, 3, nullptr);
  cmsStageSampleCLut16bit(stage, inksToLab, toLab, 0);
  cmsPipelineInsertStage(table, cmsAT_BEGIN, stage);
  cmsWriteTag(profile, cmsSigAToB0Tag, table);
  cmsPipelineFree(table);
  cmsDeleteTransform(toLab);
  cmsCloseProfile(lab);
  cmsCloseProfile(srgb);
  return save(profile);
}

Bytes labProfile() {
  return save(cmsCreateLab4Profile(nullptr));
}

} // namespace photoscrub::testing
