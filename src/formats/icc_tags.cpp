#include "formats/icc_tags.h"

#include "formats/icc_lut.h"

#include <array>

namespace photoscrub::formats {

namespace {

// gamt (gamut warning), bkpt, lumi, meas and the float tables D2B/B2D are not needed to show a
// picture: each viewer falls back to what is here.
constexpr std::array kColourTags{
    iccSignature("wtpt"), iccSignature("chad"), iccSignature("cicp"), iccSignature("rXYZ"),
    iccSignature("gXYZ"), iccSignature("bXYZ"), iccSignature("rTRC"), iccSignature("gTRC"),
    iccSignature("bTRC"), iccSignature("kTRC"), iccSignature("A2B0"), iccSignature("A2B1"),
    iccSignature("A2B2"), iccSignature("B2A0"), iccSignature("B2A1"), iccSignature("B2A2"),
};

/// Type signature, reserved bytes, then `count` bytes of numbers.
Result<Bytes> normalNumbers(ByteView tag, std::uint32_t type, std::uint64_t count) {
  ByteReader reader(tag);
  PHOTOSCRUB_TRY(found, reader.u32());
  if (found != type)
    return damagedProfile("a tag of an unexpected type");
  PHOTOSCRUB_CHECK(reader.skip(4));
  PHOTOSCRUB_TRY(numbers, reader.take(count));
  ByteWriter out;
  out.u32(type).u32(0).bytes(numbers);
  return std::move(out).take();
}

Result<Bytes> normalCurve(ByteView tag) {
  ByteReader reader(tag);
  ByteWriter out;
  PHOTOSCRUB_CHECK(copyIccCurve(reader, out));
  return std::move(out).take();
}

Result<Bytes> normalLut(ByteView tag, IccLutShape shape, IccLutDirection direction) {
  PHOTOSCRUB_TRY(type, ByteReader(tag).u32());
  const bool toPcs = direction == IccLutDirection::toPcs;
  if (type == iccSignature("mft1"))
    return normalLut8(tag, shape);
  if (type == iccSignature("mft2"))
    return normalLut16(tag, shape);
  if (type == (toPcs ? iccSignature("mAB ") : iccSignature("mBA ")))
    return normalLutElements(tag, shape, direction);
  return damagedProfile("a look-up table of an unexpected type");
}

} // namespace

std::span<const std::uint32_t> iccColourTags() {
  return kColourTags;
}

Result<Bytes> normalIccTag(std::uint32_t signature, ByteView tag, unsigned deviceChannels) {
  switch (signature) {
  case iccSignature("wtpt"):
  case iccSignature("rXYZ"):
  case iccSignature("gXYZ"):
  case iccSignature("bXYZ"):
    return normalNumbers(tag, iccSignature("XYZ "), 3 * 4);
  case iccSignature("chad"):
    return normalNumbers(tag, iccSignature("sf32"), 9 * 4);
  case iccSignature("cicp"):
    return normalNumbers(tag, iccSignature("cicp"), 4);
  case iccSignature("rTRC"):
  case iccSignature("gTRC"):
  case iccSignature("bTRC"):
  case iccSignature("kTRC"):
    return normalCurve(tag);
  case iccSignature("A2B0"):
  case iccSignature("A2B1"):
  case iccSignature("A2B2"):
    return normalLut(tag, {deviceChannels, 3}, IccLutDirection::toPcs);
  case iccSignature("B2A0"):
  case iccSignature("B2A1"):
  case iccSignature("B2A2"):
    return normalLut(tag, {3, deviceChannels}, IccLutDirection::fromPcs);
  default:
    return damagedProfile("a tag without a rule");
  }
}

} // namespace photoscrub::formats
