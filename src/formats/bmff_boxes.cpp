#include "formats/bmff_boxes.h"

namespace photoscrub::formats::bmff {

namespace {

constexpr std::uint64_t kShortHeader = 8;
constexpr std::uint64_t kUserTypeBytes = 16;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The file is damaged: one of its parts has an impossible size",
          std::move(detail), offset};
}

} // namespace

BoxReader BoxReader::inside(const Box& box, std::uint64_t skip, Count& count,
                            const Limits& limits) {
  return {box.payload.subspan(static_cast<std::size_t>(skip)), box.offset + box.headerSize + skip,
          Level::contained, count, limits};
}

Result<Box> BoxReader::next() {
  const auto begin = reader_.position();
  if (++count_.boxes > limits_.maxParts)
    return Error{ErrorCode::limit, "The file has more parts than the set limits allow", "boxes",
                 position()};
  auto box = read();
  if (!box.ok())
    PHOTOSCRUB_CHECK(reader_.seek(begin));
  return box;
}

Result<Box> BoxReader::read() {
  Box box;
  box.offset = position();
  const auto available = reader_.left();
  PHOTOSCRUB_TRY(shortSize, reader_.u32());
  PHOTOSCRUB_TRY(type, reader_.take(4));
  box.type = asText(type);
  box.headerSize = kShortHeader;
  std::uint64_t size = shortSize;
  if (shortSize == 1) {
    PHOTOSCRUB_TRY(longSize, reader_.u64());
    size = longSize;
    box.headerSize += 8;
  } else if (shortSize == 0) {
    if (level_ != Level::file)
      return malformed("box of no size", box.offset);
    size = available;
    box.toEndOfFile = true;
  }
  if (box.type == "uuid") {
    PHOTOSCRUB_TRY(userType, reader_.take(kUserTypeBytes));
    box.userType = userType;
    box.headerSize += kUserTypeBytes;
  }
  if (size < box.headerSize)
    return malformed("box shorter than its header", box.offset);
  PHOTOSCRUB_TRY(payload, reader_.take(size - box.headerSize));
  box.payload = payload;
  return box;
}

Result<FullBox> readFullBox(const Box& box) {
  ByteReader reader(box.payload);
  PHOTOSCRUB_TRY(word, reader.u32());
  return FullBox{static_cast<std::uint8_t>(word >> 24), word & 0xFFFFFF, reader.rest()};
}

BoxScope::BoxScope(ByteWriter& out, std::string_view type) : out_(out), begin_(out.size()) {
  out_.u32(0).bytes(asBytes(type));
}

BoxScope::~BoxScope() {
  out_.patchU32(begin_, static_cast<std::uint32_t>(out_.size() - begin_));
}

} // namespace photoscrub::formats::bmff
