/// PNG (ISO/IEC 15948, W3C PNG third edition) and APNG.
///
/// Lossless: image data chunks are copied byte for byte. The layout of a cleaned file is drawn in
/// docs/formats/png.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Png final : public ContainerFormat {
public:
  FileType type() const override { return FileType::png; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
