/// The syntax of JPEG (ITU-T T.81, Annex B) that reading, writing and auditing share. Pure; views
/// show the file's bytes.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace photoscrub::formats::jpeg {

// Marker codes, T.81 table B.1; the byte after 0xFF.
inline constexpr std::uint8_t kSof0 = 0xC0, kSof1 = 0xC1, kSof2 = 0xC2, kSof9 = 0xC9, kSof10 = 0xCA,
                              kSof15 = 0xCF;
inline constexpr std::uint8_t kDht = 0xC4, kJpg = 0xC8, kDac = 0xCC;
inline constexpr std::uint8_t kRst0 = 0xD0, kRst7 = 0xD7, kSoi = 0xD8, kEoi = 0xD9, kSos = 0xDA,
                              kDqt = 0xDB, kDnl = 0xDC, kDri = 0xDD;
inline constexpr std::uint8_t kApp0 = 0xE0, kApp1 = 0xE1, kApp2 = 0xE2, kApp14 = 0xEE,
                              kApp15 = 0xEF, kCom = 0xFE, kTem = 0x01;

/// The two bytes that begin a picture, and those that end it.
inline constexpr std::array<std::uint8_t, 2> kStartOfImage = {0xFF, kSoi};
inline constexpr std::array<std::uint8_t, 2> kEndOfImage = {0xFF, kEoi};

/// The code as a view that lives for ever, to stand among the parts of a picture.
ByteView codeView(std::uint8_t marker);

/// SOFn of any process, handled or not.
bool isFrameMarker(std::uint8_t marker);

struct Component {
  std::uint8_t id = 0;
  std::uint8_t quantTable = 0; ///< 0-3
};

/// A frame header, T.81 B.2.2.
struct Frame {
  ByteView payload;
  std::uint8_t marker = 0;
  Size size;
  std::vector<Component> components; ///< 1 to 4

  bool progressive() const { return marker == kSof2 || marker == kSof10; }
  bool arithmetic() const { return marker == kSof9 || marker == kSof10; }
};
/// Errors: malformed, limit, unsupported (12-bit, lossless, hierarchical, height in a DNL segment).
Result<Frame> readFrame(std::uint8_t marker, ByteView payload, const Limits& limits);

/// A scan header, T.81 B.2.3.
struct Scan {
  ByteView payload;
  std::vector<int> components; ///< indices into Frame::components
  std::vector<std::uint8_t> dcTables;
  std::vector<std::uint8_t> acTables;
  int spectralStart = 0, spectralEnd = 63, approximationHigh = 0;
};
/// Errors: malformed.
Result<Scan> readScan(const Frame& frame, ByteView payload);

/// A table a scan decodes with: its defining segment's marker and slot. Slots: DHT and DAC as the
/// byte Tc<<4|Th that starts the definition, DQT as Tq.
struct TableId {
  std::uint8_t marker = 0;
  std::uint8_t slot = 0;
  friend bool operator==(const TableId&, const TableId&) = default;
};
/// The entropy-coding tables `scan` reads, in ascending order, each once.
std::vector<TableId> entropyTables(const Frame& frame, const Scan& scan);
/// The quantisation tables of these components, in ascending order, each once.
/// REQUIRES: `components` are indices into frame.components.
std::vector<TableId> quantTables(const Frame& frame, std::span<const int> components);

struct Table {
  TableId id;
  ByteView definition; ///< as it would stand alone in a segment's payload
};
/// Splits a DQT, DHT or DAC payload into its tables. Errors: malformed.
Result<std::vector<Table>> readTables(std::uint8_t marker, ByteView payload);

/// The latest definition of each table slot.
class TableSet {
public:
  /// Empty where nothing was defined.
  ByteView at(TableId id) const { return slots_[index(id)]; }
  void define(const Table& table) { slots_[index(table.id)] = table.definition; }

private:
  static std::size_t index(TableId id);
  std::array<ByteView, 4 + 32 + 32> slots_{};
};

/// Which components a picture has begun to code.
class CodedComponents {
public:
  /// Those of `scan` that no scan before it coded. Now they are.
  std::vector<int> add(const Scan& scan);

private:
  std::array<bool, 4> coded_{};
};

/// Whether a scan's data hold restart markers: whether the interval in effect is other than 0.
enum class Restarts { none, some };

/// The entropy-coded data of one scan.
struct Entropy {
  std::vector<ByteView> pieces; ///< what decoders read; more than one where they skip something
  std::uint64_t end = 0;        ///< where the next marker stands, or the file ends
};

/// The data that begin at `begin` end at the 0xFF of the next marker (fill bytes before it not
/// included). T.81 B.1.1.5. RSTn belong to the data if the scan has any. In front of an RSTn, what
/// decoders skip, from a reserved code on, is left out.
Entropy readEntropy(ByteView file, std::uint64_t begin, Restarts restarts);

} // namespace photoscrub::formats::jpeg
