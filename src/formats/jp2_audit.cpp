// The strict reading of a JPEG 2000 file: the boxes in front of the codestream byte by byte as they
// would be written again for it, the codestream, and nothing else.
#include "formats/icc_profile.h"
#include "formats/jp2.h"
#include "formats/jp2_header.h"

namespace photoscrub::formats {

namespace {

using namespace jp2;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits) : file_(file), limits_(limits), reader_(file) {}

  Result<CleanFile> run() {
    std::vector<ByteView> coded;
    if (startsWith(file_, Bytes{0xFF, 0x4F})) {
      PHOTOSCRUB_TRY(siz, auditCodestream(file_, limits_, coded));
      clean_.storedSize = siz.size;
      clean_.coded = std::move(coded);
      return std::move(clean_);
    }
    PHOTOSCRUB_CHECK(reader_.skip(kSignature.size()));
    PHOTOSCRUB_CHECK(box("ftyp").ok() ? Status{} : leak("no file type"));
    PHOTOSCRUB_TRY(header, box("jp2h"));
    const auto headEnd = static_cast<std::size_t>(reader_.position());
    PHOTOSCRUB_TRY(stream, box("jp2c"));
    if (!reader_.atEnd())
      return leak("bytes behind the codestream");
    PHOTOSCRUB_TRY(siz, auditCodestream(stream, limits_, coded));
    clean_.storedSize = siz.size;
    PHOTOSCRUB_CHECK(colours(header, siz));
    // The rest of the head has to be as it would be written for this codestream.
    if (!sameBytes(file_.first(headEnd), makeHead(siz, colour_, clean_.colourProfile)))
      return leak("header in another form");
    listCoded(colour_, clean_.coded);
    clean_.coded.insert(clean_.coded.end(), coded.begin(), coded.end());
    return std::move(clean_);
  }

private:
  static Error leak(std::string detail) {
    return {ErrorCode::leak, "The cleaned picture holds something it should not",
            std::move(detail)};
  }

  // The payload of the next box, which has to be of this type.
  static Result<ByteView> box(ByteReader& reader, std::string_view type) {
    constexpr std::uint32_t kHeader = 8;
    PHOTOSCRUB_TRY(size, reader.u32());
    PHOTOSCRUB_TRY(name, reader.take(4));
    if (asText(name) != type || size < kHeader)
      return leak("box that is not allowed");
    return reader.take(size - kHeader);
  }
  Result<ByteView> box(std::string_view type) { return box(reader_, type); }

  // Whether the next box is of this type.
  static bool follows(const ByteReader& reader, std::string_view type) {
    return reader.left() >= 8 && startsWith(reader.rest().subspan(4), asBytes(type));
  }

  Status colours(ByteView header, const Siz& siz) {
    ByteReader reader(header);
    PHOTOSCRUB_CHECK(box(reader, "ihdr").ok() ? Status{} : leak("no image header"));
    if (follows(reader, "bpcc"))
      PHOTOSCRUB_CHECK(box(reader, "bpcc").ok() ? Status{} : leak("depths"));
    if (follows(reader, "colr")) {
      PHOTOSCRUB_TRY(payload, box(reader, "colr"));
      PHOTOSCRUB_CHECK(space(payload));
    }
    if (follows(reader, "pclr")) {
      PHOTOSCRUB_TRY(palette, box(reader, "pclr"));
      PHOTOSCRUB_TRY(mapping, box(reader, "cmap"));
      const auto entries = paletteOf(palette);
      if (!entries || entries->size() != palette.size() ||
          mapping.size() != std::size_t{4} * palette[2])
        return leak("palette");
      colour_.palette = palette;
      colour_.mapping = mapping;
    }
    if (follows(reader, "cdef")) {
      PHOTOSCRUB_TRY(definitions, box(reader, "cdef"));
      const auto used = definitionsOf(definitions, channelsOf(siz, colour_));
      if (!used || used->size() != definitions.size())
        return leak("channel definitions");
      colour_.definitions = definitions;
    }
    return reader.atEnd() ? Status{} : leak("box that is not allowed in the header");
  }

  Status space(ByteView payload) {
    constexpr std::size_t kFields = 3;
    if (payload.size() <= kFields)
      return leak("colour box");
    const auto value = payload.subspan(kFields);
    if (payload[0] == 1) {
      colour_.space = spaceOf(value);
      if (colour_.space == ColourHeader::Space::numbered)
        colour_.number = value;
      return {};
    }
    if (value.size() > limits_.maxProfileBytes)
      return leak("size of the profile");
    PHOTOSCRUB_CHECK(checkCleanProfile(value));
    colour_.space = ColourHeader::Space::usual;
    clean_.colourProfile.assign(value.begin(), value.end());
    return {};
  }

  ByteView file_;
  const Limits& limits_;
  ByteReader reader_;
  CleanFile clean_;
  ColourHeader colour_;
};

} // namespace

Result<CleanFile> Jp2::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
