#include "redact/heif_coding.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

constexpr std::uint64_t kVersionAndFlags = 4;

struct Box {
  std::string_view type;
  ByteView content;
};

// ISO/IEC 14496-12, 4.2: size, type, and for size 1 a long size; size 0 reaches to the end.
Result<Box> nextBox(ByteReader& reader) {
  const auto begin = reader.position(), whole = reader.left();
  PHOTOSCRUB_TRY(shortSize, reader.u32());
  PHOTOSCRUB_TRY(type, reader.take(4));
  std::uint64_t size = shortSize == 0 ? whole : shortSize;
  if (shortSize == 1) {
    PHOTOSCRUB_TRY(longSize, reader.u64());
    size = longSize;
  }
  const auto header = reader.position() - begin;
  PHOTOSCRUB_TRY(content, reader.take(size < header ? whole + 1 : size - header));
  return Box{asText(type), content};
}

// The content of the first box of this type, behind `skip` bytes.
ByteView boxIn(ByteView bytes, std::string_view wanted, std::uint64_t skip) {
  ByteReader reader(bytes);
  for (;;) {
    const auto box = nextBox(reader);
    if (!box.ok())
      return {};
    if (box.value().type == wanted)
      return box.value().content.subspan(std::min<std::size_t>(skip, box.value().content.size()));
  }
}

std::optional<HeifCoding> codingOf(const Box& box) {
  constexpr std::size_t kHevcChroma = 16; // ISO/IEC 14496-15, 8.3.2.1
  if (box.type == "hvcC" && box.content.size() > kHevcChroma)
    return HeifCoding{false, box.content[kHevcChroma] & 3};
  constexpr std::size_t kAv1Flags = 2; // AV1-ISOBMFF, 2.3.3
  if (box.type != "av1C" || box.content.size() <= kAv1Flags)
    return std::nullopt;
  const auto flags = box.content[kAv1Flags];
  const bool grey = (flags & 0x10) != 0, halfWide = (flags & 8) != 0, halfHigh = (flags & 4) != 0;
  return HeifCoding{true, grey ? 0 : halfHigh ? 1 : halfWide ? 2 : 3};
}

} // namespace

std::optional<HeifCoding> heifCoding(ByteView file) {
  const auto meta = boxIn(file, "meta", kVersionAndFlags);
  ByteReader properties(boxIn(boxIn(meta, "iprp", 0), "ipco", 0));
  std::optional<HeifCoding> found;
  for (;;) {
    const auto box = nextBox(properties);
    if (!box.ok())
      return found;
    const auto coding = codingOf(box.value());
    if (coding && (!found || coding->chroma > found->chroma))
      found = coding;
  }
}

} // namespace photoscrub::redact
