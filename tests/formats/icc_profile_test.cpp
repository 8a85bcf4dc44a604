#include "formats/icc_profile.h"
#include "formats/icc_tags.h"

#include <gtest/gtest.h>

namespace photoscrub::formats {
namespace {

Bytes xyz(std::uint32_t x, std::uint32_t y, std::uint32_t z) {
  ByteWriter out;
  out.u32(iccSignature("XYZ ")).u32(0).u32(x).u32(y).u32(z);
  return std::move(out).take();
}

Bytes gammaCurve() {
  ByteWriter out;
  out.u32(iccSignature("curv")).u32(0).u32(1).u16(0x0233);
  return std::move(out).take();
}

Bytes identityCurve() {
  ByteWriter out;
  out.u32(iccSignature("curv")).u32(0).u32(0);
  return std::move(out).take();
}

/// 2x2x2x2 grid, CMYK to Lab.
Bytes lut8() {
  ByteWriter out;
  out.u32(iccSignature("mft1")).u32(0).u8(4).u8(3).u8(2).u8(0);
  for (int i = 0; i < 9; ++i)
    out.u32(i % 4 == 0 ? 0x10000 : 0);
  for (int i = 0; i < 256 * 4 + 16 * 3 + 256 * 3; ++i)
    out.u8(static_cast<std::uint8_t>(i * 7));
  return std::move(out).take();
}

/// A, CLUT and B of lutAToBType for RGB, in an order and with gaps that are allowed but not ours.
Bytes lutAToB() {
  ByteWriter curves;
  for (int i = 0; i < 3; ++i)
    curves.bytes(identityCurve());
  ByteWriter clut;
  clut.bytes(Bytes{2, 2, 2}).bytes(Bytes(13)).u8(1).u8(0).u16(0);
  for (int i = 0; i < 24; ++i)
    clut.u8(static_cast<std::uint8_t>(i * 9));
  ByteWriter out;
  const std::uint32_t aAt = 32 + 8; // eight bytes of gap
  const std::uint32_t clutAt = aAt + 36;
  const std::uint32_t bAt = clutAt + 44;
  out.u32(iccSignature("mAB ")).u32(0).u8(3).u8(3).u16(0);
  out.u32(bAt).u32(0).u32(0).u32(clutAt).u32(aAt);
  out.bytes(asBytes("GAP TEXT")).bytes(curves.view()).bytes(clut.view()).bytes(curves.view());
  return std::move(out).take();
}

IccParts matrixParts(std::uint32_t version) {
  IccParts parts{version, iccSignature("mntr"), iccSignature("RGB "), iccSignature("XYZ "), 0, {}};
  parts.tags = {{iccSignature("wtpt"), xyz(0xF6D6, 0x10000, 0xD32D)},
                {iccSignature("rXYZ"), xyz(0x6FA0, 0x38F5, 0x0390)},
                {iccSignature("gXYZ"), xyz(0x6297, 0xB787, 0x18D9)},
                {iccSignature("bXYZ"), xyz(0x249F, 0x0F84, 0xB6C4)},
                {iccSignature("rTRC"), gammaCurve()},
                {iccSignature("gTRC"), gammaCurve()},
                {iccSignature("bTRC"), gammaCurve()}};
  return parts;
}

IccParts lutParts(const char (&space)[5], Bytes lut) {
  return {0x0240'0000,
          iccSignature("prtr"),
          iccSignature(space),
          iccSignature("Lab "),
          1,
          {{iccSignature("A2B0"), std::move(lut)}}};
}

/// Where the data of the tag begins in a profile.
std::uint32_t offsetOf(const Bytes& icc, std::uint32_t signature) {
  ByteReader reader(icc);
  EXPECT_TRUE(reader.seek(128).ok());
  const std::uint32_t count = reader.u32().value();
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t found = reader.u32().value();
    const std::uint32_t offset = reader.u32().value();
    EXPECT_TRUE(reader.skip(4).ok());
    if (found == signature)
      return offset;
  }
  ADD_FAILURE() << "no such tag";
  return 0;
}

TEST(IccProfile, WrittenIsClean) {
  for (const std::string_view name : kProfileNames)
    for (const std::uint32_t version : {0x0240'0000u, 0x0420'0000u}) {
      const auto found = cleanProfileName(writeIccProfile(matrixParts(version), name));
      ASSERT_TRUE(found.ok()) << found.error().describe(true);
      EXPECT_EQ(found.value(), name);
    }
  EXPECT_TRUE(checkCleanProfile(writeIccProfile(lutParts("CMYK", lut8()), kRebuiltCmyk)).ok());
}

TEST(IccProfile, SharesEqualTagsAndPadsWithZeros) {
  const Bytes icc = writeIccProfile(matrixParts(0x0420'0000), "sRGB");
  EXPECT_EQ(offsetOf(icc, iccSignature("rTRC")), offsetOf(icc, iccSignature("bTRC")));
  EXPECT_EQ(icc.size() % 4, 0u);
}

TEST(IccProfile, ReadGivesBackWhatWasWritten) {
  const IccParts before = matrixParts(0x0420'0000);
  const auto after = readIccParts(writeIccProfile(before, "sRGB"));
  ASSERT_TRUE(after.ok());
  ASSERT_EQ(after.value().tags.size(), before.tags.size());
  for (std::size_t i = 0; i < before.tags.size(); ++i) {
    EXPECT_EQ(after.value().tags[i].signature, before.tags[i].signature);
    EXPECT_EQ(after.value().tags[i].bytes, before.tags[i].bytes);
  }
}

/// A change of any byte is refused, unless it changes a colour number (or one of the few header
/// fields that say how to read them).
TEST(CheckCleanProfile, RefusesAChangeOfAnyByteThatIsNoColour) {
  const Bytes icc = writeIccProfile(matrixParts(0x0420'0000), "sRGB");
  const auto isColour = [&](std::size_t at) {
    for (const auto signature :
         {iccSignature("wtpt"), iccSignature("rXYZ"), iccSignature("gXYZ"), iccSignature("bXYZ")}) {
      const std::uint32_t start = offsetOf(icc, signature) + 8;
      if (at >= start && at < start + 12)
        return true;
    }
    const std::uint32_t curve = offsetOf(icc, iccSignature("rTRC")) + 12;
    return at >= curve && at < curve + 2;
  };
  for (std::size_t at = 0; at < icc.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      Bytes changed = icc;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
      const bool readingRule = at == 8 || at == 9 || (at >= 12 && at < 24) || at == 67;
      if (!isColour(at) && !readingRule) {
        EXPECT_FALSE(checkCleanProfile(changed).ok()) << "byte " << at << " bit " << bit;
      }
    }
}

TEST(CheckCleanProfile, RefusesBytesAddedOrTakenAtTheEnd) {
  Bytes icc = writeIccProfile(matrixParts(0x0240'0000), "sRGB");
  for (std::size_t length = 0; length < icc.size(); ++length)
    EXPECT_FALSE(checkCleanProfile(ByteView(icc).first(length)).ok()) << length;
  icc.push_back(0);
  EXPECT_FALSE(checkCleanProfile(icc).ok());
}

TEST(CheckCleanProfile, RefusesAnyOtherText) {
  EXPECT_FALSE(checkCleanProfile(writeIccProfile(matrixParts(0x0420'0000), "Ward 7")).ok());
}

TEST(CheckCleanProfile, RefusesATagThatIsNoColour) {
  IccParts parts = matrixParts(0x0420'0000);
  parts.tags.push_back({iccSignature("dmnd"), xyz(1, 2, 3)});
  EXPECT_EQ(checkCleanProfile(writeIccProfile(parts, "sRGB")).error().code, ErrorCode::leak);
}

TEST(CheckCleanProfile, RefusesBytesAfterATagsNumbers) {
  IccParts parts = matrixParts(0x0420'0000);
  for (const std::size_t tag : {0u, 4u}) {
    IccParts longer = parts;
    for (int i = 0; i < 4; ++i)
      longer.tags[tag].bytes.push_back('x');
    EXPECT_EQ(checkCleanProfile(writeIccProfile(longer, "sRGB")).error().code, ErrorCode::leak);
  }
  Bytes lut = lut8();
  lut.push_back(1);
  EXPECT_FALSE(checkCleanProfile(writeIccProfile(lutParts("CMYK", lut), kRebuiltCmyk)).ok());
}

TEST(IccProfile, RewritesTablesWithoutTheirGaps) {
  const Bytes loose = writeIccProfile(lutParts("RGB ", lutAToB()), kRebuiltRgb);
  EXPECT_EQ(checkCleanProfile(loose).error().code, ErrorCode::leak);
  const auto parts = readIccParts(loose);
  ASSERT_TRUE(parts.ok()) << parts.error().describe(true);
  const Bytes tight = writeIccProfile(parts.value(), kRebuiltRgb);
  EXPECT_TRUE(checkCleanProfile(tight).ok());
  EXPECT_EQ(asText(tight).find("GAP"), std::string_view::npos);
}

TEST(IccProfile, RefusesWhatItCannotShow) {
  IccParts parts = matrixParts(0x0420'0000);
  parts.tags.pop_back();
  EXPECT_EQ(readIccParts(writeIccProfile(parts, "sRGB")).error().code, ErrorCode::malformed);

  parts = matrixParts(0x0420'0000);
  parts.deviceClass = iccSignature("nmcl");
  EXPECT_EQ(readIccParts(writeIccProfile(parts, "sRGB")).error().code, ErrorCode::unsupported);

  parts = matrixParts(0x0420'0000);
  parts.space = iccSignature("7CLR");
  EXPECT_EQ(readIccParts(writeIccProfile(parts, "sRGB")).error().code, ErrorCode::unsupported);
}

TEST(IccProfile, RefusesTablesLargerThanTheirTag) {
  Bytes lut = lut8();
  lut[10] = 255; // grid points: 255^4 entries
  EXPECT_FALSE(readIccParts(writeIccProfile(lutParts("CMYK", lut), kRebuiltCmyk)).ok());
}

} // namespace
} // namespace photoscrub::formats
