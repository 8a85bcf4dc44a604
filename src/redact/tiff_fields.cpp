#include "redact/tiff_fields.h"

#include "imaging/codec.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::redact {

namespace {

Error unsupported(std::string detail) {
  return {ErrorCode::unsupported,
          "This TIFF is of a kind that cannot be covered. Save it as PNG in another program first",
          std::move(detail)};
}

// A field of 16 or 32 bits, or its default.
template <class T> T field(const TiffFile& file, std::uint32_t tag) {
  T value = 0;
  TIFFGetFieldDefaulted(file.handle(), tag, &value);
  return value;
}

bool losslessCompression(int compression) {
  switch (compression) {
  case COMPRESSION_NONE:
  case COMPRESSION_CCITTRLE:
  case COMPRESSION_CCITTRLEW:
  case COMPRESSION_CCITTFAX3:
  case COMPRESSION_CCITTFAX4:
  case COMPRESSION_LZW:
  case COMPRESSION_PACKBITS:
  case COMPRESSION_ADOBE_DEFLATE:
  case COMPRESSION_DEFLATE:
  case COMPRESSION_LZMA:
  case COMPRESSION_ZSTD:
    return true;
  default:
    return false;
  }
}

bool knownColours(int photometric) {
  switch (photometric) {
  case PHOTOMETRIC_MINISWHITE:
  case PHOTOMETRIC_MINISBLACK:
  case PHOTOMETRIC_RGB:
  case PHOTOMETRIC_PALETTE:
  case PHOTOMETRIC_SEPARATED:
  case PHOTOMETRIC_YCBCR:
  case PHOTOMETRIC_CIELAB:
  case PHOTOMETRIC_ICCLAB:
    return true;
  default:
    return false;
  }
}

// Smaller versions of the first page are left out; other pages nobody has looked at.
Status onePageOnly(const TiffFile& file, const Limits& limits) {
  for (std::uint32_t pages = 1; TIFFLastDirectory(file.handle()) == 0; ++pages) {
    if (TIFFReadDirectory(file.handle()) == 0)
      break;
    if (pages > limits.maxParts)
      return Error{ErrorCode::limit, "The picture has more pages than photoscrub opens", ""};
    if ((field<std::uint32_t>(file, TIFFTAG_SUBFILETYPE) & FILETYPE_REDUCEDIMAGE) == 0)
      return Error{ErrorCode::unsupported,
                   "This TIFF has several pages, and only the first one was looked at. Save each "
                   "page as a picture of its own first",
                   "pages"};
  }
  if (TIFFSetDirectory(file.handle(), 0) == 0)
    return file.error();
  return {};
}

Status readPieceSize(const TiffFile& file, TiffFields& fields) {
  fields.tiled = TIFFIsTiled(file.handle()) != 0;
  const auto side = [](std::uint32_t value, int most) {
    return static_cast<int>(std::min<std::uint32_t>(value, static_cast<std::uint32_t>(most)));
  };
  constexpr int kLargestTile = 1 << 16;
  if (fields.tiled)
    fields.piece = {side(field<std::uint32_t>(file, TIFFTAG_TILEWIDTH), kLargestTile),
                    side(field<std::uint32_t>(file, TIFFTAG_TILELENGTH), kLargestTile)};
  else
    fields.piece = {fields.size.width,
                    side(field<std::uint32_t>(file, TIFFTAG_ROWSPERSTRIP), fields.size.height)};
  if (fields.piece.width <= 0 || fields.piece.height <= 0)
    return damagedTiff("strips");
  return {};
}

Status readPalette(const TiffFile& file, TiffFields& fields) {
  std::array<std::uint16_t*, 3> maps{};
  constexpr int kMostBits = 16;
  if (fields.bits > kMostBits ||
      TIFFGetField(file.handle(), TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2]) == 0)
    return damagedTiff("palette");
  for (std::size_t i = 0; i < maps.size(); ++i) {
    fields.palette[i].resize(sizeof(std::uint16_t) << fields.bits);
    std::memcpy(fields.palette[i].data(), maps[i], fields.palette[i].size());
  }
  return {};
}

bool knownSamples(const TiffFields& fields) {
  constexpr int kMostSamples = 32;
  if (fields.samples < 1 || fields.samples > kMostSamples || fields.bits < 1 || fields.bits > 64)
    return false;
  if (fields.bits > 16 && fields.bits % 8 != 0)
    return false;
  const bool real = fields.sampleFormat == SAMPLEFORMAT_IEEEFP;
  if (real && fields.bits != 16 && fields.bits != 32 && fields.bits != 64)
    return false;
  if (fields.photometric == PHOTOMETRIC_YCBCR && fields.bits != 8)
    return false;
  return fields.sampleFormat == SAMPLEFORMAT_UINT || fields.sampleFormat == SAMPLEFORMAT_INT ||
         fields.sampleFormat == SAMPLEFORMAT_VOID || real;
}

Status checkKind(const TiffFields& fields) {
  if (!losslessCompression(fields.compression) && fields.compression != COMPRESSION_JPEG)
    return unsupported("compression " + std::to_string(fields.compression));
  if (TIFFIsCODECConfigured(static_cast<std::uint16_t>(fields.compression)) == 0)
    return unsupported("compression " + std::to_string(fields.compression));
  if (!knownColours(fields.photometric))
    return unsupported("photometric " + std::to_string(fields.photometric));
  if (!knownSamples(fields))
    return unsupported("samples");
  const bool shared = fields.subsampling != Size{1, 1};
  if (shared && fields.compression != COMPRESSION_JPEG &&
      (fields.separatePlanes || fields.samples != 3 || fields.subsampling.width < 1 ||
       fields.subsampling.height < 1 || fields.subsampling.width > 4 ||
       fields.subsampling.height > 4))
    return unsupported("subsampling");
  return {};
}

} // namespace

Result<TiffFields> readTiffFields(const TiffFile& file, const Limits& limits) {
  PHOTOSCRUB_CHECK(onePageOnly(file, limits));
  TiffFields fields;
  const auto width = field<std::uint32_t>(file, TIFFTAG_IMAGEWIDTH);
  const auto height = field<std::uint32_t>(file, TIFFTAG_IMAGELENGTH);
  PHOTOSCRUB_CHECK(imaging::checkSize(width, height, limits));
  fields.size = {static_cast<int>(width), static_cast<int>(height)};
  fields.bits = field<std::uint16_t>(file, TIFFTAG_BITSPERSAMPLE);
  fields.samples = field<std::uint16_t>(file, TIFFTAG_SAMPLESPERPIXEL);
  fields.sampleFormat = field<std::uint16_t>(file, TIFFTAG_SAMPLEFORMAT);
  fields.compression = field<std::uint16_t>(file, TIFFTAG_COMPRESSION);
  fields.separatePlanes =
      field<std::uint16_t>(file, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE &&
      fields.samples > 1;
  std::uint16_t photometric = 0;
  if (TIFFGetField(file.handle(), TIFFTAG_PHOTOMETRIC, &photometric) == 0)
    return damagedTiff("photometric");
  fields.photometric = photometric;
  std::uint16_t extra = 0;
  std::uint16_t* kinds = nullptr;
  TIFFGetFieldDefaulted(file.handle(), TIFFTAG_EXTRASAMPLES, &extra, &kinds);
  fields.extraSamples = std::min<int>(extra, fields.samples);
  if (photometric == PHOTOMETRIC_YCBCR) {
    std::uint16_t across = 1, down = 1;
    TIFFGetFieldDefaulted(file.handle(), TIFFTAG_YCBCRSUBSAMPLING, &across, &down);
    fields.subsampling = {across, down};
  }
  PHOTOSCRUB_CHECK(checkKind(fields));
  if (photometric == PHOTOMETRIC_PALETTE)
    PHOTOSCRUB_CHECK(readPalette(file, fields));
  PHOTOSCRUB_CHECK(readPieceSize(file, fields));
  return fields;
}

namespace {

constexpr std::array kShortFields = {
    TIFFTAG_BITSPERSAMPLE, TIFFTAG_SAMPLESPERPIXEL, TIFFTAG_SAMPLEFORMAT, TIFFTAG_PLANARCONFIG,
    TIFFTAG_PHOTOMETRIC,   TIFFTAG_FILLORDER,       TIFFTAG_ORIENTATION,  TIFFTAG_RESOLUTIONUNIT,
    TIFFTAG_INKSET,        TIFFTAG_YCBCRPOSITIONING};
constexpr std::array kRealFields = {TIFFTAG_XRESOLUTION, TIFFTAG_YRESOLUTION};
// Arrays of a length the standard gives: whole numbers in pointers of their own type.
constexpr std::array kRealArrays = {TIFFTAG_WHITEPOINT, TIFFTAG_PRIMARYCHROMATICITIES,
                                    TIFFTAG_YCBCRCOEFFICIENTS, TIFFTAG_REFERENCEBLACKWHITE};

template <class T> void copy(const TiffFile& from, const TiffFile& to, std::uint32_t tag) {
  T value{};
  if (TIFFGetField(from.handle(), tag, &value) != 0)
    TIFFSetField(to.handle(), tag, value);
}

void copyCodecFields(const TiffFile& from, const TiffFields& fields, const TiffFile& to) {
  switch (fields.compression) {
  case COMPRESSION_LZW:
  case COMPRESSION_ADOBE_DEFLATE:
  case COMPRESSION_DEFLATE:
  case COMPRESSION_LZMA:
  case COMPRESSION_ZSTD:
    return copy<std::uint16_t>(from, to, TIFFTAG_PREDICTOR);
  case COMPRESSION_CCITTFAX3:
    return copy<std::uint32_t>(from, to, TIFFTAG_GROUP3OPTIONS);
  case COMPRESSION_CCITTFAX4:
    return copy<std::uint32_t>(from, to, TIFFTAG_GROUP4OPTIONS);
  default:
    return;
  }
}

void copyColour(const TiffFile& from, const TiffFields& fields, const TiffFile& to) {
  for (const auto tag : kRealArrays)
    copy<float*>(from, to, tag);
  std::uint16_t count = 0;
  std::uint16_t* kinds = nullptr;
  if (TIFFGetField(from.handle(), TIFFTAG_EXTRASAMPLES, &count, &kinds) != 0)
    TIFFSetField(to.handle(), TIFFTAG_EXTRASAMPLES, count, kinds);
  if (fields.photometric == PHOTOMETRIC_YCBCR)
    TIFFSetField(to.handle(), TIFFTAG_YCBCRSUBSAMPLING, fields.subsampling.width,
                 fields.subsampling.height);
  std::array<std::uint16_t*, 3> maps{};
  if (TIFFGetField(from.handle(), TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2]) != 0)
    TIFFSetField(to.handle(), TIFFTAG_COLORMAP, maps[0], maps[1], maps[2]);
}

} // namespace

void copyTiffFields(const TiffFile& from, const TiffFields& fields, const TiffFile& to) {
  const auto set = [&](std::uint32_t tag, int value) { TIFFSetField(to.handle(), tag, value); };
  set(TIFFTAG_IMAGEWIDTH, fields.size.width);
  set(TIFFTAG_IMAGELENGTH, fields.size.height);
  set(TIFFTAG_COMPRESSION, fields.compression);
  for (const auto tag : kShortFields)
    copy<std::uint16_t>(from, to, tag);
  for (const auto tag : kRealFields)
    copy<float>(from, to, tag);
  if (fields.tiled) {
    set(TIFFTAG_TILEWIDTH, fields.piece.width);
    set(TIFFTAG_TILELENGTH, fields.piece.height);
  } else {
    set(TIFFTAG_ROWSPERSTRIP, fields.piece.height);
  }
  copyCodecFields(from, fields, to);
  copyColour(from, fields, to);
}

std::vector<TiffPiece> piecesOf(const TiffFields& fields) {
  std::vector<TiffPiece> pieces;
  const int planes = fields.separatePlanes ? fields.samples : 1;
  for (int plane = 0; plane < planes; ++plane)
    for (int y = 0; y < fields.size.height; y += fields.piece.height)
      for (int x = 0; x < fields.size.width; x += fields.piece.width) {
        Rect place = {x, y, fields.piece.width, fields.piece.height};
        if (!fields.tiled)
          place.height = std::min(place.height, fields.size.height - y);
        pieces.push_back({static_cast<std::uint32_t>(pieces.size()), plane, place});
      }
  return pieces;
}

} // namespace photoscrub::redact
