/// Going through the boxes of a film, and noting down what goes. Private to the video format's
/// own files; pure.
#pragma once

#include "formats/video_movie.h"

namespace photoscrub::formats::video {

/// What reading one file shares between its steps.
struct Reading {
  Reading(ByteView bytes, const Limits& set, Document& found)
      : file(bytes), limits(set), budget(set), document(found) {}

  ByteView file;
  const Limits& limits;
  bmff::BoxReader::Count count{};
  TableBudget budget;
  Document& document; ///< its `dropped` and `blocks` grow
};

/// The boxes inside `box`, behind `skip` bytes. Bytes that fill the end (QuickTime ends some lists
/// with four zeros) are noted down unless they are zero. Errors: malformed, truncated, limit.
Result<std::vector<bmff::Box>> boxesIn(const bmff::Box& box, std::uint64_t skip, Reading& reading);
/// The first of its type, or null.
const bmff::Box* firstOf(const std::vector<bmff::Box>& boxes, std::string_view type);

void drop(Reading& reading, FindingKind kind, std::string where, const bmff::Box& box);
/// Notes down each box of `boxes` whose type is not in `kept`, and each second one of a kind.
void dropAllBut(std::initializer_list<std::string_view> kept, const std::vector<bmff::Box>& boxes,
                Reading& reading);

} // namespace photoscrub::formats::video
