/// Names what a file's metadata tells, reads the values that may be kept, writes them afresh and
/// audits cleaned files. Exiv2 does the reading, in exiv2_bridge.cpp alone.
///
/// Run everything here in a worker: Exiv2 0.27.6 crashes or hangs on some hostile files. After
/// prepare() no function opens a file. Not thread-safe: Exiv2's XMP part keeps global tables.
#pragma once

#include "base/bytes.h"
#include "base/orientation.h"
#include "metadata/finding.h"
#include "metadata/kept_values.h"

#include <vector>

namespace photoscrub::metadata {

/// Starts Exiv2's XMP part, mutes its messages and loads what it would load later. Call once at
/// start-up, before rights are given up.
void prepare();

struct InventoryOptions {
  bool showValues = false; ///< fill Finding::value; only for the user's own terminal
};

/// A small copy of the picture inside its metadata.
struct Preview {
  std::uint32_t width = 0;  ///< pixels; 0 where unknown
  std::uint32_t height = 0; ///< pixels; 0 where unknown
  std::uint32_t bytes = 0;
};

struct Inventory {
  std::vector<Finding> findings; ///< in the order of FindingKind, then by place
  Orientation orientation = Orientation::normal;
  KeptValues kept; ///< everything that could be kept: see selected()
  std::vector<Preview> previews;
  bool hasColourProfile = false;
};

/// Everything Exiv2 sees in a still image. Views `file` during the call only and does not copy it.
/// Errors: unsupported (no still image that Exiv2 knows; videos and camera raw files are never
/// given to it), malformed, limit.
Result<Inventory> readInventory(ByteView file, const InventoryOptions& options = {});

/// The same for blocks that Exiv2 does not look for in files: a second Exif block (TIFF header
/// first, with or without "Exif\0\0" before it), an XMP packet or extended XMP, and IPTC datasets
/// or the Photoshop resources that hold them. Errors: malformed, limit.
Result<Inventory> readExifBlock(ByteView tiff, const InventoryOptions& options = {});
Result<Inventory> readXmpPacket(ByteView packet, const InventoryOptions& options = {});
Result<Inventory> readIptc(ByteView block, const InventoryOptions& options = {});

/// A new Exif structure (big-endian TIFF, no "Exif\0\0" before it) with these values and, where the
/// picture is not upright, its orientation. Empty where there is nothing to write. The same values
/// give the same bytes. Errors: internal.
Result<Bytes> freshExifBlock(const KeptValues& values, Orientation orientation);

/// What Exiv2 still sees in a cleaned file that should not be there. Fine are: orientation, fields
/// that only say how the picture is stored, and Exif fields freshExifBlock() writes for what `keep`
/// names. Findings carry no values. Errors as readInventory().
Result<std::vector<Finding>> auditOutput(ByteView file, const KeepOptions& keep);

} // namespace photoscrub::metadata
