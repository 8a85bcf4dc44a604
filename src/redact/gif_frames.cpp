#include "redact/gif_frames.h"

#include "imaging/codec.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <gif_lib.h>

namespace photoscrub::redact {

namespace {

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The GIF picture is damaged and cannot be read", std::move(detail)};
}

Bytes paletteOf(const ColorMapObject* map) {
  Bytes palette;
  for (int i = 0; map != nullptr && i < map->ColorCount; ++i)
    palette.insert(palette.end(), {map->Colors[i].Red, map->Colors[i].Green, map->Colors[i].Blue});
  return palette;
}

// Rows of an interlaced picture come in four passes (appendix E).
struct Pass {
  int first;
  int step;
};
constexpr std::array kInterlaced = {Pass{0, 8}, Pass{4, 8}, Pass{2, 4}, Pass{1, 2}};
constexpr std::array kInOrder = {Pass{0, 1}};

constexpr GifByteType kLoopBlock = 1;

bool saysLoops(const GifByteType* name) {
  const std::string_view text(reinterpret_cast<const char*>(name + 1), name[0]);
  return text == "NETSCAPE2.0" || text == "ANIMEXTS1.0";
}

} // namespace

struct GifReader::Library {
  GifFileType* gif = nullptr;
  ByteView file;
  std::size_t at = 0;

  ~Library() { DGifCloseFile(gif, nullptr); }

  static int read(GifFileType* gif, GifByteType* to, int count) {
    auto& self = *static_cast<Library*>(gif->UserData);
    const auto some =
        std::min(static_cast<std::size_t>(std::max(count, 0)), self.file.size() - self.at);
    std::memcpy(to, self.file.data() + self.at, some);
    self.at += some;
    return static_cast<int>(some);
  }

  Error error() const { return damaged("giflib " + std::to_string(gif->Error)); }

  template <std::size_t N>
  Status readRows(const std::array<Pass, N>& passes, const Plane& to) const {
    for (const Pass& pass : passes)
      for (int y = pass.first; y < to.size.height; y += pass.step)
        if (DGifGetLine(gif, to.row(y), to.size.width) == GIF_ERROR)
          return error();
    return {};
  }
};

GifReader::GifReader(const Limits& limits) : limits_(limits), library_(new Library) {}
GifReader::~GifReader() = default;

Status GifReader::open(ByteView file) {
  library_->file = file;
  int why = 0;
  library_->gif = DGifOpen(library_.get(), &Library::read, &why);
  if (library_->gif == nullptr)
    return damaged("giflib " + std::to_string(why));
  const auto& gif = *library_->gif;
  screen_.size = {gif.SWidth, gif.SHeight};
  PHOTOSCRUB_CHECK(imaging::checkSize(static_cast<std::uint64_t>(gif.SWidth),
                                      static_cast<std::uint64_t>(gif.SHeight), limits_));
  screen_.palette = paletteOf(gif.SColorMap);
  screen_.background = static_cast<std::uint8_t>(gif.SBackGroundColor);
  screen_.aspect = gif.AspectByte;
  return {};
}

Status GifReader::readExtension() {
  int label = 0;
  GifByteType* block = nullptr;
  if (DGifGetExtension(library_->gif, &label, &block) == GIF_ERROR)
    return library_->error();
  GraphicsControlBlock control;
  if (label == GRAPHICS_EXT_FUNC_CODE && block != nullptr &&
      DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
    frame_.controlled = true;
    frame_.disposal = control.DisposalMode;
    frame_.waitsForUser = control.UserInputFlag;
    frame_.delay = static_cast<std::uint16_t>(control.DelayTime);
    frame_.transparent.reset();
    if (control.TransparentColor != NO_TRANSPARENT_COLOR)
      frame_.transparent = static_cast<std::uint8_t>(control.TransparentColor);
  }
  const bool loops = label == APPLICATION_EXT_FUNC_CODE && block != nullptr && saysLoops(block);
  while (block != nullptr) {
    if (DGifGetExtensionNext(library_->gif, &block) == GIF_ERROR)
      return library_->error();
    if (loops && block != nullptr && block[0] == 3 && (block[1] & 7) == kLoopBlock)
      frame_.loops = static_cast<std::uint16_t>(block[2] | block[3] << 8);
  }
  return {};
}

Status GifReader::readFrame() {
  if (++frames_ > limits_.maxParts)
    return Error{ErrorCode::limit, "The picture has more frames than photoscrub opens", ""};
  if (DGifGetImageDesc(library_->gif) == GIF_ERROR)
    return library_->error();
  const auto& image = library_->gif->Image;
  PHOTOSCRUB_CHECK(imaging::checkSize(static_cast<std::uint64_t>(image.Width),
                                      static_cast<std::uint64_t>(image.Height), limits_));
  frame_.place = {image.Left, image.Top, image.Width, image.Height};
  frame_.palette = paletteOf(image.ColorMap);
  if (frame_.palette.empty() && screen_.palette.empty())
    return damaged("no colours");
  pixels_ = Raster({image.Width, image.Height}, 1);
  return image.Interlace ? library_->readRows(kInterlaced, pixels_.plane())
                         : library_->readRows(kInOrder, pixels_.plane());
}

Result<bool> GifReader::next() {
  frame_ = {};
  for (;;) {
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    // Many files lack the block that says they end here.
    const bool ends = library_->at == library_->file.size() && frames_ > 0;
    if (!ends && DGifGetRecordType(library_->gif, &record) == GIF_ERROR)
      return library_->error();
    if (ends || record == TERMINATE_RECORD_TYPE) {
      if (frames_ == 0)
        return damaged("no frame");
      return false;
    }
    if (record == IMAGE_DESC_RECORD_TYPE) {
      PHOTOSCRUB_CHECK(readFrame());
      return true;
    }
    PHOTOSCRUB_CHECK(readExtension());
  }
}

} // namespace photoscrub::redact
