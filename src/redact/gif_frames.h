/// A GIF as its frames are stored (CompuServe, "Graphics Interchange Format, Version 89a").
/// Internal to src/redact. Not thread-safe.
#pragma once

#include "redact/plane.h"
#include "redact/redact.h"

#include <memory>
#include <optional>

namespace photoscrub::redact {

struct GifScreen {
  Size size;
  Bytes palette; ///< R, G, B of each entry; empty if frames bring their own
  std::uint8_t background = 0;
  std::uint8_t aspect = 0; ///< of pixels (18): 0 is not said
  friend bool operator==(const GifScreen&, const GifScreen&) = default;
};

/// Everything of a frame but its pixels.
struct GifFrame {
  Rect place;              ///< on the screen
  Bytes palette{};         ///< its own; empty: the screen's
  bool controlled = false; ///< has the four that follow (23)
  int disposal = 0;
  bool waitsForUser = false;
  std::uint16_t delay = 0; ///< in hundredths of a second
  std::optional<std::uint8_t> transparent{};
  /// Said before this frame: how often the animation runs, 0 for ever (Netscape's extension).
  std::optional<std::uint16_t> loops{};
  friend bool operator==(const GifFrame&, const GifFrame&) = default;
};

class GifReader {
public:
  explicit GifReader(const Limits& limits);
  ~GifReader();
  GifReader(const GifReader&) = delete;
  GifReader& operator=(const GifReader&) = delete;

  /// `file` must outlive the reader. Errors: malformed, limit.
  Status open(ByteView file);
  const GifScreen& screen() const { return screen_; }
  /// The next frame; false after the last one. Errors: malformed, limit.
  Result<bool> next();
  const GifFrame& frame() const { return frame_; }
  /// Indices of the frame, one byte each, top to bottom; valid until the next call.
  Raster& pixels() { return pixels_; }

private:
  struct Library;
  Status readExtension();
  Status readFrame();

  Limits limits_;
  std::unique_ptr<Library> library_;
  GifScreen screen_;
  GifFrame frame_;
  Raster pixels_;
  std::uint32_t frames_ = 0;
};

} // namespace photoscrub::redact
