// Putting a cleaned TIFF file together.
#include "formats/exif_fields.h"
#include "formats/tiff.h"
#include "formats/tiff_document.h"

#include <algorithm>
#include <limits>

namespace photoscrub::formats {

namespace tiff {

std::vector<Field> directoryFields(const Page& page, Orientation orientation, Variant variant) {
  auto fields = page.fields;
  if (orientation != Orientation::normal)
    fields.push_back(
        numberField(kOrientation, kShort, static_cast<std::uint64_t>(orientation), variant.endian));
  ByteWriter counts(variant.endian);
  for (const auto size : page.sizes)
    writeOffset(counts, variant, size);
  fields.push_back({page.picture.tiled ? kTileByteCounts : kStripByteCounts, variant.offsetType(),
                    page.sizes.size(), std::move(counts).take()});
  std::sort(fields.begin(), fields.end(),
            [](const Field& a, const Field& b) { return a.tag < b.tag; });
  return fields;
}

} // namespace tiff

namespace {

using namespace tiff;

std::uint64_t aligned(std::uint64_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

Field textField(std::uint16_t tag, const std::string& text) {
  Bytes value(text.begin(), text.end());
  value.push_back(0);
  const auto count = value.size();
  return {tag, kAscii, count, std::move(value)};
}

/// A directory with its values behind it; where they stand has to be known for it.
class DirectoryWriter {
public:
  DirectoryWriter(Variant variant, std::uint64_t offset, std::size_t entries)
      : variant_(variant), head_(variant.endian), values_(variant.endian),
        valuesAt_(offset + variant.directorySize(entries)) {
    if (variant.big)
      head_.u64(entries);
    else
      head_.u16(static_cast<std::uint16_t>(entries));
  }

  void add(const Field& field) {
    entry(field.tag, field.type, field.count);
    if (field.value.size() > variant_.inlineSize())
      writeOffset(head_, variant_, append(field.value));
    else
      head_.bytes(field.value)
          .bytes(Bytes(static_cast<std::size_t>(variant_.inlineSize()) - field.value.size()));
  }
  /// An entry whose value stands elsewhere.
  void addReference(std::uint16_t tag, std::uint16_t type, std::uint64_t count, std::uint64_t at) {
    entry(tag, type, count);
    writeOffset(head_, variant_, at);
  }
  /// Bytes among the values, on an aligned place; says where.
  std::uint64_t append(ByteView bytes) {
    const auto at = nextValueAt();
    values_.bytes(Bytes(static_cast<std::size_t>(at - end())));
    values_.bytes(bytes);
    return at;
  }
  std::uint64_t nextValueAt() const { return aligned(end()); }
  std::uint64_t end() const { return valuesAt_ + values_.size(); }
  Bytes finish(std::uint64_t next) && {
    writeOffset(head_, variant_, next);
    head_.bytes(values_.view());
    return std::move(head_).take();
  }

private:
  void entry(std::uint16_t tag, std::uint16_t type, std::uint64_t count) {
    head_.u16(tag).u16(type);
    writeOffset(head_, variant_, count);
  }

  Variant variant_;
  ByteWriter head_, values_;
  std::uint64_t valuesAt_;
};

class Writer {
public:
  Writer(const TiffDocument& document, const Edits& edits, ExifFields fields)
      : document_(document), edits_(edits), texts_(std::move(fields)) {}

  Result<Assembly> run() {
    header();
    for (std::size_t i = 0; i < document_.pages.size(); ++i)
      page(document_.pages[i], i == 0, i + 1 == document_.pages.size());
    if (!document_.variant.big && at_ > std::numeric_limits<std::uint32_t>::max())
      return Error{ErrorCode::limit, "The picture is too large for a TIFF file", "offsets"};
    return std::move(assembly_);
  }

private:
  Variant variant() const { return document_.variant; }

  void header() {
    ByteWriter out(variant().endian);
    out.bytes(asBytes(variant().endian == Endian::little ? "II" : "MM"));
    if (variant().big)
      out.u16(43).u16(8).u16(0);
    else
      out.u16(42);
    writeOffset(out, variant(), variant().headerSize());
    own(std::move(out).take());
  }

  // Every tag of the page's directory in ascending order; offsets, texts and profile get their
  // values when it is known where these stand.
  std::vector<Field> entries(const Page& page, bool first) const {
    auto fields = directoryFields(page, first ? texts_.orientation : page.orientation, variant());
    fields.push_back({page.picture.tiled ? kTileOffsets : kStripOffsets, variant().offsetType(),
                      page.sizes.size(),
                      Bytes(page.sizes.size() * static_cast<std::size_t>(variant().inlineSize()))});
    if (!edits_.colourProfile.empty() && (first || page.hasProfile))
      fields.push_back({kIccProfile, kUndefined, edits_.colourProfile.size(), {}});
    if (first)
      addTexts(fields);
    std::sort(fields.begin(), fields.end(),
              [](const Field& a, const Field& b) { return a.tag < b.tag; });
    return fields;
  }

  void addTexts(std::vector<Field>& fields) const {
    const auto add = [&](std::uint16_t tag, const std::string& text) {
      if (!text.empty())
        fields.push_back(textField(tag, text));
    };
    add(kImageDescription, texts_.description);
    add(kArtist, texts_.artist);
    add(kCopyright, texts_.copyright);
    if (!texts_.dateTimeOriginal.empty())
      fields.push_back({kExifIfd, variant().offsetType(), 1, {}});
  }

  void page(const Page& page, bool first, bool last) {
    auto fields = entries(page, first);
    // Once to see how long it is, once more with the offsets of the data.
    const auto dataAt = aligned(at_ + directory(fields, 0).size());
    auto next = dataAt;
    ByteWriter offsets(variant().endian);
    for (const auto size : page.sizes) {
      writeOffset(offsets, variant(), size == 0 ? 0 : next);
      next += size;
    }
    for (auto& field : fields)
      if (field.tag == kStripOffsets || field.tag == kTileOffsets)
        field.value = offsets.view();
    auto bytes = directory(fields, last ? 0 : aligned(next));
    bytes.resize(static_cast<std::size_t>(dataAt - at_));
    own(std::move(bytes));
    for (const auto piece : page.pieces)
      assembly_.borrow(piece);
    at_ = next;
    if (!last)
      own(Bytes(static_cast<std::size_t>(aligned(at_) - at_)));
  }

  Bytes directory(const std::vector<Field>& fields, std::uint64_t next) {
    DirectoryWriter out(variant(), at_, fields.size());
    for (const auto& field : fields) {
      if (field.tag == kIccProfile) {
        if (profileAt_ == 0 || profileAt_ >= at_)
          profileAt_ = out.append(edits_.colourProfile);
        out.addReference(field.tag, field.type, field.count, profileAt_);
      } else if (field.tag == kExifIfd) {
        DirectoryWriter exif(variant(), out.nextValueAt(), 1);
        exif.add(textField(0x9003, texts_.dateTimeOriginal));
        const auto at = out.append(std::move(exif).finish(0));
        out.addReference(field.tag, field.type, field.count, at);
      } else {
        out.add(field);
      }
    }
    return std::move(out).finish(next);
  }

  void own(Bytes bytes) {
    if (bytes.empty())
      return;
    at_ += bytes.size();
    assembly_.own(std::move(bytes));
  }

  const TiffDocument& document_;
  const Edits& edits_;
  ExifFields texts_;
  Assembly assembly_;
  std::uint64_t at_ = 0;        ///< bytes written
  std::uint64_t profileAt_ = 0; ///< of the profile all pages share
};

} // namespace

Result<Assembly> Tiff::rewrite(const Document& parsed, const Edits& edits) const {
  const auto& document = static_cast<const TiffDocument&>(parsed);
  auto fields = readCleanExif(edits.exif);
  if (!fields.ok())
    return fields.error();
  return Writer(document, edits, std::move(fields).value()).run();
}

} // namespace photoscrub::formats
