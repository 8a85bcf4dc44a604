#include "formats/heif_brands.h"

#include <algorithm>

namespace photoscrub::formats::heif {

namespace {

// The general ones, and those of each type.
constexpr std::string_view kGeneral[] = {"mif1", "miaf"};
constexpr std::string_view kHeifBrands[] = {"heic", "heix"};
constexpr std::string_view kAvifBrands[] = {"avif", "MA1A", "MA1B"};

/// The brand of still pictures that goes with a brand of sequences or layers.
std::string_view stillBrand(std::string_view brand) {
  struct Pair {
    std::string_view brand, still;
  };
  constexpr Pair kPairs[] = {
      {"avis", "avif"}, {"hevc", "heic"}, {"hevx", "heix"}, {"heim", "heic"},
      {"heis", "heic"}, {"hevm", "heic"}, {"hevs", "heic"},
  };
  for (const auto& pair : kPairs)
    if (brand == pair.brand)
      return pair.still;
  return brand;
}

template <class List> bool contains(const List& list, std::string_view brand) {
  return std::find(std::begin(list), std::end(list), brand) != std::end(list);
}

void add(std::vector<std::string>& brands, std::string_view brand) {
  if (!contains(brands, brand))
    brands.emplace_back(brand);
}

} // namespace

bool isKnownBrand(FileType type, std::string_view brand) {
  return contains(kGeneral, brand) ||
         (type == FileType::avif ? contains(kAvifBrands, brand) : contains(kHeifBrands, brand));
}

void settleBrands(ByteView ftyp, HeifDocument& document) {
  const auto type = document.type;
  const auto text = asText(ftyp);
  const auto major = stillBrand(text.substr(0, std::min<std::size_t>(4, text.size())));
  document.majorBrand =
      isKnownBrand(type, major) && major != "miaf" ? std::string(major) : std::string("mif1");
  for (std::size_t at = 8; at + 4 <= text.size(); at += 4)
    if (const auto brand = text.substr(at, 4); isKnownBrand(type, brand))
      add(document.brands, brand);
  add(document.brands, document.majorBrand);
  add(document.brands, "mif1");
  if (type == FileType::avif)
    add(document.brands, "avif"); // what tells it from HEIC
}

} // namespace photoscrub::formats::heif
