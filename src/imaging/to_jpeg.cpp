#include "imaging/to_jpeg.h"

#include "imaging/codec.h"
#include "imaging/colour_convert.h"
#include "imaging/decoders.h"
#include "imaging/jpeg_encode.h"
#include "imaging/orient.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace photoscrub::imaging {

namespace {

constexpr int kBandRows = 32;

using Converter = std::optional<ColourConverter>;

// The stored picture and what makes sRGB of it.
struct Source {
  Image image; // BGR, or inks where the converter takes inks
  Converter converter;
};

bool isGrey(const ImageView& image) {
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* pixel = image.data + image.stride * static_cast<std::size_t>(y);
    for (int x = 0; x < image.width; ++x, pixel += 3)
      if (pixel[0] != pixel[1] || pixel[1] != pixel[2])
        return false;
  }
  return true;
}

Result<Inks> readInks(ByteView file, const Limits& limits) {
  switch (codecOf(file)) {
  case Codec::jpeg:
    return decodeJpegInks(file, limits);
  case Codec::tiff:
    return decodeTiffInks(file, limits);
  default:
    return Inks{};
  }
}

Result<Converter> converterFor(const PictureColour& colour, Converter given) {
  if (colour.isSrgb)
    return Converter{};
  if (!colour.profile.empty()) {
    PHOTOSCRUB_TRY(own, ColourConverter::fromProfile(colour.profile));
    return Converter(std::move(own));
  }
  if (given)
    return given;
  if (ColourConverter::isSrgb(colour.primaries, colour.transfer))
    return Converter{};
  PHOTOSCRUB_TRY(coded, ColourConverter::fromCicp(colour.primaries, colour.transfer));
  return Converter(std::move(coded));
}

bool fits(const ColourConverter& converter, const ImageView& image) {
  switch (converter.input()) {
  case ColourConverter::Input::bgr:
    return true;
  case ColourConverter::Input::grey:
    return isGrey(image);
  case ColourConverter::Input::cmyk:
    break;
  }
  return false;
}

Result<Source> readSource(ByteView file, const ToJpegOptions& options, const Limits& limits) {
  Converter given;
  if (!options.colourProfile.empty()) {
    PHOTOSCRUB_TRY(converter, ColourConverter::fromProfile(options.colourProfile));
    given.emplace(std::move(converter));
  }
  if (given && given->input() == ColourConverter::Input::cmyk) {
    PHOTOSCRUB_TRY(inks, readInks(file, limits));
    if (!inks.image.view().empty())
      return Source{std::move(inks.image), std::move(given)};
    given.reset();
  }
  constexpr int kFullSize = std::numeric_limits<int>::max();
  PHOTOSCRUB_TRY(picture, decodePicture(file, {Orientation::normal, kFullSize}, limits));
  PHOTOSCRUB_TRY(converter, converterFor(picture.colour, std::move(given)));
  if (converter && !fits(*converter, picture.image.view()))
    converter.reset();
  return Source{std::move(picture.image), std::move(converter)};
}

// One upright row in the source's channels as sRGB.
const std::uint8_t* srgbRow(const Converter& converter, std::uint8_t* row, Bytes& bgr, int width) {
  if (!converter)
    return row;
  if (converter->input() == ColourConverter::Input::grey)
    for (int x = 0; x < width; ++x)
      row[x] = row[3 * x];
  converter->convertRow(row, bgr.data(), width);
  return bgr.data();
}

Result<Bytes> encode(const Source& source, const ToJpegOptions& options) {
  const ImageView stored = source.image.view();
  const Size size = uprightSize(stored.size(), options.orientation);
  JpegEncoder encoder;
  PHOTOSCRUB_CHECK(encoder.start(size, options.quality));
  Bytes bgr(static_cast<std::size_t>(size.width) * 3);
  for (int y = 0; y < size.height; y += kBandRows) {
    const Rect part{0, y, size.width, std::min(kBandRows, size.height - y)};
    Image band = uprightPart(stored, options.orientation, part);
    for (int row = 0; row < part.height; ++row)
      PHOTOSCRUB_CHECK(encoder.add(srgbRow(source.converter, band.row(row), bgr, size.width)));
  }
  return encoder.finish();
}

} // namespace

Result<Bytes> toJpeg(ByteView file, const ToJpegOptions& options, const Limits& limits) {
  return withinMemory([&]() -> Result<Bytes> {
    PHOTOSCRUB_TRY(source, readSource(file, options, limits));
    return encode(source, options);
  });
}

} // namespace photoscrub::imaging
