// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/format_checks.h"
#include "formats/heif.h"
#include "formats/heif_samples.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

const Heif kHeif(FileType::heif), kAvif(FileType::avif);

std::optional<ErrorCode> errorOf(const HeifFile& shape, const Limits& limits = {}) {
  return parseError(kHeif, makeHeifFile(shape), limits);
}

template <class Change> std::optional<ErrorCode> errorWith(HeifFile shape, Change change) {
  change(shape);
  return errorOf(shape);
}

TEST(HeifCorrupt, RefusesFilesWithoutAPicture) {
  EXPECT_EQ(parseError(kHeif, Bytes{}), ErrorCode::malformed);
  EXPECT_EQ(errorWith(plainHeif(), [](HeifFile& f) { f.items.clear(); }), ErrorCode::malformed);
  EXPECT_EQ(errorWith(plainHeif(), [](HeifFile& f) { f.primary = 7; }), ErrorCode::malformed);
  EXPECT_EQ(errorWith(plainHeif(), [](HeifFile& f) { f.items[0].type = "mime"; }),
            ErrorCode::unsupported);
  EXPECT_EQ(errorWith(plainHeif(), [](HeifFile& f) { f.items[0].type = "jpeg"; }),
            ErrorCode::unsupported);
  EXPECT_EQ(errorWith(plainHeif(), [](HeifFile& f) { f.items[0].extents = -1; }),
            ErrorCode::unsupported);
  EXPECT_EQ(errorWith(plainHeif(), [](HeifFile& f) { f.items[0].data.clear(); }),
            ErrorCode::malformed);
}

TEST(HeifCorrupt, SaysWhatToDoWithAMovingPicture) {
  Bytes file = heifBox("ftyp", {'a', 'v', 'i', 's', 0, 0, 0, 0});
  const auto moov = heifBox("moov", Bytes(30));
  file.insert(file.end(), moov.begin(), moov.end());
  const auto document = kAvif.parse(file, {});
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(document.error().code, ErrorCode::unsupported);
  EXPECT_NE(document.error().message.find("export"), std::string::npos);
}

TEST(HeifCorrupt, RefusesPropertiesThatSayNothing) {
  for (const int number : {-1, 2})
    EXPECT_EQ(
        errorWith(plainHeif(), [&](HeifFile& f) { std::erase(f.items[0].properties, number); }),
        ErrorCode::malformed)
        << number;
  EXPECT_EQ(errorWith(plainHeif(),
                      [](HeifFile& f) {
                        f.properties[1].payload = ispeOf({0, 5});
                      }),
            ErrorCode::malformed);
  EXPECT_EQ(errorWith(plainHeif(), [](HeifFile& f) { f.properties[0].payload.resize(20); }),
            ErrorCode::malformed);
  EXPECT_EQ(errorWith(plainHeif(),
                      [](HeifFile& f) {
                        f.items[0].properties.push_back(-addProperty(f, "clap", Bytes(32)));
                      }),
            ErrorCode::malformed);
}

TEST(HeifCorrupt, RefusesAFeatureThatMustNotBeIgnored) {
  const auto with = [](int sign) {
    return errorWith(plainHeif(), [&](HeifFile& f) {
      f.items[0].properties.push_back(sign * addProperty(f, "iscl", Bytes(8)));
    });
  };
  EXPECT_EQ(with(-1), ErrorCode::unsupported);
  EXPECT_EQ(with(1), std::nullopt);
}

TEST(HeifCorrupt, RefusesPicturesMadeOfThemselves) {
  EXPECT_EQ(errorWith(gridHeif(), [](HeifFile& f) { f.references[0].to[2] = 5; }),
            ErrorCode::malformed);
  auto shape = plainHeif();
  for (int i = 0; i < 2; ++i)
    addItem(shape, {0, "iden", {}, {2}});
  shape.references = {{"dimg", 2, {3}}, {"dimg", 3, {2}}};
  shape.primary = 2;
  EXPECT_EQ(errorOf(shape), ErrorCode::malformed);
}

TEST(HeifCorrupt, RefusesGridsThatDoNotFit) {
  EXPECT_EQ(errorWith(gridHeif(), [](HeifFile& f) { f.references[0].to.pop_back(); }),
            ErrorCode::malformed);
  EXPECT_EQ(errorWith(gridHeif(), [](HeifFile& f) { f.references.clear(); }), ErrorCode::malformed);
  EXPECT_EQ(errorWith(gridHeif(), [](HeifFile& f) { f.items[4].data.resize(5); }),
            ErrorCode::truncated);
  EXPECT_EQ(errorWith(gridHeif(),
                      [](HeifFile& f) {
                        f.items[4].data = gridOf(2, 2, {120, 91});
                      }),
            ErrorCode::malformed);
  EXPECT_EQ(errorWith(gridHeif(),
                      [](HeifFile& f) {
                        f.items[4].data = gridOf(2, 2, {0, 90});
                      }),
            ErrorCode::malformed);
}

TEST(HeifCorrupt, RefusesDamagedUnits) {
  EXPECT_EQ(errorWith(plainHeif(), [](HeifFile& f) { f.items[0].data[0] = 0x7F; }),
            ErrorCode::truncated);
  auto av1 = plainAvif();
  av1.items[0].data[0] |= 0x80;
  EXPECT_EQ(parseError(kAvif, makeHeifFile(av1)), ErrorCode::malformed);
  av1 = plainAvif();
  auto& data = av1.items[0].data;
  const Bytes once = data;
  data.insert(data.end(), {0x12, 0x00}); // a second temporal unit
  data.insert(data.end(), once.begin(), once.end());
  EXPECT_EQ(parseError(kAvif, makeHeifFile(av1)), ErrorCode::unsupported);
}

TEST(HeifCorrupt, RefusesDataOutsideTheFile) {
  Bytes file = makeHeifFile(plainHeif());
  const auto at = asText(file).find("iloc") + 12 + 8; // offset of the one extent
  file[at] = 0x7F;
  EXPECT_EQ(parseError(kHeif, file), ErrorCode::truncated);
}

TEST(HeifLimits, HoldOnBothSides) {
  const Bytes file = makeHeifFile(gridHeif());
  Limits limits;
  limits.maxSide = 120;
  limits.maxPixels = 120 * 90;
  limits.maxDepth = 1;
  EXPECT_EQ(parseError(kHeif, file, limits), std::nullopt);
  const auto tighter = [&](auto change) {
    auto changed = limits;
    change(changed);
    return parseError(kHeif, file, changed);
  };
  EXPECT_EQ(tighter([](Limits& l) { --l.maxSide; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxPixels; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxDepth; }), ErrorCode::limit);
  limits.maxParts = 1000;
  EXPECT_EQ(parseError(kHeif, file, limits), std::nullopt);
  while (limits.maxParts > 0 && !parseError(kHeif, file, limits))
    --limits.maxParts;
  EXPECT_GT(limits.maxParts, 10u); // boxes, to begin with
  EXPECT_EQ(parseError(kHeif, file, limits), ErrorCode::limit);
}

TEST(HeifLimits, SizesOfManySidesAreRefusedFirst) {
  EXPECT_EQ(errorWith(plainHeif(),
                      [](HeifFile& f) {
                        f.properties[1].payload = ispeOf({65'535, 65'535});
                      }),
            ErrorCode::limit);
  EXPECT_EQ(errorWith(gridHeif(),
                      [](HeifFile& f) {
                        f.items[4].data = gridOf(256, 256, {65'535, 65'535});
                      }),
            ErrorCode::limit);
}

// Each level names the one below many times: what a decoder does grows with every level.
TEST(HeifLimits, GridsOfGridsThatMultiplyAreRefused) {
  auto shape = gridHeif();
  std::uint32_t last = 5;
  for (int level = 0; level < 4; ++level) {
    const auto next = addItem(shape, {0, "grid", gridOf(16, 16, {120, 90}), {3}});
    shape.references.push_back({"dimg", next, std::vector<std::uint32_t>(256, last)});
    last = next;
  }
  shape.primary = last;
  Limits limits;
  limits.maxPixels = 10'000'000;
  EXPECT_EQ(errorOf(shape, limits), ErrorCode::limit);
}

// Many pieces that all show the same bytes would make the copy many times the file.
TEST(HeifLimits, PiecesThatOverlapDoNotMultiplyTheFile) {
  auto shape = plainHeif();
  shape.items[0].extents = 60;
  Bytes file = makeHeifFile(shape);
  auto at = asText(file).find("iloc") + 4 + 4 + 2 + 2 + 8;
  const auto begin = asText(file).find("mdat") + 4;
  for (int i = 0; i < 60; ++i, at += 8) {
    ByteWriter entry;
    entry.u32(static_cast<std::uint32_t>(begin));
    entry.u32(static_cast<std::uint32_t>(file.size() - begin));
    std::copy(entry.view().begin(), entry.view().end(),
              file.begin() + static_cast<std::ptrdiff_t>(at));
  }
  EXPECT_EQ(parseError(kHeif, file), ErrorCode::limit);
}

TEST(HeifLimits, AProfileThatIsTooLargeIsDropped) {
  auto shape = plainHeif();
  shape.items[0].properties.push_back(addProperty(shape, "colr", profileProperty(Bytes(500, 1))));
  Limits limits;
  limits.maxProfileBytes = 500;
  EXPECT_EQ(kHeif.parse(makeHeifFile(shape), limits).value()->colourProfile.size(), 500u);
  limits.maxProfileBytes = 499;
  const auto document = kHeif.parse(makeHeifFile(shape), limits);
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(document.value()->colourProfile.empty());
  EXPECT_EQ(document.value()->dropped.size(), 1u);
}

// ---------------------------------------------------------------- properties

void expectHandled(const Bytes& file) {
  for (const auto* format : {&kHeif, &kAvif}) {
    const auto error = parseError(*format, file);
    if (error)
      RC_ASSERT(*error != ErrorCode::internal);
    else
      rewriteChecked(*format, file);
    RC_ASSERT(!::testing::Test::HasFailure());
  }
}

TEST(HeifProperties, ChangedBytesGiveAnErrorOrACleanFile) {
  std::vector<Bytes> files;
  for (const auto& sample : heifSamples()) {
    auto shape = sample.file;
    addMetadata(shape);
    files.push_back(makeHeifFile(shape));
  }
  EXPECT_TRUE(rc::check([&] {
    Bytes file = *rc::gen::elementOf(files);
    const auto changes = *rc::gen::inRange(1, 8);
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(HeifProperties, AnyMixOfItemsGivesAnErrorOrACleanFile) {
  std::vector<HeifFile> shapes;
  for (const auto& sample : heifSamples())
    shapes.push_back(sample.file);
  EXPECT_TRUE(rc::check([&] {
    HeifFile shape = *rc::gen::elementOf(shapes);
    const auto other = *rc::gen::elementOf(shapes);
    const auto number = [&] {
      return *rc::gen::inRange<std::uint32_t>(1,
                                              static_cast<std::uint32_t>(shape.items.size()) + 2);
    };
    for (auto item : other.items) {
      if (*rc::gen::arbitrary<bool>())
        continue;
      for (auto& property : item.properties)
        property = *rc::gen::inRange(-static_cast<int>(shape.properties.size()),
                                     static_cast<int>(shape.properties.size()) + 1);
      addItem(shape, item);
    }
    const auto references = *rc::gen::inRange(0, 6);
    for (int i = 0; i < references; ++i)
      shape.references.push_back(
          {*rc::gen::element<std::string>("dimg", "auxl", "thmb", "prem", "cdsc"),
           number(),
           {number(), number()}});
    if (*rc::gen::arbitrary<bool>())
      shape.primary = number();
    expectHandled(makeHeifFile(shape));
  }));
}

} // namespace
} // namespace photoscrub::formats
