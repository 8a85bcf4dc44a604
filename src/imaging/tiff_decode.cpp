#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/tiff_bands.h"
#include "imaging/tiff_rows.h"

namespace photoscrub::imaging {

namespace {

Status checkSamples(const TiffReader& reader) {
  const auto format = reader.u16(TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  const auto bits = reader.u16(TIFFTAG_BITSPERSAMPLE, 1);
  if (format == SAMPLEFORMAT_IEEEFP || format == SAMPLEFORMAT_COMPLEXINT ||
      format == SAMPLEFORMAT_COMPLEXIEEEFP)
    return Error{ErrorCode::unsupported,
                 "This TIFF stores its colours as floating-point numbers, which photoscrub cannot "
                 "handle",
                 ""};
  if (bits > 16)
    return Error{ErrorCode::unsupported,
                 "This TIFF has more than 16 bits a colour, which photoscrub cannot handle", ""};
  return {};
}

Result<Picture> decodeRows(TiffReader& reader, const TiffRowKind& kind, int longSide) {
  const TiffRowConverter converter(reader, kind);
  RowSink sink(reader.size(), longSide, converter.pixels());
  Bytes pixels(static_cast<std::size_t>(reader.size().width) *
               static_cast<std::size_t>(converter.channels()));
  const int read = readTiffRows(reader, [&](const std::uint8_t* row) {
    if (row == nullptr)
      return sink.addWhite();
    converter.toPixels(row, pixels.data());
    sink.add(pixels.data());
  });
  if (read == 0)
    return reader.damaged();
  return std::move(sink).take();
}

// A page that is neither a small copy nor a mask of another (TIFF 6.0, NewSubfileType).
bool hasAnotherPage(TiffReader& reader) {
  constexpr std::uint32_t kCopyOrMask = FILETYPE_REDUCEDIMAGE | FILETYPE_MASK;
  constexpr int kMostPages = 16;
  for (int i = 0; i < kMostPages && TIFFReadDirectory(reader.tiff()) == 1; ++i)
    if ((reader.u32(TIFFTAG_SUBFILETYPE) & kCopyOrMask) == 0)
      return true;
  return false;
}

} // namespace

Result<Picture> decodeTiff(ByteView file, const DecodeOptions& options, const Limits& limits) {
  TiffReader reader;
  PHOTOSCRUB_CHECK(reader.open(file, limits));
  PHOTOSCRUB_CHECK(checkSamples(reader));
  const auto kind = tiffRowKind(reader);
  auto picture = kind ? decodeRows(reader, *kind, options.longSide)
                      : decodeTiffBands(reader, options.longSide);
  if (!picture.ok())
    return picture;
  picture.value().warnings = reader.complaints();
  picture.value().animated = hasAnotherPage(reader);
  return picture;
}

Result<Inks> decodeTiffInks(ByteView file, const Limits& limits) {
  TiffReader reader;
  PHOTOSCRUB_CHECK(reader.open(file, limits));
  PHOTOSCRUB_CHECK(checkSamples(reader));
  const auto kind = tiffRowKind(reader);
  if (!kind || kind->colours != TiffColours::cmyk)
    return Inks{};
  const TiffRowConverter converter(reader, *kind);
  Inks inks{Image(reader.size(), 4)};
  int y = 0;
  const int read = readTiffRows(reader, [&](const std::uint8_t* row) {
    if (row != nullptr)
      converter.toInks(row, inks.image.row(y));
    ++y;
  });
  if (read == 0)
    return reader.damaged();
  return inks;
}

} // namespace photoscrub::imaging
