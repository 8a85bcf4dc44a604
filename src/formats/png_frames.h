/// The frames of an animation (PNG third edition, 11.3.6) in the order viewers show them. Not
/// thread-safe by itself.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"

#include <optional>
#include <string_view>

namespace photoscrub::formats::png {

/// Goes through the frame chunks of one picture and takes those that viewers show: numbered without
/// a gap, as many as announced, each with data. After the first one that breaks a rule, no more.
class FrameSequence {
public:
  /// `announced` is the number of frames in acTL.
  FrameSequence(Size picture, std::uint32_t announced) : picture_(picture), announced_(announced) {}

  /// Image data came. They are the data of a frame whose control stands before them.
  void imageData();
  /// Whether to take the next fcTL or fdAT.
  bool accept(std::string_view type, ByteView payload);
  /// Frames taken.
  std::uint32_t count() const { return frames_; }
  /// Takes the last frame back, which has no data.
  void dropLast() { --frames_, state_ = State::none; }
  /// The last frame taken has no data.
  bool lastIsEmpty() const { return state_ == State::announced; }

private:
  enum class State { none, announced, filled };
  bool control(ByteView payload);
  bool data(ByteView payload);
  bool fits(ByteReader& reader) const;

  Size picture_;
  std::uint32_t announced_ = 0;
  std::uint32_t frames_ = 0;
  std::uint32_t sequence_ = 0;
  State state_ = State::none;
  bool afterImageData_ = false;
  bool firstIsImage_ = false; ///< the image data are the first frame's
  bool broken_ = false;
};

/// The sequence an acTL payload announces; nothing if it announces no frame.
std::optional<FrameSequence> frameSequence(ByteView payload, Size picture);

} // namespace photoscrub::formats::png
