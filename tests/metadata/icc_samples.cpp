#include "metadata/icc_samples.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <lcms2.h>

namespace photoscrub::metadata::testing {

namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

Profile open(const Bytes& icc) {
  return Profile(cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size())));
}

void writeText(const Profile& profile, cmsTagSignature tag, const std::string& text) {
  cmsMLU* mlu = cmsMLUalloc(nullptr, 1);
  cmsMLUsetASCII(mlu, "en", "US", text.c_str());
  cmsWriteTag(profile.get(), tag, mlu);
  cmsMLUfree(mlu);
}

Bytes saved(const Profile& profile, const std::string& description) {
  writeText(profile, cmsSigProfileDescriptionTag, description);
  writeText(profile, cmsSigCopyrightTag, "S3CRET copyright");
  writeText(profile, cmsSigDeviceMfgDescTag, "S3CRET maker");
  writeText(profile, cmsSigDeviceModelDescTag, "S3CRET serial 123456");
  cmsSetHeaderManufacturer(profile.get(), 0x53334352); // S3CR
  cmsSetHeaderModel(profile.get(), 0x53334352);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile.get(), nullptr, &size);
  Bytes bytes(size);
  cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
  return bytes;
}

cmsToneCurve* toneCurve(double gamma) {
  if (gamma > 0)
    return cmsBuildGamma(nullptr, gamma);
  const double srgb[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  const double rec2020[] = {1 / 0.45, 1 / 1.0993, 0.0993 / 1.0993, 1 / 4.5, 0.08145};
  return cmsBuildParametricToneCurve(nullptr, 4, gamma < 0 ? rec2020 : srgb);
}

/// Any smooth mixing will do: it has to survive, not to be right.
int mixToPcs(const cmsUInt16Number* in, cmsUInt16Number* out, void* channels) {
  const auto count = *static_cast<const unsigned*>(channels);
  unsigned sum = 0;
  for (unsigned i = 0; i < count; ++i)
    sum += in[i];
  out[0] = static_cast<cmsUInt16Number>(sum / count);
  out[1] = static_cast<cmsUInt16Number>((in[0] + 3u * in[1]) / 4);
  out[2] = static_cast<cmsUInt16Number>((in[count - 1] + 32768u) / 2);
  return TRUE;
}

int mixFromPcs(const cmsUInt16Number* in, cmsUInt16Number* out, void* channels) {
  const auto count = *static_cast<const unsigned*>(channels);
  for (unsigned i = 0; i < count; ++i)
    out[i] = static_cast<cmsUInt16Number>((in[0] + in[i % 3]) / 2);
  return TRUE;
}

struct LutTag {
  cmsTagSignature signature;
  unsigned inputs, outputs;
  cmsSAMPLER16 sampler;
};

void writeLut(const Profile& profile, const LutTag& tag) {
  cmsPipeline* lut = cmsPipelineAlloc(nullptr, tag.inputs, tag.outputs);
  unsigned channels = std::max(tag.inputs, tag.outputs);
  cmsStage* clut = cmsStageAllocCLut16bit(nullptr, 5, tag.inputs, tag.outputs, nullptr);
  cmsStageSampleCLut16bit(clut, tag.sampler, &channels, 0);
  cmsPipelineInsertStage(lut, cmsAT_END, cmsStageAllocToneCurves(nullptr, tag.inputs, nullptr));
  cmsPipelineInsertStage(lut, cmsAT_END, clut);
  cmsPipelineInsertStage(lut, cmsAT_END, cmsStageAllocToneCurves(nullptr, tag.outputs, nullptr));
  cmsWriteTag(profile.get(), tag.signature, lut);
  cmsPipelineFree(lut);
}

Bytes lutProfile(double version, cmsColorSpaceSignature space, unsigned channels) {
  const Profile profile(cmsCreateProfilePlaceholder(nullptr));
  cmsSetProfileVersion(profile.get(), version);
  cmsSetDeviceClass(profile.get(), cmsSigOutputClass);
  cmsSetColorSpace(profile.get(), space);
  cmsSetPCS(profile.get(), cmsSigLabData);
  cmsWriteTag(profile.get(), cmsSigMediaWhitePointTag, cmsD50_XYZ());
  writeLut(profile, {cmsSigAToB0Tag, channels, 3, mixToPcs});
  writeLut(profile, {cmsSigBToA0Tag, 3, channels, mixFromPcs});
  return saved(profile, "S3CRET description");
}

} // namespace

std::vector<RgbSample> rgbSamples() {
  constexpr std::array<double, 2> d65{0.3127, 0.3290}, d50{0.3457, 0.3585};
  return {
      {"sRGB", d65, {0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}},
      {"Display P3", d65, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}},
      {"Adobe RGB (1998)", d65, {0.64, 0.33}, {0.21, 0.71}, {0.15, 0.06}, 2.19921875},
      {"ProPhoto RGB", d50, {0.7347, 0.2653}, {0.1596, 0.8404}, {0.0366, 0.0001}, 1.8},
      {"Rec. 2020", d65, {0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}, -1},
      {"rebuilt RGB", d65, {0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}, 1.0},
  };
}

Bytes rgbProfile(const RgbSample& sample) {
  const cmsCIExyY white{sample.white[0], sample.white[1], 1};
  const cmsCIExyYTRIPLE primaries{{sample.red[0], sample.red[1], 1},
                                  {sample.green[0], sample.green[1], 1},
                                  {sample.blue[0], sample.blue[1], 1}};
  cmsToneCurve* curve = toneCurve(sample.gamma);
  cmsToneCurve* curves[] = {curve, curve, curve};
  const Profile profile(cmsCreateRGBProfile(&white, &primaries, curves));
  cmsFreeToneCurve(curve);
  cmsSetProfileVersion(profile.get(), sample.version);
  return saved(profile, sample.description);
}

Bytes greyProfile(double gamma) {
  cmsToneCurve* curve = toneCurve(gamma);
  const Profile profile(cmsCreateGrayProfile(cmsD50_xyY(), curve));
  cmsFreeToneCurve(curve);
  return saved(profile, "S3CRET description");
}

Bytes rgbLutProfile(double version) {
  return lutProfile(version, cmsSigRgbData, 3);
}
Bytes cmykLutProfile(double version) {
  return lutProfile(version, cmsSigCmykData, 4);
}

Bytes deviceLinkProfile() {
  return saved(Profile(cmsCreateInkLimitingDeviceLink(cmsSigCmykData, 200)), "S3CRET description");
}

double largestRgbChange(const Bytes& from, const Bytes& to) {
  const Profile a = open(from), b = open(to);
  void* transform = cmsCreateTransform(a.get(), TYPE_RGB_DBL, b.get(), TYPE_RGB_DBL,
                                       INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
  double largest = 0;
  constexpr int kSteps = 15;
  for (int r = 0; r <= kSteps; ++r)
    for (int g = 0; g <= kSteps; ++g)
      for (int i = 0; i <= kSteps; ++i) {
        const double in[] = {r / double{kSteps}, g / double{kSteps}, i / double{kSteps}};
        double out[3] = {};
        cmsDoTransform(transform, in, out, 1);
        for (int c = 0; c < 3; ++c) {
          const double now = std::clamp(out[c], 0.0, 1.0);
          if (std::abs(std::pow(now, 2.2) - std::pow(in[c], 2.2)) > 3.0 / 65536)
            largest = std::max(largest, std::abs(now - in[c]));
        }
      }
  cmsDeleteTransform(transform);
  return largest;
}

std::vector<std::uint16_t> labOfGrid(const Bytes& icc) {
  const Profile profile = open(icc);
  const Profile lab(cmsCreateLab4Profile(nullptr));
  const auto channels = cmsChannelsOf(cmsGetColorSpace(profile.get()));
  const auto format = static_cast<cmsUInt32Number>(
      COLORSPACE_SH(static_cast<unsigned>(_cmsLCMScolorSpace(cmsGetColorSpace(profile.get())))) |
      CHANNELS_SH(channels) | BYTES_SH(1));
  void* transform = cmsCreateTransform(profile.get(), format, lab.get(), TYPE_Lab_16,
                                       INTENT_PERCEPTUAL, cmsFLAGS_NOOPTIMIZE);
  std::vector<std::uint16_t> all;
  constexpr unsigned kSteps = 5;
  unsigned total = 1;
  for (unsigned c = 0; c < channels; ++c)
    total *= kSteps;
  for (unsigned n = 0; n < total; ++n) {
    Bytes in(channels);
    for (unsigned c = 0, rest = n; c < channels; ++c, rest /= kSteps)
      in[c] = static_cast<std::uint8_t>(rest % kSteps * 63);
    std::uint16_t out[3] = {};
    cmsDoTransform(transform, in.data(), out, 1);
    all.insert(all.end(), out, out + 3);
  }
  cmsDeleteTransform(transform);
  return all;
}

} // namespace photoscrub::metadata::testing
