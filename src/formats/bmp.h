/// BMP: Windows bitmaps of every version and those of OS/2 without its own compressions
/// (Microsoft, "Bitmap Storage"; BITMAPCOREHEADER to BITMAPV5HEADER).
///
/// Lossless: pixels keep their coded form. The layout of a cleaned file is drawn in
/// docs/formats/bmp.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Bmp final : public ContainerFormat {
public:
  FileType type() const override { return FileType::bmp; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
