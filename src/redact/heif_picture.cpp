#include "redact/heif_picture.h"

#include "imaging/codec.h"
#include "redact/heif_writer.h"

#include <cstring>

namespace photoscrub::redact {

namespace {

using imaging::Heif;
using imaging::heifStatus;

// In 8-bit samples: nearly black.
constexpr int kDark = 16, kOpaque = 255;

constexpr std::array kChannels = {heif_channel_Y, heif_channel_R, heif_channel_G, heif_channel_B,
                                  heif_channel_Alpha};

} // namespace

Status HeifPicture::open(ByteView file, const Limits& limits) {
  const auto coding = heifCoding(file);
  if (!coding)
    return Error{ErrorCode::unsupported,
                 "This HEIF picture is coded in a way that cannot be covered. Save it as JPEG in "
                 "another program first",
                 "neither HEVC nor AV1"};
  coding_ = *coding;
  PHOTOSCRUB_CHECK(reader_.open(file, limits));
  size_ = reader_.size();
  PHOTOSCRUB_TRY(image, reader_.decode(limits));
  image_ = std::move(image);
  // The codestream may differ from what the container says.
  for (const auto& part : channels())
    if (part.plane.data == nullptr || part.plane.size != size_)
      return Error{ErrorCode::malformed, "The HEIC or AVIF picture is damaged and cannot be read",
                   "another size"};
  return {};
}

HeifColours HeifPicture::colours() const {
  const auto colour = imaging::heifColour(*reader_.handle(), *image_);
  return {colour.primaries, colour.transfer};
}

HeifPicture::Channel HeifPicture::channel(heif_channel which, int fill) const {
  Channel channel;
  channel.bits = heif_image_get_bits_per_pixel_range(image_.get(), which);
  const bool wide = channel.bits > 8;
  int stride = 0;
  auto& plane = channel.plane;
  plane.data = heif_image_get_plane(image_.get(), which, &stride);
  plane.stride = static_cast<std::size_t>(stride);
  plane.size = {heif_image_get_width(image_.get(), which),
                heif_image_get_height(image_.get(), which)};
  plane.cellBytes = plane.cellStep = wide ? 2 : 1;
  const int most = (1 << channel.bits) - 1;
  const auto value = static_cast<std::uint16_t>(fill * most / 255);
  channel.samples = {wide ? SampleScale::Kind::unsigned16 : SampleScale::Kind::unsigned8,
                     static_cast<double>(most), static_cast<double>(value)};
  channel.fill.resize(plane.cellBytes);
  std::memcpy(channel.fill.data(), &value, channel.fill.size());
  return channel;
}

std::uint8_t HeifPicture::Channel::eightBitsAt(int x, int y) const {
  std::uint16_t value = 0;
  std::memcpy(&value, plane.row(y) + static_cast<std::size_t>(x) * plane.cellStep, plane.cellBytes);
  const unsigned most = (1u << bits) - 1;
  return static_cast<std::uint8_t>((value * 255u + most / 2) / most);
}

std::vector<HeifPicture::Channel> HeifPicture::channels() const {
  std::vector<Channel> all;
  for (const auto which : kChannels)
    if (heif_image_has_channel(image_.get(), which) != 0)
      all.push_back(channel(which, which == heif_channel_Alpha ? kOpaque : kDark));
  return all;
}

Result<Bytes> HeifPicture::encode(HeifQuality quality) const {
  HeifWriting writing{coding_, {}, quality};
  writing.nclx = Heif<heif_color_profile_nclx>(heif_nclx_color_profile_alloc());
  if (!writing.nclx)
    return imaging::outOfMemory();
  // The matrix makes planes of R, G, B; where the file does not say its own, BT.601 over the full
  // range is what decoders take for granted.
  auto& nclx = *writing.nclx;
  nclx.color_primaries = heif_color_primaries_unspecified;
  nclx.transfer_characteristics = heif_transfer_characteristic_unspecified;
  nclx.matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
  nclx.full_range_flag = 1;
  heif_color_profile_nclx* said = nullptr;
  if (heif_image_handle_get_nclx_color_profile(reader_.handle(), &said).code == heif_error_Ok) {
    writing.nclx.reset(said);
    if (said->matrix_coefficients == heif_matrix_coefficients_unspecified)
      said->matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
  }
  return writeHeif(*image_, writing);
}

} // namespace photoscrub::redact
