// The boxes of the file itself: what they are called, and where the file ends.
#include "formats/heif_inventory.h"

#include <algorithm>

namespace photoscrub::formats::heif {

namespace {

using bmff::Box;
using bmff::BoxReader;
using namespace std::string_view_literals;

struct Known {
  std::string_view type;
  FindingKind kind;
  std::string_view where;
};

constexpr Known kBoxes[] = {
    {"moov", FindingKind::hiddenVideo, "image sequence"},
    {"moof", FindingKind::hiddenVideo, "image sequence"},
    {"mpvd", FindingKind::hiddenVideo, "motion-photo video"}, // Samsung and Google
    {"sefd", FindingKind::device, "Samsung trailer"},
    {"udta", FindingKind::other, "user data box"},
    {"jumb", FindingKind::provenance, "content credentials box"},
    {"free", FindingKind::other, "unused space"},
    {"skip", FindingKind::other, "unused space"},
    {"wide", FindingKind::other, "unused space"},
    {"meta", FindingKind::other, "second table of items"},
};

// C2PA 2.1, 11.3.2; XMP specification part 3, 1.2.6.
constexpr auto kC2pa = "\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81"sv;
constexpr auto kXmp = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"sv;

Part describe(const Box& box) {
  Part part{FindingKind::other, "unknown box", box.offset, box.size()};
  const auto* known = std::find_if(std::begin(kBoxes), std::end(kBoxes),
                                   [&](const Known& entry) { return box.is(entry.type); });
  if (known != std::end(kBoxes)) {
    part.kind = known->kind;
    part.where = known->where;
  } else if (asText(box.userType) == kC2pa) {
    part.kind = FindingKind::provenance;
    part.where = "content credentials box";
  } else if (asText(box.userType) == kXmp) {
    part.where = "XMP box";
  } else if (box.is("uuid")) {
    part.where = "uuid box";
  }
  return part;
}

/// An mdat that the file cuts short: its items may be whole.
bool isCutData(ByteView file, std::uint64_t at) {
  return file.size() - at >= 8 &&
         asText(file.subspan(static_cast<std::size_t>(at) + 4, 4)) == "mdat";
}

} // namespace

Result<FileBoxes> readFileBoxes(ByteView file, BoxReader::Count& count, const Limits& limits) {
  FileBoxes boxes;
  BoxReader reader(file, 0, BoxReader::Level::file, count, limits);
  while (!reader.atEnd()) {
    const auto begin = reader.position();
    auto next = reader.next();
    if (!next.ok()) {
      if (!boxes.meta)
        return std::move(next).error();
      if (isCutData(file, begin)) {
        boxes.data.push_back({begin + 8, file.size() - begin - 8});
        boxes.end = file.size();
      }
      return boxes;
    }
    const auto& box = next.value();
    boxes.end = box.end();
    boxes.sequence = boxes.sequence || box.is("moov");
    if (box.is("ftyp") && !boxes.brands)
      boxes.brands = box;
    else if (box.is("meta") && !boxes.meta)
      boxes.meta = box;
    else if (box.is("mdat"))
      boxes.data.push_back({box.offset + box.headerSize, box.payload.size()});
    else
      boxes.others.push_back(describe(box));
    if (asText(box.userType) == kXmp) {
      boxes.blocks.push_back(
          {MetadataBlock::Syntax::xmp, box.offset + box.headerSize, box.payload.size(), false});
      boxes.others.back().describedByExiv2 = true;
    }
  }
  return boxes;
}

} // namespace photoscrub::formats::heif
