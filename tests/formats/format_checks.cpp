#include "formats/format_checks.h"

#include "formats/icc_profile.h"
#include "formats/icc_tags.h"
#include "support/exif_bytes.h"

#include <algorithm>

namespace photoscrub::formats::testing {

Rewritten rewriteChecked(const ContainerFormat& format, const Bytes& file, const Edits& edits,
                         const Limits& limits) {
  Rewritten result;
  auto parsed = format.parse(file, limits);
  if (!parsed.ok()) {
    ADD_FAILURE() << "parse: " << parsed.error().describe(true);
    return result;
  }
  result.document = std::move(parsed).value();
  const auto assembly = format.rewrite(*result.document, edits);
  if (!assembly.ok()) {
    ADD_FAILURE() << "rewrite: " << assembly.error().describe(true);
    return result;
  }
  auto bytes = assembly.value().joined();
  EXPECT_EQ(assembly.value().size(), bytes.size());
  const auto audit = format.audit(bytes, limits);
  if (!audit.ok()) {
    ADD_FAILURE() << "audit: " << audit.error().describe(true);
    return result;
  }
  EXPECT_TRUE(comparePictures(*result.document, audit.value()).ok());
  EXPECT_TRUE(sameBytes(audit.value().exif, edits.exif));
  EXPECT_TRUE(sameBytes(audit.value().colourProfile, edits.colourProfile));

  const auto again = format.parse(bytes, limits);
  if (!again.ok()) {
    ADD_FAILURE() << "second parse: " << again.error().describe(true);
    return result;
  }
  EXPECT_TRUE(sameBytes(again.value()->colourProfile, edits.colourProfile));
  if (edits.exif.empty()) {
    EXPECT_TRUE(again.value()->dropped.empty())
        << "still drops: " << again.value()->dropped.front().where;
  }
  const auto twice = format.rewrite(*again.value(), edits);
  EXPECT_TRUE(twice.ok() && twice.value().joined() == bytes) << "cleaning twice differs from once";
  result.bytes = std::move(bytes);
  return result;
}

std::optional<ErrorCode> parseError(const ContainerFormat& format, ByteView file,
                                    const Limits& limits) {
  const auto result = format.parse(file, limits);
  return result.ok() ? std::nullopt : std::optional(result.error().code);
}

std::optional<ErrorCode> auditError(const ContainerFormat& format, ByteView file,
                                    const Limits& limits) {
  const auto result = format.audit(file, limits);
  return result.ok() ? std::nullopt : std::optional(result.error().code);
}

int countDropped(const Document& document, FindingKind kind, std::string_view where) {
  return static_cast<int>(
      std::count_if(document.dropped.begin(), document.dropped.end(),
                    [&](const Part& part) { return part.kind == kind && part.where == where; }));
}

void expectEveryCutIsHandled(const ContainerFormat& format, const Bytes& file) {
  for (std::size_t length = 0; length < file.size(); length += length < 4096 ? 1 : 97) {
    SCOPED_TRACE("cut at " + std::to_string(length));
    const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
    const auto error = parseError(format, cut);
    if (error)
      EXPECT_NE(*error, ErrorCode::internal);
    else
      rewriteChecked(format, cut);
    const auto refused = auditError(format, cut);
    EXPECT_TRUE(!refused || *refused != ErrorCode::internal);
    if (::testing::Test::HasFailure())
      return;
  }
}

Bytes cleanProfile() {
  const auto xyz = [](std::uint32_t x, std::uint32_t y, std::uint32_t z) {
    return std::move(ByteWriter().u32(iccSignature("XYZ ")).u32(0).u32(x).u32(y).u32(z)).take();
  };
  const auto curve =
      std::move(ByteWriter().u32(iccSignature("curv")).u32(0).u32(1).u16(0x0233)).take();
  IccParts parts{0x0420'0000, iccSignature("mntr"), iccSignature("RGB "), iccSignature("XYZ "), 0,
                 {}};
  parts.tags = {{iccSignature("wtpt"), xyz(0xF6D6, 0x10000, 0xD32D)},
                {iccSignature("rXYZ"), xyz(0x6FA0, 0x38F5, 0x0390)},
                {iccSignature("gXYZ"), xyz(0x6297, 0xB787, 0x18D9)},
                {iccSignature("bXYZ"), xyz(0x249F, 0x0F84, 0xB6C4)},
                {iccSignature("rTRC"), curve},
                {iccSignature("gTRC"), curve},
                {iccSignature("bTRC"), curve}};
  return writeIccProfile(parts, "sRGB");
}

Bytes cameraExif(int orientation) {
  using namespace photoscrub::test;
  return exifBlock(Endian::little,
                   {textTag(0x010F, "S3CRET maker"),
                    shortTag(Endian::little, 0x0112, static_cast<std::uint16_t>(orientation)),
                    textTag(0x013B, "S3CRET artist")},
                   {textTag(0x9003, "2026:01:02 03:04:05"), textTag(0xA431, "S3CRET serial")});
}

bool holds(ByteView bytes, std::string_view text) {
  return asText(bytes).find(text) != std::string_view::npos;
}

} // namespace photoscrub::formats::testing
