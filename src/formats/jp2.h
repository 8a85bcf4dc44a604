/// JPEG 2000 (ISO/IEC 15444-1): JP2 files, and codestreams without boxes around them.
///
/// Lossless: tiles are copied byte for byte. The layout of a cleaned file is drawn in
/// docs/formats/jp2.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Jp2 final : public ContainerFormat {
public:
  FileType type() const override { return FileType::jpeg2000; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
