/// Which kind of file this is, by its first bytes. Pure; thread-safe.
#pragma once

#include "base/bytes.h"

#include <string_view>

namespace photoscrub::formats {

enum class FileType {
  jpeg,
  png, ///< APNG too
  webp,
  gif,
  tiff, ///< TIFF and BigTIFF; many camera RAW files look the same and are `raw`
  bmp,
  heif, ///< HEIC and HEIF
  avif,
  jpegXl,
  jpeg2000,
  video,      ///< MP4, MOV, 3GP, M4V and sound in the same container
  otherVideo, ///< AVI, Matroska, WebM, Windows Media, Flash, MPEG streams
  raw,        ///< camera RAW and DNG
  psd,
  svg,
  pdf,
  office,  ///< OOXML, ODF and old OLE documents
  archive, ///< ZIP, gzip, 7z, RAR, xz
  text,    ///< readable text, HTML, XML
  empty,
  unknown,
};

/// Bytes of the file's beginning that recogniseFileType() may look at.
inline constexpr std::size_t kSniffBytes = 4096;

/// Decides by content alone; `head` is the file's beginning, at least kSniffBytes of it if it has
/// as many.
FileType recogniseFileType(ByteView head);

/// "JPEG", "HEIC or HEIF photo", ...: a noun for messages.
std::string_view name(FileType type);
/// "jpeg", "png", ...: the `format` of the JSON contract.
std::string_view key(FileType type);
/// "jpg", "png", ...: what a file of this type is called; empty where photoscrub writes none.
std::string_view extension(FileType type);
/// True if `extension` (without dot, any case) is a usual one for `type`.
bool fits(FileType type, std::string_view extension);
/// One sentence for the user on what to do with a file of a type that is not handled.
std::string_view advice(FileType type);

} // namespace photoscrub::formats
