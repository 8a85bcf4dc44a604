/// The one form of every tag that describes the picture. The parser turns what a file says into it,
/// the audit compares with it. Pure.
#pragma once

#include "formats/tiff_picture.h"
#include "formats/tiff_syntax.h"

namespace photoscrub::formats::tiff {

/// A tag and its value as a cleaned file holds them, in the file's byte order.
struct Field {
  std::uint16_t tag = 0;
  std::uint16_t type = 0;
  std::uint64_t count = 0;
  Bytes value{};
  friend bool operator==(const Field&, const Field&) = default;
};

/// One whole number as a SHORT, LONG or LONG8.
Field numberField(std::uint16_t tag, std::uint16_t type, std::uint64_t value, Endian endian);
/// Numbers of type SHORT. REQUIRES: they fit.
Field shortsField(std::uint16_t tag, const std::vector<std::uint64_t>& values, Endian endian);

/// What the tags of `directory` say about coding, with the defaults of TIFF 6.0. Not checked yet.
/// Errors: malformed, unsupported (samples of different sizes).
Result<Picture> readPicture(const Directory& directory, Endian endian);
/// The tags readPicture() takes numbers from, as fields in ascending order. Planar configuration
/// and subsampling are not among them: displayField() has them.
std::vector<Field> pictureFields(const Picture& picture, Variant variant);
/// True for a tag of pictureFields() or an array of offsets and byte counts.
bool isPictureTag(std::uint16_t tag);

struct Display {
  std::optional<Field> field; ///< nothing where the value is the default, useless or broken
  bool tellsMore = false;     ///< the entry holds something that the field does not
};
/// The form of a tag that changes how the picture looks, beyond pictureFields(); nothing for other
/// tags. REQUIRES: checkPicture() is ok.
std::optional<Display> displayField(const Entry& entry, Endian endian, const Picture& picture);

} // namespace photoscrub::formats::tiff
