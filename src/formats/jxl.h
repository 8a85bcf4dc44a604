/// JPEG XL (ISO/IEC 18181): the container of part 2, and the codestream of part 1 by itself.
///
/// Lossless: the codestream is copied byte for byte. The layout of a cleaned file is drawn in
/// docs/formats/jxl.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Jxl final : public ContainerFormat {
public:
  FileType type() const override { return FileType::jpegXl; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
