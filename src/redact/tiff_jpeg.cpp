#include "redact/tiff_jpeg.h"

namespace photoscrub::redact {

namespace {

constexpr std::uint8_t kMarker = 0xFF, kStart = 0xD8, kEnd = 0xD9, kScan = 0xDA;
constexpr std::uint8_t kApplication0 = 0xE0, kApplication15 = 0xEF;
constexpr std::array<std::uint8_t, 2> kStartOfImage = {kMarker, kStart};
constexpr std::array<std::uint8_t, 2> kEndOfImage = {kMarker, kEnd};
// APP14 "Adobe", version 100, no flags, transform 0: three components are R, G, B.
constexpr std::array<std::uint8_t, 16> kAdobeRgb = {0xFF, 0xEE, 0,   14, 'A', 'd', 'o', 'b',
                                                    'e',  0,    100, 0,  0,   0,   0,   0};

} // namespace

Result<Bytes> wholeJpeg(const TiffFields& fields, ByteView tables, ByteView piece) {
  if (!startsWith(piece, kStartOfImage))
    return damagedTiff("JPEG");
  ByteWriter whole;
  whole.bytes(kStartOfImage);
  if (fields.photometric == PHOTOMETRIC_RGB && !fields.separatePlanes)
    whole.bytes(kAdobeRgb);
  if (!tables.empty()) {
    const bool framed = tables.size() >= 4 && startsWith(tables, kStartOfImage) &&
                        startsWith(tables.last(2), kEndOfImage);
    if (!framed)
      return damagedTiff("JPEGTables");
    whole.bytes(tables.subspan(2, tables.size() - 4));
  }
  whole.bytes(piece.subspan(2));
  return std::move(whole).take();
}

Result<Bytes> withoutApplicationSegments(ByteView jpeg) {
  ByteReader reader(jpeg);
  ByteWriter kept;
  PHOTOSCRUB_TRY(start, reader.take(2));
  kept.bytes(start);
  for (;;) {
    PHOTOSCRUB_TRY(mark, reader.u8());
    PHOTOSCRUB_TRY(code, reader.u8());
    if (mark != kMarker)
      return damagedTiff("JPEG");
    if (code == kScan) {
      kept.u8(mark).u8(code).bytes(reader.rest());
      return std::move(kept).take();
    }
    PHOTOSCRUB_TRY(length, reader.u16());
    PHOTOSCRUB_TRY(content, reader.take(length < 2 ? 0u : length - 2u));
    if (code < kApplication0 || code > kApplication15)
      kept.u8(mark).u8(code).u16(length).bytes(content);
  }
}

} // namespace photoscrub::redact
