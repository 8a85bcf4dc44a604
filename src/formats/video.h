/// MP4, M4V, 3GP and QuickTime films (ISO/IEC 14496-12 and -14, QuickTime File Format).
///
/// Lossless: the coded pictures and the sound are copied byte for byte, everything around them is
/// written anew. The layout of a cleaned file is drawn in docs/formats/video.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class IsoVideo final : public ContainerFormat {
public:
  FileType type() const override { return FileType::video; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;
};

} // namespace photoscrub::formats
