#include "formats/jxl_codestream.h"

#include <optional>

namespace photoscrub::formats::jxl {

namespace {

constexpr std::uint32_t kAlphaChannel = 0, kSpotColour = 2, kBlack = 4,
                        kFilterArray = 5; // D.3.3, table D.7
constexpr std::uint32_t kLastChannelType = 16;

/// Bits from the lowest of each byte on (B.2.1). After the end every bit is 0 and ok() is false.
class BitReader {
public:
  explicit BitReader(ByteView bytes) : reader_(bytes) {}

  bool ok() const { return ok_; }
  bool flag() { return bits(1) != 0; }

  std::uint32_t bits(int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
      if (left_ == 0) {
        const auto byte = reader_.u8();
        ok_ = ok_ && byte.ok();
        byte_ = byte.ok() ? byte.value() : std::uint8_t{0};
        left_ = 8;
      }
      value |= static_cast<std::uint32_t>(byte_ & 1) << i;
      byte_ = static_cast<std::uint8_t>(byte_ >> 1);
      --left_;
    }
    return value;
  }

  /// One of four ways, which two bits choose: so many bits, and what to add to them.
  struct Way {
    std::uint32_t base;
    int count;
  };
  /// U32() of B.2.2.
  std::uint32_t number(const std::array<Way, 4>& ways) {
    const auto& way = ways[bits(2)];
    return way.base + bits(way.count);
  }
  /// Enum() of B.2.6.
  std::uint32_t choice() { return number({{{0, 0}, {1, 0}, {2, 4}, {18, 6}}}); }

private:
  ByteReader reader_;
  std::uint8_t byte_ = 0;
  int left_ = 0;
  bool ok_ = true;
};

struct LongSize {
  std::uint64_t width = 0, height = 0;
};

// Width from height, table D.3; 0 where it is coded by itself.
std::uint64_t widthByRatio(std::uint32_t ratio, std::uint64_t height) {
  switch (ratio) {
  case 1:
    return height;
  case 2:
    return height * 12 / 10;
  case 3:
    return height * 4 / 3;
  case 4:
    return height * 3 / 2;
  case 5:
    return height * 16 / 9;
  case 6:
    return height * 5 / 4;
  case 7:
    return height * 2;
  default:
    return 0;
  }
}

// SizeHeader, D.2.
LongSize readSize(BitReader& reader) {
  const bool small = reader.flag();
  const auto side = [&]() -> std::uint64_t {
    if (small)
      return 8 * (std::uint64_t{reader.bits(5)} + 1);
    return reader.number({{{1, 9}, {1, 13}, {1, 18}, {1, 30}}});
  };
  LongSize size;
  size.height = side();
  const auto ratio = reader.bits(3);
  size.width = ratio == 0 ? side() : widthByRatio(ratio, size.height);
  return size;
}

// AnimationHeader, D.3.2.
void readAnimation(BitReader& reader, CodestreamHead& head) {
  head.animated = true;
  reader.number({{{100, 0}, {1000, 0}, {1, 10}, {1, 30}}});
  reader.number({{{1, 0}, {1001, 0}, {1, 8}, {1, 10}}});
  reader.number({{{0, 0}, {0, 3}, {0, 16}, {0, 32}}});
  head.hasTimecodes = reader.flag();
}

// BitDepth, D.3.4.
void skipBitDepth(BitReader& reader) {
  if (!reader.flag()) {
    reader.number({{{8, 0}, {10, 0}, {12, 0}, {1, 6}}});
    return;
  }
  reader.number({{{32, 0}, {16, 0}, {24, 0}, {1, 6}}});
  reader.bits(4);
}

// ExtraChannelInfo, D.3.3. False for a type that does not exist.
bool readChannel(BitReader& reader, CodestreamHead& head) {
  constexpr int kHalfFloatBits = 16;
  if (reader.flag())
    return true; // plain transparency
  const auto type = reader.choice();
  skipBitDepth(reader);
  reader.number({{{0, 0}, {3, 0}, {4, 0}, {1, 3}}});
  const auto nameBytes = reader.number({{{0, 0}, {0, 4}, {16, 5}, {48, 10}}});
  for (std::uint32_t i = 0; i < nameBytes; ++i)
    reader.bits(8);
  if (type == kAlphaChannel)
    reader.flag();
  for (int i = 0; type == kSpotColour && i < 4; ++i)
    reader.bits(kHalfFloatBits);
  if (type == kFilterArray)
    reader.number({{{1, 0}, {0, 2}, {3, 4}, {19, 8}}});
  head.hasNames = head.hasNames || nameBytes > 0;
  head.cmyk = head.cmyk || type == kBlack;
  head.hasLayers = head.hasLayers || (type != kAlphaChannel && type != kBlack);
  return type <= kLastChannelType;
}

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The JPEG XL picture is damaged and cannot be read",
          std::move(detail)};
}

/// ImageMetadata, D.3.1, up to the first fields of the colour encoding.
struct Metadata {
  std::uint32_t orientation = 1;
  bool known = true;
};
Metadata readMetadata(BitReader& reader, CodestreamHead& head) {
  Metadata metadata;
  if (reader.flag())
    return metadata; // all as usual: 8 bits, upright, sRGB
  if (reader.flag()) {
    metadata.orientation = 1 + reader.bits(3);
    if (reader.flag())
      readSize(reader); // how large to show it
    head.hasPreview = reader.flag();
    if (head.hasPreview)
      return metadata; // refused; what follows does not matter
    if (reader.flag())
      readAnimation(reader, head);
  }
  skipBitDepth(reader);
  reader.flag(); // buffers of 16 bits are enough
  const auto channels = reader.number({{{0, 0}, {1, 0}, {2, 4}, {1, 12}}});
  for (std::uint32_t i = 0; i < channels && reader.ok(); ++i)
    metadata.known = readChannel(reader, head) && metadata.known;
  reader.flag();      // colours are XYB
  if (!reader.flag()) // not plain sRGB
    head.hasProfile = reader.flag();
  return metadata;
}

} // namespace

Result<CodestreamHead> readHead(ByteView start, const Limits& limits) {
  if (!startsWith(start, kCodestreamStart))
    return malformed("codestream signature");
  BitReader reader(start.subspan(kCodestreamStart.size()));
  CodestreamHead head;
  const auto size = readSize(reader);
  const auto metadata = readMetadata(reader, head);
  if (!reader.ok())
    return Error{ErrorCode::truncated, "The JPEG XL picture is not complete: its end is missing",
                 "codestream header"};
  if (!metadata.known || size.width == 0 || size.height == 0)
    return malformed("codestream header");
  if (size.width > limits.maxSide || size.height > limits.maxSide ||
      size.width * size.height > limits.maxPixels)
    return Error{ErrorCode::limit, "The picture is larger than the set limits allow",
                 std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels"};
  const Size coded{static_cast<int>(size.width), static_cast<int>(size.height)};
  const bool turned = metadata.orientation > 4;
  head.shown = turned ? Size{coded.height, coded.width} : coded;
  return head;
}

} // namespace photoscrub::formats::jxl
