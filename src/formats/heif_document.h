/// A parsed HEIF or AVIF file, private to the format's own files.
#pragma once

#include "formats/container_format.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace photoscrub::formats::heif {

/// A property of the output, in its plain form.
struct Property {
  std::string type;
  Bytes payload;
  friend auto operator<=>(const Property&, const Property&) = default;
};

/// An item of the output. Its number there is its place in HeifDocument::items, from 1.
struct KeptItem {
  std::string type;
  bool hidden = false;  ///< not to be shown by itself
  bool profile = false; ///< the colour profile is said to be this item's
  std::vector<ByteView> data;
  bool borrowed = true;                  ///< data view the file, not HeifDocument::owned
  std::vector<std::uint16_t> properties; ///< numbers from 1; transformations last
  std::vector<std::uint16_t> inputs;     ///< images it is made of, by number
  std::vector<std::uint16_t> alphaOf;    ///< images it is the transparency of
  std::uint16_t premultipliedBy = 0;     ///< its transparency, if colours are multiplied with it
};

struct HeifDocument final : Document {
  std::string majorBrand;
  std::vector<std::string> brands;
  std::vector<Property> properties;
  std::vector<KeptItem> items; ///< in output order; the first is the picture
  std::deque<Bytes> owned;     ///< item data that are not one piece of the file
  Bytes structure;             ///< what describeStructure() says of this
};

/// Properties, items, references, associations and instructions of derived images as the output
/// will hold them, without colour profile and Exif block: part of what makes the picture.
Bytes describeStructure(const HeifDocument& document);

/// Properties of this many or more need two bytes each where they are associated. One number is
/// left for the colour profile.
inline constexpr std::size_t kWideFrom = 127;
inline constexpr std::size_t kMaxProperties = 32'000;
inline constexpr std::size_t kMaxItems = 65'000;         ///< numbers have two bytes
inline constexpr std::uint64_t kMaxOutput = 0xF000'0000; ///< sizes and offsets have four

} // namespace photoscrub::formats::heif
