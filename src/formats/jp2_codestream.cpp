#include "formats/jp2_codestream.h"

#include <algorithm>
#include <map>

namespace photoscrub::formats::jp2 {

namespace {

constexpr std::size_t kMarkerSize = 2;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The JPEG 2000 picture is damaged and cannot be read",
          std::move(detail), offset};
}

struct Segment {
  std::uint16_t marker = 0;
  std::uint64_t begin = 0; // in the codestream
  ByteView whole, payload;
};

// A.1.3: these stand alone.
bool hasNoLength(std::uint16_t marker) {
  return marker >= 0xFF30 && marker <= 0xFF3F;
}

class Reader {
public:
  Reader(ByteView bytes, std::uint64_t offset, const Limits& limits)
      : bytes_(bytes), offset_(offset), limits_(limits), reader_(bytes) {}

  Result<Codestream> run() {
    PHOTOSCRUB_TRY(soc, reader_.u16());
    if (soc != kSoc)
      return malformed("does not begin with SOC", offset_);
    PHOTOSCRUB_CHECK(mainHeader());
    while (!done_)
      PHOTOSCRUB_CHECK(tilePart());
    const bool anyData = std::any_of(stream_.parts.begin(), stream_.parts.end(),
                                     [](const TilePart& part) { return !part.data.empty(); });
    if (!anyData)
      return malformed("no tiles", here());
    if (startsWith(reader_.rest(), Bytes{0xFF, 0xD9}))
      PHOTOSCRUB_CHECK(reader_.skip(kMarkerSize));
    stream_.end = here();
    return std::move(stream_);
  }

private:
  std::uint64_t here() const { return offset_ + reader_.position(); }

  std::uint16_t peek() const {
    const auto marker = ByteReader(reader_.rest()).u16();
    return marker.ok() ? marker.value() : std::uint16_t{0};
  }

  ByteView since(std::uint64_t begin) const {
    const auto first = static_cast<std::size_t>(begin);
    return bytes_.subspan(first, static_cast<std::size_t>(reader_.position()) - first);
  }

  Result<Segment> segment() {
    if (++parts_ > limits_.maxParts)
      return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                   "segments", here()};
    Segment segment;
    segment.begin = reader_.position();
    PHOTOSCRUB_TRY(marker, reader_.u16());
    segment.marker = marker;
    if (marker < 0xFF00)
      return malformed("no marker", offset_ + segment.begin);
    if (!hasNoLength(marker)) {
      PHOTOSCRUB_TRY(length, reader_.u16());
      if (length < 2)
        return malformed("length of a segment", offset_ + segment.begin);
      PHOTOSCRUB_TRY(payload, reader_.take(length - 2u));
      segment.payload = payload;
    }
    segment.whole = since(segment.begin);
    return segment;
  }

  Status mainHeader() {
    PHOTOSCRUB_TRY(first, segment());
    if (first.marker != kSiz)
      return malformed("does not begin with SIZ", offset_);
    PHOTOSCRUB_TRY(siz, readSiz(first.payload, limits_));
    stream_.siz = std::move(siz);
    stream_.segments.push_back(first.whole);
    SettingsSeen seen;
    while (peek() != kSot)
      PHOTOSCRUB_CHECK(take(Place::mainHeader, stream_.segments, seen));
    return {};
  }

  // One segment that stays or goes.
  Status take(Place place, std::vector<ByteView>& segments, SettingsSeen& seen) {
    PHOTOSCRUB_TRY(next, segment());
    if (next.marker == kEoc || next.marker == kSod || next.marker == kSoc)
      return malformed("marker out of place", offset_ + next.begin);
    if (isOfPartTwo(next.marker))
      return Error{ErrorCode::unsupported,
                   "This JPEG 2000 picture codes its colours in a rare way. Open it in your photo "
                   "program and export it as JPEG first, then clean that copy.",
                   "segment of part 2", offset_ + next.begin};
    if (!isNeeded(next.marker, place)) {
      const auto use = segmentUse(next.marker);
      drop(use.kind, use.where, next.begin);
      return {};
    }
    const auto components = stream_.siz.depths.size();
    if (!hasExactLength(next.marker, next.payload, components) ||
        !seen.add(next.marker, next.payload, components))
      return malformed("settings", offset_ + next.begin);
    packedHeaders_ = packedHeaders_ || next.marker == kPpm;
    segments.push_back(next.whole);
    return {};
  }

  // The codestream ends where no tile-part begins.
  Status tilePart() {
    const auto begin = reader_.position();
    if (peek() != kSot) {
      done_ = true;
      return {};
    }
    auto read = tilePartAt(begin);
    if (read.ok() || read.error().code == ErrorCode::limit ||
        read.error().code == ErrorCode::unsupported || stream_.parts.empty())
      return read.ok() ? Status{} : read.error();
    done_ = true; // what comes before it is a picture
    return reader_.seek(begin);
  }

  Status tilePartAt(std::uint64_t begin) {
    PHOTOSCRUB_TRY(start, segment());
    if (start.payload.size() != kSotPayload)
      return malformed("SOT length", offset_ + begin);
    TilePart part;
    part.sot = readSot(start.payload);
    part.tile = start.payload.first(2);
    part.numbering = start.payload.subspan(6, 2);
    const auto seenParts = tileParts_.find(part.sot.tile);
    const unsigned expected = seenParts == tileParts_.end() ? 0 : seenParts->second;
    const auto place = expected == 0 ? Place::firstTilePart : Place::tilePart;
    SettingsSeen seen;
    const auto before = stream_.dropped.size();
    while (peek() != kSod)
      PHOTOSCRUB_CHECK(take(place, part.segments, seen));
    PHOTOSCRUB_CHECK(reader_.skip(kMarkerSize));
    PHOTOSCRUB_TRY(data, packets(part.sot, begin));
    part.data = data;
    if (part.sot.tile >= stream_.siz.tiles || part.sot.index != expected) {
      if (packedHeaders_)
        return malformed("tile-parts out of order", offset_ + begin);
      stream_.dropped.resize(before);
      drop(FindingKind::hiddenImage, "tile that no decoder shows", begin);
      return {};
    }
    tileParts_[part.sot.tile] = expected + 1;
    part.sot.length = static_cast<std::uint32_t>(kSotSize + kMarkerSize + data.size());
    for (const auto view : part.segments)
      part.sot.length += static_cast<std::uint32_t>(view.size());
    stream_.parts.push_back(std::move(part));
    return {};
  }

  // Up to where SOT says, or to the end.
  Result<ByteView> packets(const Sot& sot, std::uint64_t begin) {
    const auto header = reader_.position() - begin;
    if (sot.length == 0) {
      // Packets hold no FF 90 or above (D.2.1), so the first EOC is the end.
      const auto rest = asText(reader_.rest());
      return reader_.take(std::min(rest.find("\xFF\xD9"), rest.size()));
    }
    if (sot.length < header)
      return malformed("length of a tile-part", offset_ + begin);
    return reader_.take(std::min<std::uint64_t>(sot.length - header, reader_.left()));
  }

  void drop(FindingKind kind, std::string_view where, std::uint64_t begin) {
    stream_.dropped.push_back(
        {kind, std::string(where), offset_ + begin, since(begin).size(), false});
  }

  ByteView bytes_;
  std::uint64_t offset_;
  const Limits& limits_;
  ByteReader reader_;
  Codestream stream_;
  std::map<std::uint16_t, unsigned> tileParts_;
  std::uint32_t parts_ = 0;
  bool packedHeaders_ = false, done_ = false;
};

} // namespace

std::uint64_t Codestream::size() const {
  std::uint64_t total = 2 * kMarkerSize; // SOC, EOC
  for (const auto view : segments)
    total += view.size();
  for (const auto& part : parts)
    total += part.sot.length;
  return total;
}

Result<Codestream> readCodestream(ByteView bytes, std::uint64_t offset, const Limits& limits) {
  return Reader(bytes, offset, limits).run();
}

void listCoded(const Codestream& codestream, std::vector<ByteView>& coded) {
  coded.insert(coded.end(), codestream.segments.begin(), codestream.segments.end());
  for (const auto& part : codestream.parts) {
    coded.insert(coded.end(), {part.tile, part.numbering});
    coded.insert(coded.end(), part.segments.begin(), part.segments.end());
    coded.push_back(part.data);
  }
}

void writeCodestream(const Codestream& codestream, Assembly& assembly) {
  assembly.own({0xFF, 0x4F});
  for (const auto view : codestream.segments)
    assembly.borrow(view);
  for (const auto& part : codestream.parts) {
    assembly.own(makeSot(part.sot));
    for (const auto view : part.segments)
      assembly.borrow(view);
    assembly.own({0xFF, 0x93});
    assembly.borrow(part.data);
  }
  assembly.own({0xFF, 0xD9});
}

} // namespace photoscrub::formats::jp2
