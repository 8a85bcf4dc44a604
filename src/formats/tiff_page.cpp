#include "formats/tiff_page.h"

#include "formats/tiff_jpeg.h"
#include "formats/tiff_tags.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats::tiff {

namespace {

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read", std::move(detail),
          offset};
}

Error truncated(std::uint64_t offset) {
  return {ErrorCode::truncated, "The TIFF picture is not complete: its end is missing",
          "image data", offset};
}

const Entry* offsetsOf(const Directory& directory, bool tiled) {
  const auto* own = directory.find(tiled ? kTileOffsets : kStripOffsets);
  return own ? own : directory.find(tiled ? kStripOffsets : kTileOffsets);
}

const Entry* countsOf(const Directory& directory, bool tiled) {
  const auto* own = directory.find(tiled ? kTileByteCounts : kStripByteCounts);
  return own ? own : directory.find(tiled ? kStripByteCounts : kTileByteCounts);
}

bool isArrayTag(std::uint16_t tag) {
  return tag == kStripOffsets || tag == kStripByteCounts || tag == kTileOffsets ||
         tag == kTileByteCounts;
}

std::uint64_t valuesNeeded(std::uint16_t tag, const Picture& picture) {
  if (isArrayTag(tag))
    return picture.cells();
  return tag == kBitsPerSample ? picture.samples : 1;
}

} // namespace

Part PageReader::part(FindingKind kind, std::string where, ByteView bytes) const {
  return {kind, std::move(where), static_cast<std::uint64_t>(bytes.data() - file_.data()),
          bytes.size()};
}

Result<PageReading> PageReader::read(const Directory& directory) {
  PageReading reading;
  PHOTOSCRUB_TRY(picture, readPicture(directory, variant_.endian));
  PHOTOSCRUB_CHECK(checkPicture(picture, limits_));
  reading.page.picture = picture;
  reading.page.fields = pictureFields(picture, variant_);
  PHOTOSCRUB_CHECK(takeFields(directory, reading));
  PHOTOSCRUB_CHECK(takeData(directory, reading));
  return reading;
}

// ---------------------------------------------------------------------- tags

Status PageReader::takeFields(const Directory& directory, PageReading& reading) {
  auto& page = reading.page;
  std::set<std::uint16_t> seen;
  bool hasX = false, hasY = false;
  for (const auto& entry : directory.entries) {
    const auto drop = [&](FindingKind kind, std::string where, bool byExiv2 = false) {
      reading.dropped.push_back({kind, std::move(where),
                                 entry.value.empty() ? directory.offset : entry.valueAt,
                                 entry.value.size(), byExiv2});
    };
    if (!seen.insert(entry.tag).second) { // readers take the first
      drop(FindingKind::other, "tag that stands there twice");
    } else if (isPictureTag(entry.tag)) {
      const bool otherLayout = isArrayTag(entry.tag) &&
                               &entry != offsetsOf(directory, page.picture.tiled) &&
                               &entry != countsOf(directory, page.picture.tiled);
      if (otherLayout || entry.count > valuesNeeded(entry.tag, page.picture))
        drop(FindingKind::other, "more numbers than the picture needs");
    } else if (auto display = displayField(entry, variant_.endian, page.picture)) {
      if (display->tellsMore)
        drop(FindingKind::other, "more numbers than the picture needs");
      if (!display->field)
        continue;
      hasX = hasX || entry.tag == kXResolution;
      hasY = hasY || entry.tag == kYResolution;
      if (entry.tag == kOrientation)
        page.orientation =
            orientationFrom(static_cast<int>(numberAt(entry, variant_.endian, 0).value_or(1)));
      else
        page.fields.push_back(std::move(*display->field));
    } else if (entry.tag == kIccProfile && !entry.value.empty()) {
      reading.profile = entry.value;
    } else if (entry.tag != kJpegTables || page.picture.compression != kJpeg) {
      auto use = tagUse(entry.tag);
      drop(use.kind, std::move(use.where), use.describedByExiv2);
    }
  }
  if (!hasX || !hasY) // one without the other says nothing, and neither does their unit
    std::erase_if(page.fields, [](const Field& field) {
      return field.tag == kXResolution || field.tag == kYResolution || field.tag == kResolutionUnit;
    });
  return {};
}

// ---------------------------------------------------------------------- image data

// The data of one strip or tile, cut to what decoders read of it; empty where the file has none.
Result<ByteView> PageReader::cell(const Directory& directory, const Picture& picture,
                                  std::uint64_t index) {
  const auto* offsets = offsetsOf(directory, picture.tiled);
  const auto* counts = countsOf(directory, picture.tiled);
  const auto offset = numberAt(*offsets, variant_.endian, index).value_or(0);
  auto count = counts ? numberAt(*counts, variant_.endian, index).value_or(0) : 0;
  const bool raw = picture.compression == kUncompressed;
  const auto needed = raw ? picture.rawBytes(index) : 0;
  // Readers work out by themselves what old writers left out, and trust the only strip of an
  // uncompressed picture less than its size.
  if (raw && offset != 0 && (!counts || (picture.cells() == 1 && count < needed)))
    count = needed;
  if (!raw && !counts)
    return malformed("no byte counts", directory.offset);
  surplus_ = {};
  if (offset == 0 || count == 0)
    return ByteView{};
  if (offset > file_.size() || std::min(count, raw ? needed : count) > file_.size() - offset)
    return truncated(offset);
  const auto data = file_.subspan(static_cast<std::size_t>(offset));
  if (!raw || count <= needed)
    return data.first(static_cast<std::size_t>(count));
  const auto rows = data.first(static_cast<std::size_t>(needed));
  const auto rest = std::min<std::uint64_t>(count - needed, data.size() - needed);
  surplus_ = data.subspan(static_cast<std::size_t>(needed), static_cast<std::size_t>(rest));
  return rows;
}

Status PageReader::takeData(const Directory& directory, PageReading& reading) {
  auto& page = reading.page;
  const auto count = page.picture.cells();
  PHOTOSCRUB_CHECK(parts_.add(count, limits_));
  std::vector<ByteView> cells;
  bool any = false;
  for (std::uint64_t i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(data, cell(directory, page.picture, i));
    if (!surplus_.empty())
      reading.dropped.push_back(
          part(FindingKind::other, "bytes behind the rows of a strip", surplus_));
    dataBytes_ += data.size();
    if (dataBytes_ > file_.size())
      return malformed("strips overlap", directory.offset);
    any = any || !data.empty();
    cells.push_back(data);
  }
  if (!any)
    return malformed("no image data", directory.offset);
  if (page.picture.compression == kJpeg)
    return takeStreams(directory, cells, reading);
  for (const auto data : cells)
    page.sizes.push_back(data.size());
  page.pieces = std::move(cells);
  return {};
}

Status PageReader::takeStreams(const Directory& directory, const std::vector<ByteView>& cells,
                               PageReading& reading) {
  auto& page = reading.page;
  JpegStreams streams(limits_, owned_);
  if (const auto* tables = directory.find(kJpegTables))
    PHOTOSCRUB_CHECK(streams.tables(tables->value));
  for (const auto data : cells) {
    page.sizes.push_back(0);
    if (data.empty())
      continue;
    PHOTOSCRUB_TRY(pieces, streams.clean(data, page.picture));
    for (const auto piece : pieces)
      page.sizes.back() += piece.size();
    page.pieces.insert(page.pieces.end(), pieces.begin(), pieces.end());
  }
  if (auto tables = streams.usedTables(); !tables.empty())
    page.fields.push_back({kJpegTables, kUndefined, tables.size(), std::move(tables)});
  for (const auto& left : streams.left())
    reading.dropped.push_back(part(left.kind, left.where, left.bytes));
  return {};
}

} // namespace photoscrub::formats::tiff
