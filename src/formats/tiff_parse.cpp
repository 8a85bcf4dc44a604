// Reading TIFF files, forgiving what viewers forgive.
#include "formats/tiff.h"
#include "formats/tiff_page.h"
#include "formats/tiff_tags.h"
#include "formats/trailer.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats {

namespace {

using namespace tiff;

constexpr std::uint64_t kReduced = 1;    // NewSubfileType, section 8
constexpr std::uint64_t kOldReduced = 2; // SubfileType, section 8

Error noPicture(std::uint64_t offset) {
  return {ErrorCode::malformed, "There is no picture in this TIFF file", "no image data", offset};
}

Error cameraRaw(std::uint64_t offset) {
  return {ErrorCode::unsupported,
          "This is a camera RAW photo in a TIFF file. " + std::string(advice(FileType::raw)),
          "sensor data", offset};
}

class Parser {
public:
  Parser(ByteView file, const Limits& limits)
      : file_(file), limits_(limits), document_(std::make_unique<TiffDocument>()) {
    document_->type = FileType::tiff;
  }

  Result<std::unique_ptr<Document>> run() {
    PHOTOSCRUB_TRY(header, readHeader(file_));
    document_->variant = header.variant;
    document_->knownToExiv2 = !header.variant.big;
    claim(0, header.variant.headerSize());
    PHOTOSCRUB_CHECK(directories(header.firstDirectory));
    addOrphans();
    std::stable_sort(document_->dropped.begin(), document_->dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
    finish();
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  Variant variant() const { return document_->variant; }

  std::uint64_t number(const Directory& directory, std::uint16_t tag, std::uint64_t otherwise) {
    const auto* entry = directory.find(tag);
    return entry ? numberAt(*entry, variant().endian, 0).value_or(otherwise) : otherwise;
  }

  // ------------------------------------------------------------------ the chain of pages
  Status directories(std::uint64_t first) {
    PageReader reader(file_, variant(), limits_, parts_, document_->owned);
    for (auto offset = first; offset != 0 && visited_.insert(offset).second;) {
      const auto directory = readDirectory(file_, variant(), offset, parts_, limits_);
      if (!directory.ok()) {
        if (document_->pages.empty() || directory.error().code == ErrorCode::limit)
          return directory.error();
        break; // a link to nowhere: viewers show the pages before it
      }
      PHOTOSCRUB_CHECK(takeDirectory(directory.value(), reader));
      offset = directory.value().next;
    }
    return document_->pages.empty() ? noPicture(first) : Status{};
  }

  Status takeDirectory(const Directory& directory, PageReader& reader) {
    PHOTOSCRUB_CHECK(follow(directory, 0));
    const bool first = document_->pages.empty();
    const bool reduced = (number(directory, kNewSubfileType, 0) & kReduced) != 0 ||
                         number(directory, kOldSubfileType, 0) == kOldReduced;
    const bool hasData = directory.find(kStripOffsets) || directory.find(kTileOffsets);
    if (!hasData && first)
      return noPicture(directory.offset);
    if (!hasData || (reduced && !first)) {
      drop(hasData || directory.find(kJpegOffset) ? FindingKind::thumbnail : FindingKind::other,
           hasData ? "smaller copy of the picture" : "directory without a picture",
           directory.offset, directory.size);
      return {};
    }
    PHOTOSCRUB_TRY(reading, reader.read(directory));
    takePage(directory, std::move(reading));
    return {};
  }

  void takePage(const Directory& directory, PageReading reading) {
    auto& document = *document_;
    const bool first = document.pages.empty();
    for (auto& part : reading.dropped) {
      // Exiv2 goes through the first directories of classic files.
      part.describedByExiv2 = part.describedByExiv2 && first && !variant().big;
      document.dropped.push_back(std::move(part));
    }
    takeProfile(reading, first);
    for (const auto tag : {kXmp, kIptc, kPhotoshop})
      if (const auto* entry = directory.find(tag); entry && !entry->value.empty())
        document.blocks.push_back(
            {tag == kXmp ? MetadataBlock::Syntax::xmp : MetadataBlock::Syntax::iptc, entry->valueAt,
             entry->value.size(), first && !variant().big});
    if (first) {
      document.storedSize = reading.page.picture.size();
      document.orientation = reading.page.orientation;
      document.cmyk = reading.page.picture.photometric == kSeparated;
    }
    document.pages.push_back(std::move(reading.page));
  }

  void takeProfile(PageReading& reading, bool first) {
    const auto profile = reading.profile;
    if (profile.empty())
      return;
    const auto at = static_cast<std::uint64_t>(profile.data() - file_.data());
    if (first && profile.size() <= limits_.maxProfileBytes) {
      document_->colourProfile.assign(profile.begin(), profile.end());
      reading.page.hasProfile = true;
    } else if (!first && sameBytes(profile, document_->colourProfile)) {
      reading.page.hasProfile = true;
    } else {
      drop(FindingKind::other, first ? "stray colour profile data" : tagUse(kIccProfile).where, at,
           profile.size());
      losesProfile_ = losesProfile_ || !first;
    }
  }

  // ------------------------------------------------------------------ what directories lead to
  // Notes what belongs to the directory and to those below it, and refuses sensor data anywhere.
  Status follow(const Directory& directory, std::uint32_t depth) {
    if (isCameraRaw(number(directory, kPhotometric, 1), number(directory, kCompression, 1)))
      return cameraRaw(directory.offset);
    claim(directory.offset, directory.size);
    for (const auto& entry : directory.entries) {
      if (isRawTag(entry.tag))
        return cameraRaw(directory.offset);
      if (!entry.isInline)
        claim(entry.valueAt, entry.value.size());
    }
    claimData(directory, kStripOffsets, kStripByteCounts);
    claimData(directory, kTileOffsets, kTileByteCounts);
    claimData(directory, kJpegOffset, kJpegLength);
    if (depth >= limits_.maxDepth)
      return {};
    for (const auto tag : {kSubIfds, static_cast<std::uint16_t>(kExifIfd), kGpsIfd, kInteropIfd})
      if (const auto* entry = directory.find(tag))
        PHOTOSCRUB_CHECK(followAll(*entry, depth));
    return {};
  }

  Status followAll(const Entry& pointers, std::uint32_t depth) {
    for (std::uint64_t i = 0; i < pointers.count; ++i) {
      const auto offset = numberAt(pointers, variant().endian, i);
      if (!offset)
        break;
      if (*offset == 0 || !visited_.insert(*offset).second)
        continue;
      const auto below = readDirectory(file_, variant(), *offset, parts_, limits_);
      if (below.ok())
        PHOTOSCRUB_CHECK(follow(below.value(), depth + 1));
      else if (below.error().code == ErrorCode::limit)
        return below.error();
    }
    return {};
  }

  void claimData(const Directory& directory, std::uint16_t offsetTag, std::uint16_t countTag) {
    const auto* offsets = directory.find(offsetTag);
    const auto* counts = directory.find(countTag);
    if (!offsets || !counts)
      return;
    for (std::uint64_t i = 0; i < offsets->count; ++i) {
      const auto offset = numberAt(*offsets, variant().endian, i);
      const auto count = numberAt(*counts, variant().endian, i);
      if (!offset || !count)
        break;
      claim(*offset, *count);
    }
  }

  // ------------------------------------------------------------------ bytes
  struct Range {
    std::uint64_t begin, end;
  };

  void claim(std::uint64_t offset, std::uint64_t size) {
    if (offset < file_.size() && size > 0)
      claimed_.push_back({offset, offset + std::min<std::uint64_t>(size, file_.size() - offset)});
  }

  void drop(FindingKind kind, std::string where, std::uint64_t offset, std::uint64_t size) {
    document_->dropped.push_back({kind, std::move(where), offset, size});
  }

  // What no directory refers to.
  void addOrphans() {
    for (const auto& page : document_->pages)
      for (const auto piece : page.pieces)
        if (piece.data() >= file_.data() && piece.data() < file_.data() + file_.size())
          claim(static_cast<std::uint64_t>(piece.data() - file_.data()), piece.size());
    std::sort(claimed_.begin(), claimed_.end(),
              [](const Range& a, const Range& b) { return a.begin < b.begin; });
    std::uint64_t end = 0;
    for (const auto& range : claimed_) {
      if (range.begin > end)
        orphan(end, range.begin);
      end = std::max(end, range.end);
    }
    if (isPadding(end, file_.size()))
      return;
    for (auto& part : describeTrailer(file_, end))
      document_->dropped.push_back(std::move(part));
  }

  bool isPadding(std::uint64_t begin, std::uint64_t end) const {
    const auto bytes =
        file_.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    return bytes.size() < kAlignment &&
           std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
  }

  void orphan(std::uint64_t begin, std::uint64_t end) {
    if (!isPadding(begin, end))
      drop(FindingKind::other, "bytes that nothing refers to", begin, end - begin);
  }

  // ------------------------------------------------------------------ the end
  void finish() {
    auto& document = *document_;
    for (auto page = document.pages.begin(); page != document.pages.end(); ++page) {
      const bool first = page == document.pages.begin();
      const auto orientation = first ? Orientation::normal : page->orientation;
      ByteWriter head(variant().endian);
      for (const auto& field : directoryFields(*page, orientation, variant())) {
        head.u16(field.tag).u16(field.type);
        writeOffset(head, variant(), field.count);
        head.bytes(field.value);
      }
      document.coded.push_back(document.owned.emplace_back(std::move(head).take()));
      document.coded.insert(document.coded.end(), page->pieces.begin(), page->pieces.end());
    }
    if (document.pages.size() > 1)
      document.warnings.push_back("It has " + std::to_string(document.pages.size()) +
                                  " pages; only the first was looked at.");
    if (losesProfile_)
      document.warnings.push_back("Pages after the first lose a colour profile of their own; their "
                                  "colours may look different.");
  }

  ByteView file_;
  const Limits& limits_;
  std::unique_ptr<TiffDocument> document_;
  Parts parts_;
  std::set<std::uint64_t> visited_;
  std::vector<Range> claimed_;
  bool losesProfile_ = false;
};

} // namespace

Result<std::unique_ptr<Document>> Tiff::parse(ByteView file, const Limits& limits) const {
  return Parser(file, limits).run();
}

} // namespace photoscrub::formats
