#include "imaging/codec.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace photoscrub::imaging {

namespace {

using namespace std::string_view_literals;

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  Codec codec;
};

// Sources: the formats' own standards. The first that matches decides.
constexpr Signature kSignatures[] = {
    {0, "\xFF\xD8\xFF"sv, Codec::jpeg},
    {0, "\x89PNG\r\n\x1A\n"sv, Codec::png},
    {0, "GIF87a"sv, Codec::gif},
    {0, "GIF89a"sv, Codec::gif},
    {8, "WEBP"sv, Codec::webp},
    {0, "II*\0"sv, Codec::tiff},
    {0, "MM\0*"sv, Codec::tiff},
    {0, "II+\0"sv, Codec::tiff},
    {0, "MM\0+"sv, Codec::tiff},
    {0, "\xFF\x0A"sv, Codec::jpegXl},
    {0, "\0\0\0\x0CJXL \r\n\x87\n"sv, Codec::jpegXl},
    {0, "\xFF\x4F\xFF\x51"sv, Codec::jpeg2000},
    {0, "\0\0\0\x0CjP  \r\n\x87\n"sv, Codec::jpeg2000},
    {0, "BM"sv, Codec::bmp},
};

// Brands of ISO/IEC 23008-12 (10.2 and annexes B and E) and of AVIF. Sequence brands are in it:
// such a file has a still picture too, or libheif refuses it.
constexpr std::array kHeifBrands = {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv,
                                    "hevx"sv, "hevm"sv, "hevs"sv, "mif1"sv, "mif2"sv,
                                    "msf1"sv, "miaf"sv, "avif"sv, "avis"sv};

bool matches(ByteView file, const Signature& signature) {
  return file.size() >= signature.offset &&
         startsWith(file.subspan(signature.offset), asBytes(signature.bytes));
}

bool isHeifBrand(ByteView brand) {
  return std::find(kHeifBrands.begin(), kHeifBrands.end(), asText(brand)) != kHeifBrands.end();
}

// ISO/IEC 14496-12, 4.3: size, "ftyp", major brand, version, compatible brands.
bool hasHeifBrand(ByteView file) {
  constexpr std::size_t kMajor = 8;
  constexpr std::size_t kCompatible = 16;
  constexpr std::size_t kMostBytes = 256; // real files list up to ten brands
  ByteReader reader(file);
  const auto size = reader.u32();
  const auto type = reader.take(4);
  if (!type.ok() || asText(type.value()) != "ftyp")
    return false;
  const std::size_t end = std::min({file.size(), std::size_t{size.value()}, kMostBytes});
  for (std::size_t at = kMajor; at + 4 <= end; at = std::max(at + 4, kCompatible))
    if (isHeifBrand(file.subspan(at, 4)))
      return true;
  return false;
}

} // namespace

Codec codecOf(ByteView file) {
  for (const auto& signature : kSignatures)
    if (matches(file, signature))
      return signature.codec;
  return hasHeifBrand(file) ? Codec::heif : Codec::other;
}

} // namespace photoscrub::imaging
