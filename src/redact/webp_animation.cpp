#include "redact/webp_animation.h"

#include "imaging/codec.h"
#include "redact/close_compare.h"
#include "redact/codecs.h"
#include "redact/webp_library.h"

#include <memory>

#include <webp/demux.h>
#include <webp/mux.h>

namespace photoscrub::redact {

namespace {

constexpr std::size_t kBgra = 4;
constexpr std::array<std::uint8_t, kBgra> kBlackBgra = {0, 0, 0, 255};

bool everyFrameLossless(ByteView file) {
  const WebPData data{file.data(), file.size()};
  const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> demuxer(WebPDemux(&data),
                                                                         &WebPDemuxDelete);
  if (!demuxer)
    return false;
  WebPIterator frame;
  bool lossless = WebPDemuxGetFrame(demuxer.get(), 1, &frame) != 0;
  while (lossless) {
    const auto facts = readWebpFacts(ByteView(frame.fragment.bytes, frame.fragment.size), Limits{});
    lossless = facts.ok() && facts.value().lossless;
    if (WebPDemuxNextFrame(&frame) == 0)
      break;
  }
  WebPDemuxReleaseIterator(&frame);
  return lossless;
}

// The canvas as a viewer shows it, frame after frame.
class Player {
public:
  Status open(ByteView file, const Limits& limits) {
    data_ = {file.data(), file.size()};
    WebPAnimDecoderOptions options;
    if (WebPAnimDecoderOptionsInit(&options) == 0)
      return damagedWebp("version");
    options.color_mode = MODE_BGRA;
    decoder_.reset(WebPAnimDecoderNew(&data_, &options));
    if (!decoder_ || WebPAnimDecoderGetInfo(decoder_.get(), &info_) == 0)
      return damagedWebp("animation");
    PHOTOSCRUB_CHECK(imaging::checkSize(info_.canvas_width, info_.canvas_height, limits));
    if (info_.frame_count > limits.maxParts)
      return Error{ErrorCode::limit, "The picture has more frames than photoscrub opens", ""};
    return {};
  }

  bool atEnd() const { return WebPAnimDecoderHasMoreFrames(decoder_.get()) == 0; }
  /// REQUIRES: not at the end.
  Status next() {
    std::uint8_t* pixels = nullptr;
    if (WebPAnimDecoderGetNext(decoder_.get(), &pixels, &until_) == 0)
      return damagedWebp("frame");
    const Size size = {static_cast<int>(info_.canvas_width), static_cast<int>(info_.canvas_height)};
    canvas_ = {pixels, size, kBgra * info_.canvas_width, kBgra, kBgra};
    return {};
  }
  /// Of the last frame; valid until the next one.
  const Plane& canvas() const { return canvas_; }
  /// When the last frame ends, in milliseconds.
  int until() const { return until_; }
  const WebPAnimInfo& info() const { return info_; }

private:
  WebPData data_{};
  std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder_{
      nullptr, &WebPAnimDecoderDelete};
  WebPAnimInfo info_{};
  Plane canvas_;
  int until_ = 0;
};

class Recorder {
public:
  Status open(const WebPAnimInfo& info) {
    WebPAnimEncoderOptions options;
    if (WebPAnimEncoderOptionsInit(&options) == 0)
      return damagedWebp("version");
    options.anim_params.loop_count = static_cast<int>(info.loop_count);
    options.anim_params.bgcolor = info.bgcolor;
    encoder_.reset(WebPAnimEncoderNew(static_cast<int>(info.canvas_width),
                                      static_cast<int>(info.canvas_height), &options));
    if (!encoder_)
      return imaging::outOfMemory();
    return {};
  }
  Status add(const Plane& canvas, int from, const WebPConfig& config) {
    WebPPicture picture;
    if (WebPPictureInit(&picture) == 0)
      return damagedWebp("version");
    picture.use_argb = 1;
    picture.width = canvas.size.width;
    picture.height = canvas.size.height;
    const bool added =
        WebPPictureImportBGRA(&picture, canvas.data, static_cast<int>(canvas.stride)) != 0 &&
        WebPAnimEncoderAdd(encoder_.get(), &picture, from, &config) != 0;
    WebPPictureFree(&picture);
    if (!added)
      return imaging::outOfMemory();
    return {};
  }
  Result<Bytes> finish(int until) {
    WebPData data;
    WebPDataInit(&data);
    const bool done = WebPAnimEncoderAdd(encoder_.get(), nullptr, until, nullptr) != 0 &&
                      WebPAnimEncoderAssemble(encoder_.get(), &data) != 0;
    const std::unique_ptr<WebPData, decltype(&WebPDataClear)> owner(&data, &WebPDataClear);
    if (!done)
      return imaging::outOfMemory();
    return Bytes(data.bytes, data.bytes + data.size);
  }

private:
  std::unique_ptr<WebPAnimEncoder, decltype(&WebPAnimEncoderDelete)> encoder_{
      nullptr, &WebPAnimEncoderDelete};
};

// The colour of a pixel that is not shown says nothing, and encoders of animations change it.
void forgetHidden(const Plane& canvas) {
  for (int y = 0; y < canvas.size.height; ++y)
    for (std::uint8_t *pixel = canvas.row(y), *end = pixel + canvas.stride; pixel != end;
         pixel += kBgra)
      if (pixel[3] == 0)
        std::fill_n(pixel, kBgra, std::uint8_t{0});
}

Status compareCanvas(const Plane& before, const Plane& after, const std::vector<Rect>& boxes,
                     bool lossless) {
  forgetHidden(before);
  forgetHidden(after);
  if (lossless)
    return compareExactly(before, after, boxes);
  for (std::size_t c = 0; c < kBgra; ++c) {
    const auto channel = [c](Plane plane) {
      plane.data += c;
      plane.cellBytes = 1;
      return plane;
    };
    SampleScale samples;
    samples.fill = kBlackBgra[c];
    PHOTOSCRUB_CHECK(compareClosely(channel(before), channel(after), samples, boxes));
  }
  return {};
}

} // namespace

Result<Bytes> coverWebpAnimation(ByteView file, const std::vector<Rect>& boxes,
                                 const Limits& limits) {
  const bool lossless = everyFrameLossless(file);
  PHOTOSCRUB_TRY(config, lossless ? losslessConfig() : lossyConfig(qualityLike(file)));
  Player player;
  PHOTOSCRUB_CHECK(player.open(file, limits));
  Recorder recorder;
  PHOTOSCRUB_CHECK(recorder.open(player.info()));
  Raster covered(
      {static_cast<int>(player.info().canvas_width), static_cast<int>(player.info().canvas_height)},
      kBgra);
  const auto covers = lossless ? boxes : roomyBoxes(boxes, covered.size);
  int from = 0;
  while (!player.atEnd()) {
    PHOTOSCRUB_CHECK(player.next());
    // The decoder composes the next frame onto its own canvas, which has to stay as it is.
    std::copy_n(player.canvas().data, covered.pixels.size(), covered.pixels.data());
    lay(covered.plane(), covers, kBlackBgra);
    PHOTOSCRUB_CHECK(recorder.add(covered.plane(), from, config));
    from = player.until();
  }
  return recorder.finish(from);
}

Result<Outside> verifyWebpAnimation(ByteView original, ByteView saved,
                                    const std::vector<Rect>& boxes, const Limits& limits) {
  const bool lossless = everyFrameLossless(original);
  if (lossless && !everyFrameLossless(saved))
    return leak("another kind of WebP");
  Player before, after;
  PHOTOSCRUB_CHECK(before.open(original, limits));
  PHOTOSCRUB_CHECK(after.open(saved, limits));
  if (before.info().loop_count != after.info().loop_count)
    return leak("another number of loops");
  if (before.atEnd() || after.atEnd())
    return leak("no frames");
  PHOTOSCRUB_CHECK(before.next());
  PHOTOSCRUB_CHECK(after.next());
  // Frames that show the same may have become one, so moments are compared, not frames.
  for (;;) {
    PHOTOSCRUB_CHECK(compareCanvas(before.canvas(), after.canvas(), boxes, lossless));
    const int first = before.until(), second = after.until();
    const bool stepBefore = first <= second && !before.atEnd();
    const bool stepAfter = second <= first && !after.atEnd();
    if (!stepBefore && !stepAfter)
      break;
    if (stepBefore)
      PHOTOSCRUB_CHECK(before.next());
    if (stepAfter)
      PHOTOSCRUB_CHECK(after.next());
  }
  if (!before.atEnd() || !after.atEnd() || before.until() != after.until())
    return leak("another length");
  return lossless ? Outside::identical : Outside::codedAgain;
}

} // namespace photoscrub::redact
