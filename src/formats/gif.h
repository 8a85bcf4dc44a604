/// GIF87a and GIF89a, still and animated.
///
/// Lossless: colour tables and coded pixels are copied byte for byte. The layout of a cleaned file
/// is drawn in docs/formats/gif.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Gif final : public ContainerFormat {
public:
  FileType type() const override { return FileType::gif; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
