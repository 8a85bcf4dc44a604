#include "formats/bmff_boxes.h"

#include <gtest/gtest.h>

namespace photoscrub::formats::bmff {
namespace {

using namespace std::string_view_literals;

struct Reading {
  BoxReader::Count count;
  Limits limits;
  BoxReader of(std::string_view bytes, BoxReader::Level level = BoxReader::Level::file) {
    return {asBytes(bytes), 100, level, count, limits};
  }
};

TEST(BoxReader, ReadsShortLongAndUserTypeHeaders) {
  Reading reading;
  auto boxes = reading.of("\0\0\0\x0A"
                          "freeab"
                          "\0\0\0\1mdat\0\0\0\0\0\0\0\x12xy"
                          "\0\0\0\x19uuid0123456789abcdefz"sv);
  const auto first = boxes.next();
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(first.value().is("free"));
  EXPECT_EQ(first.value().offset, 100u);
  EXPECT_EQ(asText(first.value().payload), "ab");
  const auto second = boxes.next();
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second.value().headerSize, 16u);
  EXPECT_EQ(asText(second.value().payload), "xy");
  const auto third = boxes.next();
  ASSERT_TRUE(third.ok());
  EXPECT_EQ(asText(third.value().userType), "0123456789abcdef");
  EXPECT_EQ(asText(third.value().payload), "z");
  EXPECT_EQ(third.value().end(), boxes.position());
  EXPECT_TRUE(boxes.atEnd());
}

TEST(BoxReader, TakesSizeZeroAtTheTopOnly) {
  Reading reading;
  const auto bytes = "\0\0\0\0mdatrest"sv;
  const auto top = reading.of(bytes).next();
  ASSERT_TRUE(top.ok());
  EXPECT_TRUE(top.value().toEndOfFile);
  EXPECT_EQ(asText(top.value().payload), "rest");
  const auto inner = reading.of(bytes, BoxReader::Level::contained).next();
  ASSERT_FALSE(inner.ok());
  EXPECT_EQ(inner.error().code, ErrorCode::malformed);
}

TEST(BoxReader, RefusesSizesThatCannotBe) {
  for (const auto bytes :
       {"\0\0\0\7free"sv, "\0\0\0\1free\0\0\0\0\0\0\0\x0F"sv, "\0\0\0\x10uuid0123456789abcdef"sv}) {
    Reading reading;
    auto boxes = reading.of(bytes);
    const auto box = boxes.next();
    ASSERT_FALSE(box.ok());
    EXPECT_EQ(box.error().code, ErrorCode::malformed);
    EXPECT_EQ(boxes.position(), 100u);
  }
  for (const auto bytes :
       {"\0\0\0\x0D"
        "freeabcd"sv,
        "\0\0\0\1free\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv, "\0\0\0"sv, "\0\0\0\x18uuid0123"sv}) {
    Reading reading;
    const auto box = reading.of(bytes).next();
    ASSERT_FALSE(box.ok());
    EXPECT_EQ(box.error().code, ErrorCode::truncated);
  }
}

TEST(BoxReader, CountsBoxesOverAllLevels) {
  Reading reading;
  reading.limits.maxParts = 2;
  const auto bytes = "\0\0\0\x10moov\0\0\0\x08trak"sv;
  auto boxes = reading.of(bytes);
  const auto outer = boxes.next();
  ASSERT_TRUE(outer.ok());
  auto inside = BoxReader::inside(outer.value(), 0, reading.count, reading.limits);
  EXPECT_EQ(inside.position(), 108u);
  EXPECT_TRUE(inside.next().ok());
  reading.limits.maxParts = 1;
  reading.count = {};
  auto again = reading.of(bytes);
  ASSERT_TRUE(again.next().ok());
  const auto beyond = BoxReader::inside(outer.value(), 0, reading.count, reading.limits).next();
  ASSERT_FALSE(beyond.ok());
  EXPECT_EQ(beyond.error().code, ErrorCode::limit);
}

TEST(BoxScope, WritesTheSizeOfWhatWasPutInside) {
  ByteWriter out;
  {
    const BoxScope outer(out, "meta");
    out.u32(0);
    const BoxScope inner(out, "free");
    out.u64(1);
  }
  EXPECT_EQ(asText(out.view()), "\0\0\0\x1Cmeta\0\0\0\0\0\0\0\x10"
                                "free\0\0\0\0\0\0\0\1"sv);
}

} // namespace
} // namespace photoscrub::formats::bmff
