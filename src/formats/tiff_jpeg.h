/// JPEG inside TIFF (technical note 2): strips and tiles are JPEG streams that may leave out the
/// tables JPEGTables defines for all of them. Comments and application segments have no place in
/// either. Pure; views show the file's bytes, or live for ever.
#pragma once

#include "formats/container_format.h"
#include "formats/jpeg_syntax.h"
#include "formats/tiff_picture.h"

#include <deque>

namespace photoscrub::formats::tiff {

/// The Adobe segment (APP14) for a colour transform of 0 to 2, marker and length included, in its
/// one form. Lives for ever.
ByteView adobeSegment(std::uint8_t transform);

/// Takes the streams of one page and leaves out what no decoder uses.
class JpegStreams {
public:
  /// Keeps references to both. `owned` gets the memory of what is written anew.
  JpegStreams(const Limits& limits, std::deque<Bytes>& owned) : limits_(limits), owned_(owned) {}

  /// The value of JPEGTables. Errors: malformed.
  Status tables(ByteView stream);
  /// The stream as it will be: one piece of the file where nothing has to go. `expected` is the
  /// picture of this strip or tile. Errors: malformed, limit, unsupported.
  Result<std::vector<ByteView>> clean(ByteView stream, const Picture& expected);
  /// JPEGTables with the tables that the streams so far use; empty if there are none. Call once.
  Bytes usedTables();

  /// Kinds of what was left out so far; offsets are those of pointers into the file.
  struct Left {
    FindingKind kind;
    std::string where;
    ByteView bytes;
  };
  const std::vector<Left>& left() const { return left_; }

private:
  const Limits& limits_;
  std::deque<Bytes>& owned_;
  std::vector<jpeg::Table> shared_;
  std::vector<jpeg::TableId> used_;
  std::vector<Left> left_;
};

/// Reads a page's streams strictly.
class JpegStreamAudit {
public:
  explicit JpegStreamAudit(const Limits& limits) : limits_(limits) {}

  /// Errors: leak, malformed, truncated.
  Status tables(ByteView stream);
  /// Errors: leak; or as readFrame() and readScan().
  Status stream(ByteView bytes, const Picture& expected);
  /// ok if every table of tables() was used. Errors: leak.
  Status finish() const;

private:
  class Walk;

  const Limits& limits_;
  std::vector<jpeg::Table> shared_;
  std::vector<jpeg::TableId> used_;
};

/// ok if a JPEG picture of this size and so many components fills the strip or tile. Errors:
/// malformed.
Status checkStreamFits(const jpeg::Frame& frame, const Picture& expected);

} // namespace photoscrub::formats::tiff
