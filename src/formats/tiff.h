/// TIFF 6.0 with Adobe's technical notes (tiled and JPEG pictures, sub-IFDs), and BigTIFF.
///
/// Lossless: strips and tiles are copied byte for byte, except for comments inside JPEG-compressed
/// ones and bytes behind the rows of uncompressed ones. The layout of a cleaned file is drawn in
/// docs/formats/tiff.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Tiff final : public ContainerFormat {
public:
  FileType type() const override { return FileType::tiff; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  /// The orientation of the first page comes from `edits`, that of further pages from the file.
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
