#include "formats/video_brands.h"

#include "formats/bmff_boxes.h"

#include <algorithm>
#include <array>

namespace photoscrub::formats::video {

namespace {

using namespace std::string_view_literals;

// The registry at mp4ra.org; those of fragments go, as there are none any more.
constexpr std::array kBrands{
    "isom"sv, "iso2"sv, "iso3"sv, "iso4"sv, "iso5"sv, "iso6"sv, "iso7"sv, "iso8"sv, "iso9"sv,
    "isoa"sv, "mp41"sv, "mp42"sv, "mp71"sv, "avc1"sv, "hvc1"sv, "hev1"sv, "av01"sv, "qt  "sv,
    "M4V "sv, "M4VH"sv, "M4VP"sv, "M4A "sv, "M4B "sv, "3gp4"sv, "3gp5"sv, "3gp6"sv, "3gp7"sv,
    "3gp8"sv, "3gp9"sv, "3gr6"sv, "3gs6"sv, "3ge6"sv, "3gg6"sv, "3g2a"sv, "3g2b"sv, "3g2c"sv};

bool isKnown(std::string_view brand) {
  return std::find(kBrands.begin(), kBrands.end(), brand) != kBrands.end();
}

} // namespace

Bytes cleanFileType(ByteView payload) {
  const auto text = asText(payload);
  std::string_view major = text.substr(0, std::min<std::size_t>(4, text.size()));
  std::vector<std::string_view> compatible;
  for (std::size_t at = 8; at + 4 <= text.size(); at += 4) {
    const auto brand = text.substr(at, 4);
    if (isKnown(brand) &&
        std::find(compatible.begin(), compatible.end(), brand) == compatible.end())
      compatible.push_back(brand);
  }
  if (major.empty())
    major = "qt  "; // films older than the box
  else if (!isKnown(major))
    major = "mp42"; // a camera's own
  if (std::find(compatible.begin(), compatible.end(), major) == compatible.end())
    compatible.push_back(major);
  ByteWriter out;
  {
    const bmff::BoxScope scope(out, "ftyp");
    out.bytes(asBytes(major)).u32(0);
    for (const auto brand : compatible)
      out.bytes(asBytes(brand));
  }
  return std::move(out).take();
}

bool isQuickTime(ByteView fileTypeBox) {
  return fileTypeBox.size() >= 12 && asText(fileTypeBox.subspan(8, 4)) == "qt  ";
}

} // namespace photoscrub::formats::video
