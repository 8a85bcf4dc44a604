#include "imaging/jpeg_library.h"

#include "imaging/codec.h"

#include <algorithm>

#include <jerror.h>

namespace photoscrub::imaging {

namespace {

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The JPEG picture is damaged and cannot be read",
          std::move(detail)};
}

Error fromCode(int code, std::string detail) {
  switch (code) {
  case JERR_BAD_PRECISION:
    return {ErrorCode::unsupported,
            "This JPEG does not use 8 bits a colour, which photoscrub cannot handle",
            std::move(detail)};
  case JERR_SOF_UNSUPPORTED:
    return {ErrorCode::unsupported,
            "This JPEG uses a rare coding (lossless or hierarchical) that photoscrub cannot handle",
            std::move(detail)};
  case JERR_FRACT_SAMPLE_NOTIMPL:
  case JERR_CCIR601_NOTIMPL:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_NOTIMPL:
  case JERR_NOT_COMPILED:
    return {ErrorCode::unsupported,
            "This JPEG stores its colours in a way that photoscrub cannot handle",
            std::move(detail)};
  case JERR_OUT_OF_MEMORY:
  case JERR_NO_BACKING_STORE:
    return outOfMemory();
  default:
    return damaged(std::move(detail));
  }
}

// The bit buffer of jdhuff.c is filled with up to 57 made-up bits when data ends early, and its
// left-over is then counted as skipped: up to this many bytes that are in no file. The arithmetic
// decoder (T.81, D.2.6) may leave its last bytes unread in the same way.
constexpr std::uint64_t kUncertainBytes = 8;

} // namespace

JpegErrors::JpegErrors() {
  jpeg_std_error(&manager_.base);
  manager_.base.error_exit = &JpegErrors::onError;
  manager_.base.emit_message = &JpegErrors::onMessage;
  manager_.owner = this;
}

JpegErrors& JpegErrors::of(j_common_ptr library) {
  return *reinterpret_cast<Manager*>(library->err)->owner;
}

void JpegErrors::onError(j_common_ptr library) {
  of(library).guard_.bail();
}

void JpegErrors::onMessage(j_common_ptr library, int level) {
  if (level < 0)
    of(library).note(library); // the others are traces
}

void JpegErrors::note(j_common_ptr library) {
  const jpeg_error_mgr& now = *library->err;
  seen_[std::min(static_cast<std::size_t>(now.msg_code), kCodes - 1)] = true;
  if (now.msg_code != JWRN_JFIF_MAJOR && now.msg_code != JWRN_ADOBE_XFORM)
    ++complaints_;
  if (now.msg_code != JWRN_EXTRANEOUS_DATA || !library->is_decompressor)
    return;
  // Before the first scan it lies between segments, which is not the codec's matter.
  if (reinterpret_cast<j_decompress_ptr>(library)->input_scan_number > 0)
    skipped_ += static_cast<std::uint64_t>(std::max(now.msg_parm.i[0], 0));
}

Error JpegErrors::error() const {
  if (tooManyScans_)
    return {ErrorCode::limit, "The JPEG picture comes in more passes than photoscrub opens",
            "scan limit"};
  const int code = manager_.base.msg_code;
  if (code < 0 || code > manager_.base.last_jpeg_message)
    return damaged("unknown libjpeg error");
  return fromCode(code, manager_.base.jpeg_message_table[code]);
}

void JpegErrors::tooManyScans() {
  tooManyScans_ = true;
  guard_.bail();
}

std::vector<std::string> JpegErrors::warnings() const {
  std::vector<std::string> texts;
  const auto known = static_cast<std::size_t>(manager_.base.last_jpeg_message);
  for (std::size_t code = 0; code < kCodes; ++code)
    if (seen_[code])
      texts.emplace_back(code <= known ? manager_.base.jpeg_message_table[code]
                                       : "unknown libjpeg warning");
  return texts;
}

std::uint64_t JpegErrors::skippedBytes() const {
  const bool uncertain = seen_[JWRN_HIT_MARKER] || seen_[JWRN_JPEG_EOF];
  return uncertain && skipped_ <= kUncertainBytes ? 0 : skipped_;
}

JpegReader::JpegReader(const Limits& limits) : limits_(limits) {
  jpeg_.err = errors_.manager();
  progress_.progress_monitor = &JpegReader::onProgress;
}

JpegReader::~JpegReader() {
  jpeg_destroy_decompress(&jpeg_);
}

void JpegReader::onProgress(j_common_ptr library) {
  // A few bytes make a scan, and each costs a pass over all coefficients.
  auto* jpeg = reinterpret_cast<j_decompress_ptr>(library);
  auto* reader = static_cast<JpegReader*>(jpeg->client_data);
  if (jpeg->input_scan_number > static_cast<int>(reader->limits_.maxScans))
    reader->errors_.tooManyScans();
}

Status JpegReader::open(ByteView file) {
  PHOTOSCRUB_CHECK(errors_.call([this, file] {
    jpeg_create_decompress(&jpeg_);
    jpeg_.client_data = this;
    jpeg_.progress = &progress_;
    jpeg_mem_src(&jpeg_, file.data(), file.size());
    jpeg_read_header(&jpeg_, TRUE);
  }));
  return checkFrame();
}

Status JpegReader::checkFrame() const {
  PHOTOSCRUB_CHECK(checkSize(jpeg_.image_width, jpeg_.image_height, limits_));
  switch (jpeg_.jpeg_color_space) {
  case JCS_GRAYSCALE:
  case JCS_RGB:
  case JCS_YCbCr:
  case JCS_CMYK:
  case JCS_YCCK:
    return {};
  default:
    return fromCode(JERR_CONVERSION_NOTIMPL, "colour components");
  }
}

} // namespace photoscrub::imaging
