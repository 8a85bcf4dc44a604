#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/row_sink.h"

#include <memory>

#include <webp/decode.h>
#include <webp/demux.h>

namespace photoscrub::imaging {

namespace {

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The WebP picture is damaged and cannot be read",
          std::move(detail)};
}

struct DeleteDemuxer {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
struct DeleteDecoder {
  void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
};

// The first frame of the file; for a still picture, the picture.
struct Frame {
  Size canvas;
  Rect place; // on the canvas
  ByteView coded;
  bool alpha = false;
  bool lossless = false;
  bool animated = false;
};

Result<Frame> describe(const WebPIterator& iterator, const WebPDemuxer* demuxer) {
  Frame frame;
  frame.canvas = {static_cast<int>(WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH)),
                  static_cast<int>(WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT))};
  frame.place = {iterator.x_offset, iterator.y_offset, iterator.width, iterator.height};
  frame.coded = {iterator.fragment.bytes, iterator.fragment.size};
  frame.animated = (WebPDemuxGetI(demuxer, WEBP_FF_FORMAT_FLAGS) & ANIMATION_FLAG) != 0;
  WebPBitstreamFeatures features{};
  const VP8StatusCode status = WebPGetFeatures(frame.coded.data(), frame.coded.size(), &features);
  if (status != VP8_STATUS_OK)
    return damaged("frame header");
  frame.alpha = features.has_alpha != 0;
  frame.lossless = features.format == 2;
  if (features.width != iterator.width || features.height != iterator.height)
    return damaged("frame size");
  return frame;
}

// A file that is cut off still has its header; what came of the frame can be decoded.
Result<Frame> findFrame(ByteView file) {
  const WebPData data{file.data(), file.size()};
  WebPDemuxState state{};
  const std::unique_ptr<WebPDemuxer, DeleteDemuxer> demuxer(WebPDemuxPartial(&data, &state));
  if (!demuxer)
    return damaged("container");
  WebPIterator iterator{};
  if (WebPDemuxGetFrame(demuxer.get(), 1, &iterator) == 0)
    return damaged("no frame");
  auto frame = describe(iterator, demuxer.get());
  WebPDemuxReleaseIterator(&iterator);
  return frame;
}

// A lossless frame is unpacked as a whole before its first row is ready (RFC 9649, clause 3).
std::uint64_t workingBytes(const Frame& frame, bool scaled) {
  const auto pixels = static_cast<std::uint64_t>(frame.place.width) *
                      static_cast<std::uint64_t>(frame.place.height);
  return (frame.lossless ? pixels * 4 : 0) + (frame.alpha ? pixels : 0) + (scaled ? 0 : pixels * 4);
}

struct Decoded {
  Bytes pixels; // rows of `size`, BGR or premultiplied BGRA
  Size size;
  int rows = 0; // that came
};

// The frame at `size`; libwebp makes it smaller while it decodes.
Result<Decoded> decodeFrame(const Frame& frame, Size size) {
  WebPDecoderConfig config{};
  if (WebPInitDecoderConfig(&config) == 0)
    return Error{ErrorCode::internal, "The WebP library does not fit this program", "version"};
  const int channels = frame.alpha ? 4 : 3;
  Decoded decoded;
  decoded.size = size;
  const auto stride = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(channels);
  decoded.pixels.assign(stride * static_cast<std::size_t>(size.height), 0xFF);
  config.options.use_scaling = size != Size{frame.place.width, frame.place.height} ? 1 : 0;
  config.options.scaled_width = size.width;
  config.options.scaled_height = size.height;
  config.output.colorspace = frame.alpha ? MODE_bgrA : MODE_BGR;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {decoded.pixels.data(), static_cast<int>(stride), decoded.pixels.size()};

  const std::unique_ptr<WebPIDecoder, DeleteDecoder> decoder(WebPIDecode(nullptr, 0, &config));
  if (!decoder)
    return outOfMemory();
  const VP8StatusCode status = WebPIUpdate(decoder.get(), frame.coded.data(), frame.coded.size());
  if (status == VP8_STATUS_OUT_OF_MEMORY)
    return outOfMemory();
  if (status == VP8_STATUS_OK)
    decoded.rows = size.height;
  else
    WebPIDecGetRGB(decoder.get(), &decoded.rows, nullptr, nullptr, nullptr);
  if (decoded.rows <= 0)
    return damaged("status " + std::to_string(status));
  return decoded;
}

int divideUp(int value, int by) {
  return (value + by - 1) / by;
}

// The usual case: the frame is the whole picture, and libwebp makes it smaller.
Result<Picture> decodeWhole(const Frame& frame, int longSide) {
  const int factor = factorFor(frame.canvas, longSide);
  const Size size{divideUp(frame.canvas.width, factor), divideUp(frame.canvas.height, factor)};
  PHOTOSCRUB_CHECK(checkWorkingMemory(workingBytes(frame, true)));
  PHOTOSCRUB_TRY(decoded, decodeFrame(frame, size));
  Picture picture;
  picture.image = Image(size, 3);
  const std::size_t channels = frame.alpha ? 4 : 3;
  for (int y = 0; y < size.height; ++y)
    toBgr(decoded.pixels.data() +
              static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) * channels,
          frame.alpha ? Pixels::bgraPremultiplied : Pixels::bgr, picture.image.row(y), size.width);
  picture.fullSize = frame.canvas;
  picture.scale = 1.0 / factor;
  if (decoded.rows < size.height)
    picture.warnings.emplace_back("image data is missing");
  return picture;
}

// A first frame that covers a part of the canvas; the rest is transparent.
Result<Picture> decodePart(const Frame& frame, int longSide) {
  PHOTOSCRUB_CHECK(checkWorkingMemory(workingBytes(frame, false)));
  PHOTOSCRUB_TRY(decoded, decodeFrame(frame, {frame.place.width, frame.place.height}));
  RowSink sink(frame.canvas, longSide, Pixels::bgr);
  Bytes row(static_cast<std::size_t>(frame.canvas.width) * 3, 0xFF);
  const std::size_t channels = frame.alpha ? 4 : 3;
  for (int y = 0; y < frame.place.bottom(); ++y) {
    if (y < frame.place.y) {
      sink.addWhite();
      continue;
    }
    const std::size_t from = static_cast<std::size_t>(y - frame.place.y) *
                             static_cast<std::size_t>(frame.place.width) * channels;
    toBgr(decoded.pixels.data() + from, frame.alpha ? Pixels::bgraPremultiplied : Pixels::bgr,
          row.data() + static_cast<std::size_t>(frame.place.x) * 3, frame.place.width);
    sink.add(row.data());
  }
  Picture picture = std::move(sink).take();
  if (decoded.rows < frame.place.height)
    picture.warnings.emplace_back("image data is missing");
  return picture;
}

} // namespace

Result<Picture> decodeWebp(ByteView file, const DecodeOptions& options, const Limits& limits) {
  PHOTOSCRUB_TRY(frame, findFrame(file));
  PHOTOSCRUB_CHECK(checkSize(static_cast<std::uint64_t>(frame.canvas.width),
                             static_cast<std::uint64_t>(frame.canvas.height), limits));
  const Rect canvas{0, 0, frame.canvas.width, frame.canvas.height};
  if (intersection(frame.place, canvas) != frame.place)
    return damaged("the frame does not fit the canvas");
  auto picture = frame.place == canvas ? decodeWhole(frame, options.longSide)
                                       : decodePart(frame, options.longSide);
  if (picture.ok())
    picture.value().animated = frame.animated;
  return picture;
}

} // namespace photoscrub::imaging
