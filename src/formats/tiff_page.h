/// One directory on its way to a page of the output. Private to the TIFF format's own files.
#pragma once

#include "formats/tiff_document.h"

namespace photoscrub::formats::tiff {

/// What a directory gives: the page, and what of the directory and its data goes.
struct PageReading {
  Page page;
  std::vector<Part> dropped;
  ByteView profile; ///< the colour profile as it stands in the file; empty if none
};

/// Reads pages, one after the other, and sees to it that their image data together are not longer
/// than the file.
class PageReader {
public:
  /// Keeps references to all but the variant.
  PageReader(ByteView file, Variant variant, const Limits& limits, Parts& parts,
             std::deque<Bytes>& owned)
      : file_(file), variant_(variant), limits_(limits), parts_(parts), owned_(owned) {}

  /// Errors: truncated, malformed, limit, unsupported.
  Result<PageReading> read(const Directory& directory);

private:
  Status takeFields(const Directory& directory, PageReading& reading);
  Status takeData(const Directory& directory, PageReading& reading);
  Result<ByteView> cell(const Directory& directory, const Picture& picture, std::uint64_t index);
  Status takeStreams(const Directory& directory, const std::vector<ByteView>& cells,
                     PageReading& reading);
  Part part(FindingKind kind, std::string where, ByteView bytes) const;

  ByteView file_;
  Variant variant_;
  const Limits& limits_;
  Parts& parts_;
  std::deque<Bytes>& owned_;
  std::uint64_t dataBytes_ = 0;
  ByteView surplus_; ///< behind the rows of the last cell()
};

} // namespace photoscrub::formats::tiff
