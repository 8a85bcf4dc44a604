// Reading and rewriting PNG files, forgiving what viewers forgive.
#include "formats/exif_block.h"
#include "formats/png.h"
#include "formats/png_document.h"
#include "formats/png_frames.h"
#include "formats/trailer.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats {

namespace {

using namespace png;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The PNG picture is damaged and cannot be read", std::move(detail),
          offset};
}

class Parser {
public:
  Parser(ByteView file, const Limits& limits)
      : file_(file), limits_(limits), reader_(file), document_(std::make_unique<PngDocument>()) {
    document_->type = FileType::png;
  }

  Result<std::unique_ptr<Document>> run() {
    if (!startsWith(file_, asBytes(kSignature)))
      return malformed("signature", 0);
    PHOTOSCRUB_CHECK(reader_.skip(kSignature.size()));
    while (!done_)
      PHOTOSCRUB_CHECK(chunk());
    if (!hasData_)
      return malformed("no picture data", reader_.position());
    settleAnimation();
    const auto trailer = describeTrailer(file_, reader_.position());
    document_->dropped.insert(document_->dropped.end(), trailer.begin(), trailer.end());
    std::stable_sort(document_->dropped.begin(), document_->dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
    for (const auto& kept : document_->chunks)
      document_->coded.push_back(kept.typeAndPayload);
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  Status chunk() {
    const auto begin = reader_.position();
    if (++parts_ > limits_.maxParts)
      return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                   "chunks", begin};
    if (reader_.left() < 8)
      return endAt(begin);
    const std::uint64_t length = reader_.u32().value();
    const auto type = asText(reader_.take(4).value());
    if (!std::all_of(type.begin(), type.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }))
      return endAt(begin);
    // A chunk the file cuts short: viewers show what is there of the image data.
    const bool cut = length > reader_.left();
    const auto payload = reader_.take(std::min(length, reader_.left())).value();
    const auto sum = cut ? Result<std::uint32_t>(malformed("CRC", begin)) : reader_.u32();
    const auto whole = file_.subspan(static_cast<std::size_t>(begin) + 4, 4 + payload.size());
    const bool intact = sum.ok() && sum.value() == crc(whole);
    if (!sum.ok())
      PHOTOSCRUB_CHECK(reader_.skip(reader_.left()));
    if (type == "IEND") {
      if (!payload.empty())
        drop({FindingKind::other, "data in IEND", false}, begin);
      done_ = true;
      return {};
    }
    return handle(type, payload, {whole, intact}, begin);
  }

  Status endAt(std::uint64_t offset) {
    done_ = true;
    return reader_.seek(offset);
  }

  Status handle(std::string_view type, ByteView payload, Chunk chunk, std::uint64_t begin) {
    if (document_->chunks.empty())
      return first(type, payload, chunk, begin);
    dataEnded_ = dataEnded_ || (hasData_ && type != "IDAT");
    if (type == "iCCP" && chunk.intact && profile(payload, begin))
      return {};
    if (type == "eXIf" && exif(payload, chunk.intact))
      return {};
    const auto place = placeOf(type, payload, document_->header, paletteEntries_);
    if (!place || !inOrder(type, *place, chunk)) {
      drop(chunkUse(type, payload), begin);
      return {};
    }
    if (type == "PLTE")
      paletteEntries_ = static_cast<int>(payload.size() / 3);
    if (type == "acTL")
      frames_ = frameSequence(payload, document_->header.size);
    if (*place == Place::data) {
      hasData_ = true;
      if (frames_)
        frames_->imageData();
    }
    document_->chunks.push_back(chunk);
    return {};
  }

  Status first(std::string_view type, ByteView payload, Chunk chunk, std::uint64_t begin) {
    if (type == "CgBI")
      return Error{ErrorCode::unsupported,
                   "This is a PNG changed for use inside an iPhone program. Export it again as an "
                   "ordinary PNG",
                   "CgBI", begin};
    if (type != "IHDR")
      return malformed("does not begin with IHDR", begin);
    PHOTOSCRUB_TRY(header, readHeader(payload, limits_));
    document_->header = header;
    document_->storedSize = header.size;
    document_->chunks.push_back(chunk);
    return {};
  }

  // 5.6: which chunk may follow which. A decoder ignores what stands in the wrong place.
  bool inOrder(std::string_view type, Place place, const Chunk& chunk) {
    switch (place) {
    case Place::data:
      return !dataEnded_; // with a wrong CRC too: it is what there is to see
    case Place::frames:
      return frames_ && frames_->accept(type, chunk.typeAndPayload.subspan(4));
    case Place::beforePalette:
      if (paletteEntries_ > 0)
        return false;
      break;
    case Place::beforeData:
      break;
    }
    // Pictures of colour type 3 cannot be shown without PLTE; other damaged ones can do without.
    return !hasData_ && (chunk.intact || type == "PLTE") && once_.insert(std::string(type)).second;
  }

  // A frame control at the very end, with no data behind it; and an animation without frames.
  void settleAnimation() {
    if (!frames_)
      return;
    auto& chunks = document_->chunks;
    if (frames_->lastIsEmpty()) {
      dropKept(std::prev(chunks.end()));
      frames_->dropLast();
    }
    document_->animated = frames_->count() > 0;
    if (!document_->animated)
      dropKept(std::find_if(chunks.begin(), chunks.end(), [](const Chunk& chunk) {
        return startsWith(chunk.typeAndPayload, asBytes("acTL"));
      }));
  }

  // Takes back a chunk that was to stay.
  void dropKept(std::vector<Chunk>::iterator chunk) {
    const auto bytes = chunk->typeAndPayload;
    auto use = chunkUse(asText(bytes.first(4)), bytes.subspan(4));
    document_->dropped.push_back({use.kind, std::move(use.where),
                                  static_cast<std::uint64_t>(bytes.data() - file_.data()) - 4,
                                  bytes.size() + 8, false});
    document_->chunks.erase(chunk);
  }

  bool profile(ByteView payload, std::uint64_t begin) {
    if (hasData_ || paletteEntries_ > 0 || !document_->colourProfile.empty())
      return false;
    auto profile = unpackProfile(payload, limits_);
    if (!profile.ok())
      return false;
    document_->colourProfile = std::move(profile).value();
    const auto name = asText(payload).substr(0, asText(payload).find('\0'));
    if (name != kProfileName)
      drop({FindingKind::colourText, "iCCP profile name", false}, begin);
    return true;
  }

  // True if the chunk is the one a cleaned file has, so that there is nothing to report.
  bool exif(ByteView payload, bool intact) {
    constexpr auto prefix = "Exif\0\0"sv; // some writers put it there, against 11.3.4.1
    if (startsWith(payload, asBytes(prefix)))
      payload = payload.subspan(prefix.size());
    const auto summary = summariseExif(payload);
    if (intact && !exifSeen_) {
      document_->orientation = summary.orientation;
      exifSeen_ = true;
      if (!hasData_ && !payload.empty() &&
          sameBytes(payload, orientationBlock(summary.orientation)))
        return true;
    }
    document_->blocks.push_back({MetadataBlock::Syntax::exif,
                                 static_cast<std::uint64_t>(payload.data() - file_.data()),
                                 payload.size(), false});
    return false;
  }

  void drop(ChunkUse use, std::uint64_t begin) {
    document_->dropped.push_back(
        {use.kind, std::move(use.where), begin, reader_.position() - begin, use.describedByExiv2});
  }

  ByteView file_;
  const Limits& limits_;
  ByteReader reader_;
  std::unique_ptr<PngDocument> document_;
  bool done_ = false;
  std::uint32_t parts_ = 0;
  int paletteEntries_ = 0;
  bool hasData_ = false, dataEnded_ = false, exifSeen_ = false;
  std::optional<FrameSequence> frames_;
  std::set<std::string> once_;
};

} // namespace

Result<std::unique_ptr<Document>> Png::parse(ByteView file, const Limits& limits) const {
  return Parser(file, limits).run();
}

Result<Assembly> Png::rewrite(const Document& parsed, const Edits& edits) const {
  const auto& document = static_cast<const PngDocument&>(parsed);
  Assembly assembly;
  assembly.own(Bytes(kSignature.begin(), kSignature.end()));
  bool headerWritten = false;
  for (const auto& chunk : document.chunks) {
    if (chunk.intact) {
      // The length stands before the type, the CRC behind the payload.
      assembly.borrow({chunk.typeAndPayload.data() - 4, chunk.typeAndPayload.size() + 8});
    } else {
      assembly.own(
          makeChunk(asText(chunk.typeAndPayload.first(4)), chunk.typeAndPayload.subspan(4)));
    }
    if (headerWritten)
      continue;
    headerWritten = true;
    if (!edits.colourProfile.empty())
      assembly.own(makeChunk("iCCP", packProfile(edits.colourProfile)));
    if (!edits.exif.empty())
      assembly.own(makeChunk("eXIf", edits.exif));
  }
  assembly.own(makeChunk("IEND", {}));
  return assembly;
}

} // namespace photoscrub::formats
