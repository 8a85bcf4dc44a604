#include "formats/jpeg_syntax.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace photoscrub::formats::jpeg {

namespace {

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The JPEG photo is damaged and cannot be read", std::move(detail)};
}

Error unsupported(std::string message, std::string detail) {
  return {ErrorCode::unsupported, std::move(message), std::move(detail)};
}

Result<std::uint64_t> tableSize(std::uint8_t marker, ByteView rest) {
  const std::uint8_t head = rest[0];
  if (marker == kDqt) { // B.2.4.1: precision, then 64 elements
    if ((head >> 4) > 1 || (head & 15) > 3)
      return malformed("DQT destination");
    return 1 + ((head >> 4) ? 128ull : 64ull);
  }
  if ((head >> 4) > 1)
    return malformed("table class");
  if (marker == kDac)
    return 2ull; // B.2.4.3
  if ((head & 15) > 3)
    return malformed("DHT destination");
  if (rest.size() < 17)
    return malformed("DHT counts"); // B.2.4.2
  std::uint64_t symbols = 0;
  for (int i = 1; i <= 16; ++i)
    symbols += rest[static_cast<std::size_t>(i)];
  if (symbols > 256)
    return malformed("DHT counts");
  return 17 + symbols;
}

void addOnce(std::vector<TableId>& tables, TableId id) {
  if (std::find(tables.begin(), tables.end(), id) == tables.end())
    tables.push_back(id);
}

} // namespace

ByteView codeView(std::uint8_t marker) {
  static const auto codes = [] {
    std::array<std::uint8_t, 256> all{};
    std::iota(all.begin(), all.end(), std::uint8_t{0});
    return all;
  }();
  return ByteView(codes).subspan(marker, 1);
}

bool isFrameMarker(std::uint8_t marker) {
  return marker >= kSof0 && marker <= kSof15 && marker != kDht && marker != kJpg && marker != kDac;
}

Result<Frame> readFrame(std::uint8_t marker, ByteView payload, const Limits& limits) {
  if (marker != kSof0 && marker != kSof1 && marker != kSof2 && marker != kSof9 && marker != kSof10)
    return unsupported("This kind of JPEG (lossless or hierarchical) cannot be handled. "
                       "Export it as an ordinary JPEG first",
                       "SOF" + std::to_string(marker - kSof0));
  ByteReader reader(payload);
  Frame frame{payload, marker, {}, {}};
  PHOTOSCRUB_TRY(precision, reader.u8());
  PHOTOSCRUB_TRY(height, reader.u16());
  PHOTOSCRUB_TRY(width, reader.u16());
  PHOTOSCRUB_TRY(count, reader.u8());
  if (precision != 8)
    return unsupported("This JPEG has " + std::to_string(precision) +
                           " bits a colour, which cannot be shown or checked. "
                           "Export it as an ordinary 8-bit JPEG first",
                       "sample precision");
  if (height == 0)
    return unsupported("This JPEG does not say how high it is", "DNL");
  if (width == 0 || count == 0 || count > 4 || reader.left() != 3ull * count)
    return malformed("SOF header");
  if (width > limits.maxSide || height > limits.maxSide ||
      static_cast<std::uint64_t>(width) * height > limits.maxPixels)
    return Error{ErrorCode::limit, "The photo is larger than the set limits allow",
                 std::to_string(width) + " x " + std::to_string(height) + " pixels"};
  frame.size = {width, height};
  for (int i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(id, reader.u8());
    PHOTOSCRUB_TRY(sampling, reader.u8());
    PHOTOSCRUB_TRY(table, reader.u8());
    const int h = sampling >> 4, v = sampling & 15;
    if (h < 1 || h > 4 || v < 1 || v > 4 || table > 3)
      return malformed("SOF component");
    frame.components.push_back({id, table});
  }
  return frame;
}

Result<Scan> readScan(const Frame& frame, ByteView payload) {
  ByteReader reader(payload);
  Scan scan;
  scan.payload = payload;
  PHOTOSCRUB_TRY(count, reader.u8());
  if (count < 1 || count > 4 || reader.left() != 2ull * count + 3)
    return malformed("SOS header");
  for (int i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(id, reader.u8());
    PHOTOSCRUB_TRY(tables, reader.u8());
    const auto it = std::find_if(frame.components.begin(), frame.components.end(),
                                 [id](const Component& component) { return component.id == id; });
    if (it == frame.components.end() || (tables >> 4) > 3 || (tables & 15) > 3)
      return malformed("SOS component");
    scan.components.push_back(static_cast<int>(it - frame.components.begin()));
    scan.dcTables.push_back(static_cast<std::uint8_t>(tables >> 4));
    scan.acTables.push_back(static_cast<std::uint8_t>(tables & 15));
  }
  PHOTOSCRUB_TRY(start, reader.u8());
  PHOTOSCRUB_TRY(end, reader.u8());
  PHOTOSCRUB_TRY(approximation, reader.u8());
  scan.spectralStart = start;
  scan.spectralEnd = end;
  scan.approximationHigh = approximation >> 4;
  return scan;
}

std::vector<TableId> entropyTables(const Frame& frame, const Scan& scan) {
  const std::uint8_t marker = frame.arithmetic() ? kDac : kDht;
  // G.1.2.1, G.1.3.1: a DC refinement scan is raw bits, or bits of one fixed probability; a
  // progressive scan is DC or AC, never both.
  const bool dc = !frame.progressive() || (scan.spectralStart == 0 && scan.approximationHigh == 0);
  const bool ac = !frame.progressive() || scan.spectralStart > 0;
  std::vector<TableId> tables;
  for (std::size_t i = 0; i < scan.components.size(); ++i) {
    if (dc)
      addOnce(tables, {marker, scan.dcTables[i]});
    if (ac)
      addOnce(tables, {marker, static_cast<std::uint8_t>(0x10 | scan.acTables[i])});
  }
  std::sort(tables.begin(), tables.end(), [](TableId a, TableId b) { return a.slot < b.slot; });
  return tables;
}

std::vector<TableId> quantTables(const Frame& frame, std::span<const int> components) {
  std::set<std::uint8_t> slots;
  for (const int component : components)
    slots.insert(frame.components[static_cast<std::size_t>(component)].quantTable);
  std::vector<TableId> tables;
  for (const auto slot : slots)
    tables.push_back({kDqt, slot});
  return tables;
}

Result<std::vector<Table>> readTables(std::uint8_t marker, ByteView payload) {
  std::vector<Table> tables;
  while (!payload.empty()) {
    PHOTOSCRUB_TRY(size, tableSize(marker, payload));
    if (size > payload.size())
      return malformed("table cut short");
    const auto definition = payload.first(static_cast<std::size_t>(size));
    const auto slot =
        static_cast<std::uint8_t>(marker == kDqt ? definition[0] & 15 : definition[0]);
    tables.push_back({{marker, slot}, definition});
    payload = payload.subspan(definition.size());
  }
  return tables;
}

std::size_t TableSet::index(TableId id) {
  // DQT 0-3; then Tc<<4|Th with Th below 16: 32 slots each for DHT and DAC.
  if (id.marker == kDqt)
    return id.slot & 3u;
  return (id.marker == kDht ? 4u : 36u) + (id.slot & 31u);
}

std::vector<int> CodedComponents::add(const Scan& scan) {
  std::vector<int> fresh;
  for (const int component : scan.components) {
    auto& coded = coded_[static_cast<std::size_t>(component)];
    if (!coded)
      fresh.push_back(component);
    coded = true;
  }
  return fresh;
}

Entropy readEntropy(ByteView file, std::uint64_t begin, Restarts restarts) {
  const auto* const first = file.data();
  const auto* const last = first + file.size();
  const auto* piece = first + begin;
  const std::uint8_t* skipped = nullptr; // from here on decoders look for the next RSTn
  Entropy entropy;
  const auto close = [&](const std::uint8_t* at) {
    const auto* const pieceEnd = skipped ? skipped : at;
    entropy.pieces.emplace_back(piece, pieceEnd);
    piece = at;
    skipped = nullptr;
  };
  for (const auto* at = piece; at < last;) {
    at = static_cast<const std::uint8_t*>(
        std::memchr(at, 0xFF, static_cast<std::size_t>(last - at)));
    if (!at)
      break;
    const auto* code = at + 1;
    while (code < last && *code == 0xFF)
      ++code;
    const bool restart = code < last && *code >= kRst0 && *code <= kRst7;
    const bool reserved = (code < last) && (*code > 0) && (*code < kSof0);
    if (restarts == Restarts::some && restart && skipped) {
      close(at);
    } else if (restarts == Restarts::some && reserved) {
      skipped = skipped ? skipped : at;
    } else if (!(restarts == Restarts::some && restart) && (code == last || *code != 0)) {
      close(at);
      entropy.end = static_cast<std::uint64_t>(at - first);
      return entropy;
    }
    at = code + 1;
  }
  close(last);
  entropy.end = file.size();
  return entropy;
}

} // namespace photoscrub::formats::jpeg
