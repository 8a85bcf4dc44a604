/// Boxes read strictly: a size of four bytes, one order. Private to the audit of HEIF; header only.
#pragma once

#include "formats/heif_audit_tables.h"

namespace photoscrub::formats::heif {

struct AnyBox {
  std::string_view type;
  ByteView payload, whole;
};

/// Boxes with a size of four bytes, nothing else.
class StrictReader : public ByteReader {
public:
  explicit StrictReader(ByteView bytes) : ByteReader(bytes), bytes_(bytes) {}

  Result<AnyBox> box() {
    const auto begin = static_cast<std::size_t>(position());
    PHOTOSCRUB_TRY(size, u32());
    PHOTOSCRUB_TRY(type, take(4));
    if (size < 8)
      return leakError("box size");
    PHOTOSCRUB_TRY(payload, take(size - 8));
    return AnyBox{asText(type), payload, bytes_.subspan(begin, size)};
  }

  Result<ByteView> box(std::string_view type) {
    PHOTOSCRUB_TRY(next, box());
    if (next.type != type)
      return leakError("box out of order, or not allowed");
    return next.payload;
  }

  bool nextIs(std::string_view type) const {
    return left() >= 8 && asText(rest().subspan(4, 4)) == type;
  }

  /// The next bytes, which can only be these.
  Status fixed(std::string_view bytes) {
    PHOTOSCRUB_TRY(found, take(bytes.size()));
    return asText(found) == bytes ? Status{} : leakError("fixed field");
  }

  Status end() const { return atEnd() ? Status{} : leakError("more bytes in a box"); }

private:
  ByteView bytes_;
};

inline constexpr std::string_view kNoFlags{"\0\0\0\0", 4}; // FullBox of version 0

/// iref and iprp of a file whose items are known already. Errors: leak; truncated.
Status auditReferences(ByteView iref, CleanTables& tables);
Status auditProperties(ByteView iprp, CleanTables& tables);

} // namespace photoscrub::formats::heif
