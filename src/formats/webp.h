/// WebP: lossy, lossless, with alpha, animated (RFC 9649).
///
/// Lossless: coded pictures are copied byte for byte. The layout of a cleaned file is drawn in
/// docs/formats/webp.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Webp final : public ContainerFormat {
public:
  FileType type() const override { return FileType::webp; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
