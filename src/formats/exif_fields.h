/// What a clean Exif block says, and the one form photoscrub writes it in. Formats that have no
/// place for a block, but for its tags, go through this. Pure functions.
#pragma once

#include "base/bytes.h"
#include "base/orientation.h"
#include "base/result.h"

#include <string>

namespace photoscrub::formats {

/// Everything a clean block can hold (checkCleanExif()). Texts are bytes as they stand in the
/// block, without the closing NUL; empty where there is none. They may name people: never log them.
struct ExifFields {
  Orientation orientation = Orientation::normal;
  std::string description;      ///< ImageDescription
  std::string artist;           ///< Artist
  std::string copyright;        ///< Copyright
  std::string dateTimeOriginal; ///< DateTimeOriginal

  bool empty() const { return *this == ExifFields{}; }
  friend bool operator==(const ExifFields&, const ExifFields&) = default;
};

/// Errors: leak, as checkCleanExif().
Result<ExifFields> readCleanExif(ByteView block);

/// The block with these fields: big-endian, tags in ascending order, values in the order of their
/// tags. Empty where there are none. Equal fields give equal bytes.
Bytes writeCleanExif(const ExifFields& fields);

} // namespace photoscrub::formats
