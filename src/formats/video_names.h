/// What the boxes and tracks that go from a film are, in plain words. Pure.
#pragma once

#include "formats/video_boxes.h"

namespace photoscrub::formats::video {

/// Notes down `box`, and what is in it where its parts tell different things (`udta`, `meta`). XMP
/// is also left to the inventory.
void describeBox(const bmff::Box& box, Reading& reading);
/// A whole track, by its handler and the type of its first sample description.
void describeTrack(const bmff::Box& track, std::string_view handler, std::string_view coding,
                   Reading& reading);

} // namespace photoscrub::formats::video
