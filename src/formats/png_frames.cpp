#include "formats/png_frames.h"

namespace photoscrub::formats::png {

namespace {
constexpr std::uint8_t kLastDisposal = 2, kLastBlending = 1;
}

void FrameSequence::imageData() {
  afterImageData_ = true;
  if (state_ != State::announced)
    return;
  state_ = State::filled;
  firstIsImage_ = true;
}

bool FrameSequence::accept(std::string_view type, ByteView payload) {
  broken_ = broken_ || !(type == "fcTL" ? control(payload) : data(payload));
  return !broken_;
}

bool FrameSequence::control(ByteView payload) {
  ByteReader reader(payload);
  const auto number = reader.u32();
  if (!number.ok() || number.value() != sequence_ || frames_ == announced_ ||
      state_ == State::announced || !fits(reader))
    return false;
  ++sequence_;
  ++frames_;
  state_ = State::announced;
  return true;
}

// A frame lies within the picture; the one whose data are the image data covers it.
bool FrameSequence::fits(ByteReader& reader) const {
  const auto width = reader.u32(), height = reader.u32(), x = reader.u32(), y = reader.u32();
  const auto delay = reader.u32(); // numerator and denominator
  const auto disposal = reader.u8(), blending = reader.u8();
  if (!delay.ok() || !disposal.ok() || !blending.ok())
    return false;
  const auto within = [](std::uint64_t begin, std::uint64_t size, int whole) {
    return size > 0 && begin + size <= static_cast<std::uint64_t>(whole);
  };
  if (!within(x.value(), width.value(), picture_.width) ||
      !within(y.value(), height.value(), picture_.height))
    return false;
  const bool whole = width.value() == static_cast<std::uint32_t>(picture_.width) &&
                     height.value() == static_cast<std::uint32_t>(picture_.height);
  return disposal.value() <= kLastDisposal && blending.value() <= kLastBlending &&
         (afterImageData_ || whole);
}

bool FrameSequence::data(ByteView payload) {
  const auto number = ByteReader(payload).u32();
  if (!number.ok() || number.value() != sequence_ || !afterImageData_ || frames_ == 0 ||
      (frames_ == 1 && firstIsImage_))
    return false;
  ++sequence_;
  state_ = State::filled;
  return true;
}

std::optional<FrameSequence> frameSequence(ByteView payload, Size picture) {
  const auto announced = ByteReader(payload).u32();
  if (!announced.ok() || announced.value() == 0)
    return std::nullopt;
  return FrameSequence(picture, announced.value());
}

} // namespace photoscrub::formats::png
