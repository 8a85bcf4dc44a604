// Reading GIF files, forgiving what viewers forgive.
#include "formats/gif.h"
#include "formats/gif_document.h"
#include "formats/gif_lzw.h"
#include "formats/trailer.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace gif;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The GIF picture is damaged and cannot be read", std::move(detail),
          offset};
}

struct SubBlocks {
  std::vector<ByteView> contents;
  ByteView whole; // with lengths and end
  bool ended = false;

  // All but the last are full, as nearly every encoder writes them.
  bool inOneForm() const {
    return ended && std::all_of(contents.begin(), contents.end(), [&](ByteView block) {
             return block.size() == kMaxSubBlock || block.data() == contents.back().data();
           });
  }
};

class Parser {
public:
  Parser(ByteView file, const Limits& limits)
      : file_(file), limits_(limits), reader_(file, Endian::little),
        document_(std::make_unique<GifDocument>()) {
    document_->type = FileType::gif;
    document_->takesFields = false;
    document_->takesColourProfile = false;
  }

  Result<std::unique_ptr<Document>> run() {
    PHOTOSCRUB_CHECK(head());
    while (!done_ && !reader_.atEnd())
      PHOTOSCRUB_CHECK(block());
    PHOTOSCRUB_CHECK(settle());
    const auto trailer = describeTrailer(file_, reader_.position());
    auto& dropped = document_->dropped;
    dropped.insert(dropped.end(), trailer.begin(), trailer.end());
    std::stable_sort(dropped.begin(), dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  Status head() {
    if (!hasSignature(file_))
      return malformed("signature", 0);
    PHOTOSCRUB_CHECK(reader_.skip(kSignatureSize));
    PHOTOSCRUB_TRY(bytes, reader_.take(kScreenSize));
    const auto screen = readScreen(bytes);
    PHOTOSCRUB_CHECK(checkSize(screen.size, limits_));
    screen_ = screen.size;
    document_->storedSize = screen.size;
    PHOTOSCRUB_CHECK(reader_.skip(screen.colourTable));
    document_->head = file_.first(static_cast<std::size_t>(reader_.position()));
    return {};
  }

  Status block() {
    const auto begin = reader_.position();
    if (++parts_ > limits_.maxParts)
      return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                   "blocks", begin};
    switch (reader_.u8().value()) {
    case kTrailer:
      done_ = true;
      return {};
    case kExtension:
      return extension(begin);
    case kImage:
      return image(begin);
    case 0: // stray ends of blocks, which readers skip
      strayZeros(begin);
      return {};
    default:
      return endAt(begin);
    }
  }

  Status endAt(std::uint64_t offset) {
    done_ = true;
    return reader_.seek(offset);
  }

  void strayZeros(std::uint64_t begin) {
    while (!reader_.atEnd() && reader_.rest().front() == 0)
      (void)reader_.u8();
    drop({FindingKind::other, "bytes between blocks", false}, begin);
  }

  // Up to the end of the file where it is cut.
  SubBlocks subBlocks() {
    SubBlocks blocks;
    const auto begin = static_cast<std::size_t>(reader_.position());
    while (!reader_.atEnd()) {
      const std::uint64_t size = reader_.u8().value();
      if (size == 0) {
        blocks.ended = true;
        break;
      }
      const auto content = reader_.take(std::min(size, reader_.left())).value();
      if (!content.empty())
        blocks.contents.push_back(content);
    }
    blocks.whole = file_.subspan(begin, static_cast<std::size_t>(reader_.position()) - begin);
    return blocks;
  }

  Status extension(std::uint64_t begin) {
    if (reader_.atEnd())
      return endAt(begin);
    const auto label = reader_.u8().value();
    const auto blocks = subBlocks();
    const auto first = blocks.contents.empty() ? ByteView{} : blocks.contents.front();
    if (label == kControlLabel && first.size() >= kControlSize)
      return control(begin, blocks);
    const bool isApplication = label == kApplicationLabel && first.size() == kApplicationIdSize;
    const auto id = isApplication ? asText(first) : std::string_view{};
    if (isLooping(id) && looping(begin, blocks))
      return {};
    if (id.starts_with("XMP Data"))
      xmp(blocks.whole.subspan(1 + kApplicationIdSize));
    drop(extensionUse(label, id), begin);
    return {};
  }

  // The last one before an image is the one decoders use.
  Status control(std::uint64_t begin, const SubBlocks& blocks) {
    if (control_)
      dropPart(extensionUse(kControlLabel, {}), control_->offset, control_->size);
    const auto whole = bytesFrom(begin);
    auto own = controlExtension(blocks.contents.front());
    if (!sameBytes(own, whole))
      drop({FindingKind::other, "unused bytes in a control block", false}, begin);
    control_ = Control{begin, whole.size(), document_->owned.emplace_back(std::move(own))};
    return {};
  }

  // True if there is nothing in it but the count; readers take the last count.
  bool looping(std::uint64_t begin, const SubBlocks& blocks) {
    for (std::size_t i = 1; i < blocks.contents.size(); ++i) {
      const auto content = blocks.contents[i];
      if (content.size() < 3 || content[0] != 1)
        continue;
      const bool first = !document_->loops;
      document_->loops = static_cast<std::uint16_t>(content[1] | content[2] << 8);
      loopsAt_ = begin;
      loopsSize_ = bytesFrom(begin).size();
      return first && blocks.contents.size() == 2 && content.size() == 3 && blocks.ended;
    }
    return false;
  }

  // Adobe, XMP part 3, 1.1.2: the packet as it is, and 258 bytes that lead any reader of
  // sub-blocks to the end.
  void xmp(ByteView packet) {
    constexpr std::size_t kMagicTrailer = 258;
    if (packet.size() > kMagicTrailer)
      packet = packet.first(packet.size() - kMagicTrailer);
    document_->blocks.push_back({MetadataBlock::Syntax::xmp,
                                 static_cast<std::uint64_t>(packet.data() - file_.data()),
                                 packet.size(), false});
  }

  Status image(std::uint64_t begin) {
    const auto fields = reader_.take(kDescriptorSize);
    if (!fields.ok())
      return endAt(begin);
    const auto descriptor = readDescriptor(fields.value());
    PHOTOSCRUB_CHECK(checkSize({descriptor.area.width, descriptor.area.height}, limits_));
    const auto table = reader_.take(descriptor.colourTable + 1);
    if (!table.ok())
      return endAt(begin);
    const auto codeSize = table.value().back();
    if (codeSize < kMinCodeSize || codeSize > kMaxCodeSize)
      return endAt(begin); // decoders give up
    auto blocks = subBlocks();
    Frame frame;
    frame.descriptor = withoutReserved(begin);
    frame.tableAndCodeSize = table.value();
    LzwMeter meter(codeSize, codedPixels(descriptor, screen_));
    for (const auto content : blocks.contents)
      meter.feed(content);
    trim(blocks, meter);
    if (blocks.inOneForm())
      frame.asItStands = blocks.whole;
    frame.pixels = std::move(blocks.contents);
    if (control_)
      frame.control = control_->bytes;
    control_.reset();
    document_->storedSize = shownSize(document_->storedSize, descriptor);
    document_->frames.push_back(std::move(frame));
    return {};
  }

  ByteView withoutReserved(std::uint64_t begin) {
    const auto bytes = file_.subspan(static_cast<std::size_t>(begin), 1 + kDescriptorSize);
    if ((bytes[1 + kDescriptorPacked] & kReservedInDescriptor) == 0)
      return bytes;
    dropPart({FindingKind::other, "reserved bits in an image descriptor", false}, begin,
             bytes.size());
    auto& own = document_->owned.emplace_back(bytes.begin(), bytes.end());
    own.back() &= static_cast<std::uint8_t>(~kReservedInDescriptor);
    return own;
  }

  // Leaves what a decoder reads.
  void trim(SubBlocks& blocks, const LzwMeter& meter) {
    auto keep = meter.bytes();
    auto& contents = blocks.contents;
    std::uint64_t total = 0;
    for (const auto content : contents)
      total += content.size();
    const auto begin = static_cast<std::uint64_t>(blocks.whole.data() - file_.data());
    if (keep < total) {
      dropPart({FindingKind::trailer, "bytes hidden behind the last pixel", false}, begin,
               blocks.whole.size());
      blocks.ended = false; // not as it stands
    }
    std::size_t count = 0;
    for (; count < contents.size() && keep > 0; ++count) {
      const auto size = std::min<std::uint64_t>(keep, contents[count].size());
      contents[count] = contents[count].first(static_cast<std::size_t>(size));
      keep -= size;
    }
    contents.resize(count);
    maskLastByte(blocks, meter.lastByteMask(), begin);
  }

  void maskLastByte(SubBlocks& blocks, std::uint8_t mask, std::uint64_t begin) {
    auto& contents = blocks.contents;
    if (contents.empty() || (contents.back().back() & ~mask) == 0)
      return;
    dropPart({FindingKind::other, "unused bits behind the last pixel", false}, begin,
             blocks.whole.size());
    blocks.ended = false;
    auto& last = contents.back();
    auto& own = document_->owned.emplace_back(1, static_cast<std::uint8_t>(last.back() & mask));
    last = last.first(last.size() - 1);
    if (last.empty())
      contents.pop_back();
    contents.push_back(own);
  }

  Status settle() {
    if (control_)
      dropPart(extensionUse(kControlLabel, {}), control_->offset, control_->size);
    const bool anyPixels = std::any_of(document_->frames.begin(), document_->frames.end(),
                                       [](const Frame& frame) { return !frame.pixels.empty(); });
    const auto size = document_->storedSize;
    if (!anyPixels || size.width == 0 || size.height == 0)
      return malformed("no picture data", reader_.position());
    PHOTOSCRUB_CHECK(checkSize(size, limits_));
    document_->animated = document_->frames.size() > 1;
    if (!document_->animated && document_->loops) {
      dropPart({FindingKind::other, "looping block of a still picture", false}, loopsAt_,
               loopsSize_);
      document_->loops.reset();
    }
    listCoded();
    document_->knownToExiv2 = isLongEnoughForExiv2(*document_);
    return {};
  }

  void listCoded() {
    auto& coded = document_->coded;
    coded.push_back(document_->head);
    if (document_->loops)
      coded.push_back(document_->owned.emplace_back(loopExtension(*document_->loops)));
    for (const auto& frame : document_->frames) {
      coded.insert(coded.end(), {frame.control, frame.descriptor, frame.tableAndCodeSize});
      coded.insert(coded.end(), frame.pixels.begin(), frame.pixels.end());
    }
  }

  ByteView bytesFrom(std::uint64_t begin) const {
    const auto first = static_cast<std::size_t>(begin);
    return file_.subspan(first, static_cast<std::size_t>(reader_.position()) - first);
  }
  void drop(BlockUse use, std::uint64_t begin) { dropPart(use, begin, bytesFrom(begin).size()); }
  void dropPart(BlockUse use, std::uint64_t offset, std::uint64_t size) {
    document_->dropped.push_back(
        {use.kind, std::string(use.where), offset, size, use.describedByExiv2});
  }

  struct Control {
    std::uint64_t offset = 0, size = 0;
    ByteView bytes;
  };

  ByteView file_;
  const Limits& limits_;
  ByteReader reader_;
  Size screen_;
  std::unique_ptr<GifDocument> document_;
  std::optional<Control> control_; // waits for its image
  std::uint64_t loopsAt_ = 0, loopsSize_ = 0;
  std::uint32_t parts_ = 0;
  bool done_ = false;
};

} // namespace

Result<std::unique_ptr<Document>> Gif::parse(ByteView file, const Limits& limits) const {
  return Parser(file, limits).run();
}

} // namespace photoscrub::formats
