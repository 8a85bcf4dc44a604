#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/row_sink.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <gif_lib.h>

namespace photoscrub::imaging {

namespace {

struct CloseGif {
  void operator()(GifFileType* gif) const {
    int ignored = 0;
    DGifCloseFile(gif, &ignored);
  }
};
using Gif = std::unique_ptr<GifFileType, CloseGif>;

int onRead(GifFileType* gif, GifByteType* to, int count) {
  auto& reader = *static_cast<ByteReader*>(gif->UserData);
  const auto bytes =
      reader.take(std::min(reader.left(), static_cast<std::uint64_t>(std::max(count, 0))));
  if (!bytes.ok() || bytes.value().empty())
    return 0;
  std::memcpy(to, bytes.value().data(), bytes.value().size());
  return static_cast<int>(bytes.value().size());
}

Error damaged(const char* detail) {
  return {ErrorCode::malformed, "The GIF picture is damaged and cannot be read",
          detail ? detail : ""};
}

Result<Gif> open(ByteReader& reader) {
  int code = 0;
  Gif gif(DGifOpen(&reader, onRead, &code));
  if (gif)
    return gif;
  if (code == D_GIF_ERR_NOT_ENOUGH_MEM)
    return outOfMemory();
  return damaged(GifErrorString(code));
}

// The index that stays transparent (GIF89a, clause 23), or NO_TRANSPARENT_COLOR.
bool readExtension(GifFileType* gif, int& transparent) {
  int kind = 0;
  GifByteType* block = nullptr;
  if (DGifGetExtension(gif, &kind, &block) == GIF_ERROR)
    return false;
  while (block != nullptr) {
    GraphicsControlBlock control{};
    if (kind == GRAPHICS_EXT_FUNC_CODE &&
        DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
      transparent = control.TransparentColor;
    if (DGifGetExtensionNext(gif, &block) == GIF_ERROR)
      return false;
  }
  return true;
}

// Goes to the next image. False: there is none, or the file is broken before it.
bool nextImage(GifFileType* gif, int& transparent) {
  for (;;) {
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(gif, &record) == GIF_ERROR)
      return false;
    if (record == IMAGE_DESC_RECORD_TYPE)
      return true;
    if (record != EXTENSION_RECORD_TYPE || !readExtension(gif, transparent))
      return false;
  }
}

// The screen, or what the first image covers where the file gives no screen.
Size canvasOf(const GifFileType* gif) {
  if (gif->SWidth > 0 && gif->SHeight > 0)
    return {gif->SWidth, gif->SHeight};
  return {gif->Image.Left + gif->Image.Width, gif->Image.Top + gif->Image.Height};
}

// Puts rows of indices on a canvas. What the image does not cover, and what is transparent, is
// white: browsers do not paint the background colour.
class Painter {
public:
  Painter(GifFileType* gif, int transparent, Size canvas, int longSide)
      : image_(gif->Image), transparent_(transparent), canvas_(canvas),
        colours_(gif->Image.ColorMap ? gif->Image.ColorMap : gif->SColorMap),
        sink_(canvas, longSide, Pixels::bgr),
        row_(static_cast<std::size_t>(canvas.width) * 3, 255) {
    for (int y = 0; y < std::min(image_.Top, canvas_.height); ++y)
      sink_.addWhite();
  }

  void add(const GifPixelType* indices) {
    std::uint8_t* to = row_.data() + static_cast<std::size_t>(image_.Left) * 3;
    const int width = std::min(image_.Width, canvas_.width - image_.Left);
    for (int x = 0; x < width; ++x, to += 3) {
      const int index = indices[x];
      const bool known = index < colours_->ColorCount;
      const GifColorType colour = known ? colours_->Colors[index] : GifColorType{};
      const bool clear = index == transparent_;
      to[0] = clear ? 255 : colour.Blue;
      to[1] = clear ? 255 : colour.Green;
      to[2] = clear ? 255 : colour.Red;
    }
    sink_.add(row_.data());
  }
  Picture take() && { return std::move(sink_).take(); }

private:
  GifImageDesc image_;
  int transparent_;
  Size canvas_;
  const ColorMapObject* colours_;
  RowSink sink_;
  Bytes row_;
};

int paintInOrder(GifFileType* gif, Painter& painter) {
  std::vector<GifPixelType> row(static_cast<std::size_t>(gif->Image.Width));
  const int height = gif->Image.Height;
  for (int y = 0; y < height; ++y) {
    if (DGifGetLine(gif, row.data(), gif->Image.Width) == GIF_ERROR)
      return y;
    painter.add(row.data());
  }
  return height;
}

// GIF89a, appendix E: every 8th row, then the ones between. Rows that never came are copies of the
// row above, so that a cut-off picture shows something.
int paintInterlaced(GifFileType* gif, Painter& painter) {
  constexpr int kFirst[] = {0, 4, 2, 1};
  constexpr int kStep[] = {8, 8, 4, 2};
  const int height = gif->Image.Height;
  const auto width = static_cast<std::size_t>(gif->Image.Width);
  std::vector<GifPixelType> pixels(width * static_cast<std::size_t>(height));
  std::vector<bool> came(static_cast<std::size_t>(height));
  int done = 0;
  bool ok = true;
  for (int pass = 0; ok && pass < 4; ++pass)
    for (int y = kFirst[pass]; ok && y < height; y += kStep[pass]) {
      const auto row = static_cast<std::size_t>(y);
      ok = DGifGetLine(gif, pixels.data() + width * row, gif->Image.Width) == GIF_OK;
      came[row] = ok;
      done += ok ? 1 : 0;
    }
  std::size_t last = 0;
  for (std::size_t y = 0; done > 0 && y < came.size(); ++y) {
    last = came[y] ? y : last;
    painter.add(pixels.data() + width * last);
  }
  return done;
}

} // namespace

Result<Picture> decodeGif(ByteView file, const DecodeOptions& options, const Limits& limits) {
  ByteReader reader(file);
  PHOTOSCRUB_TRY(gif, open(reader));
  int transparent = NO_TRANSPARENT_COLOR;
  if (!nextImage(gif.get(), transparent) || DGifGetImageDesc(gif.get()) == GIF_ERROR)
    return damaged(GifErrorString(gif->Error));
  const Size canvas = canvasOf(gif.get());
  const auto& image = gif->Image;
  for (const Size size : {canvas, Size{image.Width, image.Height}})
    PHOTOSCRUB_CHECK(checkSize(static_cast<std::uint64_t>(std::max(size.width, 0)),
                               static_cast<std::uint64_t>(std::max(size.height, 0)), limits));
  if (image.ColorMap == nullptr && gif->SColorMap == nullptr)
    return damaged("no colours");
  if (image.Left >= canvas.width || image.Top >= canvas.height)
    return damaged("the first image lies beside the screen");
  if (image.Interlace)
    PHOTOSCRUB_CHECK(checkWorkingMemory(static_cast<std::uint64_t>(image.Width) *
                                        static_cast<std::uint64_t>(image.Height)));

  Painter painter(gif.get(), transparent, canvas, options.longSide);
  const int rows =
      image.Interlace ? paintInterlaced(gif.get(), painter) : paintInOrder(gif.get(), painter);
  if (rows == 0)
    return damaged(GifErrorString(gif->Error));
  Picture picture = std::move(painter).take();
  if (rows < image.Height) {
    const char* why = GifErrorString(gif->Error);
    picture.warnings.emplace_back(why ? why : "image data is missing");
  } else {
    picture.animated = nextImage(gif.get(), transparent);
  }
  return picture;
}

} // namespace photoscrub::imaging
