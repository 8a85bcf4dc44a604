/// Curves and look-up tables of a colour profile (ICC.1:2022, 10.5, 10.6, 10.10 to 10.13, 10.18),
/// read from untrusted bytes and written again in one fixed form. Pure functions.
#pragma once

#include "base/bytes.h"

namespace photoscrub::formats {

/// How many numbers go into a look-up table and how many come out.
struct IccLutShape {
  unsigned inputs = 0;
  unsigned outputs = 0;
};

/// What any damage inside a profile is reported as.
Error damagedProfile(const char* detail);

/// Copies the curve (curv or para) at the reader's position to the end of `out`.
Status copyIccCurve(ByteReader& reader, ByteWriter& out);

/// lut8Type and lut16Type, without what follows the declared tables.
Result<Bytes> normalLut8(ByteView tag, IccLutShape shape);
Result<Bytes> normalLut16(ByteView tag, IccLutShape shape);

/// lutAToBType (mAB) and lutBToAType (mBA): the elements in the order B, matrix, M, CLUT, A, each
/// padded to four bytes with zeros.
enum class IccLutDirection { toPcs, fromPcs };
Result<Bytes> normalLutElements(ByteView tag, IccLutShape shape, IccLutDirection direction);

} // namespace photoscrub::formats
