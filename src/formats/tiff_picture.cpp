#include "formats/tiff_picture.h"

#include <algorithm>
#include <array>

namespace photoscrub::formats::tiff {

namespace {

constexpr std::uint64_t kMaxBits = 64;
constexpr std::uint64_t kMaxSamples = 64; // a photo has 4, an X-ray stack fits

// Schemes that hold samples and nothing else. JPEG 2000, JPEG XL, WebP, JBIG and the like can carry
// comments or metadata that only a reader of theirs would find.
constexpr std::array<std::uint64_t, 15> kCompressions{
    kUncompressed,
    2, // CCITT modified Huffman
    kFax3,
    kFax4,
    5, // LZW
    kJpeg,
    8,     // deflate
    32766, // NeXT
    32771, // CCITT, word aligned
    32773, // PackBits
    32809, // ThunderScan
    32946, // deflate, before it had a number
    34676, // SGI LogLuv
    34677, // SGI LogLuv, 24 bit
    34925, // LZMA
};
constexpr std::uint64_t kZstd = 50000;

constexpr std::array<std::uint64_t, 11> kPhotometrics{
    0, // white is zero
    1, // black is zero
    kRgb,       kPalette,
    4, // transparency mask
    kSeparated, kYCbCr,
    8,     // CIE L*a*b*
    9,     // ICC L*a*b*
    32844, // CIE Log2(L)
    32845, // CIE Log2(L) (u',v')
};

// Used by makers for sensor data: Sony, Samsung, Nikon, Kodak, Pentax, DNG.
constexpr std::array<std::uint64_t, 13> kRawCompressions{
    262, 32767, 32769, 32770, 32772, 32867, 34713, 34892, 52546, 65000, 65042, 65124, 65535};
constexpr std::uint64_t kColourFilterArray = 32803, kLinearRaw = 34892, kDepth = 51177;

template <std::size_t N> bool isIn(const std::array<std::uint64_t, N>& list, std::uint64_t value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::uint64_t divideUp(std::uint64_t value, std::uint64_t by) {
  return (value + by - 1) / by;
}

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read",
          std::move(detail)};
}

Error unsupported(std::string detail) {
  return {ErrorCode::unsupported,
          "This TIFF picture is coded in a way that cannot be checked. Open it in your photo "
          "program, save it as an ordinary TIFF, PNG or JPEG, then clean that copy",
          std::move(detail)};
}

} // namespace

std::uint64_t Picture::cells() const {
  return divideUp(width, cellWidth) * divideUp(length, cellLength) * (planes ? samples : 1);
}

std::uint64_t Picture::rows(std::uint64_t cell) const {
  const auto perPlane = divideUp(length, cellLength);
  const auto index = cell % perPlane;
  return tiled || index + 1 < perPlane ? cellLength : length - index * cellLength;
}

std::uint64_t Picture::rawBytes(std::uint64_t cell) const {
  const auto high = rows(cell);
  if (photometric == kYCbCr && !planes && samples == 3 &&
      (subsamplingX > 1 || subsamplingY > 1)) { // section 21: blocks of luma with two chroma
    const auto blocks = divideUp(cellWidth, subsamplingX);
    const auto bytes = divideUp(blocks * (subsamplingX * subsamplingY + 2) * bits, 8);
    return bytes * divideUp(high, subsamplingY);
  }
  return divideUp(cellWidth * bits * (planes ? 1 : samples), 8) * high;
}

bool takesPredictor(std::uint64_t compression) {
  return compression == 5 || compression == 8 || compression == 32946 || compression == 34925 ||
         compression == kZstd;
}

bool isCameraRaw(std::optional<std::uint64_t> photometric, std::uint64_t compression) {
  return photometric == kColourFilterArray || photometric == kLinearRaw || photometric == kDepth ||
         isIn(kRawCompressions, compression);
}

Status checkPicture(const Picture& picture, const Limits& limits) {
  if (picture.width == 0 || picture.length == 0)
    return malformed("no size");
  if (picture.width > limits.maxSide || picture.length > limits.maxSide ||
      picture.width * picture.length > limits.maxPixels)
    return Error{ErrorCode::limit, "The picture is larger than the set limits allow",
                 std::to_string(picture.width) + " x " + std::to_string(picture.length) +
                     " pixels"};
  if (picture.samples == 0 || picture.samples > kMaxSamples)
    return malformed("samples");
  if (picture.bits == 0 || picture.bits > kMaxBits)
    return malformed("bits");
  if (picture.cellWidth == 0 || picture.cellLength == 0)
    return malformed("no rows in a strip");
  if (picture.tiled && (picture.cellWidth > limits.maxSide || picture.cellLength > limits.maxSide))
    return Error{ErrorCode::limit, "The picture is larger than the set limits allow", "tile"};
  if (picture.compression == kOldJpeg)
    return Error{ErrorCode::unsupported,
                 "This TIFF picture holds a JPEG in a form that was given up in 1995. Open it in "
                 "your photo program, save it as an ordinary TIFF or JPEG, then clean that copy",
                 "compression 6"};
  if (!isIn(kCompressions, picture.compression) && picture.compression != kZstd)
    return unsupported("compression " + std::to_string(picture.compression));
  if (picture.photometric && !isIn(kPhotometrics, *picture.photometric))
    return unsupported("photometric " + std::to_string(*picture.photometric));
  const auto isFactor = [](std::uint64_t value) { return value == 1 || value == 2 || value == 4; };
  if (!isFactor(picture.subsamplingX) || !isFactor(picture.subsamplingY))
    return malformed("subsampling");
  return {};
}

} // namespace photoscrub::formats::tiff
