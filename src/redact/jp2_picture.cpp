#include "redact/jp2_picture.h"

#include "imaging/codec.h"
#include "redact/jp2_stream.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace photoscrub::redact {

namespace {

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The JPEG 2000 picture is damaged and cannot be read",
          std::move(detail)};
}

Error unsupported(std::string detail) {
  return {ErrorCode::unsupported,
          "This JPEG 2000 is of a kind that cannot be covered. Save it as JPEG or PNG in another "
          "program first",
          std::move(detail)};
}

constexpr std::array<std::uint8_t, 2> kStartOfCodestream = {0xFF, 0x4F};

struct FreeInfo {
  void operator()(opj_codestream_info_v2_t* info) const { opj_destroy_cstr_info(&info); }
};

Result<Jp2Codec> openCodec(bool bare) {
  Jp2Codec codec(opj_create_decompress(bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!codec || opj_setup_decoder(codec.get(), &parameters) == OPJ_FALSE)
    return imaging::outOfMemory();
  return codec;
}

Status readCoding(opj_codec_t* codec, Jp2Picture& picture) {
  const std::unique_ptr<opj_codestream_info_v2_t, FreeInfo> info(opj_get_cstr_info(codec));
  if (!info || info->m_default_tile_info.tccp_info == nullptr || info->nbcomps == 0)
    return damaged("coding");
  const auto* components = info->m_default_tile_info.tccp_info;
  picture.reversible = std::all_of(components, components + info->nbcomps,
                                   [](const auto& component) { return component.qmfbid == 1; });
  picture.mixed = info->m_default_tile_info.mct != 0;
  picture.resolutions = static_cast<int>(components[0].numresolutions);
  return {};
}

Status checkImage(const Jp2Picture& picture, const Limits& limits) {
  const auto& image = *picture.image;
  constexpr std::uint32_t kMostComponents = 16, kMostBits = 16;
  if (image.numcomps == 0 || image.numcomps > kMostComponents)
    return unsupported("components");
  const Size size = picture.size();
  PHOTOSCRUB_CHECK(imaging::checkSize(static_cast<std::uint64_t>(std::max(size.width, 0)),
                                      static_cast<std::uint64_t>(std::max(size.height, 0)),
                                      limits));
  for (std::uint32_t i = 0; i < image.numcomps; ++i) {
    const auto& component = image.comps[i];
    if (component.w == 0 || component.h == 0 || component.prec == 0)
      return damaged("component");
    if (component.prec > kMostBits)
      return unsupported("bits");
  }
  // OpenJPEG hands L*a*b* parameters out in the place of a profile, with no length.
  if (image.icc_profile_buf != nullptr && image.icc_profile_len == 0)
    return unsupported("L*a*b*");
  if (image.color_space == OPJ_CLRSPC_CMYK || image.color_space == OPJ_CLRSPC_EYCC)
    return unsupported("colours");
  return {};
}

} // namespace

Size Jp2Picture::size() const {
  Size largest;
  for (std::uint32_t i = 0; i < image->numcomps; ++i)
    largest = {std::max(largest.width, static_cast<int>(image->comps[i].w)),
               std::max(largest.height, static_cast<int>(image->comps[i].h))};
  return largest;
}

// Without a word from the file, three components are RGB unless two of them are halved, which only
// colour differences are.
Jp2Picture::Model Jp2Picture::model() const {
  const bool halved = image->numcomps >= 3 && image->comps[1].dx > image->comps[0].dx;
  const bool said = image->color_space == OPJ_CLRSPC_SRGB || image->color_space == OPJ_CLRSPC_GRAY;
  return image->color_space == OPJ_CLRSPC_SYCC || (halved && !said) ? Model::differences
                                                                    : Model::plain;
}

Result<Jp2Picture> readJp2(ByteView file, const Limits& limits) {
  Jp2Picture picture;
  picture.bare = startsWith(file, kStartOfCodestream);
  PHOTOSCRUB_TRY(codec, openCodec(picture.bare));
  Jp2Memory memory{file};
  const auto stream = openJp2Stream(memory);
  if (!stream)
    return imaging::outOfMemory();
  opj_image_t* opened = nullptr;
  const bool read = opj_read_header(stream.get(), codec.get(), &opened) == OPJ_TRUE;
  picture.image.reset(opened);
  if (!read || !picture.image)
    return damaged("header");
  PHOTOSCRUB_CHECK(checkImage(picture, limits));
  PHOTOSCRUB_CHECK(readCoding(codec.get(), picture));
  if (opj_decode(codec.get(), stream.get(), opened) == OPJ_FALSE ||
      opj_end_decompress(codec.get(), stream.get()) == OPJ_FALSE)
    return damaged("image data");
  PHOTOSCRUB_CHECK(checkImage(picture, limits)); // a palette has made other components
  for (std::uint32_t i = 0; i < opened->numcomps; ++i)
    if (opened->comps[i].data == nullptr)
      return damaged("component");
  return picture;
}

namespace {

enum class Level { lowest, dark, middle, highest };

// What covers component `index`.
Level levelFor(const Jp2Picture& picture, std::uint32_t index) {
  if (picture.image->comps[index].alpha != 0)
    return Level::highest;
  if (picture.model() == Jp2Picture::Model::plain)
    return Level::lowest;
  return index == 0 ? Level::dark : Level::middle;
}

std::int32_t valueOf(Level level, const opj_image_comp_t& component) {
  const std::int32_t half = 1 << (component.prec - 1);
  const std::int32_t lowest = component.sgnd != 0 ? -half : 0;
  switch (level) {
  case Level::lowest:
    return lowest;
  case Level::dark:
    return lowest + half / 8;
  case Level::middle:
    return lowest + half;
  case Level::highest:
    return lowest + 2 * half - 1;
  }
  return 0;
}

} // namespace

std::vector<Jp2Picture::Component> Jp2Picture::components() const {
  std::uint32_t finestX = image->comps[0].dx, finestY = image->comps[0].dy;
  for (std::uint32_t i = 0; i < image->numcomps; ++i) {
    finestX = std::min(finestX, image->comps[i].dx);
    finestY = std::min(finestY, image->comps[i].dy);
  }
  std::vector<Component> all;
  for (std::uint32_t i = 0; i < image->numcomps; ++i) {
    const auto& from = image->comps[i];
    const auto value = valueOf(levelFor(*this, i), from);
    Component component;
    component.plane = {reinterpret_cast<std::uint8_t*>(from.data),
                       {static_cast<int>(from.w), static_cast<int>(from.h)},
                       sizeof value * from.w,
                       sizeof value,
                       sizeof value,
                       {static_cast<int>(from.dx / finestX), static_cast<int>(from.dy / finestY)}};
    component.scale = {SampleScale::Kind::signed32, static_cast<double>((1 << from.prec) - 1),
                       static_cast<double>(value)};
    component.fill.resize(sizeof value);
    std::memcpy(component.fill.data(), &value, sizeof value);
    all.push_back(std::move(component));
  }
  return all;
}

namespace {

// Peak signal-to-noise ratio in decibels. From 52 on a cover in a 12-megapixel photo stays within
// the bounds of close_compare.h, whose error is far above the mean at its edges.
constexpr float kLossyQuality = 60;

int resolutionsFor(const Jp2Picture& picture) {
  int most = 1;
  std::uint32_t side = ~std::uint32_t{0};
  for (std::uint32_t i = 0; i < picture.image->numcomps; ++i)
    side = std::min({side, picture.image->comps[i].w, picture.image->comps[i].h});
  while (side >> most != 0)
    ++most;
  return std::clamp(picture.resolutions, 1, most);
}

opj_cparameters_t parametersFor(const Jp2Picture& picture) {
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  const auto& image = *picture.image;
  parameters.image_offset_x0 = static_cast<int>(image.x0);
  parameters.image_offset_y0 = static_cast<int>(image.y0);
  parameters.numresolution = resolutionsFor(picture);
  parameters.tcp_numlayers = 1;
  parameters.irreversible = picture.reversible ? 0 : 1;
  parameters.tcp_mct = picture.mixed && image.numcomps >= 3 ? 1 : 0;
  if (picture.reversible) {
    parameters.cp_disto_alloc = 1;
    parameters.tcp_rates[0] = 0;
  } else {
    parameters.cp_fixed_quality = 1;
    parameters.tcp_distoratio[0] = kLossyQuality;
  }
  return parameters;
}

// JP2 has a number for these three only (annex I.5.3.3).
void describeColours(Jp2Picture& picture) {
  auto& image = *picture.image;
  image.icc_profile_len = 0;
  std::uint32_t colours = 0;
  for (std::uint32_t i = 0; i < image.numcomps; ++i)
    colours += image.comps[i].alpha == 0 ? 1 : 0;
  image.color_space = picture.model() == Jp2Picture::Model::differences ? OPJ_CLRSPC_SYCC
                      : colours >= 3                                    ? OPJ_CLRSPC_SRGB
                                                                        : OPJ_CLRSPC_GRAY;
}

} // namespace

Result<Bytes> writeJp2(Jp2Picture& picture) {
  const Jp2Codec codec(opj_create_compress(picture.bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  Jp2Memory memory;
  memory.writing = true;
  const auto stream = openJp2Stream(memory);
  if (!codec || !stream)
    return imaging::outOfMemory();
  describeColours(picture);
  auto parameters = parametersFor(picture);
  // OpenJPEG says who it is in a comment unless there is another.
  std::array<char, 1> noComment = {0};
  parameters.cp_comment = noComment.data();
  if (opj_setup_encoder(codec.get(), &parameters, picture.image.get()) == OPJ_FALSE)
    return unsupported("setup");
  if (opj_start_compress(codec.get(), picture.image.get(), stream.get()) == OPJ_FALSE ||
      opj_encode(codec.get(), stream.get()) == OPJ_FALSE ||
      opj_end_compress(codec.get(), stream.get()) == OPJ_FALSE)
    return imaging::outOfMemory();
  return std::move(memory.target);
}

} // namespace photoscrub::redact
