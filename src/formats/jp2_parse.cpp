// Reading JPEG 2000 files, forgiving what viewers forgive.
#include "formats/bmff_boxes.h"
#include "formats/jp2.h"
#include "formats/jp2_document.h"
#include "formats/jp2_unused_boxes.h"
#include "formats/trailer.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace jp2;
using bmff::Box;
using bmff::BoxReader;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The JPEG 2000 picture is damaged and cannot be read",
          std::move(detail), offset};
}

class Parser {
public:
  Parser(ByteView file, const Limits& limits)
      : file_(file), limits_(limits), document_(std::make_unique<Jp2Document>()) {
    document_->type = FileType::jpeg2000;
    document_->takesFields = false;
  }

  Result<std::unique_ptr<Document>> run() {
    document_->bare = startsWith(file_, Bytes{0xFF, 0x4F});
    PHOTOSCRUB_CHECK(document_->bare ? codestream(file_, 0) : boxes());
    auto& stream = document_->codestream;
    document_->storedSize = stream.siz.size;
    if (document_->bare) {
      end_ = stream.end;
      document_->takesColourProfile = false;
    } else {
      PHOTOSCRUB_CHECK(colours());
      document_->takesColourProfile = document_->colour.space == ColourHeader::Space::usual;
      listCoded(document_->colour, document_->coded);
    }
    listCoded(stream, document_->coded);
    auto& dropped = document_->dropped;
    std::move(stream.dropped.begin(), stream.dropped.end(), std::back_inserter(dropped));
    const auto trailer = describeTrailer(file_, end_);
    dropped.insert(dropped.end(), trailer.begin(), trailer.end());
    std::stable_sort(dropped.begin(), dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  Status codestream(ByteView bytes, std::uint64_t offset) {
    PHOTOSCRUB_TRY(stream, readCodestream(bytes, offset, limits_));
    document_->codestream = std::move(stream);
    return {};
  }

  Status boxes() {
    if (!startsWith(file_, asBytes(kSignature)))
      return malformed("signature", 0);
    BoxReader reader(file_, 0, BoxReader::Level::file, count_, limits_);
    while (!reader.atEnd()) {
      const auto box = reader.next();
      if (!box.ok()) {
        if (box.error().code == ErrorCode::limit)
          return box.error();
        PHOTOSCRUB_CHECK(cutBox(reader.position()));
        break;
      }
      PHOTOSCRUB_CHECK(take(box.value()));
      end_ = box.value().end();
    }
    return found_ ? Status{} : malformed("no codestream", end_);
  }

  // The file ends within a box; what is there of the picture is shown.
  Status cutBox(std::uint64_t begin) {
    const auto rest = file_.subspan(static_cast<std::size_t>(begin));
    constexpr std::size_t kHeader = 8, kLongHeader = 16;
    if (found_ || rest.size() < kHeader || !startsWith(rest.subspan(4), asBytes("jp2c")))
      return {};
    const auto header = startsWith(rest, Bytes{0, 0, 0, 1}) ? kLongHeader : kHeader;
    if (rest.size() < header)
      return {};
    Box box;
    box.type = "jp2c";
    box.offset = begin;
    box.headerSize = header;
    box.payload = rest.subspan(header);
    PHOTOSCRUB_CHECK(picture(box));
    end_ = file_.size();
    return {};
  }

  Status take(const Box& box) {
    if (box.offset == 0)
      return {}; // the signature
    if (box.is("ftyp") && !sawType_) {
      sawType_ = true;
      return {};
    }
    if (box.is("jp2h") && !sawHeader_ && !found_) {
      sawHeader_ = true;
      return header(box);
    }
    if (box.is("jp2c") && !found_)
      return picture(box);
    dropBox(box);
    return {};
  }

  // I.5.4: what follows the end of the codestream in its box is no picture.
  Status picture(const Box& box) {
    found_ = true;
    const auto begin = box.offset + box.headerSize;
    PHOTOSCRUB_CHECK(codestream(box.payload, begin));
    const auto end = document_->codestream.end;
    if (end < box.end())
      drop(FindingKind::trailer, "bytes behind the codestream", end, box.end() - end);
    return {};
  }

  // Readers take the first of each kind.
  Status header(const Box& parent) {
    auto reader = BoxReader::inside(parent, 0, count_, limits_);
    while (!reader.atEnd()) {
      const auto next = reader.next();
      if (!next.ok()) {
        if (next.error().code == ErrorCode::limit)
          return next.error();
        drop(FindingKind::other, "damaged header box", reader.position(),
             parent.end() - reader.position());
        break;
      }
      const auto& box = next.value();
      if (box.is("ihdr") || box.is("bpcc"))
        continue; // written anew from the codestream
      auto* place = placeOf(box);
      if (place && !*place)
        *place = box;
      else
        dropBox(box);
    }
    return {};
  }

  std::optional<Box>* placeOf(const Box& box) {
    if (box.is("colr"))
      return &colour_;
    if (box.is("pclr"))
      return &palette_;
    if (box.is("cmap"))
      return &mapping_;
    return box.is("cdef") ? &definitions_ : nullptr;
  }

  // With the codestream at hand.
  Status colours() {
    auto& colour = document_->colour;
    if (palette_ && mapping_) {
      const auto palette = paletteOf(palette_->payload);
      const auto mapping = palette ? mappingOf(mapping_->payload, *palette) : std::nullopt;
      if (!mapping)
        return malformed("palette", palette_->offset);
      colour.palette = taken(*palette_, *palette);
      colour.mapping = taken(*mapping_, *mapping);
    } else {
      for (const auto& half : {palette_, mapping_})
        if (half)
          dropBox(*half);
    }
    if (definitions_) {
      const auto channels = channelsOf(document_->codestream.siz, colour);
      if (const auto definitions = definitionsOf(definitions_->payload, channels))
        colour.definitions = taken(*definitions_, *definitions);
      else
        dropBox(*definitions_);
    }
    if (colour_)
      space(*colour_);
    return {};
  }

  ByteView taken(const Box& box, ByteView part) {
    if (part.size() < box.payload.size())
      drop(FindingKind::other, "unused bytes in a colour box", box.offset, box.size());
    return part;
  }

  // I.5.3.3. Method, precedence, approximation; then a number or a profile.
  void space(const Box& box) {
    constexpr std::size_t kFields = 3;
    constexpr std::uint8_t kEnumerated = 1, kRestrictedProfile = 2, kAnyProfile = 3;
    auto& colour = document_->colour;
    if (box.payload.size() > kFields) {
      const auto method = box.payload[0];
      const auto value = box.payload.subspan(kFields);
      if (method == kEnumerated)
        colour.space = spaceOf(value);
      if (colour.space == ColourHeader::Space::numbered)
        colour.number = value;
      if ((method == kRestrictedProfile || method == kAnyProfile) &&
          value.size() <= limits_.maxProfileBytes) {
        colour.space = ColourHeader::Space::usual;
        document_->colourProfile.assign(value.begin(), value.end());
      }
    }
    if (colour.space == ColourHeader::Space::unsaid)
      drop(FindingKind::other, "colour box that no viewer reads", box.offset, box.size());
  }

  void dropBox(const Box& box) {
    auto unused = describeUnusedBox(box);
    if (unused.block)
      document_->blocks.push_back(*unused.block);
    document_->dropped.push_back(std::move(unused.part));
  }

  void drop(FindingKind kind, std::string where, std::uint64_t offset, std::uint64_t size) {
    document_->dropped.push_back({kind, std::move(where), offset, size, false});
  }

  ByteView file_;
  const Limits& limits_;
  std::unique_ptr<Jp2Document> document_;
  BoxReader::Count count_;
  std::optional<Box> colour_, palette_, mapping_, definitions_;
  std::uint64_t end_ = 0;
  bool sawType_ = false, sawHeader_ = false, found_ = false;
};

} // namespace

Result<std::unique_ptr<Document>> Jp2::parse(ByteView file, const Limits& limits) const {
  return Parser(file, limits).run();
}

Result<Assembly> Jp2::rewrite(const Document& parsed, const Edits& edits) const {
  const auto& document = static_cast<const Jp2Document&>(parsed);
  Assembly assembly;
  if (!document.bare) {
    const auto profile = document.takesColourProfile ? edits.colourProfile : Bytes{};
    assembly.own(makeHead(document.codestream.siz, document.colour, profile));
    constexpr std::uint64_t kHeader = 8;
    const auto size = kHeader + document.codestream.size();
    if (size > 0xFFFF'FFFF)
      return Error{ErrorCode::limit, "The picture is larger than the set limits allow", "jp2c"};
    ByteWriter box;
    box.u32(static_cast<std::uint32_t>(size)).bytes(asBytes("jp2c"));
    assembly.own(std::move(box).take());
  }
  writeCodestream(document.codestream, assembly);
  return assembly;
}

} // namespace photoscrub::formats
