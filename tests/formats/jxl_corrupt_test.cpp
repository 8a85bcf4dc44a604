// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/format_checks.h"
#include "formats/jxl.h"
#include "formats/jxl_samples.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::formats::testing;
using namespace std::literals;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(Jxl(), file, limits);
}

/// A codestream head, bit by bit from the lowest of each byte on (18181-1, B.2.1).
class Bits {
public:
  Bits& put(std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i, ++at_) {
      if (at_ % 8 == 0)
        bytes_.push_back(0);
      if ((value >> i & 1) != 0)
        bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | 1 << at_ % 8);
    }
    return *this;
  }
  /// A height, and a width by ratio.
  Bits& size(std::uint32_t height, std::uint32_t ratio) {
    return put(0, 1).put(3, 2).put(height - 1, 30).put(ratio, 3);
  }
  /// With some bytes behind, as if they were frames.
  Bytes codestream() const {
    Bytes all = {0xFF, 0x0A};
    all.insert(all.end(), bytes_.begin(), bytes_.end());
    all.insert(all.end(), 8, 0);
    return all;
  }

private:
  Bytes bytes_;
  int at_ = 0;
};

TEST(JxlCorrupt, RefusesFilesWithoutAPicture) {
  EXPECT_EQ(errorOf({}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({0xFF}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({0xFF, 0x0A}), ErrorCode::truncated);
  EXPECT_EQ(errorOf(jxlHead()), ErrorCode::malformed);
  EXPECT_EQ(errorOf(jxlFile({})), ErrorCode::malformed);
  EXPECT_EQ(errorOf(jxlFile({0xFF, 0x0B, 1, 2, 3, 4})), ErrorCode::malformed);
  EXPECT_EQ(errorOf(boxOf("JXL ", {1, 2, 3, 4})), ErrorCode::malformed);
  EXPECT_EQ(errorOf(joined({jxlHead(), boxOf("jxlp", {0, 0})})), ErrorCode::truncated);
}

TEST(JxlCorrupt, RefusesPicturesCutShort) {
  const auto file = jxlInPieces(plainJxl(), {10});
  EXPECT_EQ(errorOf(Bytes(file.begin(), file.end() - 1)), ErrorCode::truncated);
  const auto one = jxlFile(plainJxl());
  EXPECT_EQ(errorOf(Bytes(one.begin(), one.end() - 1)), ErrorCode::truncated);
}

TEST(JxlCorrupt, ReadsEveryFormOfSize) {
  const auto sizeOf = [](const Bits& bits) {
    auto file = bits;
    const auto bytes = file.put(1, 1).codestream(); // all else as usual
    const auto document = Jxl().parse(bytes, {});
    return document.ok() ? document.value()->storedSize : Size{};
  };
  EXPECT_EQ(sizeOf(Bits().put(1, 1).put(4, 5).put(0, 3).put(1, 5)), (Size{16, 40}));
  EXPECT_EQ(sizeOf(Bits().put(1, 1).put(4, 5).put(7, 3)), (Size{80, 40}));
  EXPECT_EQ(sizeOf(Bits().put(0, 1).put(0, 2).put(99, 9).put(0, 3).put(1, 2).put(599, 13)),
            (Size{600, 100}));
  EXPECT_EQ(sizeOf(Bits().put(0, 1).put(2, 2).put(9999, 18).put(1, 3)), (Size{10'000, 10'000}));
  for (const auto& [ratio, width] : std::vector<std::pair<std::uint32_t, int>>{
           {1, 900}, {2, 1080}, {3, 1200}, {4, 1350}, {5, 1600}, {6, 1125}, {7, 1800}})
    EXPECT_EQ(sizeOf(Bits().size(900, ratio)), (Size{width, 900}));
}

TEST(JxlCorrupt, RefusesPreviewsAndTimeCodes) {
  // Not all as usual, extra fields, upright, no intrinsic size.
  const auto start = Bits().size(16, 1).put(0, 1).put(1, 1).put(0, 3).put(0, 1);
  EXPECT_EQ(errorOf(Bits(start).put(1, 1).codestream()), ErrorCode::unsupported);
  // No preview; an animation of 100 ticks a second, for ever.
  const auto animation = Bits(start).put(0, 1).put(1, 1).put(0, 2).put(0, 2).put(0, 2);
  EXPECT_EQ(errorOf(Bits(animation).put(1, 1).codestream()), ErrorCode::unsupported);
  EXPECT_EQ(errorOf(Bits(animation).put(0, 1).codestream()), std::nullopt);
}

TEST(JxlCorrupt, RefusesLayersOfUnknownKind) {
  // No extra fields; 8 bits; buffers; one extra channel, not plain, of kind 2 + 15 or 2 + 14.
  const auto start = Bits().size(16, 1).put(0, 1).put(0, 1).put(0, 3).put(1, 1).put(1, 2);
  EXPECT_EQ(errorOf(Bits(start).put(0, 1).put(2, 2).put(15, 4).codestream()), ErrorCode::malformed);
  EXPECT_EQ(errorOf(Bits(start).put(0, 1).put(2, 2).put(14, 4).codestream()), std::nullopt);
}

TEST(JxlCorrupt, RefusesMoreLayersThanItsHeadHasBytes) {
  const auto many =
      Bits().size(16, 1).put(0, 1).put(0, 1).put(0, 3).put(1, 1).put(3, 2).put(4095, 12);
  EXPECT_EQ(errorOf(many.codestream()), ErrorCode::truncated);
}

// ---------------------------------------------------------------- limits

TEST(JxlLimits, HoldOnBothSides) {
  const auto file = jxlInPieces(plainJxl(), {1, 1});
  Limits limits;
  limits.maxSide = 37;
  limits.maxPixels = 37 * 29;
  limits.maxParts = 5;
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  const auto tighter = [&](auto change) {
    auto other = limits;
    change(other);
    return errorOf(file, other);
  };
  EXPECT_EQ(tighter([](Limits& l) { l.maxSide = 36; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxPixels; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxParts; }), ErrorCode::limit);
}

TEST(JxlLimits, StopPicturesOfImpossibleSize) {
  EXPECT_EQ(errorOf(Bits().size(1u << 30, 7).put(1, 1).codestream()), ErrorCode::limit);
  EXPECT_EQ(errorOf(Bits().size(65'535, 1).put(1, 1).codestream()), ErrorCode::limit);
}

TEST(JxlLimits, StopMoreBoxesThanAllowed) {
  Bytes file = jxlHead();
  for (int i = 0; i < 3000; ++i)
    file.insert(file.end(), {0, 0, 0, 8, 'f', 'r', 'e', 'e'});
  Limits limits;
  limits.maxParts = 2000;
  EXPECT_EQ(errorOf(joined({file, boxOf("jxlc", plainJxl())}), limits), ErrorCode::limit);
  const auto behind = joined({jxlFile(plainJxl()), Bytes(file.begin() + 32, file.end())});
  EXPECT_EQ(errorOf(behind, limits), ErrorCode::limit);
}

// ---------------------------------------------------------------- anything

void expectHandled(const Bytes& file) {
  const auto document = Jxl().parse(file, {});
  if (!document.ok()) {
    RC_ASSERT(document.error().code != ErrorCode::internal);
    return;
  }
  const auto copy = Jxl().rewrite(*document.value(), {}).value().joined();
  const auto clean = Jxl().audit(copy, {});
  RC_ASSERT(clean.ok());
  RC_ASSERT(comparePictures(*document.value(), clean.value()).ok());
  const auto again = Jxl().parse(copy, {});
  RC_ASSERT(again.ok() && again.value()->dropped.empty());
  RC_ASSERT(Jxl().rewrite(*again.value(), {}).value().joined() == copy);
}

TEST(JxlProperties, AnyChangesGiveAnErrorOrACleanFile) {
  const std::vector<Bytes> files = {plainJxl(), jxlSample("animated"), jxlSample("depth"),
                                    jxlInPieces(plainJxl(), {3, 9}),
                                    jxlFile(plainJxl(), boxOf("jxll", {10}))};
  EXPECT_TRUE(rc::check([&] {
    Bytes file = files[*rc::gen::inRange<std::size_t>(0, files.size())];
    const auto changes = *rc::gen::inRange(1, 8);
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, std::min<std::size_t>(file.size(), 90))] =
          *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(JxlProperties, AnyMixOfBoxesGivesAnErrorOrACleanFile) {
  const auto stock = std::vector<Bytes>{boxOf("jxlc", plainJxl()),
                                        boxOf("jxlc", {}),
                                        boxOf("jxlp", {0, 0, 0, 0, 0xFF}),
                                        boxOf("jxlp", {0x80, 0, 0, 1, 0x0A}),
                                        boxOf("Exif", cameraExif(1)),
                                        boxOf("jxll", {10}),
                                        boxOf("jxll", {5}),
                                        boxOf("brob", {'E', 'x'}),
                                        longBoxOf("xml ", {'<'}),
                                        jxlHead(),
                                        openBoxOf("free", {}),
                                        Bytes{0, 0, 0, 3, 'a', 'b', 'c', 'd'},
                                        boxOf("jxlp", joined({{0x80, 0, 0, 0}, plainJxl()}))};
  EXPECT_TRUE(rc::check([&] {
    const auto parts = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, stock.size()));
    Bytes file = jxlHead();
    for (const auto part : parts)
      file.insert(file.end(), stock[part].begin(), stock[part].end());
    expectHandled(file);
  }));
}

} // namespace
} // namespace photoscrub::formats
