#include "formats/icc_lut.h"

#include "formats/icc_tags.h"

#include <array>

namespace photoscrub::formats {

namespace {

constexpr std::uint64_t kTooLarge = 1ull << 32;

/// Entries of a colour look-up table, kTooLarge or more where no profile could hold it.
std::uint64_t clutEntries(ByteView gridPoints, unsigned outputs) {
  std::uint64_t entries = outputs;
  for (const std::uint8_t points : gridPoints) {
    entries *= points;
    if (entries >= kTooLarge)
      return kTooLarge;
  }
  return entries;
}

void padToFour(ByteWriter& out) {
  while (out.view().size() % 4 != 0)
    out.u8(0);
}

Status copyBytes(ByteReader& reader, ByteWriter& out, std::uint64_t count) {
  PHOTOSCRUB_TRY(view, reader.take(count));
  out.bytes(view);
  return {};
}

/// Type signature, reserved bytes, channel counts: the eleven bytes every look-up table begins
/// with.
Status copyLutHead(ByteReader& reader, ByteWriter& out, IccLutShape shape) {
  PHOTOSCRUB_TRY(type, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(4));
  PHOTOSCRUB_TRY(inputs, reader.u8());
  PHOTOSCRUB_TRY(outputs, reader.u8());
  if (inputs != shape.inputs || outputs != shape.outputs)
    return damagedProfile("look-up table for another number of channels");
  out.u32(type).u32(0).u8(inputs).u8(outputs);
  return {};
}

/// Grid size, a reserved byte and the 3x3 matrix of lut8Type and lut16Type.
Result<std::uint8_t> copyGridAndMatrix(ByteReader& reader, ByteWriter& out) {
  PHOTOSCRUB_TRY(grid, reader.u8());
  PHOTOSCRUB_CHECK(reader.skip(1));
  if (grid < 2)
    return damagedProfile("look-up table with fewer than two grid points");
  out.u8(grid).u8(0);
  PHOTOSCRUB_CHECK(copyBytes(reader, out, 9 * 4));
  return grid;
}

std::uint64_t evenClutEntries(std::uint8_t grid, IccLutShape shape) {
  const Bytes points(shape.inputs, grid);
  return clutEntries(points, shape.outputs);
}

} // namespace

Error damagedProfile(const char* detail) {
  return {ErrorCode::malformed, "The photo's colour profile is damaged", detail};
}

Status copyIccCurve(ByteReader& reader, ByteWriter& out) {
  PHOTOSCRUB_TRY(type, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(4));
  if (type == iccSignature("curv")) {
    PHOTOSCRUB_TRY(count, reader.u32());
    out.u32(type).u32(0).u32(count);
    return copyBytes(reader, out, 2ull * count);
  }
  if (type != iccSignature("para"))
    return damagedProfile("a curve of an unknown type");
  // ICC.1:2022, table 68: parameters of function types 0 to 4.
  constexpr std::array<std::uint64_t, 5> kParameters{1, 3, 4, 5, 7};
  PHOTOSCRUB_TRY(function, reader.u16());
  PHOTOSCRUB_CHECK(reader.skip(2));
  if (function >= kParameters.size())
    return damagedProfile("a curve of an unknown function");
  out.u32(type).u32(0).u16(function).u16(0);
  return copyBytes(reader, out, 4 * kParameters[function]);
}

Result<Bytes> normalLut8(ByteView tag, IccLutShape shape) {
  ByteReader reader(tag);
  ByteWriter out;
  PHOTOSCRUB_CHECK(copyLutHead(reader, out, shape));
  PHOTOSCRUB_TRY(grid, copyGridAndMatrix(reader, out));
  const std::uint64_t curves = 256ull * (shape.inputs + shape.outputs);
  PHOTOSCRUB_CHECK(copyBytes(reader, out, curves + evenClutEntries(grid, shape)));
  return std::move(out).take();
}

Result<Bytes> normalLut16(ByteView tag, IccLutShape shape) {
  ByteReader reader(tag);
  ByteWriter out;
  PHOTOSCRUB_CHECK(copyLutHead(reader, out, shape));
  PHOTOSCRUB_TRY(grid, copyGridAndMatrix(reader, out));
  PHOTOSCRUB_TRY(inputEntries, reader.u16());
  PHOTOSCRUB_TRY(outputEntries, reader.u16());
  // ICC.1:2022, 10.10: 2 to 4096 entries.
  if (inputEntries < 2 || inputEntries > 4096 || outputEntries < 2 || outputEntries > 4096)
    return damagedProfile("look-up table with an impossible curve length");
  out.u16(inputEntries).u16(outputEntries);
  const std::uint64_t numbers = std::uint64_t{shape.inputs} * inputEntries +
                                evenClutEntries(grid, shape) +
                                std::uint64_t{shape.outputs} * outputEntries;
  PHOTOSCRUB_CHECK(copyBytes(reader, out, 2 * numbers));
  return std::move(out).take();
}

namespace {

/// Where the five elements begin, relative to the tag; 0 where there is none.
struct LutOffsets {
  std::uint32_t b = 0, matrix = 0, m = 0, clut = 0, a = 0;
};

Result<LutOffsets> readOffsets(ByteReader& reader) {
  LutOffsets offsets;
  for (std::uint32_t* field :
       {&offsets.b, &offsets.matrix, &offsets.m, &offsets.clut, &offsets.a}) {
    PHOTOSCRUB_TRY(offset, reader.u32());
    *field = offset;
  }
  return offsets;
}

/// ICC.1:2022, tables 45 and 48: B; M-matrix-B; A-CLUT-B; A-CLUT-M-matrix-B; nothing else.
bool isAllowedCombination(const LutOffsets& offsets, IccLutShape shape) {
  const bool pairs = (offsets.matrix == 0) == (offsets.m == 0) && //
                     (offsets.clut == 0) == (offsets.a == 0);
  return offsets.b != 0 && pairs && (offsets.clut != 0 || shape.inputs == shape.outputs);
}

Status copyCurves(ByteView tag, std::uint32_t offset, unsigned count, ByteWriter& out) {
  ByteReader reader(tag);
  PHOTOSCRUB_CHECK(reader.seek(offset));
  for (unsigned i = 0; i < count; ++i) {
    PHOTOSCRUB_CHECK(copyIccCurve(reader, out));
    padToFour(out);
    // Each curve starts at a multiple of four from the element's start; the last may end the tag.
    const std::uint64_t over = (reader.position() - offset) % 4;
    if (over != 0 && i + 1 < count)
      PHOTOSCRUB_CHECK(reader.skip(4 - over));
  }
  return {};
}

Status copyMatrix(ByteView tag, std::uint32_t offset, ByteWriter& out) {
  ByteReader reader(tag);
  PHOTOSCRUB_CHECK(reader.seek(offset));
  return copyBytes(reader, out, 12 * 4);
}

Status copyClut(ByteView tag, std::uint32_t offset, IccLutShape shape, ByteWriter& out) {
  ByteReader reader(tag);
  PHOTOSCRUB_CHECK(reader.seek(offset));
  PHOTOSCRUB_TRY(allPoints, reader.take(16));
  const ByteView points = allPoints.first(shape.inputs);
  PHOTOSCRUB_TRY(precision, reader.u8());
  PHOTOSCRUB_CHECK(reader.skip(3));
  if (precision != 1 && precision != 2)
    return damagedProfile("look-up table precision");
  for (const std::uint8_t count : points)
    if (count < 2)
      return damagedProfile("look-up table with fewer than two grid points");
  out.bytes(points).bytes(Bytes(16 - points.size())).u8(precision).u8(0).u16(0);
  PHOTOSCRUB_CHECK(copyBytes(reader, out, precision * clutEntries(points, shape.outputs)));
  padToFour(out);
  return {};
}

} // namespace

Result<Bytes> normalLutElements(ByteView tag, IccLutShape shape, IccLutDirection direction) {
  ByteReader reader(tag);
  ByteWriter head;
  PHOTOSCRUB_CHECK(copyLutHead(reader, head, shape));
  PHOTOSCRUB_CHECK(reader.skip(2));
  PHOTOSCRUB_TRY(from, readOffsets(reader));
  if (!isAllowedCombination(from, shape))
    return damagedProfile("look-up table elements");

  const bool toPcs = direction == IccLutDirection::toPcs;
  const unsigned pcsSide = toPcs ? shape.outputs : shape.inputs;
  const unsigned deviceSide = toPcs ? shape.inputs : shape.outputs;
  constexpr std::uint32_t kHeadBytes = 32;
  ByteWriter elements;
  const auto here = [&elements] {
    return kHeadBytes + static_cast<std::uint32_t>(elements.view().size());
  };

  LutOffsets to;
  to.b = here();
  PHOTOSCRUB_CHECK(copyCurves(tag, from.b, pcsSide, elements));
  if (from.matrix != 0) {
    to.matrix = here();
    PHOTOSCRUB_CHECK(copyMatrix(tag, from.matrix, elements));
    to.m = here();
    PHOTOSCRUB_CHECK(copyCurves(tag, from.m, pcsSide, elements));
  }
  if (from.clut != 0) {
    to.clut = here();
    PHOTOSCRUB_CHECK(copyClut(tag, from.clut, shape, elements));
    to.a = here();
    PHOTOSCRUB_CHECK(copyCurves(tag, from.a, deviceSide, elements));
  }
  head.u16(0).u32(to.b).u32(to.matrix).u32(to.m).u32(to.clut).u32(to.a).bytes(elements.view());
  return std::move(head).take();
}

} // namespace photoscrub::formats
