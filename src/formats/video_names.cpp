#include "formats/video_names.h"

#include "formats/video_name_tables.h"

#include <algorithm>

namespace photoscrub::formats::video {

namespace {

using namespace std::string_view_literals;
using bmff::Box;
using bmff::BoxReader;

constexpr std::uint32_t kMaxNamed = 1000; // items listed one by one

void note(Reading& reading, const Named* named, std::string_view otherwise, const Box& box) {
  drop(reading, named ? named->kind : FindingKind::other,
       std::string(named ? named->where : otherwise), box);
}

// Calls `visit` for the boxes inside; what is damaged is already noted down as a whole.
template <class Visit>
void each(const Box& box, std::uint64_t skip, Reading& reading, Visit visit) {
  if (skip > box.payload.size())
    return;
  auto reader = BoxReader::inside(box, skip, reading.count, reading.limits);
  for (std::uint32_t i = 0; !reader.atEnd() && i < kMaxNamed; ++i) {
    const auto inner = reader.next();
    if (!inner.ok())
      return;
    visit(inner.value());
  }
}

// QuickTime File Format, "Metadata": `keys` has the names, `ilst` the values by number.
void describeKeys(const Box& keys, Reading& reading) {
  each(keys, 8, reading,
       [&](const Box& key) { note(reading, keyNamed(asText(key.payload)), "metadata item", key); });
}

void describeMeta(const Box& meta, Reading& reading) {
  // QuickTime has plain boxes in it; 14496-12 begins with version and flags.
  const bool plain = meta.payload.size() >= 8 && asText(meta.payload.subspan(4, 4)) == "hdlr";
  const auto before = reading.document.dropped.size();
  bool hasKeys = false;
  each(meta, plain ? 0 : 4, reading, [&](const Box& inner) {
    if (inner.is("keys")) {
      hasKeys = true;
      describeKeys(inner, reading);
    } else if (inner.is("ilst") && !hasKeys) {
      each(inner, 0, reading,
           [&](const Box& item) { note(reading, itemNamed(item.type), "metadata item", item); });
    } else if (inner.is("xml ") || inner.is("jumb") || inner.is("uuid")) {
      describeBox(inner, reading);
    }
  });
  if (reading.document.dropped.size() == before)
    note(reading, boxNamed("meta"), "", meta);
}

void describeUserData(const Box& udta, Reading& reading) {
  const auto before = reading.document.dropped.size();
  each(udta, 0, reading, [&](const Box& item) {
    if (item.is("meta"))
      describeMeta(item, reading);
    else if (item.is("uuid") || item.is("free") || item.is("skip"))
      describeBox(item, reading);
    else if (!item.is("\0\0\0\0"sv))
      note(reading, itemNamed(item.type), "user data", item);
    if (item.is("XMP_"))
      reading.document.blocks.push_back(
          {MetadataBlock::Syntax::xmp, item.offset + item.headerSize, item.payload.size(), false});
  });
  if (reading.document.dropped.size() == before)
    note(reading, boxNamed("udta"), "", udta);
}

void describeUserType(const Box& box, Reading& reading) {
  const auto* named = userTypeNamed(asText(box.userType));
  const bool isXmp = named && named->where == "XMP";
  if (isXmp)
    reading.document.blocks.push_back(
        {MetadataBlock::Syntax::xmp, box.offset + box.headerSize, box.payload.size(), false});
  note(reading, named, "block of a program or maker", box);
  reading.document.dropped.back().describedByExiv2 = isXmp;
}

} // namespace

void describeBox(const Box& box, Reading& reading) {
  if (box.payload.empty() && (box.is("free") || box.is("skip") || box.is("wide")))
    return; // nothing goes with it
  if (box.is("udta"))
    describeUserData(box, reading);
  else if (box.is("meta"))
    describeMeta(box, reading);
  else if (box.is("uuid"))
    describeUserType(box, reading);
  else
    note(reading, boxNamed(box.type), "unknown box", box);
}

void describeTrack(const Box& track, std::string_view handler, std::string_view coding,
                   Reading& reading) {
  const bool shown = handler == "vide" || handler == "soun";
  const auto* named = shown ? nullptr : trackNamed(coding);
  note(reading, named ? named : trackNamed(handler), "track of an unknown kind", track);
}

} // namespace photoscrub::formats::video
