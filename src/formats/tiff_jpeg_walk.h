/// One JPEG stream of a TIFF file on its way to the output. Private to the TIFF format's own files.
#pragma once

#include "formats/jpeg_picture.h"
#include "formats/tiff_jpeg.h"

#include <optional>

namespace photoscrub::formats::tiff {

/// A whole segment, marker and length included.
void appendSegment(Bytes& out, std::uint8_t marker, ByteView payload);

/// Goes through a stream as decoders do and keeps the parts of its picture.
class StreamWalk {
public:
  /// Keeps references to `limits` and `left`, which gets what is left out. `shared` are the tables
  /// the stream need not define.
  StreamWalk(ByteView stream, const std::vector<jpeg::Table>& shared, const Limits& limits,
             std::vector<JpegStreams::Left>& left);

  /// Errors: malformed, limit, unsupported.
  Status run();
  /// After run(): the picture's frame, the stream as it will be, with memory in `owned`, and the
  /// shared tables its scans decode with.
  const jpeg::Frame& frame() const { return document_.frame; }
  std::vector<ByteView> pieces(std::deque<Bytes>& owned) const;
  /// Errors: malformed.
  Result<std::vector<jpeg::TableId>> sharedTablesUsed() const;

private:
  std::uint8_t nextMarker();
  Status segment();
  Status handle(std::uint8_t marker, std::uint64_t markerAt);
  Status scan(ByteView payload, std::uint64_t markerAt);
  bool adobe(ByteView payload);
  void leave(FindingKind kind, std::string where, std::uint64_t begin, std::uint64_t end);
  void leaveSegment(std::uint8_t marker, ByteView payload, std::uint64_t markerAt);
  std::uint8_t byteAt(std::uint64_t at) const { return stream_[static_cast<std::size_t>(at)]; }

  ByteView stream_;
  const Limits& limits_;
  std::vector<JpegStreams::Left>& left_;
  jpeg::JpegDocument document_;
  jpeg::PictureCollector picture_;
  std::uint64_t at_ = 0;
  bool done_ = false;
  std::uint32_t parts_ = 0;
  std::optional<std::uint8_t> adobe_; ///< colour transform
};

} // namespace photoscrub::formats::tiff
