/// JPEG (ITU-T T.81), JFIF (T.871), Adobe APP14, Exif APP1 and ICC APP2 segments.
///
/// Lossless: entropy-coded data and the tables it is decoded with are copied byte for byte. The
/// layout of a cleaned file is drawn in docs/formats/jpeg.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Jpeg final : public ContainerFormat {
public:
  FileType type() const override { return FileType::jpeg; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
