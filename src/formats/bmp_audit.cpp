// The strict reading of a BMP file: headers, palette, pixels and profile one behind the other, each
// byte of the headers as it would be written again, nothing beside the picture in rows and runs.
#include "formats/bmp.h"
#include "formats/bmp_pixels.h"
#include "formats/icc_profile.h"

#include <algorithm>
#include <array>

namespace photoscrub::formats {

namespace {

using namespace bmp;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits) : file_(file), limits_(limits) {}

  Result<CleanFile> run() {
    PHOTOSCRUB_TRY(header, readHeader(file_, limits_));
    header_ = header;
    constexpr std::array versions = {kCore,          kInfo,     kWithMasks,
                                     kWithAlphaMask, kVersion4, kVersion5};
    if (std::find(versions.begin(), versions.end(), header.bytes) == versions.end())
      return leak("version of the header");
    clean_.storedSize = header.size;
    PHOTOSCRUB_CHECK(layOut());
    PHOTOSCRUB_CHECK(headers());
    PHOTOSCRUB_CHECK(palette());
    PHOTOSCRUB_CHECK(pixels());
    if (sizes_.profile > 0) {
      const auto profile = file_.last(static_cast<std::size_t>(sizes_.profile));
      PHOTOSCRUB_CHECK(checkCleanProfile(profile));
      clean_.colourProfile.assign(profile.begin(), profile.end());
    }
    return std::move(clean_);
  }

private:
  static Error leak(std::string detail) {
    return {ErrorCode::leak, "The cleaned picture holds something it should not",
            std::move(detail)};
  }

  // The parts follow each other up to the end of the file.
  Status layOut() {
    const auto tables = header_.tables();
    if (header_.pixelsAt < tables || header_.pixelsAt >= file_.size())
      return leak("place of the pixels");
    sizes_.palette = header_.pixelsAt - tables;
    if (header_.bytes == kVersion5 && header_.colourSpace == kEmbedded)
      sizes_.profile = header_.profileSize;
    const auto behind = file_.size() - header_.pixelsAt;
    if (sizes_.profile >= behind || sizes_.profile > limits_.maxProfileBytes)
      return leak("size of the profile");
    sizes_.pixels = behind - sizes_.profile;
    const auto most = std::uint64_t{header_.paletteEntry()} << header_.bits;
    if (header_.bits > 8 ? sizes_.palette != 0
                         : sizes_.palette == 0 || sizes_.palette > most ||
                               sizes_.palette % header_.paletteEntry() != 0 ||
                               (header_.bytes == kCore && sizes_.palette != most))
      return leak("size of the palette");
    return {};
  }

  Status headers() {
    auto expected = cleaned(header_);
    if (!expected.unusedIsZero)
      return leak("unused header fields");
    const auto bytes = file_.first(static_cast<std::size_t>(header_.tables()));
    if (!sameBytes(bytes, makeHeader(expected, sizes_)))
      return leak("header in another form");
    // Independent of how a header is made: what could say where a profile or a person is.
    if (header_.hasCalibration()) {
      constexpr std::array spaces = {kCalibrated, kSrgb, kSystem, kEmbedded};
      if (std::find(spaces.begin(), spaces.end(), header_.colourSpace) == spaces.end() ||
          (header_.colourSpace == kEmbedded) != (sizes_.profile > 0))
        return leak("colour space");
    }
    clean_.coded = pictureFields(bytes, header_);
    return {};
  }

  Status palette() {
    const auto bytes = file_.subspan(static_cast<std::size_t>(header_.tables()),
                                     static_cast<std::size_t>(sizes_.palette));
    for (std::size_t i = 3; header_.paletteEntry() == 4 && i < bytes.size(); i += 4)
      if (bytes[i] != 0)
        return leak("unused bytes in the palette");
    clean_.coded.push_back(bytes);
    return {};
  }

  Status pixels() {
    const auto bytes = file_.subspan(header_.pixelsAt, static_cast<std::size_t>(sizes_.pixels));
    clean_.coded.push_back(bytes);
    if (header_.coding != Coding::plain) {
      const auto runs = followRuns(bytes, header_);
      return runs.same && runs.consumed == bytes.size() ? Status{} : leak("run lengths");
    }
    const auto whole = plainSize(header_);
    if (bytes.size() > whole || (bytes.size() < whole && sizes_.profile > 0))
      return leak("size of the pixels");
    const auto hidden = findHidden(bytes, header_);
    if (hidden.padding || hidden.plane)
      return leak("more than the picture in its rows");
    return {};
  }

  ByteView file_;
  const Limits& limits_;
  Header header_;
  Sizes sizes_;
  CleanFile clean_;
};

} // namespace

Result<CleanFile> Bmp::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
