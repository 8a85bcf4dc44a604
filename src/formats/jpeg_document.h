/// A parsed JPEG file, private to the JPEG format's own files.
#pragma once

#include "formats/container_format.h"
#include "formats/jpeg_syntax.h"

#include <optional>

namespace photoscrub::formats::jpeg {

/// JFIF density, T.871 clause 10.1.
struct Density {
  std::uint8_t unit = 0; ///< 0: aspect ratio only, 1: per inch, 2: per centimetre
  std::uint16_t x = 1;
  std::uint16_t y = 1;
};

/// APP14 colour transform flags, Adobe Technical Note 5116.
inline constexpr std::uint8_t kNoTransform = 0, kYcc = 1, kYcck = 2;

/// One segment of the output that holds picture data.
struct Segment {
  std::uint8_t marker = 0;
  ByteView payload;
  std::vector<ByteView> entropy{}; ///< after SOS: the scan's data
};

struct JpegDocument final : Document {
  Frame frame;
  std::vector<Segment> segments; ///< in output order: tables, frame, restart interval, scans
  /// The file ends within its scan data, and so does its copy: decoders fill in what is missing in
  /// other ways behind an EOI than at the end of a file.
  bool cutShort = false;
  bool hasJfif = false;
  Density density;
  std::optional<std::uint8_t> adobeTransform; ///< APP14 colour transform flag
};

/// Whether a reader takes the components for RGB, grey, ... without the Adobe segment.
/// Decides if the output needs JFIF or Adobe segments (the rules are libjpeg's, which are those
/// every browser follows).
bool needsAdobe(const JpegDocument& document);
bool needsJfif(const JpegDocument& document);

} // namespace photoscrub::formats::jpeg
