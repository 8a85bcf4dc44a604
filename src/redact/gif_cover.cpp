#include "redact/codecs.h"
#include "redact/gif_frames.h"
#include "redact/gif_writer.h"
#include "redact/stored_boxes.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

// The darkest entry by luma (ITU-R BT.601 weights) but the transparent one. A palette has two
// entries at least.
std::uint8_t darkestOpaque(const Bytes& palette, std::optional<std::uint8_t> transparent) {
  const auto luma = [&](std::size_t i) {
    const auto* entry = palette.data() + 3 * i;
    return 299 * entry[0] + 587 * entry[1] + 114 * entry[2];
  };
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < palette.size() / 3; ++i)
    if (i != transparent && (!best || luma(i) < luma(*best)))
      best = i;
  return static_cast<std::uint8_t>(best.value_or(0));
}

std::uint8_t fillFor(const GifReader& gif) {
  const auto& frame = gif.frame();
  return darkestOpaque(frame.palette.empty() ? gif.screen().palette : frame.palette,
                       frame.transparent);
}

// The boxes in the frame's own pixels. What lies off the screen is covered too: few viewers show
// it, and nobody has looked at it.
std::vector<Rect> boxesOn(const GifFrame& frame, const GifScreen& screen,
                          const std::vector<Rect>& boxes) {
  const Size size = {frame.place.width, frame.place.height};
  const int right = std::max(0, screen.size.width - frame.place.x);
  const int bottom = std::max(0, screen.size.height - frame.place.y);
  std::vector<Rect> own = {{right, 0, size.width, size.height},
                           {0, bottom, size.width, size.height}};
  for (const Rect& box : boxes)
    own.push_back({box.x - frame.place.x, box.y - frame.place.y, box.width, box.height});
  for (Rect& box : own)
    box = intersection(box, {0, 0, size.width, size.height});
  own.erase(std::remove_if(own.begin(), own.end(), [](const Rect& box) { return box.empty(); }),
            own.end());
  return own;
}

Status compareFrame(GifReader& before, GifReader& after, const std::vector<Rect>& boxes) {
  if (before.frame() != after.frame())
    return leak("another frame");
  const auto own = boxesOn(before.frame(), before.screen(), boxes);
  PHOTOSCRUB_CHECK(compareExactly(before.pixels().plane(), after.pixels().plane(), own));
  const auto transparent = after.frame().transparent;
  for (const Rect& box : own)
    if (after.pixels().plane().row(box.y)[box.x] == transparent)
      return leak("a cover is transparent");
  return {};
}

} // namespace

// Every frame hides its own part of each box under one opaque colour, so nothing that a viewer
// composes from frames, whatever their disposal, can show more than these colours and the
// background.
Result<Bytes> coverGif(ByteView file, const RedactOptions& options, const Limits& limits) {
  GifReader gif(limits);
  PHOTOSCRUB_CHECK(gif.open(file));
  const auto boxes = storedBoxes(options, gif.screen().size);
  GifWriter writer(gif.screen());
  for (;;) {
    PHOTOSCRUB_TRY(more, gif.next());
    if (!more)
      return writer.finish();
    const std::uint8_t fill = fillFor(gif);
    lay(gif.pixels().plane(), boxesOn(gif.frame(), gif.screen(), boxes), ByteView(&fill, 1));
    writer.add(gif.frame(), gif.pixels());
  }
}

Result<Outside> verifyGif(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits) {
  GifReader before(limits), after(limits);
  PHOTOSCRUB_CHECK(before.open(original));
  PHOTOSCRUB_CHECK(after.open(saved));
  if (before.screen() != after.screen())
    return leak("another kind of GIF");
  const auto boxes = storedBoxes(options, before.screen().size);
  for (;;) {
    PHOTOSCRUB_TRY(moreBefore, before.next());
    PHOTOSCRUB_TRY(moreAfter, after.next());
    if (moreBefore != moreAfter)
      return leak("another number of frames");
    if (!moreBefore)
      return Outside::identical;
    PHOTOSCRUB_CHECK(compareFrame(before, after, boxes));
  }
}

} // namespace photoscrub::redact
