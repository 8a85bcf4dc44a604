#include "imaging/png_library.h"

#include "imaging/codec.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace photoscrub::imaging {

namespace {

template <std::size_t n> void keepText(std::array<char, n>& to, const char* text) {
  std::strncpy(to.data(), text, n - 1);
  to[n - 1] = '\0';
}

// libpng wants the names as a list of five bytes each.
constexpr char kColourChunks[] = "gAMA\0cHRM\0sRGB\0sBIT\0bKGD\0pHYs";
constexpr int kColourChunkCount = sizeof(kColourChunks) / 5;

} // namespace

void PngErrors::onError(png_structp png, png_const_charp text) {
  auto* self = static_cast<PngErrors*>(png_get_error_ptr(png));
  keepText(self->error_, text);
  self->guard_.bail();
}

void PngErrors::onWarning(png_structp png, png_const_charp text) {
  auto* self = static_cast<PngErrors*>(png_get_error_ptr(png));
  // The two texts of libpng 1.6 (pngrutil.c, png_read_IDAT_data).
  const std::string_view said(text);
  self->leftOver_ |= said.find("Extra compressed data") != std::string_view::npos ||
                     said.find("Too much image data") != std::string_view::npos;
  if (self->count_ == kTexts)
    return;
  Text kept{};
  keepText(kept, text);
  const auto end = self->warnings_.begin() + static_cast<std::ptrdiff_t>(self->count_);
  if (std::find(self->warnings_.begin(), end, kept) != end)
    return;
  self->warnings_[self->count_++] = kept;
}

Error PngErrors::error() const {
  const std::string_view text(error_.data());
  if (text.find("memory") != std::string_view::npos)
    return outOfMemory();
  return {ErrorCode::malformed, "The PNG picture is damaged and cannot be read", std::string(text)};
}

std::vector<std::string> PngErrors::warnings() const {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count_; ++i)
    texts.emplace_back(warnings_[i].data());
  return texts;
}

PngReader::~PngReader() {
  png_destroy_read_struct(&png_, &info_, nullptr);
}

void PngReader::onRead(png_structp png, png_bytep to, std::size_t count) {
  auto* self = static_cast<PngReader*>(png_get_io_ptr(png));
  if (count > self->file_.size() - self->position_)
    png_error(png, "unexpected end of file");
  std::memcpy(to, self->file_.data() + self->position_, count);
  self->position_ += count;
}

void PngReader::setUp(Chunks chunks) {
  png_set_read_fn(png_, this, &PngReader::onRead);
  png_set_user_limits(png_, limits_.maxSide, limits_.maxSide);
  png_set_chunk_malloc_max(png_, static_cast<png_alloc_size_t>(limits_.maxProfileBytes));
  png_set_compression_buffer_size(png_, kFetchBytes);
  // A wrong checksum is no reason to refuse what a viewer would show.
  png_set_crc_action(png_, PNG_CRC_WARN_USE, PNG_CRC_QUIET_USE);
  // -1: all but IHDR, PLTE, tRNS, IDAT and IEND; keeps text and profiles away from zlib.
  png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  if (chunks == Chunks::pictureAndColour)
    png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_AS_DEFAULT,
                                reinterpret_cast<png_const_bytep>(kColourChunks),
                                kColourChunkCount);
  png_read_info(png_, info_);
}

Status PngReader::open(ByteView file, Chunks chunks) {
  file_ = file;
  png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &errors_, &PngErrors::onError,
                                &PngErrors::onWarning);
  if (png_ == nullptr)
    return outOfMemory();
  info_ = png_create_info_struct(png_);
  if (info_ == nullptr)
    return outOfMemory();
  return errors_.call([this, chunks] { setUp(chunks); });
}

} // namespace photoscrub::imaging
