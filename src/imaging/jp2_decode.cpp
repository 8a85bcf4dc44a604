#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/jp2_palette.h"
#include "imaging/jp2_samples.h"
#include "imaging/row_sink.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <openjpeg.h>

namespace photoscrub::imaging {

namespace {

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The JPEG 2000 picture is damaged and cannot be read",
          std::move(detail)};
}

struct Destroy {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
  void operator()(opj_codestream_info_v2_t* info) const { opj_destroy_cstr_info(&info); }
};
using Decompressor = std::unique_ptr<opj_codec_t, Destroy>;
using Opened = std::unique_ptr<opj_image_t, Destroy>;
// The same type as the codec's, void*, so that its end needs a type of its own.
struct DestroyStream {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
using Stream = std::unique_ptr<opj_stream_t, DestroyStream>;

constexpr std::uint64_t kBytesPerSample = 4;

OPJ_SIZE_T onRead(void* to, OPJ_SIZE_T count, void* user) {
  auto& reader = *static_cast<ByteReader*>(user);
  const auto bytes = reader.take(std::min<std::uint64_t>(count, reader.left()));
  if (!bytes.ok() || bytes.value().empty())
    return static_cast<OPJ_SIZE_T>(-1); // the end, in OpenJPEG's words
  std::memcpy(to, bytes.value().data(), bytes.value().size());
  return bytes.value().size();
}

OPJ_OFF_T onSkip(OPJ_OFF_T count, void* user) {
  auto& reader = *static_cast<ByteReader*>(user);
  if (count < 0)
    return -1;
  const auto step = std::min(static_cast<std::uint64_t>(count), reader.left());
  if (!reader.skip(step).ok() || (step == 0 && count > 0))
    return -1;
  return static_cast<OPJ_OFF_T>(step);
}

OPJ_BOOL onSeek(OPJ_OFF_T position, void* user) {
  return position >= 0 &&
                 static_cast<ByteReader*>(user)->seek(static_cast<std::uint64_t>(position)).ok()
             ? OPJ_TRUE
             : OPJ_FALSE;
}

void onMessage(const char*, void* count) {
  ++*static_cast<int*>(count); // the texts hold numbers of the file
}

Stream openStream(ByteReader& reader) {
  Stream stream(opj_stream_default_create(OPJ_TRUE));
  if (!stream)
    return stream;
  opj_stream_set_user_data(stream.get(), &reader, nullptr);
  opj_stream_set_user_data_length(stream.get(), reader.left());
  opj_stream_set_read_function(stream.get(), onRead);
  opj_stream_set_skip_function(stream.get(), onSkip);
  opj_stream_set_seek_function(stream.get(), onSeek);
  return stream;
}

Result<Decompressor> openCodec(ByteView file, int& complaints) {
  const bool bare = startsWith(file, std::array<std::uint8_t, 2>{0xFF, 0x4F});
  Decompressor codec(opj_create_decompress(bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  if (!codec)
    return outOfMemory();
  opj_set_warning_handler(codec.get(), onMessage, &complaints);
  opj_set_error_handler(codec.get(), onMessage, &complaints);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (opj_setup_decoder(codec.get(), &parameters) == OPJ_FALSE)
    return outOfMemory();
  opj_decoder_set_strict_mode(codec.get(), OPJ_FALSE); // a picture that is cut off is shown
  return codec;
}

Status checkImage(const opj_image_t& image, const Limits& limits) {
  if (image.x1 <= image.x0 || image.y1 <= image.y0 || image.numcomps == 0)
    return damaged("size");
  // The largest component is what is shown; others may be halved.
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  for (std::uint32_t i = 0; i < image.numcomps; ++i) {
    width = std::max(width, image.comps[i].w);
    height = std::max(height, image.comps[i].h);
  }
  return checkSize(width, height, limits);
}

// How often the picture can be halved: the wavelet levels that every component has.
std::uint32_t mostHalvings(opj_codec_t* codec, const opj_image_t& image) {
  const std::unique_ptr<opj_codestream_info_v2_t, Destroy> info(opj_get_cstr_info(codec));
  if (!info || info->m_default_tile_info.tccp_info == nullptr)
    return 0;
  std::uint32_t levels = 32;
  for (std::uint32_t i = 0; i < std::min(image.numcomps, info->nbcomps); ++i)
    levels = std::min(levels, info->m_default_tile_info.tccp_info[i].numresolutions);
  return levels > 0 ? levels - 1 : 0;
}

// Sides are rounded up with every halving.
int halvingsFor(Size full, int wanted, std::uint32_t most) {
  const std::int64_t side = std::max(full.width, full.height);
  int halvings = 0;
  while (static_cast<std::uint32_t>(halvings) < most &&
         ((side - 1) >> (halvings + 1)) + 1 >= wanted)
    ++halvings;
  return halvings;
}

// OpenJPEG keeps 32 bits a sample. The samples of a single tile become the picture's; those of a
// smaller one are copied. A palette adds components (measured: 12 bytes a pixel in RGB).
std::uint64_t workingBytes(const opj_image_t& image, opj_codec_t* codec, std::uint64_t palette,
                           int halvings) {
  std::uint64_t samples = 0;
  std::uint64_t largest = 0;
  for (std::uint32_t i = 0; i < image.numcomps; ++i) {
    const std::uint64_t count = std::uint64_t{image.comps[i].w} * image.comps[i].h;
    samples += count;
    largest = std::max(largest, count);
  }
  const std::unique_ptr<opj_codestream_info_v2_t, Destroy> info(opj_get_cstr_info(codec));
  const std::uint64_t tile = info ? std::uint64_t{info->tdx} * info->tdy * image.numcomps : samples;
  const std::uint64_t copied = tile < samples ? tile : 0;
  return ((samples + copied + largest * palette) >> (2 * halvings)) * kBytesPerSample;
}

Jp2Samples samplesOf(const opj_image_t& image) {
  Jp2Samples samples;
  for (std::uint32_t i = 0; i < image.numcomps; ++i) {
    const auto& from = image.comps[i];
    samples.components.push_back({from.data,
                                  {static_cast<int>(from.w), static_cast<int>(from.h)},
                                  static_cast<int>(from.prec),
                                  from.sgnd != 0,
                                  from.alpha == 1 || from.alpha == 2});
    samples.premultiplied |= from.alpha == 2;
  }
  switch (image.color_space) {
  case OPJ_CLRSPC_SRGB:
    samples.colours = Jp2Colours::rgb;
    break;
  case OPJ_CLRSPC_GRAY:
    samples.colours = Jp2Colours::grey;
    break;
  case OPJ_CLRSPC_SYCC:
  case OPJ_CLRSPC_EYCC:
    samples.colours = Jp2Colours::ycc;
    break;
  case OPJ_CLRSPC_CMYK:
    samples.colours = Jp2Colours::cmyk;
    break;
  default:
    samples.colours = Jp2Colours::unknown;
    // OpenJPEG hands L*a*b* parameters out in the place of a profile, with no length.
    samples.lab = image.icc_profile_buf != nullptr && image.icc_profile_len == 0;
    break;
  }
  return samples;
}

} // namespace

Result<Picture> decodeJpeg2000(ByteView file, const DecodeOptions& options, const Limits& limits) {
  int complaints = 0;
  ByteReader reader(file);
  PHOTOSCRUB_TRY(codec, openCodec(file, complaints));
  const Stream stream = openStream(reader);
  if (!stream)
    return outOfMemory();
  opj_image_t* opened = nullptr;
  const bool read = opj_read_header(stream.get(), codec.get(), &opened) == OPJ_TRUE;
  const Opened image(opened);
  if (!read || !image)
    return damaged("header");
  PHOTOSCRUB_CHECK(checkImage(*image, limits));
  const Size full = samplesOf(*image).size();
  const int halvings = halvingsFor(full, options.longSide, mostHalvings(codec.get(), *image));
  PHOTOSCRUB_CHECK(
      checkWorkingMemory(workingBytes(*image, codec.get(), paletteColumns(file), halvings)));
  if (opj_set_decoded_resolution_factor(codec.get(), static_cast<OPJ_UINT32>(halvings)) ==
      OPJ_FALSE)
    return damaged("resolution");
  if (opj_decode(codec.get(), stream.get(), image.get()) == OPJ_FALSE)
    return damaged("image data");
  const bool ended = opj_end_decompress(codec.get(), stream.get()) == OPJ_TRUE;

  const Jp2Samples samples = samplesOf(*image);
  PHOTOSCRUB_TRY(rows, Jp2Rows::make(samples));
  RowSink sink(rows.size(), rows.size().width + rows.size().height, rows.pixels());
  Bytes row(static_cast<std::size_t>(rows.size().width) * 4);
  for (int y = 0; y < rows.size().height; ++y) {
    rows.readRow(y, row.data());
    sink.add(row.data());
  }
  Picture picture = std::move(sink).take();
  picture.fullSize = full;
  picture.scale = 1.0 / (1 << halvings);
  if (complaints > 0 || !ended)
    picture.warnings.emplace_back("the decoder complained");
  return picture;
}

} // namespace photoscrub::imaging
