// Reading WebP files, forgiving what viewers forgive.
#include "formats/exif_block.h"
#include "formats/trailer.h"
#include "formats/webp.h"
#include "formats/webp_document.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace webp;
using namespace std::string_view_literals;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The WebP picture is damaged and cannot be read", std::move(detail),
          offset};
}

struct Chunk {
  std::string_view type;
  ByteView payload;
  std::uint64_t offset = 0; // in the file
  std::uint64_t size = 0;   // with header and padding, as far as they are there
  bool paddingIsZero = true;
};

bool isPicture(std::string_view type) {
  return type == "VP8 " || type == "VP8L";
}

class Parser {
public:
  /// Reads the chunks that begin before `end`.
  Parser(ByteView file, std::uint64_t end, const Limits& limits)
      : file_(file), end_(end), limits_(limits), document_(std::make_unique<WebpDocument>()) {
    document_->type = FileType::webp;
  }

  Result<std::unique_ptr<Document>> run() {
    std::uint64_t at = kFileHeader;
    // A chunk that begins before the end is taken whole, as far as the file has it.
    while (end_ - std::min(at, end_) >= kChunkHeader) {
      PHOTOSCRUB_TRY(chunk, next(file_.subspan(static_cast<std::size_t>(at)), at));
      PHOTOSCRUB_CHECK(at == kFileHeader ? first(chunk) : further(chunk));
      at += chunk.size;
    }
    PHOTOSCRUB_CHECK(settle(at));
    const auto trailer = describeTrailer(file_, at);
    auto& dropped = document_->dropped;
    dropped.insert(dropped.end(), trailer.begin(), trailer.end());
    std::stable_sort(dropped.begin(), dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  // REQUIRES: a header is there. A payload the file cuts short is taken as far as it goes.
  Result<Chunk> next(ByteView view, std::uint64_t at) {
    if (++parts_ > limits_.maxParts)
      return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                   "chunks", at};
    ByteReader reader(view, Endian::little);
    Chunk chunk{asText(reader.take(4).value()), {}, at, 0, true};
    const std::uint64_t size = reader.u32().value();
    chunk.payload = reader.take(std::min(size, reader.left())).value();
    if (size % 2 != 0 && !reader.atEnd())
      chunk.paddingIsZero = reader.u8().value() == 0;
    chunk.size = reader.position();
    if (!chunk.paddingIsZero)
      drop({FindingKind::other, "padding", false}, at + chunk.size - 1, 1);
    return chunk;
  }

  Status first(const Chunk& chunk) {
    if (isPicture(chunk.type))
      return still(chunk); // the simple format (2.5, 2.6): nothing else belongs there
    if (chunk.type != "VP8X" || chunk.payload.size() < kExtendedSize)
      return malformed("does not begin with a picture", chunk.offset);
    PHOTOSCRUB_TRY(extended, readExtended(chunk.payload, limits_));
    extended_ = extended;
    if (!extended.reservedIsZero || chunk.payload.size() > kExtendedSize)
      drop({FindingKind::other, "reserved bits in VP8X", false}, chunk.offset, chunk.size);
    return {};
  }

  bool announces(std::uint8_t flag) const { return extended_ && (extended_->flags & flag) != 0; }

  Status further(const Chunk& chunk) {
    const bool animated = announces(Extended::kAnimation);
    if (chunk.type == "ICCP" && takesProfile(chunk))
      return {};
    if (chunk.type == "EXIF" && exif(chunk))
      return {};
    if (chunk.type.starts_with("XMP"))
      block(MetadataBlock::Syntax::xmp, chunk.payload, chunk.type == "XMP "sv);
    if (!animated && chunk.type == "ALPH" && document_->still.type.empty()) {
      if (alpha_)
        drop(*alpha_); // decoders take the last before the picture
      alpha_ = chunk;
      return {};
    }
    if (!animated && isPicture(chunk.type) && document_->still.type.empty())
      return still(chunk);
    if (animated && chunk.type == "ANIM" && document_->animation.empty() &&
        chunk.payload.size() >= kAnimationSize) {
      document_->animation = chunk.payload.first(kAnimationSize);
      if (chunk.payload.size() > kAnimationSize)
        drop({FindingKind::other, "data in ANIM", false}, chunk.offset, chunk.size);
      return {};
    }
    if (animated && chunk.type == "ANMF" && !framesEnded_) {
      PHOTOSCRUB_TRY(taken, frame(chunk));
      framesEnded_ = !taken; // viewers show none behind one that breaks the rules
      if (taken)
        return {};
    }
    drop(chunk);
    return {};
  }

  Status still(const Chunk& chunk) {
    const auto head = readPictureHead(chunk.type, chunk.payload);
    if (!head)
      return malformed("picture header", chunk.offset);
    if (extended_ && extended_->canvas != head->size)
      return malformed("picture and canvas differ in size", chunk.offset);
    PHOTOSCRUB_CHECK(checkSize(head->size, limits_));
    document_->still = pictureOf(chunk, *head, alpha_);
    document_->storedSize = head->size;
    return {};
  }

  Picture pictureOf(const Chunk& chunk, const PictureHead& head,
                    const std::optional<Chunk>& alpha) {
    Picture picture{chunk.type, {}, {}, chunk.payload, head.size, head.alpha};
    if (!alpha)
      return picture;
    const auto size = alphaSize(alpha->payload, head.size);
    if (chunk.type == "VP8L" || !size) { // VP8L brings its own
      drop(*alpha);
      return picture;
    }
    picture.hasAlpha = true;
    picture.alpha = alpha->payload.first(*size).subspan(1);
    picture.alphaHead = withBits(alpha->payload.first(1), kAlphaBits);
    if (picture.alphaHead.data() != alpha->payload.data() || alpha->payload.size() > *size)
      drop({FindingKind::other, "unused bytes in ALPH", false}, alpha->offset, alpha->size);
    return picture;
  }

  // The same bytes with only `bits` left of the last one.
  ByteView withBits(ByteView head, std::uint8_t bits) {
    if ((head.back() & ~bits) == 0)
      return head;
    auto& own = document_->owned.emplace_back(head.begin(), head.end());
    own.back() &= bits;
    return own;
  }

  // True if viewers show this frame.
  Result<bool> frame(const Chunk& chunk) {
    if (document_->animation.empty() || chunk.payload.size() < kFrameHeader)
      return false;
    const auto head = readFrameHead(chunk.payload);
    std::optional<Chunk> alpha, picture;
    std::vector<Chunk> others;
    auto view = chunk.payload.subspan(kFrameHeader);
    auto at = chunk.offset + kChunkHeader + kFrameHeader;
    const auto before = document_->dropped.size();
    while (view.size() >= kChunkHeader) {
      PHOTOSCRUB_TRY(inner, next(view, at));
      view = view.subspan(static_cast<std::size_t>(inner.size));
      at += inner.size;
      if (inner.type == "ALPH" && !alpha && !picture)
        alpha = inner;
      else if (isPicture(inner.type) && !picture)
        picture = inner;
      else
        others.push_back(inner);
    }
    const auto coded = picture ? readPictureHead(picture->type, picture->payload) : std::nullopt;
    if (!coded || coded->size != Size{head.area.width, head.area.height} ||
        !liesWithin(head.area, extended_->canvas)) {
      document_->dropped.resize(before); // the chunk goes as a whole
      return false;
    }
    for (const auto& other : others)
      drop(chunkUse(other.type), other.offset, other.size);
    if (!view.empty())
      drop({FindingKind::other, "bytes between chunks", false}, at, view.size());
    if (!head.reservedIsZero)
      drop({FindingKind::other, "reserved bits in ANMF", false}, chunk.offset, chunk.size);
    document_->frames.push_back({withBits(chunk.payload.first(kFrameHeader), kFrameBits),
                                 pictureOf(*picture, *coded, alpha)});
    return true;
  }

  // Readers of the extended format look for a profile only where VP8X announces one.
  bool takesProfile(const Chunk& chunk) {
    if (!announces(Extended::kProfile) || !document_->colourProfile.empty() ||
        chunk.payload.empty() || chunk.payload.size() > limits_.maxProfileBytes)
      return false;
    document_->colourProfile.assign(chunk.payload.begin(), chunk.payload.end());
    return true;
  }

  // True if the chunk is the one a cleaned file has, so that there is nothing to report.
  bool exif(const Chunk& chunk) {
    constexpr auto prefix = "Exif\0\0"sv; // some writers put it there
    auto payload = chunk.payload;
    if (startsWith(payload, asBytes(prefix)))
      payload = payload.subspan(prefix.size());
    const bool first = !exifSeen_;
    exifSeen_ = true;
    if (first) {
      document_->orientation = summariseExif(payload).orientation;
      if (!chunk.payload.empty() &&
          sameBytes(chunk.payload, orientationBlock(document_->orientation)))
        return true;
    }
    block(MetadataBlock::Syntax::exif, payload, first);
    return false;
  }

  // Exiv2 goes by the size in the file's header.
  void block(MetadataBlock::Syntax syntax, ByteView payload, bool wellPlaced) {
    const auto offset = static_cast<std::uint64_t>(payload.data() - file_.data());
    const auto announced = ByteReader(file_.subspan(4), Endian::little).u32().value();
    document_->blocks.push_back({syntax, offset, payload.size(),
                                 wellPlaced && offset + payload.size() <= 8ull + announced});
  }

  Status settle(std::uint64_t at) {
    if (alpha_ && document_->still.type.empty())
      drop(*alpha_);
    const bool animated = announces(Extended::kAnimation);
    if (animated ? document_->frames.empty() : document_->still.type.empty())
      return malformed("no picture", at);
    document_->animated = animated;
    if (animated) {
      document_->storedSize = extended_->canvas;
      document_->coded.push_back(document_->animation);
      for (const auto& frame : document_->frames) {
        document_->coded.push_back(frame.head);
        addCoded(frame.picture);
      }
    } else {
      addCoded(document_->still);
    }
    document_->knownToExiv2 = isLongEnoughForExiv2(*document_);
    return {};
  }

  void addCoded(const Picture& picture) {
    document_->coded.push_back(picture.alphaHead);
    document_->coded.push_back(picture.alpha);
    document_->coded.push_back(asBytes(picture.type));
    document_->coded.push_back(picture.data);
  }

  void drop(const Chunk& chunk) { drop(chunkUse(chunk.type), chunk.offset, chunk.size); }
  void drop(ChunkUse use, std::uint64_t offset, std::uint64_t size) {
    document_->dropped.push_back(
        {use.kind, std::move(use.where), offset, size, use.describedByExiv2});
  }

  ByteView file_;
  std::uint64_t end_;
  const Limits& limits_;
  std::unique_ptr<WebpDocument> document_;
  std::optional<Extended> extended_;
  std::optional<Chunk> alpha_; // waits for its picture
  std::uint32_t parts_ = 0;
  bool framesEnded_ = false, exifSeen_ = false;
};

} // namespace

Result<std::unique_ptr<Document>> Webp::parse(ByteView file, const Limits& limits) const {
  if (!isWebp(file))
    return malformed("signature", 0);
  const std::uint64_t announced = ByteReader(file.subspan(4), Endian::little).u32().value();
  const std::uint64_t whole = file.size();
  const auto end = std::clamp<std::uint64_t>(8 + announced + announced % 2, kFileHeader, whole);
  auto document = Parser(file, end, limits).run();
  // A size that is too small is as wrong as one that is too large.
  if (!document.ok() && document.error().code == ErrorCode::malformed && end < whole)
    return Parser(file, whole, limits).run();
  return document;
}

} // namespace photoscrub::formats
