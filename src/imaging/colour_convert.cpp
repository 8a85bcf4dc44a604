#include "imaging/colour_convert.h"

#include "imaging/codec.h"
#include "imaging/colour_curves.h"

#include <array>
#include <vector>

#include <lcms2.h>

namespace photoscrub::imaging {

namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

struct FreeCurve {
  void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
using Curve = std::unique_ptr<cmsToneCurve, FreeCurve>;

// Its texts may quote the profile.
void ignoreError(cmsContext, cmsUInt32Number, const char*) {}

Error damagedProfile(std::string detail) {
  return {ErrorCode::malformed, "The colour profile of the picture cannot be used",
          std::move(detail)};
}

struct Shape {
  ColourConverter::Input input;
  cmsUInt32Number format;
};

Result<Shape> shapeOf(cmsColorSpaceSignature space) {
  switch (space) {
  case cmsSigGrayData:
    return Shape{ColourConverter::Input::grey, TYPE_GRAY_8};
  case cmsSigRgbData:
    return Shape{ColourConverter::Input::bgr, TYPE_BGR_8};
  case cmsSigCmykData:
    return Shape{ColourConverter::Input::cmyk, TYPE_CMYK_8};
  default:
    return Error{ErrorCode::unsupported,
                 "The colour profile of the picture is of a kind that photoscrub cannot handle",
                 ""};
  }
}

Curve curveOf(cmsContext context, const Transfer& transfer) {
  constexpr std::size_t kSteps = 4096;
  std::vector<float> table(kSteps);
  for (std::size_t i = 0; i < kSteps; ++i)
    table[i] = static_cast<float>(lightOf(static_cast<double>(i) / (kSteps - 1), transfer));
  return Curve(cmsBuildTabulatedToneCurveFloat(context, kSteps, table.data()));
}

cmsCIExyY pointOf(const Chromaticity& from) {
  return {from.x, from.y, 1};
}

Profile profileOf(cmsContext context, int primaries, int transfer) {
  const Primaries given = primariesOf(primaries);
  const cmsCIExyY white = pointOf(given.white);
  const cmsCIExyYTRIPLE colours{pointOf(given.red), pointOf(given.green), pointOf(given.blue)};
  const Curve curve = curveOf(context, transferOf(transfer));
  const std::array<cmsToneCurve*, 3> curves = {curve.get(), curve.get(), curve.get()};
  if (!curve)
    return nullptr;
  return Profile(cmsCreateRGBProfileTHR(context, &white, &colours, curves.data()));
}

} // namespace

// A context of its own, so that no other user of Little CMS hears of this one.
struct ColourConverter::Library {
  cmsContext context = cmsCreateContext(nullptr, nullptr);
  cmsHTRANSFORM transform = nullptr;

  Library() { cmsSetLogErrorHandlerTHR(context, ignoreError); }
  ~Library() {
    if (transform != nullptr)
      cmsDeleteTransform(transform);
    cmsDeleteContext(context);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  bool connect(const Profile& from, cmsUInt32Number format) {
    const Profile srgb(cmsCreate_sRGBProfileTHR(context));
    if (!srgb || !from)
      return false;
    transform = cmsCreateTransformTHR(context, from.get(), format, srgb.get(), TYPE_BGR_8,
                                      INTENT_PERCEPTUAL, cmsFLAGS_BLACKPOINTCOMPENSATION);
    return transform != nullptr;
  }
};

ColourConverter::ColourConverter(std::unique_ptr<Library> library, Input input)
    : library_(std::move(library)), input_(input) {}
ColourConverter::~ColourConverter() = default;
ColourConverter::ColourConverter(ColourConverter&&) noexcept = default;
ColourConverter& ColourConverter::operator=(ColourConverter&&) noexcept = default;

Result<ColourConverter> ColourConverter::fromProfile(ByteView icc) {
  auto library = std::make_unique<Library>();
  const Profile profile(cmsOpenProfileFromMemTHR(library->context, icc.data(),
                                                 static_cast<cmsUInt32Number>(icc.size())));
  if (!profile)
    return damagedProfile("open");
  PHOTOSCRUB_TRY(shape, shapeOf(cmsGetColorSpace(profile.get())));
  if (!library->connect(profile, shape.format))
    return damagedProfile("transform");
  return ColourConverter(std::move(library), shape.input);
}

Result<ColourConverter> ColourConverter::fromCicp(int primaries, int transfer) {
  auto library = std::make_unique<Library>();
  if (!library->connect(profileOf(library->context, primaries, transfer), TYPE_BGR_8))
    return Error{ErrorCode::internal, "The colours of the picture could not be converted", "cicp"};
  return ColourConverter(std::move(library), Input::bgr);
}

bool ColourConverter::isSrgb(int primaries, int transfer) {
  const auto given = primariesOf(primaries);
  const auto srgb = primariesOf(1);
  return transferOf(transfer).kind == TransferKind::srgb && given.red.x == srgb.red.x &&
         given.green.x == srgb.green.x && given.green.y == srgb.green.y;
}

void ColourConverter::convertRow(const std::uint8_t* from, std::uint8_t* bgr, int width) const {
  cmsDoTransform(library_->transform, from, bgr, static_cast<cmsUInt32Number>(width));
}

} // namespace photoscrub::imaging
