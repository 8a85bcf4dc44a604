// Reading and rewriting JPEG XL files, forgiving what viewers forgive.
#include "formats/bmff_boxes.h"
#include "formats/jxl.h"
#include "formats/jxl_document.h"
#include "formats/trailer.h"

#include <algorithm>
#include <limits>

namespace photoscrub::formats {

namespace {

using namespace jxl;

struct BoxUse {
  std::string_view type;
  FindingKind kind;
  std::string_view where;
};

// 18181-2, clause 9, and ISO 21496-1.
constexpr BoxUse kUses[] = {
    {"Exif", FindingKind::other, "Exif block"},
    {"xml ", FindingKind::other, "XMP packet"},
    {"jumb", FindingKind::provenance, "JUMBF box (content credentials)"},
    {"jbrd", FindingKind::other, "data to rebuild the original JPEG"},
    {"jhgm", FindingKind::hiddenImage, "gain map"},
    {"jxli", FindingKind::other, "frame index"},
    {"jxlc", FindingKind::hiddenImage, "second picture"},
    {"jxlp", FindingKind::hiddenImage, "second picture"},
};

BoxUse boxUse(std::string_view type) {
  const auto* const known = std::find_if(std::begin(kUses), std::end(kUses),
                                         [type](const BoxUse& use) { return use.type == type; });
  return known == std::end(kUses) ? BoxUse{type, FindingKind::other, "unknown box"} : *known;
}

class Parser {
public:
  Parser(ByteView file, const Limits& limits)
      : file_(file), limits_(limits), document_(std::make_unique<JxlDocument>()) {
    document_->type = FileType::jpegXl;
    document_->takesColourProfile = false; // the codestream has its own
  }

  Result<std::unique_ptr<Document>> run() {
    if (startsWith(file_, kCodestreamStart))
      document_->coded.push_back(file_);
    else
      PHOTOSCRUB_CHECK(container());
    PHOTOSCRUB_CHECK(describe());
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  Error malformed(std::string detail, std::uint64_t offset) const {
    return {ErrorCode::malformed, "The JPEG XL picture is damaged and cannot be read",
            std::move(detail), offset};
  }

  void drop(FindingKind kind, std::string where, const bmff::Box& box) {
    document_->dropped.push_back({kind, std::move(where), box.offset, box.size()});
  }

  // ------------------------------------------------------------------ boxes
  Status container() {
    if (!startsWith(file_, kSignatureBox))
      return malformed("signature", 0);
    bmff::BoxReader::Count count;
    bmff::BoxReader reader(file_, 0, bmff::BoxReader::Level::file, count, limits_);
    while (!reader.atEnd()) {
      const auto box = reader.next();
      if (!box.ok()) {
        if (!complete_ || box.error().code == ErrorCode::limit)
          return box.error();
        for (auto& part : describeTrailer(file_, reader.position()))
          document_->dropped.push_back(std::move(part));
        break;
      }
      PHOTOSCRUB_CHECK(take(box.value()));
    }
    return document_->coded.empty() ? malformed("no codestream", file_.size()) : Status{};
  }

  Status take(const bmff::Box& box) {
    if (box.offset == 0)
      return {}; // the signature
    if (box.is("ftyp"))
      return fileType(box);
    if (box.is("jxll") && !levelSeen_ && box.payload.size() == 1)
      return level(box);
    if (box.is("jxlc") && document_->coded.empty()) {
      document_->coded.push_back(box.payload);
      complete_ = true;
      return {};
    }
    if (box.is("jxlp") && !complete_)
      return piece(box);
    other(box);
    return {};
  }

  // The one form says no more than that this is JPEG XL.
  Status fileType(const bmff::Box& box) {
    const ByteView plain(kFileTypeBox);
    if (fileTypeSeen_ || !sameBytes(box.payload, plain.subspan(8)))
      drop(FindingKind::other, "file type box", box);
    fileTypeSeen_ = true;
    return {};
  }

  Status level(const bmff::Box& box) {
    levelSeen_ = true;
    constexpr std::uint8_t kUsualLevel = 5;
    document_->highLevel = box.payload[0] == kLevelBox.back();
    if (!document_->highLevel && box.payload[0] != kUsualLevel)
      drop(FindingKind::other, "level that does not exist", box);
    return {};
  }

  // 9.10: a number, whose highest bit says that the piece is the last, and a piece of the
  // codestream. Decoders take them as they come.
  Status piece(const bmff::Box& box) {
    constexpr std::uint32_t kLast = 0x8000'0000;
    ByteReader reader(box.payload);
    PHOTOSCRUB_TRY(number, reader.u32());
    document_->coded.push_back(reader.rest());
    complete_ = (number & kLast) != 0;
    return {};
  }

  void other(const bmff::Box& box) {
    if (box.is("brob")) { // 9.7: any other box, compressed with Brotli
      const auto inner =
          boxUse(asText(box.payload.first(std::min<std::size_t>(box.payload.size(), 4))));
      drop(inner.kind, "compressed " + std::string(inner.where), box);
      return;
    }
    const auto use = boxUse(box.type);
    drop(use.kind, std::string(use.where), box);
    if (box.is("Exif"))
      exif(box);
    if (box.is("xml "))
      block(MetadataBlock::Syntax::xmp, box, 0);
  }

  // 9.5: an offset to the TIFF header, counted from behind itself.
  void exif(const bmff::Box& box) {
    ByteReader reader(box.payload);
    const auto offset = reader.u32();
    if (offset.ok() && offset.value() <= reader.left())
      block(MetadataBlock::Syntax::exif, box, 4 + std::uint64_t{offset.value()});
  }

  void block(MetadataBlock::Syntax syntax, const bmff::Box& box, std::uint64_t skip) {
    if (skip < box.payload.size())
      document_->blocks.push_back(
          {syntax, box.offset + box.headerSize + skip, box.payload.size() - skip, false});
  }

  // ------------------------------------------------------------------ the codestream
  Status describe() {
    Bytes start; // a head may lie in several pieces
    for (const auto piece : document_->coded) {
      const auto room = std::min(piece.size(), kHeadBytes - start.size());
      start.insert(start.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(room));
    }
    PHOTOSCRUB_TRY(head, readHead(start, limits_));
    if (head.hasPreview || head.hasTimecodes)
      return Error{ErrorCode::unsupported,
                   "This JPEG XL photo holds a preview or time codes that cannot be taken out of "
                   "it. Open it in your photo program, export it as JPEG, then clean that copy",
                   "preview or time codes in the codestream"};
    document_->storedSize = head.shown;
    document_->animated = head.animated;
    document_->cmyk = head.cmyk;
    auto& warnings = document_->warnings;
    if (head.hasProfile)
      warnings.push_back("Its colour profile is part of the coded picture and stays as it is, with "
                         "any text in it.");
    if (head.hasLayers)
      warnings.push_back("It has layers beside the picture, such as depth, which stay.");
    if (head.hasNames)
      warnings.push_back("Its layers have names, which stay.");
    return {};
  }

  ByteView file_;
  const Limits& limits_;
  std::unique_ptr<JxlDocument> document_;
  bool complete_ = false; ///< the codestream
  bool fileTypeSeen_ = false, levelSeen_ = false;
};

Bytes boxHead(std::string_view type, std::uint64_t payload) {
  ByteWriter out;
  if (payload + 8 <= std::numeric_limits<std::uint32_t>::max())
    out.u32(static_cast<std::uint32_t>(payload + 8)).bytes(asBytes(type));
  else
    out.u32(1).bytes(asBytes(type)).u64(payload + 16);
  return std::move(out).take();
}

} // namespace

Result<std::unique_ptr<Document>> Jxl::parse(ByteView file, const Limits& limits) const {
  return Parser(file, limits).run();
}

Result<Assembly> Jxl::rewrite(const Document& parsed, const Edits& edits) const {
  const auto& document = static_cast<const JxlDocument&>(parsed);
  Assembly assembly;
  std::uint64_t total = 0;
  for (const auto piece : document.coded)
    total += piece.size();
  if (document.highLevel || !edits.exif.empty()) {
    ByteWriter out;
    out.bytes(kSignatureBox).bytes(kFileTypeBox);
    if (document.highLevel)
      out.bytes(kLevelBox);
    if (!edits.exif.empty())
      out.bytes(boxHead("Exif", 4 + edits.exif.size())).u32(0).bytes(edits.exif);
    out.bytes(boxHead("jxlc", total));
    assembly.own(std::move(out).take());
  }
  for (const auto piece : document.coded)
    assembly.borrow(piece);
  return assembly;
}

} // namespace photoscrub::formats
