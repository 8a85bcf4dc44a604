#include "formats/jp2_unused_boxes.h"

namespace photoscrub::formats::jp2 {

namespace {

using namespace std::string_view_literals;
using Syntax = MetadataBlock::Syntax;

struct KnownUuid {
  std::string_view userType; // 16 bytes
  FindingKind kind;
  std::string_view where;
  std::optional<Syntax> syntax;
};

// Exiv2's list, XMP part 3 (1.1.4), and the GeoJP2 encoding.
constexpr KnownUuid kUuids[] = {
    {"JpgTiffExif->JP2"sv, FindingKind::other, "Exif block"sv, Syntax::exif},
    {"\x05\x37\xCD\xAB\x9D\x0C\x44\x31\xA7\x2A\xFA\x56\x1F\x2A\x11\x3E"sv, FindingKind::other,
     "Exif block"sv, Syntax::exif},
    {"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"sv, FindingKind::other,
     "XMP packet"sv, Syntax::xmp},
    {"\x33\xC7\xA4\xD2\xB8\x1D\x47\x23\xA0\xBA\xF1\xA3\xE0\x97\xAD\x38"sv, FindingKind::other,
     "IPTC block"sv, Syntax::iptc},
    {"\x2C\x4C\x01\x00\x85\x04\x40\xB9\xA0\x3E\x56\x21\x48\xD6\xDF\xEB"sv, FindingKind::other,
     "IPTC in Photoshop resources"sv, Syntax::iptc},
    {"\xB1\x4B\xF8\xBD\x08\x3D\x4B\x43\xA5\xAE\x8C\xD7\xD5\xA6\xCE\x03"sv, FindingKind::location,
     "map coordinates (GeoJP2)"sv, std::nullopt},
};

struct KnownBox {
  std::string_view type;
  FindingKind kind;
  std::string_view where;
};

constexpr KnownBox kBoxes[] = {
    {"xml "sv, FindingKind::other, "XML box"sv},
    {"uinf"sv, FindingKind::other, "list of addresses"sv},
    {"jp2i"sv, FindingKind::identity, "box of rights"sv},
    {"jumb"sv, FindingKind::provenance, "JUMBF provenance block"sv},
    {"jp2c"sv, FindingKind::hiddenImage, "further codestream"sv},
    {"jpch"sv, FindingKind::other, "header of a further codestream"sv},
    {"jplh"sv, FindingKind::other, "header of a further picture"sv},
    {"jp2h"sv, FindingKind::other, "further header"sv},
    {"res "sv, FindingKind::other, "resolution"sv},
    {"rreq"sv, FindingKind::other, "requirements for readers"sv},
    {"colr"sv, FindingKind::other, "further colour box"sv},
    {"asoc"sv, FindingKind::caption, "label"sv},
    {"lbl "sv, FindingKind::caption, "label"sv},
    {"mdat"sv, FindingKind::hiddenImage, "further picture data"sv},
};

MetadataBlock blockOf(const bmff::Box& box, Syntax syntax) {
  return {syntax, box.offset + box.headerSize, box.payload.size(), false};
}

UnusedBox describeUuid(const bmff::Box& box) {
  for (const auto& known : kUuids)
    if (asText(box.userType) == known.userType)
      return {
          {known.kind, std::string(known.where), box.offset, box.size(), known.syntax.has_value()},
          known.syntax ? std::optional(blockOf(box, *known.syntax)) : std::nullopt};
  return {{FindingKind::other, "unknown box", box.offset, box.size(), false}, std::nullopt};
}

} // namespace

UnusedBox describeUnusedBox(const bmff::Box& box) {
  if (box.is("uuid"))
    return describeUuid(box);
  if (box.is("xml ") && asText(box.payload).find("<x:xmpmeta") != std::string_view::npos)
    return {{FindingKind::other, "XMP packet in an XML box", box.offset, box.size(), true},
            blockOf(box, Syntax::xmp)};
  for (const auto& known : kBoxes)
    if (box.is(known.type))
      return {{known.kind, std::string(known.where), box.offset, box.size(), false}, std::nullopt};
  return {{FindingKind::other, "unknown box", box.offset, box.size(), false}, std::nullopt};
}

} // namespace photoscrub::formats::jp2
