// Reading BMP files, forgiving what viewers forgive.
#include "formats/bmp.h"
#include "formats/bmp_document.h"
#include "formats/bmp_pixels.h"
#include "formats/trailer.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace bmp;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The BMP picture is damaged and cannot be read", std::move(detail),
          offset};
}

class Parser {
public:
  Parser(ByteView file, const Limits& limits)
      : file_(file), limits_(limits), document_(std::make_unique<BmpDocument>()) {
    document_->type = FileType::bmp;
    document_->takesFields = false;
  }

  Result<std::unique_ptr<Document>> run() {
    PHOTOSCRUB_TRY(header, readHeader(file_, limits_));
    original_ = header;
    document_->header = cleaned(header);
    document_->storedSize = header.size;
    if (!document_->header.unusedIsZero)
      drop(FindingKind::other, "unused header fields", 0, header.tables());
    PHOTOSCRUB_CHECK(palette());
    PHOTOSCRUB_CHECK(pixels());
    profile();
    leftovers();
    listCoded();
    document_->knownToExiv2 = isLongEnoughForExiv2(*document_);
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  // Ends where the pixels begin: some programs leave entries out that no pixel has.
  Status palette() {
    const auto begin = original_.tables();
    const std::uint64_t entry = original_.paletteEntry();
    const auto at = original_.pixelsAt == 0 ? file_.size() : std::uint64_t{original_.pixelsAt};
    if (at < begin)
      return malformed("pixels within the header", at);
    pixelsAt_ = original_.pixelsAt == 0 ? begin : at;
    if (original_.bits > 8)
      return {};
    const std::uint64_t most = std::uint64_t{1} << original_.bits;
    auto count =
        original_.coloursUsed == 0 ? most : std::min<std::uint64_t>(original_.coloursUsed, most);
    count = std::min(count, (std::min<std::uint64_t>(at, file_.size()) - begin) / entry);
    if (count == 0)
      return malformed("no palette", begin);
    const auto bytes =
        file_.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count * entry));
    paletteEnd_ = begin + bytes.size();
    pixelsAt_ = std::max(pixelsAt_, paletteEnd_);
    document_->palette.assign(bytes.begin(), bytes.end());
    if (entry == 3) {
      document_->palette.resize(static_cast<std::size_t>(most * entry)); // there is no count
      return {};
    }
    bool unused = false;
    for (std::size_t i = 3; i < document_->palette.size(); i += 4) {
      unused = unused || document_->palette[i] != 0;
      document_->palette[i] = 0;
    }
    if (unused)
      drop(FindingKind::other, "unused bytes in the palette", begin, bytes.size());
    return {};
  }

  Status pixels() {
    if (pixelsAt_ >= file_.size())
      return Error{ErrorCode::truncated, "The BMP picture ends before its pixels begin", "pixels",
                   pixelsAt_};
    const auto rest = file_.subspan(static_cast<std::size_t>(pixelsAt_));
    if (document_->header.coding != Coding::plain)
      return runs(rest);
    const auto size = plainSize(document_->header);
    document_->pixels =
        rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(size, rest.size())));
    pixelsEnd_ = pixelsAt_ + document_->pixels.size();
    cut_ = document_->pixels.size() < size;
    const auto hidden = findHidden(document_->pixels, document_->header);
    if (hidden.padding)
      drop(FindingKind::other, "bytes between rows", pixelsAt_, document_->pixels.size());
    if (hidden.plane)
      drop(FindingKind::hiddenImage, "bits of pixels that no viewer shows", pixelsAt_,
           document_->pixels.size());
    if (hidden.padding || hidden.plane) {
      document_->ownPixels = withoutHidden(document_->pixels, document_->header, hidden);
      document_->pixels = document_->ownPixels;
    }
    return {};
  }

  Status runs(ByteView rest) {
    auto runs = followRuns(rest, document_->header);
    pixelsEnd_ = pixelsAt_ + runs.consumed;
    if (runs.same) {
      document_->pixels = rest.first(runs.clean.size());
      return {};
    }
    if (runs.hidden)
      drop(FindingKind::other, "unused bytes in run lengths", pixelsAt_, runs.consumed);
    document_->ownPixels = std::move(runs.clean);
    document_->pixels = document_->ownPixels;
    return {};
  }

  // Version 5: in the file, at an offset from the header, or a path to another file.
  void profile() {
    const auto& header = original_;
    // A profile behind pixels that break off would be read as pixels.
    document_->takesColourProfile =
        header.bytes == kVersion5 && header.colourSpace != kCalibrated && !cut_;
    if (header.bytes < kVersion5 ||
        (header.colourSpace != kEmbedded && header.colourSpace != kLinked))
      return;
    const auto begin = kFileHeader + std::uint64_t{header.profileAt};
    const std::uint64_t size = header.profileSize;
    if (size == 0 || begin > file_.size() || size > file_.size() - begin)
      return;
    if (begin < pixelsEnd_ && begin + size > pixelsAt_) {
      drop(FindingKind::other, "colour profile within the pixels", 14, header.bytes);
      return;
    }
    if (header.colourSpace == kLinked) {
      drop(FindingKind::identity, "path to a colour profile", begin, size);
      profile_ = {begin, begin + size};
      return;
    }
    const auto bytes =
        file_.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(size));
    if (size <= limits_.maxProfileBytes && document_->takesColourProfile)
      document_->colourProfile.assign(bytes.begin(), bytes.end());
    else
      drop(FindingKind::other, "colour profile", begin, size);
    profile_ = {begin, begin + size};
  }

  // What lies between and behind the parts.
  void leftovers() {
    struct Range {
      std::uint64_t begin, end;
    };
    std::vector<Range> taken{{0, std::max(original_.tables(), paletteEnd_)},
                             {pixelsAt_, pixelsEnd_},
                             {profile_.first, profile_.second}};
    std::sort(taken.begin(), taken.end(),
              [](const Range& a, const Range& b) { return a.begin < b.begin; });
    std::uint64_t end = 0;
    for (const auto& range : taken) {
      if (range.begin > end)
        drop(FindingKind::other, "bytes between the parts", end, range.begin - end);
      end = std::max(end, range.end);
    }
    const auto trailer = describeTrailer(file_, end);
    auto& dropped = document_->dropped;
    dropped.insert(dropped.end(), trailer.begin(), trailer.end());
    std::stable_sort(dropped.begin(), dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
  }

  void listCoded() {
    const Sizes sizes{document_->palette.size(), document_->pixels.size(), 0};
    document_->fields = makeHeader(document_->header, sizes);
    document_->coded = pictureFields(document_->fields, document_->header);
    document_->coded.push_back(document_->palette);
    document_->coded.push_back(document_->pixels);
  }

  void drop(FindingKind kind, std::string where, std::uint64_t offset, std::uint64_t size) {
    document_->dropped.push_back({kind, std::move(where), offset, size, false});
  }

  ByteView file_;
  const Limits& limits_;
  std::unique_ptr<BmpDocument> document_;
  Header original_;
  std::uint64_t paletteEnd_ = 0, pixelsAt_ = 0, pixelsEnd_ = 0;
  std::pair<std::uint64_t, std::uint64_t> profile_; // begin and end
  bool cut_ = false;
};

} // namespace

Result<std::unique_ptr<Document>> Bmp::parse(ByteView file, const Limits& limits) const {
  return Parser(file, limits).run();
}

} // namespace photoscrub::formats
