/// What a container format is: bytes -> parts; parts + edits -> bytes; and the proof on the result.
///
/// The three operations are pure functions over memory and thread-safe. They run in the main
/// program on untrusted bytes, so they use no third-party parser and read through ByteReader only.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/orientation.h"
#include "base/result.h"
#include "formats/file_type.h"
#include "formats/finding_kind.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace photoscrub::formats {

/// Something the file carries that the cleaned file will not.
struct Part {
  FindingKind kind = FindingKind::other;
  std::string where;        ///< "APP13 Photoshop block", "zTXt chunk"; never content
  std::uint64_t offset = 0; ///< first byte in the file
  std::uint64_t size = 0;
  bool describedByExiv2 = false; ///< the inventory names its fields one by one
};

/// A metadata block inside the file, for the inventory to read by itself.
struct MetadataBlock {
  enum class Syntax {
    exif, ///< a TIFF structure, without the "Exif\0\0" prefix
    xmp,  ///< an XMP packet, or a piece of an extended one
    iptc, ///< Photoshop image resources holding IPTC-IIM
  };
  Syntax syntax = Syntax::exif;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  bool seenByExiv2 = false; ///< Exiv2 finds it in the file by itself
};

/// A parsed file. Views show the file's bytes, or the document's own, and live as long as both.
class Document {
public:
  virtual ~Document() = default;

  FileType type = FileType::unknown;
  /// Pixels as decoders hand them out, before `orientation`. Turning and cropping that decoders do
  /// by themselves (irot, imir and clap of HEIF, the codestream of JPEG XL) is done already.
  Size storedSize;
  Orientation orientation = Orientation::normal; ///< what a viewer applies to that
  std::vector<Part> dropped;                     ///< everything that will go, in file order
  std::vector<MetadataBlock> blocks;
  Bytes colourProfile;         ///< the ICC profile, unpacked; empty if none
  bool adobeRgbByExif = false; ///< DCF option file: Exif says Adobe RGB, no profile
  bool cmyk = false;           ///< four inks: screens need it converted
  bool knownToExiv2 = true;    ///< false: a variant of its type that Exiv2 does not open
  bool animated = false;
  bool video = false;             ///< frames and sound, which nobody looks at
  bool takesFields = true;        ///< the output has a place for fields to keep (Edits::exif)
  bool takesColourProfile = true; ///< and for Edits::colourProfile
  /// True things about the output that its user must know, as whole sentences; no values.
  std::vector<std::string> warnings;
  /// The bytes that are the picture, in the order the output will hold them.
  std::vector<ByteView> coded;
};

/// What the output carries beyond the picture.
struct Edits {
  Bytes exif;          ///< a clean Exif block (TIFF structure); empty: none
  Bytes colourProfile; ///< a clean ICC profile; empty: none
};

/// An output file as a list of views, so that picture data is never copied in memory. Views show
/// the parsed file, or `owned`.
struct Assembly {
  std::vector<ByteView> pieces;
  std::deque<Bytes> owned;

  /// Views that follow each other in the parsed file become one piece.
  void borrow(ByteView view);
  void own(Bytes bytes);
  /// So many bytes of zero, which take no memory.
  void zeros(std::uint64_t count);
  std::uint64_t size() const;
  /// All pieces in one buffer: for tests and small files.
  Bytes joined() const;

private:
  bool lastIsBorrowed_ = false;
};

/// What a file that holds nothing but its picture consists of. Views show the file, but for `exif`
/// where `exifMemory` is set.
struct CleanFile {
  Size storedSize;
  Orientation orientation = Orientation::normal;
  ByteView exif;               ///< the Exif block, empty if none
  /// The memory of `exif` in a format that spreads the block's fields over the file.
  std::shared_ptr<const Bytes> exifMemory;
  Bytes colourProfile;         ///< unpacked, empty if none
  std::vector<ByteView> coded; ///< comparable with Document::coded
};

class ContainerFormat {
public:
  virtual ~ContainerFormat() = default;

  virtual FileType type() const = 0;
  /// Reads what is there, forgiving what viewers forgive. Errors: truncated, malformed, limit,
  /// unsupported.
  virtual Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const = 0;
  /// The cleaned file. REQUIRES: `document` came from this format's parse(); its file still lives.
  virtual Result<Assembly> rewrite(const Document& document, const Edits& edits) const = 0;
  /// Reads `file` strictly: ok only if every single byte belongs to an allowed part in its one
  /// allowed form. Written apart from parse() and rewrite(), as their check. Errors: leak; or those
  /// of parse(), where a part is broken.
  virtual Result<CleanFile> audit(ByteView file, const Limits& limits) const = 0;
};

/// Whether Exiv2 opens a copy of this picture whatever else it holds: 0.27 gives up on files of up to
/// 80 bytes, since it compares that many with one of the formats it knows.
bool isLongEnoughForExiv2(const Document& document);

/// ok if both hold the same picture data, however it is cut into pieces. Errors: leak.
Status comparePictures(const Document& original, const CleanFile& saved);

} // namespace photoscrub::formats
