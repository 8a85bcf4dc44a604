/// Small HEIF and AVIF files of every shape, and what libheif shows of them.
#pragma once

#include "base/geometry.h"
#include "support/heif_bytes.h"

#include <optional>
#include <string>
#include <vector>

namespace photoscrub::formats::testing {

/// A coded picture as libheif's encoders make it, 64 x 64 pixels.
struct CodedImage {
  std::string itemType;   ///< hvc1 or av01
  std::string configType; ///< hvcC or av1C
  Bytes config, data;
};
/// `seed` gives different pictures.
CodedImage codedHevc(std::uint32_t seed = 1);
CodedImage codedAv1(std::uint32_t seed = 1);

/// Property payloads.
Bytes ispeOf(Size size);
Bytes pixiOf(int channels);
Bytes nclx();
Bytes profileProperty(ByteView profile);
Bytes auxiliary(std::string_view type);
/// The instructions of a grid.
Bytes gridOf(int rows, int columns, Size size);

/// One coded image and nothing else. Properties: configuration, ispe, pixi.
photoscrub::test::HeifFile plainHeif(const CodedImage& image = codedHevc());
photoscrub::test::HeifFile plainAvif();
/// Two by two tiles, the grid in idat, as phones write it. Items 1 to 4 and 5.
photoscrub::test::HeifFile gridHeif();
/// With a transparency image, item 2.
photoscrub::test::HeifFile alphaAvif();
/// Adds an item and gives its number.
std::uint32_t addItem(photoscrub::test::HeifFile& file, photoscrub::test::HeifItem item);
/// Adds a property and gives its number.
int addProperty(photoscrub::test::HeifFile& file, std::string type, Bytes payload);
/// An image with its own size property, `role` ("thmb", "auxl") to the picture.
std::uint32_t addImage(photoscrub::test::HeifFile& file, const CodedImage& image,
                       const std::string& role, const std::string& auxiliaryType = "");
/// Exif item with camera, place and text, and an XMP item, both described as the picture's.
void addMetadata(photoscrub::test::HeifFile& file);

struct HeifSample {
  std::string name;
  photoscrub::test::HeifFile file;
  bool avif = false;
};
/// Every version of every table, multiple extents, idat, grids, overlays, identity images, alpha.
const std::vector<HeifSample>& heifSamples();

struct Shown {
  Size size;
  bool alpha = false;
  Bytes pixels; ///< RGBA
  friend bool operator==(const Shown&, const Shown&) = default;
};
/// The primary picture as libheif shows it; nothing where it gives up.
std::optional<Shown> decodeHeif(const Bytes& file);

} // namespace photoscrub::formats::testing
