#include "formats/heif_coded.h"

namespace photoscrub::formats::heif {

namespace {

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The photo is damaged: its coded picture cannot be read",
          std::move(detail)};
}

void append(std::vector<ByteView>& list, ByteView view) {
  if (!list.empty() && list.back().data() + list.back().size() == view.data())
    list.back() = {list.back().data(), list.back().size() + view.size()};
  else
    list.push_back(view);
}

// ---------------------------------------------------------------- H.265

constexpr unsigned kVps = 32, kPps = 34, kPrefixSei = 39, kSuffixSei = 40;

/// Slices of pictures; types 10 to 15 and 22 to 31 are reserved.
bool isSlice(unsigned type) {
  return type <= 9 || (type >= 16 && type <= 21);
}

struct HevcUnit {
  unsigned type = 0;
  unsigned layer = 0;
  bool beginsPicture = false; // first_slice_segment_in_pic_flag, the first bit of a slice
};

// 7.3.1.2
std::optional<HevcUnit> unitHead(ByteView unit) {
  if (unit.size() < 3 || (unit[0] & 0x80) != 0)
    return std::nullopt;
  return HevcUnit{unit[0] >> 1 & 0x3Fu, (unit[0] & 1u) << 5 | unit[1] >> 3, (unit[2] & 0x80) != 0};
}

class HevcReader {
public:
  /// Why this unit can go; nothing if it has to stay.
  std::optional<Unneeded> judge(ByteView unit) {
    const auto head = unitHead(unit);
    if (!head)
      return Unneeded{FindingKind::other, "unused bytes in the coded picture", {}};
    if (head->type == kPrefixSei || head->type == kSuffixSei)
      return Unneeded{FindingKind::software, "message in the coded picture", {}};
    if (head->layer != 0)
      return Unneeded{FindingKind::hiddenImage, "further layer of the coded picture", {}};
    if (isSlice(head->type)) {
      pictures_ += head->beginsPicture ? 1 : 0;
      if (pictures_ > 1)
        return Unneeded{FindingKind::hiddenImage, "further picture in the coded picture", {}};
      slices_ = true;
      return std::nullopt;
    }
    const bool parameters = head->type >= kVps && head->type <= kPps;
    if (parameters && !slices_)
      return std::nullopt;
    return Unneeded{FindingKind::other, "unused unit in the coded picture", {}};
  }
  bool sawPicture() const { return slices_; }

private:
  bool slices_ = false;
  int pictures_ = 0;
};

// ---------------------------------------------------------------- AV1

enum Obu : unsigned { // 6.2.2
  kSequenceHeader = 1,
  kTemporalDelimiter = 2,
  kFrameHeader = 3,
  kTileGroup = 4,
  kMetadata = 5,
  kFrame = 6,
  kRedundantFrameHeader = 7,
  kPadding = 15,
};

/// leb128() of 4.10.5.
Result<std::uint64_t> leb128(ByteReader& reader) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < 8; ++i) {
    PHOTOSCRUB_TRY(byte, reader.u8());
    value |= std::uint64_t{byte & 0x7Fu} << (7 * i);
    if ((byte & 0x80) == 0)
      return value;
  }
  return malformed("leb128");
}

struct ObuUnit {
  unsigned type = 0;
  std::uint64_t payload = 0; // bytes
};

// 5.3.1; moves the reader behind the unit.
Result<ObuUnit> readObu(ByteReader& reader) {
  PHOTOSCRUB_TRY(head, reader.u8());
  if ((head & 0x80) != 0)
    return malformed("OBU header");
  if ((head & 4) != 0)
    PHOTOSCRUB_CHECK(reader.skip(1)); // temporal and spatial layer
  ObuUnit unit{head >> 3 & 15u, reader.left()};
  if ((head & 2) != 0) {
    PHOTOSCRUB_TRY(size, leb128(reader));
    unit.payload = size;
  }
  PHOTOSCRUB_CHECK(reader.skip(unit.payload));
  return unit;
}

Unneeded unneededObu(unsigned type) {
  switch (type) {
  case kMetadata:
    return {FindingKind::other, "message in the coded picture", {}};
  case kPadding:
    return {FindingKind::other, "filler in the coded picture", {}};
  default:
    return {FindingKind::other, "unused unit in the coded picture", {}};
  }
}

bool isPictureObu(unsigned type) {
  return type == kSequenceHeader || type == kFrameHeader || type == kTileGroup || type == kFrame ||
         type == kRedundantFrameHeader;
}

} // namespace

Result<CodedPicture> readHevc(ByteView data, unsigned lengthSize) {
  CodedPicture picture;
  ByteReader reader(data);
  HevcReader hevc;
  while (reader.left() >= lengthSize) {
    const auto begin = static_cast<std::size_t>(reader.position());
    std::uint64_t length = 0;
    for (unsigned i = 0; i < lengthSize; ++i) {
      PHOTOSCRUB_TRY(byte, reader.u8());
      length = length << 8 | byte;
    }
    PHOTOSCRUB_TRY(unit, reader.take(length));
    const auto whole = data.subspan(begin, lengthSize + unit.size());
    if (auto unneeded = hevc.judge(unit)) {
      unneeded->bytes = whole;
      picture.unneeded.push_back(*unneeded);
    } else {
      append(picture.kept, whole);
    }
  }
  if (!reader.atEnd())
    picture.unneeded.push_back(
        {FindingKind::other, "unused bytes in the coded picture", reader.rest()});
  if (!hevc.sawPicture())
    return malformed("no slice");
  return picture;
}

Result<CodedPicture> readAv1(ByteView data) {
  CodedPicture picture;
  ByteReader reader(data);
  bool header = false, frame = false;
  while (!reader.atEnd()) {
    const auto begin = static_cast<std::size_t>(reader.position());
    PHOTOSCRUB_TRY(unit, readObu(reader));
    const auto whole = data.subspan(begin, static_cast<std::size_t>(reader.position()) - begin);
    // The picture is one temporal unit (AVIF 2.1); which one viewers would show of several differs.
    if (unit.type == kTemporalDelimiter && frame)
      return Error{ErrorCode::unsupported,
                   "The photo holds several pictures in one. Open it in your photo program and "
                   "export it as JPEG first",
                   "second temporal unit"};
    const bool delimiter = unit.type == kTemporalDelimiter && begin == 0 && unit.payload == 0;
    header = header || unit.type == kSequenceHeader;
    frame = frame || unit.type == kFrame || unit.type == kTileGroup;
    if (delimiter || isPictureObu(unit.type)) {
      append(picture.kept, whole);
    } else {
      auto unneeded = unneededObu(unit.type);
      unneeded.bytes = whole;
      picture.unneeded.push_back(unneeded);
    }
  }
  if (!header || !frame)
    return malformed("no frame");
  return picture;
}

} // namespace photoscrub::formats::heif
