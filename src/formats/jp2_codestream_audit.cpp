// The strict reading of a JPEG 2000 codestream: segments that decoders need, each of exactly its
// length and once, tile-parts in order with their true lengths, EOC at the end.
#include "formats/jp2_codestream.h"

#include <map>

namespace photoscrub::formats::jp2 {

namespace {

class Auditor {
public:
  Auditor(ByteView bytes, const Limits& limits, std::vector<ByteView>& coded)
      : reader_(bytes), limits_(limits), coded_(coded) {}

  Result<Siz> run() {
    PHOTOSCRUB_TRY(soc, reader_.u16());
    PHOTOSCRUB_TRY(sizMarker, reader_.u16());
    PHOTOSCRUB_TRY(payload, payloadHere());
    if (soc != kSoc || sizMarker != kSiz)
      return leak("begin of the codestream");
    PHOTOSCRUB_TRY(siz, readSiz(payload, limits_));
    siz_ = std::move(siz);
    coded_.push_back(whole(payload));
    PHOTOSCRUB_TRY(marker, header(Place::mainHeader));
    bool anyData = false;
    while (marker == kSot) {
      PHOTOSCRUB_TRY(data, tilePart());
      anyData = anyData || !data.empty();
      PHOTOSCRUB_TRY(following, reader_.u16());
      marker = following;
    }
    if (marker != kEoc || !reader_.atEnd() || !anyData)
      return leak("end of the codestream");
    return std::move(siz_);
  }

private:
  Error leak(std::string detail) const {
    return {ErrorCode::leak, "The cleaned picture holds something it should not", std::move(detail),
            reader_.position()};
  }

  Result<ByteView> payloadHere() {
    if (++parts_ > limits_.maxParts)
      return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                   "segments", reader_.position()};
    PHOTOSCRUB_TRY(length, reader_.u16());
    if (length < 2)
      return leak("length of a segment");
    return reader_.take(length - 2u);
  }

  // With the four bytes in front of it.
  static ByteView whole(ByteView payload) { return {payload.data() - 4, payload.size() + 4}; }

  // Takes segments; gives the marker that ends them.
  Result<std::uint16_t> header(Place place) {
    SettingsSeen seen;
    for (;;) {
      PHOTOSCRUB_TRY(marker, reader_.u16());
      if (marker == (place == Place::mainHeader ? kSot : kSod))
        return marker;
      if (!isNeeded(marker, place))
        return leak("segment that is not allowed");
      PHOTOSCRUB_TRY(payload, payloadHere());
      if (!hasExactLength(marker, payload, siz_.depths.size()) ||
          !seen.add(marker, payload, siz_.depths.size()))
        return leak("segment of another length, or twice");
      coded_.push_back(whole(payload));
    }
  }

  // The marker has been read.
  Result<ByteView> tilePart() {
    const auto begin = reader_.position() - 2;
    PHOTOSCRUB_TRY(payload, payloadHere());
    if (payload.size() != kSotPayload)
      return leak("SOT length");
    const auto sot = readSot(payload);
    auto& expected = tileParts_[sot.tile];
    if (sot.tile >= siz_.tiles || sot.index != expected)
      return leak("tile that no decoder shows");
    coded_.insert(coded_.end(), {payload.first(2), payload.subspan(6)});
    const auto place = expected++ == 0 ? Place::firstTilePart : Place::tilePart;
    PHOTOSCRUB_CHECK(header(place));
    const auto used = reader_.position() - begin;
    if (sot.length < used)
      return leak("length of a tile-part");
    PHOTOSCRUB_TRY(data, reader_.take(sot.length - used));
    coded_.push_back(data);
    return data;
  }

  ByteReader reader_;
  const Limits& limits_;
  std::vector<ByteView>& coded_;
  Siz siz_;
  std::map<std::uint16_t, unsigned> tileParts_;
  std::uint32_t parts_ = 0;
};

} // namespace

Result<Siz> auditCodestream(ByteView bytes, const Limits& limits, std::vector<ByteView>& coded) {
  return Auditor(bytes, limits, coded).run();
}

} // namespace photoscrub::formats::jp2
