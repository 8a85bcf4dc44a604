// The strict reading of a TIFF file: every byte belongs to a directory, a value or a strip, each in
// its one form and at the one place where it can stand. Shares the forms of tags with the parser,
// not its way through the file.
#include "formats/exif_fields.h"
#include "formats/icc_profile.h"
#include "formats/tiff.h"
#include "formats/tiff_document.h"
#include "formats/tiff_jpeg.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace tiff;

constexpr std::uint16_t kDateTimeOriginal = 0x9003;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits) : file_(file), limits_(limits) {}

  Result<CleanFile> run() {
    PHOTOSCRUB_TRY(header, readHeader(file_));
    variant_ = header.variant;
    at_ = variant_.headerSize();
    if (header.firstDirectory != at_)
      return leak("bytes before the first directory");
    for (bool first = true;; first = false) {
      PHOTOSCRUB_TRY(next, page(first));
      if (next == 0)
        break;
      PHOTOSCRUB_CHECK(padding());
      if (next != at_)
        return leak("directory out of place");
    }
    if (at_ != file_.size())
      return leak("bytes after the last strip");
    const auto block = writeCleanExif(texts_);
    PHOTOSCRUB_TRY(again, readCleanExif(block));
    if (again != texts_)
      return leak("texts");
    clean_.orientation = texts_.orientation;
    clean_.exifMemory = std::make_shared<const Bytes>(block);
    clean_.exif = *clean_.exifMemory;
    return std::move(clean_);
  }

private:
  Error leak(std::string detail) const {
    return {ErrorCode::leak, "The cleaned picture holds something it should not", std::move(detail),
            at_};
  }

  Error leakIn(const Entry& entry) const { return leak("tag " + std::to_string(entry.tag)); }

  // ------------------------------------------------------------------ places
  ByteView bytes(std::uint64_t at, std::uint64_t size) const {
    return file_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  }

  static bool blank(ByteView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
  }

  // Zeros up to the next place where something may begin.
  Status padding() {
    const auto next = (at_ + kAlignment - 1) / kAlignment * kAlignment;
    if (next > file_.size() || !blank(bytes(at_, next - at_)))
      return leak("padding");
    at_ = next;
    return {};
  }

  // An entry's value stands where the one before ended, or in the entry, with zeros behind it.
  Status valueInPlace(const Entry& entry, std::uint64_t entryAt) {
    if (entry.value.empty() || entry.count * valueSize(entry.type) != entry.value.size())
      return leakIn(entry);
    if (entry.isInline) {
      const auto field =
          bytes(entryAt + variant_.entrySize() - variant_.inlineSize(), variant_.inlineSize());
      return blank(field.subspan(entry.value.size())) ? Status{} : leakIn(entry);
    }
    PHOTOSCRUB_CHECK(padding());
    if (entry.valueAt != at_)
      return leakIn(entry);
    at_ += entry.value.size();
    return {};
  }

  // ------------------------------------------------------------------ directories
  // Reads a directory that begins at at_ and says which is next; at_ moves behind its values and
  // those of its image data.
  Result<std::uint64_t> page(bool first) {
    PHOTOSCRUB_TRY(directory, readDirectory(file_, variant_, at_, parts_, limits_));
    if (directory.size != variant_.directorySize(directory.entries.size()))
      return leak("directory without an end");
    at_ += directory.size;
    PHOTOSCRUB_TRY(picture, readPicture(directory, variant_.endian));
    PHOTOSCRUB_CHECK(checkPicture(picture, limits_));
    expected_ = pictureFields(picture, variant_);
    resolutions_ = 0;
    auto entryAt = directory.offset + (variant_.big ? 8 : 2);
    int last = -1;
    for (const auto& entry : directory.entries) {
      if (entry.tag <= last)
        return leak("order of tags");
      last = entry.tag;
      PHOTOSCRUB_CHECK(tag(entry, entryAt, picture, first));
      entryAt += variant_.entrySize();
    }
    if (!expected_.empty() || (resolutions_ != 0 && resolutions_ != kBoth && resolutions_ != kAll))
      return leak("tags that go together");
    PHOTOSCRUB_CHECK(data(directory, picture));
    if (first)
      clean_.storedSize = picture.size();
    return directory.next;
  }

  Status tag(const Entry& entry, std::uint64_t entryAt, const Picture& picture, bool first) {
    if (entry.tag == kIccProfile)
      return profile(entry, first);
    if (entry.tag == kExifIfd)
      return first ? exif(entry, entryAt) : leakIn(entry);
    PHOTOSCRUB_CHECK(valueInPlace(entry, entryAt));
    if (entry.tag == kImageDescription || entry.tag == kArtist || entry.tag == kCopyright)
      return first ? text(entry) : leakIn(entry);
    if (entry.tag == kOrientation && first) {
      texts_.orientation =
          orientationFrom(static_cast<int>(numberAt(entry, variant_.endian, 0).value_or(1)));
      return oneForm(entry, picture);
    }
    if (const bool offsets = entry.tag == (picture.tiled ? kTileOffsets : kStripOffsets);
        offsets || entry.tag == (picture.tiled ? kTileByteCounts : kStripByteCounts)) {
      if (entry.type != variant_.offsetType() || entry.count != picture.cells())
        return leakIn(entry);
      if (!offsets)
        keep(entry, entryAt);
      return {};
    }
    if (entry.tag == kJpegTables) { // data() reads them
      if (entry.type != kUndefined || picture.compression != kJpeg)
        return leakIn(entry);
      keep(entry, entryAt);
      return {};
    }
    resolutions_ |= entry.tag == kXResolution      ? 1
                    : entry.tag == kYResolution    ? 2
                    : entry.tag == kResolutionUnit ? 4
                                                   : 0;
    PHOTOSCRUB_CHECK(oneForm(entry, picture));
    keep(entry, entryAt);
    return {};
  }

  // The entry is exactly what photoscrub writes for it.
  Status oneForm(const Entry& entry, const Picture& picture) {
    const Field is{entry.tag, entry.type, entry.count, {entry.value.begin(), entry.value.end()}};
    if (const auto it = std::find(expected_.begin(), expected_.end(), is); it != expected_.end()) {
      expected_.erase(it);
      return {};
    }
    const auto display = displayField(entry, variant_.endian, picture);
    return display && display->field == is && !display->tellsMore ? Status{} : leakIn(entry);
  }

  void keep(const Entry& entry, std::uint64_t entryAt) {
    clean_.coded.push_back(bytes(entryAt, variant_.entrySize() - variant_.inlineSize()));
    clean_.coded.push_back(entry.value);
  }

  Status profile(const Entry& entry, bool first) {
    if (entry.type != kUndefined || entry.isInline || entry.value.empty() ||
        entry.value.size() > limits_.maxProfileBytes)
      return leakIn(entry);
    if (!first) // further pages point to the one there is
      return entry.valueAt == profileAt_ && entry.value.size() == clean_.colourProfile.size()
                 ? Status{}
                 : leakIn(entry);
    PHOTOSCRUB_CHECK(padding());
    if (entry.valueAt != at_)
      return leakIn(entry);
    profileAt_ = at_;
    at_ += entry.value.size();
    clean_.colourProfile.assign(entry.value.begin(), entry.value.end());
    return checkCleanProfile(entry.value);
  }

  // ------------------------------------------------------------------ kept texts
  Status text(const Entry& entry) {
    const auto value = asText(entry.value);
    if (entry.type != kAscii || value.size() < 2 || value.find('\0') != value.size() - 1)
      return leakIn(entry);
    auto& field = entry.tag == kImageDescription ? texts_.description
                  : entry.tag == kArtist         ? texts_.artist
                  : entry.tag == kCopyright      ? texts_.copyright
                                                 : texts_.dateTimeOriginal;
    field = value.substr(0, value.size() - 1);
    return {};
  }

  Status exif(const Entry& entry, std::uint64_t entryAt) {
    if (entry.type != variant_.offsetType() || entry.count != 1)
      return leakIn(entry);
    PHOTOSCRUB_CHECK(valueInPlace(entry, entryAt));
    PHOTOSCRUB_CHECK(padding());
    if (numberAt(entry, variant_.endian, 0) != at_)
      return leakIn(entry);
    PHOTOSCRUB_TRY(directory, readDirectory(file_, variant_, at_, parts_, limits_));
    if (directory.entries.size() != 1 || directory.next != 0 ||
        directory.size != variant_.directorySize(1) ||
        directory.entries[0].tag != kDateTimeOriginal)
      return leak("Exif directory");
    at_ += directory.size;
    PHOTOSCRUB_CHECK(valueInPlace(directory.entries[0], directory.offset + (variant_.big ? 8 : 2)));
    return text(directory.entries[0]);
  }

  // ------------------------------------------------------------------ image data
  Status data(const Directory& directory, const Picture& picture) {
    const auto* offsets = directory.find(picture.tiled ? kTileOffsets : kStripOffsets);
    const auto* counts = directory.find(picture.tiled ? kTileByteCounts : kStripByteCounts);
    if (!offsets || !counts)
      return leak("no image data");
    PHOTOSCRUB_CHECK(parts_.add(picture.cells(), limits_));
    JpegStreamAudit streams(limits_);
    if (const auto* tables = directory.find(kJpegTables))
      PHOTOSCRUB_CHECK(streams.tables(tables->value));
    PHOTOSCRUB_CHECK(padding());
    const auto begin = at_;
    for (std::uint64_t i = 0; i < picture.cells(); ++i) {
      const auto offset = numberAt(*offsets, variant_.endian, i);
      const auto size = numberAt(*counts, variant_.endian, i);
      if (!offset || !size || *offset != (*size == 0 ? 0 : at_) || *size > file_.size() - at_)
        return leak("strip out of place");
      if (picture.compression == kUncompressed && *size > picture.rawBytes(i))
        return leak("bytes behind the rows of a strip");
      if (picture.compression == kJpeg && *size > 0)
        PHOTOSCRUB_CHECK(streams.stream(bytes(at_, *size), picture));
      at_ += *size;
    }
    if (at_ == begin)
      return leak("no image data");
    clean_.coded.push_back(bytes(begin, at_ - begin));
    return streams.finish();
  }

  static constexpr int kBoth = 3, kAll = 7; // resolutions, and their unit

  ByteView file_;
  const Limits& limits_;
  Variant variant_;
  CleanFile clean_;
  ExifFields texts_;
  Parts parts_;
  std::uint64_t at_ = 0; ///< everything before is accounted for
  std::uint64_t profileAt_ = 0;
  std::vector<Field> expected_; ///< of this page, not seen yet
  int resolutions_ = 0;         ///< which of the three tags this page has
};

} // namespace

Result<CleanFile> Tiff::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
