#include "formats/video_boxes.h"

#include "formats/video_names.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats::video {

using bmff::Box;
using bmff::BoxReader;

Result<std::vector<Box>> boxesIn(const Box& box, std::uint64_t skip, Reading& reading) {
  if (skip > box.payload.size())
    return damaged("box too short", box.offset);
  std::vector<Box> boxes;
  auto reader = BoxReader::inside(box, skip, reading.count, reading.limits);
  while (!reader.atEnd()) {
    const auto left = box.end() - reader.position();
    if (left < 8) {
      const auto rest = box.payload.last(static_cast<std::size_t>(left));
      if (std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; }))
        drop(reading, FindingKind::other, "bytes between boxes", box);
      break;
    }
    PHOTOSCRUB_TRY(inner, reader.next());
    boxes.push_back(inner);
  }
  return boxes;
}

const Box* firstOf(const std::vector<Box>& boxes, std::string_view type) {
  const auto found =
      std::find_if(boxes.begin(), boxes.end(), [type](const Box& box) { return box.is(type); });
  return found == boxes.end() ? nullptr : &*found;
}

void drop(Reading& reading, FindingKind kind, std::string where, const Box& box) {
  reading.document.dropped.push_back({kind, std::move(where), box.offset, box.size(), false});
}

void dropAllBut(std::initializer_list<std::string_view> kept, const std::vector<Box>& boxes,
                Reading& reading) {
  std::set<std::string_view> seen;
  for (const auto& box : boxes) {
    const bool wanted = std::find(kept.begin(), kept.end(), box.type) != kept.end();
    if (!wanted || !seen.insert(box.type).second)
      describeBox(box, reading);
  }
}

} // namespace photoscrub::formats::video
