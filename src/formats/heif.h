/// HEIF (ISO/IEC 23008-12) with HEVC pictures (HEIC) and AVIF (AV1 Image File Format 1.1).
///
/// Lossless: coded pictures are copied byte for byte, but for messages and filler that lie between
/// their units. The layout of a cleaned file is drawn in docs/formats/heif.md.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

class Heif final : public ContainerFormat {
public:
  /// `type` is FileType::heif or FileType::avif. They differ in the brands a file goes by.
  explicit Heif(FileType type) : type_(type) {}

  FileType type() const override { return type_; }
  Result<std::unique_ptr<Document>> parse(ByteView file, const Limits& limits) const override;
  Result<Assembly> rewrite(const Document& document, const Edits& edits) const override;
  Result<CleanFile> audit(ByteView file, const Limits& limits) const override;

private:
  FileType type_;
};

} // namespace photoscrub::formats
