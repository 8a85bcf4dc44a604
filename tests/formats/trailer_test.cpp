#include "formats/trailer.h"

#include <gtest/gtest.h>

namespace photoscrub::formats {
namespace {

using namespace std::string_view_literals;

constexpr auto kPicture = "PICTURE"sv;

std::vector<Part> partsOf(std::string_view trailer) {
  const auto file = std::string(kPicture) + std::string(trailer);
  return describeTrailer(asBytes(file), kPicture.size());
}

void expectOne(std::string_view trailer, FindingKind kind, std::size_t offset) {
  const auto parts = partsOf(trailer);
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].kind, kind);
  EXPECT_EQ(parts[0].offset, kPicture.size() + offset);
  EXPECT_EQ(parts[0].size, trailer.size() - offset);
}

TEST(Trailer, IsNoneIfNothingFollows) {
  EXPECT_TRUE(partsOf("").empty());
  EXPECT_TRUE(describeTrailer(asBytes(kPicture), kPicture.size() + 5).empty());
}

TEST(Trailer, NamesWhatItUsuallyIs) {
  expectOne("\xFF\xD8\xFF\xE1...."sv, FindingKind::hiddenImage, 0);
  expectOne("\0\0\x89PNG\r\n\x1a\n"sv, FindingKind::hiddenImage, 2);
  expectOne("\0\0\0\x18"
            "ftypmp42"sv,
            FindingKind::hiddenVideo, 0);
  expectOne("xx\0\0\0\x18"
            "ftypmp42"sv,
            FindingKind::hiddenVideo, 2);
  expectOne("MotionPhoto_Data...."sv, FindingKind::hiddenVideo, 0);
  expectOne("....SEFT"sv, FindingKind::device, 4);
  expectOne("PK\3\4...."sv, FindingKind::trailer, 0);
  expectOne("%PDF-1.7"sv, FindingKind::trailer, 0);
  expectOne("\0\0\0\0"sv, FindingKind::trailer, 0);
  expectOne("anything"sv, FindingKind::trailer, 0);
  expectOne("ftyp"sv, FindingKind::trailer, 0); // too close to the picture for a box
}

TEST(Trailer, NamesSeveralThingsOnceEach) {
  const auto parts = partsOf("\xFF\xD8\xFF first \xFF\xD8\xFF second \0\0\0\x18"
                             "ftyp SEFT"sv);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].kind, FindingKind::hiddenImage);
  EXPECT_EQ(parts[1].kind, FindingKind::hiddenVideo);
  EXPECT_EQ(parts[2].kind, FindingKind::device);
}

TEST(Trailer, ShowsNoContent) {
  for (const auto& part : partsOf("S3CRET"))
    EXPECT_EQ(part.where.find("S3CRET"), std::string::npos);
}

} // namespace
} // namespace photoscrub::formats
