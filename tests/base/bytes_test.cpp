#include "base/bytes.h"

#include <gtest/gtest.h>

namespace photoscrub {
namespace {

const Bytes kNumbers{1, 2, 3, 4, 5, 6, 7, 8};

TEST(ByteReader, ReadsBothByteOrders) {
  ByteReader big(kNumbers);
  EXPECT_EQ(big.u8().value(), 1);
  EXPECT_EQ(big.u16().value(), 0x0203);
  EXPECT_EQ(big.u32().value(), 0x04050607u);
  ByteReader little(kNumbers, Endian::little);
  EXPECT_EQ(little.u64().value(), 0x0807060504030201u);
}

TEST(ByteReader, FailedReadMovesNothing) {
  ByteReader reader(kNumbers);
  ASSERT_TRUE(reader.skip(6).ok());
  EXPECT_EQ(reader.u32().error().code, ErrorCode::truncated);
  EXPECT_EQ(reader.take(3).error().offset, 6u);
  EXPECT_FALSE(reader.skip(3).ok());
  EXPECT_EQ(reader.position(), 6u);
  EXPECT_EQ(reader.u16().value(), 0x0708);
  EXPECT_TRUE(reader.atEnd());
  EXPECT_FALSE(reader.u8().ok());
}

TEST(ByteReader, HugeLengthsDoNotWrapAround) {
  ByteReader reader(kNumbers);
  ASSERT_TRUE(reader.skip(4).ok());
  EXPECT_FALSE(reader.take(~std::uint64_t{0}).ok());
  EXPECT_FALSE(reader.skip(~std::uint64_t{0} - 3).ok());
  EXPECT_FALSE(reader.seek(9).ok());
  EXPECT_TRUE(reader.seek(8).ok());
}

TEST(ByteReader, TakeViewsTheSameMemory) {
  ByteReader reader(kNumbers);
  const auto view = reader.take(3).value();
  EXPECT_EQ(view.data(), kNumbers.data());
  EXPECT_EQ(reader.rest().size(), 5u);
}

TEST(ByteWriter, WritesWhatTheReaderReads) {
  for (const auto endian : {Endian::big, Endian::little}) {
    ByteWriter writer(endian);
    writer.u8(9).u16(0x1234).u32(0x89ABCDEF).bytes(asBytes("xy"));
    ByteReader reader(writer.view(), endian);
    EXPECT_EQ(reader.u8().value(), 9);
    EXPECT_EQ(reader.u16().value(), 0x1234);
    EXPECT_EQ(reader.u32().value(), 0x89ABCDEFu);
    EXPECT_EQ(asText(reader.rest()), "xy");
  }
}

TEST(Bytes, PrefixesAndEquality) {
  EXPECT_TRUE(startsWith(asBytes("abc"), asBytes("ab")));
  EXPECT_TRUE(startsWith(asBytes(""), asBytes("")));
  EXPECT_FALSE(startsWith(asBytes("a"), asBytes("ab")));
  EXPECT_TRUE(sameBytes(asBytes("ab"), asBytes("ab")));
  EXPECT_FALSE(sameBytes(asBytes("ab"), asBytes("abc")));
}

} // namespace
} // namespace photoscrub
