/// The strict reading of the tables in a cleaned HEIF or AVIF file: one order, one form. Shares no
/// code with the forgiving one. Private to the audit.
#pragma once

#include "formats/container_format.h"

#include <string_view>
#include <vector>

namespace photoscrub::formats::heif {

struct CleanAssociation {
  std::size_t property = 0; ///< its place in CleanTables::properties
  bool essential = false;
};

struct CleanItem {
  std::string_view type;
  std::vector<std::size_t> inputs, alphaOf; ///< places of items
  std::size_t premultipliedBy = 0;          ///< 0: nothing
  bool profile = false;
  std::vector<CleanAssociation> properties;
  ByteView data;
};

struct CleanProperty {
  std::string_view type;
  ByteView payload;
};

/// Views show the file.
struct CleanTables {
  std::vector<CleanItem> items; ///< without the Exif item
  bool hasExif = false;
  ByteView exif; ///< data of the Exif item
  std::vector<CleanProperty> properties;
  ByteView profile;                ///< the colour profile; empty: none
  std::vector<ByteView> structure; ///< what describeStructure() wrote
};

/// Reads ftyp, meta and mdat, which have to be the whole file. That the items belong together and
/// their contents may stay is for the caller to see. Errors: leak; truncated.
Result<CleanTables> readCleanTables(ByteView file, FileType type, const Limits& limits);

Error leakError(std::string detail);

} // namespace photoscrub::formats::heif
