// The only file that includes Exiv2: its types, its auto_ptr and its exceptions end here.
#include "metadata/metadata.h"
#include "metadata/tag_kinds.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <stdexcept>

#include <exiv2/exiv2.hpp>
#include <exiv2/webpimage.hpp>

namespace photoscrub::metadata {

namespace {

// Larger text is no caption; reading it would only cost time.
constexpr long kMaxValueBytes = 64 << 10;
// Values up to here are printed, larger ones are counted in bytes.
constexpr long kMaxPrintedBytes = 4 << 10;
// Extended XMP holds whole depth maps in base64; 64 MiB is ten times the largest seen.
constexpr std::size_t kMaxBlockBytes = 64u << 20;

/// Still images only. Exiv2's video readers hang, its raw readers are not needed: photoscrub
/// refuses raw files before.
constexpr std::array kStillImages{
    Exiv2::ImageType::jpeg, Exiv2::ImageType::png, Exiv2::ImageType::tiff,
    Exiv2::ImageType::webp, Exiv2::ImageType::gif, Exiv2::ImageType::bmp,
    Exiv2::ImageType::jp2,  Exiv2::ImageType::psd, Exiv2::ImageType::bmff,
};

Error unreadable(std::string detail) {
  return {ErrorCode::malformed, "The information stored with the photo is damaged",
          std::move(detail)};
}

/// Runs `work`, which returns a Result, and turns every exception into an Error. Exiv2's own texts
/// can quote the file, so only its error numbers go on.
template <class Work> auto guarded(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const Exiv2::AnyError& error) {
    return unreadable("Exiv2 error " + std::to_string(error.code()));
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::limit, "The information stored with the photo is too large",
                 "Exiv2 ran out of memory"};
  } catch (const std::length_error&) {
    return Error{ErrorCode::limit, "The information stored with the photo is too large",
                 "Exiv2 asked for an impossible length"};
  } catch (const std::exception&) {
    return unreadable("unexpected exception in Exiv2");
  } catch (...) {
    return unreadable("unknown exception in Exiv2");
  }
}

/// Exiv2 remembers name spaces of each file for the next; one file must not change what another's
/// report says.
class ForgetNamespaces {
public:
  ForgetNamespaces() = default;
  ForgetNamespaces(const ForgetNamespaces&) = delete;
  ForgetNamespaces& operator=(const ForgetNamespaces&) = delete;
  ~ForgetNamespaces() { Exiv2::XmpProperties::unregisterNs(); }
};

using ImagePointer = std::unique_ptr<Exiv2::Image>;

/// Exiv2 throws where a file is shorter than the first bytes it compares.
int imageType(Exiv2::BasicIo& io) {
  try {
    return Exiv2::ImageFactory::getType(io);
  } catch (const Exiv2::AnyError&) {
    return Exiv2::ImageType::none;
  }
}

Result<ImagePointer> openImage(ByteView file) {
  Exiv2::BasicIo::AutoPtr memory(new Exiv2::MemIo(file.data(), static_cast<long>(file.size())));
  const int type = imageType(*memory);
  if (std::find(kStillImages.begin(), kStillImages.end(), type) == kStillImages.end())
    return Error{ErrorCode::unsupported, "This is not a kind of photo that can be looked into",
                 "Exiv2 image type " + std::to_string(type)};
  ImagePointer image(Exiv2::ImageFactory::open(memory).release());
  if (!image)
    return unreadable("Exiv2 cannot open it");
  image->readMetadata();
  return image;
}

std::string printedValue(const Exiv2::Metadatum& datum) {
  if (datum.size() > kMaxPrintedBytes)
    return std::to_string(datum.size()).append(" bytes");
  return datum.toString();
}

/// Directories behind the first are thumbnails in an Exif block, but in a TIFF file they are pages,
/// described by the same tags as the first.
enum class FurtherDirectories { thumbnails, pages };

FurtherDirectories furtherDirectories(const Exiv2::Image& image) {
  return image.imageType() == Exiv2::ImageType::tiff ? FurtherDirectories::pages
                                                     : FurtherDirectories::thumbnails;
}

template <class Datum>
TagKind kindOf(const Datum& datum, TagFamily family, FurtherDirectories further) {
  const std::string group = datum.groupName();
  const bool page = group == "Thumbnail" || group == "Image2" || group == "Image3";
  return tagKind(family, further == FurtherDirectories::pages && page ? "Image" : group,
                 datum.tagName());
}

template <class Container>
void addFields(const Container& fields, TagFamily family, const InventoryOptions& options,
               FurtherDirectories further, FindingList& findings) {
  for (const auto& datum : fields) {
    const TagKind kind = kindOf(datum, family, further);
    if (!kind.kind)
      continue;
    if (options.showValues)
      findings.addWithValue(*kind.kind, kind.where, datum.tagName(), printedValue(datum));
    else
      findings.add(*kind.kind, kind.where);
  }
}

// The first text that is not empty wins: Exif, then XMP, then IPTC.

/// All bytes of an Exif text, not only those before its first NUL: Copyright holds two texts, the
/// photographer's and the editor's (Exif 3.0, 4.6.5.4.3).
std::string textOf(const Exiv2::ExifData& exif, const char* key) {
  const auto at = exif.findKey(Exiv2::ExifKey(key));
  if (at == exif.end() || at->size() <= 0 || at->size() > kMaxValueBytes)
    return {};
  if (at->typeId() != Exiv2::asciiString && at->typeId() != Exiv2::unsignedByte &&
      at->typeId() != Exiv2::undefined)
    return {};
  std::string bytes(static_cast<std::size_t>(at->size()), '\0');
  at->copy(reinterpret_cast<Exiv2::byte*>(bytes.data()), Exiv2::bigEndian);
  return bytes;
}

std::string textOf(const Exiv2::XmpData& xmp, const char* key) {
  const auto at = xmp.findKey(Exiv2::XmpKey(key));
  if (at == xmp.end() || at->size() > kMaxValueBytes)
    return {};
  if (const auto* texts = dynamic_cast<const Exiv2::LangAltValue*>(&at->value())) {
    const auto standard = texts->value_.find("x-default");
    if (standard != texts->value_.end())
      return standard->second;
    return texts->value_.empty() ? std::string{} : texts->value_.begin()->second;
  }
  return at->toString();
}

std::string textOf(const Exiv2::IptcData& iptc, const char* key) {
  const auto at = iptc.findKey(Exiv2::IptcKey(key));
  if (at == iptc.end() || at->size() > kMaxValueBytes)
    return {};
  return at->toString();
}

std::string iptcDateTime(const Exiv2::IptcData& iptc) {
  const std::string date = textOf(iptc, "Iptc.Application2.DateCreated");
  return date.empty() ? date : date + " " + textOf(iptc, "Iptc.Application2.TimeCreated");
}

std::string firstOf(std::initializer_list<std::string> candidates) {
  for (const std::string& candidate : candidates)
    if (!candidate.empty())
      return candidate;
  return {};
}

struct MetadataView {
  const Exiv2::ExifData& exif;
  const Exiv2::XmpData& xmp;
  const Exiv2::IptcData& iptc;
  FurtherDirectories further = FurtherDirectories::thumbnails;
};

KeptValues keepable(const MetadataView& from) {
  const auto exif = [&](const char* key) { return cleanText(textOf(from.exif, key)); };
  const auto xmp = [&](const char* key) { return cleanText(textOf(from.xmp, key)); };
  const auto iptc = [&](const char* key) { return cleanText(textOf(from.iptc, key)); };
  KeptValues values;
  values.copyright = firstOf(
      {exif("Exif.Image.Copyright"), xmp("Xmp.dc.rights"), iptc("Iptc.Application2.Copyright")});
  values.credit =
      firstOf({exif("Exif.Image.Artist"), xmp("Xmp.dc.creator"), xmp("Xmp.photoshop.Credit"),
               iptc("Iptc.Application2.Byline"), iptc("Iptc.Application2.Credit")});
  values.caption = firstOf({exif("Exif.Image.ImageDescription"), xmp("Xmp.dc.description"),
                            iptc("Iptc.Application2.Caption")});
  values.time = firstOf({cleanDate(textOf(from.exif, "Exif.Photo.DateTimeOriginal")),
                         cleanDate(textOf(from.xmp, "Xmp.exif.DateTimeOriginal")),
                         cleanDate(textOf(from.xmp, "Xmp.photoshop.DateCreated")),
                         cleanDate(iptcDateTime(from.iptc))});
  return values;
}

Orientation orientationOf(const Exiv2::ExifData& exif) {
  const auto at = exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
  if (at == exif.end() || at->count() < 1)
    return Orientation::normal;
  return orientationFrom(static_cast<int>(at->toLong()));
}

Inventory inventoryOf(const MetadataView& from, const InventoryOptions& options,
                      FindingList& findings) {
  addFields(from.exif, TagFamily::exif, options, from.further, findings);
  addFields(from.xmp, TagFamily::xmp, options, from.further, findings);
  addFields(from.iptc, TagFamily::iptc, options, from.further, findings);
  Inventory inventory;
  inventory.orientation = orientationOf(from.exif);
  inventory.kept = keepable(from);
  return inventory;
}

void addComment(const Exiv2::Image& image, const InventoryOptions& options, FindingList& findings) {
  const std::string comment = image.comment();
  if (comment.empty())
    return;
  if (options.showValues)
    findings.addWithValue(FindingKind::comment, "comment", "text", comment);
  else
    findings.add(FindingKind::comment, "comment");
}

/// An XMP packet that Exiv2 could not read may still say anything.
void addUnreadPacket(const Exiv2::Image& image, FindingList& findings) {
  if (image.xmpData().empty() && !image.xmpPacket().empty())
    findings.add(FindingKind::other, "XMP (not readable)");
}

std::vector<Preview> previewsOf(const Exiv2::Image& image) {
  std::vector<Preview> previews;
  for (const auto& found : Exiv2::PreviewManager(image).getPreviewProperties())
    previews.push_back({found.width_, found.height_, found.size_});
  return previews;
}

/// A block on its own: only one of the three has something in it.
struct Blocks {
  Exiv2::ExifData exif;
  Exiv2::XmpData xmp;
  Exiv2::IptcData iptc;
};

Inventory inventoryOf(const Blocks& blocks, const InventoryOptions& options) {
  FindingList findings;
  Inventory inventory = inventoryOf({blocks.exif, blocks.xmp, blocks.iptc}, options, findings);
  inventory.findings = std::move(findings).take();
  return inventory;
}

/// `read` fills Blocks and returns a Status.
template <class Read>
Result<Inventory> readBlock(ByteView block, const InventoryOptions& options, Read read) {
  if (block.size() > kMaxBlockBytes)
    return Error{ErrorCode::limit, "The information stored with the photo is too large",
                 "metadata block"};
  return guarded([&]() -> Result<Inventory> {
    const ForgetNamespaces after;
    Blocks blocks;
    PHOTOSCRUB_CHECK(read(blocks));
    return inventoryOf(blocks, options);
  });
}

ByteView withoutExifHeader(ByteView block) {
  constexpr std::array<std::uint8_t, 6> kHeader{'E', 'x', 'i', 'f', 0, 0};
  return startsWith(block, kHeader) ? block.subspan(kHeader.size()) : block;
}

/// Exiv2 takes a block without one for an empty one.
bool hasTiffHeader(ByteView block) {
  return startsWith(block, asBytes(std::string_view("II*\0", 4))) ||
         startsWith(block, asBytes(std::string_view("MM\0*", 4)));
}

Status decodeIptc(ByteView datasets, Exiv2::IptcData& iptc) {
  if (Exiv2::IptcParser::decode(iptc, datasets.data(),
                                static_cast<std::uint32_t>(datasets.size())) != 0)
    return unreadable("IPTC datasets");
  return {};
}

/// The IPTC datasets of Photoshop image resources, which may hold several blocks of them.
Result<Bytes> datasetsIn(ByteView resources) {
  Bytes datasets;
  while (!resources.empty()) {
    const Exiv2::byte* record = nullptr;
    std::uint32_t headLength = 0, dataLength = 0;
    if (Exiv2::Photoshop::locateIptcIrb(resources.data(), static_cast<long>(resources.size()),
                                        &record, &headLength, &dataLength) != 0)
      break;
    ByteReader reader(resources);
    PHOTOSCRUB_CHECK(reader.skip(static_cast<std::uint64_t>(record - resources.data())));
    PHOTOSCRUB_CHECK(reader.skip(headLength));
    PHOTOSCRUB_TRY(part, reader.take(dataLength));
    datasets.insert(datasets.end(), part.begin(), part.end());
    if (dataLength % 2 != 0 && !reader.atEnd())
      PHOTOSCRUB_CHECK(reader.skip(1));
    resources = reader.rest();
  }
  return datasets;
}

bool isKept(const std::string& key, const KeepOptions& keep) {
  return (keep.copyright && key == "Exif.Image.Copyright") ||
         (keep.credit && key == "Exif.Image.Artist") ||
         (keep.caption && key == "Exif.Image.ImageDescription") ||
         (keep.time && key == "Exif.Photo.DateTimeOriginal");
}

template <class Container>
void addAll(const Container& fields, TagFamily family, FindingList& findings) {
  for (const auto& datum : fields) {
    const TagKind kind = tagKind(family, datum.groupName(), datum.tagName());
    findings.add(kind.kind.value_or(FindingKind::other), kind.where);
  }
}

} // namespace

void prepare() {
  Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
  Exiv2::enableBMFF(true); // HEIC and AVIF; without it they are videos to Exiv2
  Exiv2::XmpParser::initialize();
  // One of each: the first error text, character set conversion and XMP packet look for files or
  // build tables.
  static_cast<void>(Exiv2::Error(Exiv2::kerNotAnImage, "x").what());
  static_cast<void>(readXmpPacket(asBytes(
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
      "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
      "xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Make='x'/></rdf:RDF></x:xmpmeta>")));
  static_cast<void>(freshExifBlock({"x", {}, {}, {}}, Orientation::turned90));
  static_cast<void>(guarded([]() -> Status {
    static_cast<void>(Exiv2::CommentValue("charset=Unicode x").comment());
    return {};
  }));
}

Result<Inventory> readInventory(ByteView file, const InventoryOptions& options) {
  return guarded([&]() -> Result<Inventory> {
    const ForgetNamespaces after;
    PHOTOSCRUB_TRY(image, openImage(file));
    const Exiv2::Image& seen = *image;
    FindingList findings;
    Inventory inventory =
        inventoryOf({seen.exifData(), seen.xmpData(), seen.iptcData(), furtherDirectories(seen)},
                    options, findings);
    addComment(seen, options, findings);
    addUnreadPacket(seen, findings);
    // Looking for previews costs more than the rest; without these there are none.
    if (findings.has(FindingKind::thumbnail) || !seen.nativePreviews().empty())
      inventory.previews = previewsOf(seen);
    if (!inventory.previews.empty() && !findings.has(FindingKind::thumbnail))
      findings.add(FindingKind::thumbnail, "embedded preview",
                   static_cast<std::uint32_t>(inventory.previews.size()));
    inventory.hasColourProfile = image->iccProfileDefined();
    inventory.findings = std::move(findings).take();
    return inventory;
  });
}

Result<Inventory> readExifBlock(ByteView tiff, const InventoryOptions& options) {
  const ByteView block = withoutExifHeader(tiff);
  return readBlock(block, options, [&](Blocks& blocks) -> Status {
    if (!hasTiffHeader(block))
      return unreadable("no TIFF header");
    Exiv2::ExifParser::decode(blocks.exif, block.data(), static_cast<std::uint32_t>(block.size()));
    return {};
  });
}

Result<Inventory> readXmpPacket(ByteView packet, const InventoryOptions& options) {
  return readBlock(packet, options, [&](Blocks& blocks) -> Status {
    if (Exiv2::XmpParser::decode(blocks.xmp, std::string(asText(packet))) != 0)
      return unreadable("XMP packet");
    return {};
  });
}

Result<Inventory> readIptc(ByteView block, const InventoryOptions& options) {
  return readBlock(block, options, [&](Blocks& blocks) -> Status {
    constexpr std::string_view kPhotoshop{"Photoshop 3.0\0", 14};
    const bool named = startsWith(block, asBytes(kPhotoshop));
    if (named || startsWith(block, asBytes("8BIM"))) {
      PHOTOSCRUB_TRY(datasets, datasetsIn(named ? block.subspan(kPhotoshop.size()) : block));
      return decodeIptc(datasets, blocks.iptc);
    }
    return decodeIptc(block, blocks.iptc);
  });
}

Result<Bytes> freshExifBlock(const KeptValues& values, Orientation orientation) {
  return guarded([&]() -> Result<Bytes> {
    Exiv2::ExifData exif;
    const auto put = [&](const char* key, const std::string& text) {
      if (!text.empty())
        exif[key] = text;
    };
    if (orientation != Orientation::normal)
      exif["Exif.Image.Orientation"] = static_cast<std::uint16_t>(orientation);
    put("Exif.Image.Copyright", cleanText(values.copyright));
    put("Exif.Image.Artist", cleanText(values.credit));
    put("Exif.Image.ImageDescription", cleanText(values.caption));
    put("Exif.Photo.DateTimeOriginal", cleanDate(values.time));
    if (exif.empty())
      return Bytes{};
    Exiv2::Blob block;
    Exiv2::ExifParser::encode(block, Exiv2::bigEndian, exif);
    if (block.empty())
      return Error{ErrorCode::internal, "The kept information could not be written", "Exif block"};
    return Bytes(block.begin(), block.end());
  });
}

Result<std::vector<Finding>> auditOutput(ByteView file, const KeepOptions& keep) {
  return guarded([&]() -> Result<std::vector<Finding>> {
    const ForgetNamespaces after;
    PHOTOSCRUB_TRY(image, openImage(file));
    const Exiv2::Image& seen = *image;
    FindingList findings;
    for (const auto& datum : seen.exifData()) {
      const TagKind kind = kindOf(datum, TagFamily::exif, furtherDirectories(seen));
      if (kind.kind && !isKept(datum.key(), keep))
        findings.add(*kind.kind, kind.where);
    }
    addAll(seen.xmpData(), TagFamily::xmp, findings);
    addAll(seen.iptcData(), TagFamily::iptc, findings);
    addComment(seen, {}, findings);
    addUnreadPacket(seen, findings);
    if (!seen.nativePreviews().empty())
      findings.add(FindingKind::thumbnail, "embedded preview");
    return std::move(findings).take();
  });
}

} // namespace photoscrub::metadata
