/// The picture parts of a JPEG file on their way into a JpegDocument: which tables, intervals and
/// scans a decoder uses, and which it does not. Private to the JPEG format's own files.
#pragma once

#include "formats/jpeg_document.h"

namespace photoscrub::formats::jpeg {

/// Takes the segments in the order of the file and appends to JpegDocument::segments those that the
/// output needs. Errors without an offset are about the segment that was handed in.
class PictureCollector {
public:
  /// Keeps references to all three.
  PictureCollector(ByteView file, const Limits& limits, JpegDocument& document)
      : file_(file), limits_(limits), document_(document) {}

  /// Tables that the file's surroundings define for it (TIFF's JPEGTables): the output leaves them
  /// out, too.
  void assume(const std::vector<Table>& tables);
  /// Errors: as readFrame(); malformed for a second one.
  Status frame(std::uint8_t marker, ByteView payload);
  /// DQT, DHT, DAC. Errors: malformed.
  Status tables(std::uint8_t marker, ByteView payload);
  /// Errors: malformed.
  Status restartInterval(ByteView payload);

  struct ScanData {
    std::uint64_t end = 0;   ///< where they end in the file
    std::uint64_t shown = 0; ///< how many bytes of them decoders read: those that were taken
    bool taken = true;       ///< false: no decoder uses the scan
  };
  /// A scan header; the scan's data begin at `begin`. Errors: malformed, limit.
  Result<ScanData> scan(ByteView payload, std::uint64_t begin);

  /// Scans taken.
  std::uint32_t scans() const { return scans_; }

private:
  void emitTables(const std::vector<TableId>& ids);
  void emitInterval();
  bool hasInterval() const;

  ByteView file_;
  const Limits& limits_;
  JpegDocument& document_;
  std::uint32_t scans_ = 0;
  TableSet defined_, emitted_;
  ByteView restart_, emittedRestart_;
  CodedComponents coded_;
  int frameIndex_ = 0; ///< of the frame header among the segments
};

} // namespace photoscrub::formats::jpeg
