#include "redact/coefficient_compare.h"

#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>

#include <jpeglib.h>

namespace photoscrub::testing {

namespace {

struct Errors {
  jpeg_error_mgr base;
  std::jmp_buf back;
};

[[noreturn]] void giveUp(j_common_ptr library) {
  std::longjmp(reinterpret_cast<Errors*>(library->err)->back, 1);
}

void count(j_common_ptr library, int level) {
  if (level < 0)
    ++library->err->num_warnings;
}

class Jpeg {
public:
  explicit Jpeg(ByteView file) : file_(file) {
    jpeg_.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = giveUp;
    errors_.base.emit_message = count;
  }
  ~Jpeg() { jpeg_destroy_decompress(&jpeg_); }
  Jpeg(const Jpeg&) = delete;
  Jpeg& operator=(const Jpeg&) = delete;

  bool readCoefficients() {
    if (setjmp(errors_.back) != 0)
      return false;
    open();
    arrays_ = jpeg_read_coefficients(&jpeg_);
    return true;
  }
  const JCOEF* block(int component, JDIMENSION row, JDIMENSION column) {
    auto* library = reinterpret_cast<j_common_ptr>(&jpeg_);
    return jpeg_.mem->access_virt_barray(library, arrays_[component], row, 1, FALSE)[0][column];
  }

  bool readPixels(Bytes& pixels) {
    if (setjmp(errors_.back) != 0)
      return false;
    open();
    if (jpeg_.num_components == 4)
      jpeg_.out_color_space = JCS_CMYK;
    jpeg_start_decompress(&jpeg_);
    const auto stride = static_cast<std::size_t>(jpeg_.output_width) *
                        static_cast<std::size_t>(jpeg_.output_components);
    pixels.resize(stride * jpeg_.output_height);
    while (jpeg_.output_scanline < jpeg_.output_height) {
      JSAMPROW row = pixels.data() + stride * jpeg_.output_scanline;
      jpeg_read_scanlines(&jpeg_, &row, 1);
    }
    jpeg_finish_decompress(&jpeg_);
    return true;
  }

  jpeg_decompress_struct& get() { return jpeg_; }
  int warnings() const { return static_cast<int>(errors_.base.num_warnings); }

private:
  void open() {
    jpeg_create_decompress(&jpeg_);
    jpeg_mem_src(&jpeg_, file_.data(), file_.size());
    jpeg_read_header(&jpeg_, TRUE);
  }

  ByteView file_;
  Errors errors_{};
  jpeg_decompress_struct jpeg_{};
  jvirt_barray_ptr* arrays_ = nullptr;
};

// Exif 2.32, 4.6.4 A: where the upright pixel (x, y) is stored in a picture of this stored size.
Point storedPoint(Point at, int tag, Size stored) {
  const int right = stored.width - 1, bottom = stored.height - 1;
  switch (tag) {
  case 2:
    return {right - at.x, at.y};
  case 3:
    return {right - at.x, bottom - at.y};
  case 4:
    return {at.x, bottom - at.y};
  case 5:
    return {at.y, at.x};
  case 6:
    return {at.y, bottom - at.x};
  case 7:
    return {right - at.y, bottom - at.x};
  case 8:
    return {right - at.y, at.x};
  default:
    return at;
  }
}

// Corners included, cut to the picture; empty where nothing is left.
struct Area {
  int left, top, right, bottom;
  bool empty() const { return left > right || top > bottom; }
};

Area storedArea(const Rect& box, int tag, Size stored) {
  const bool turned = tag >= 5;
  const int width = turned ? stored.height : stored.width;
  const int height = turned ? stored.width : stored.height;
  const Point first = {std::max(box.x, 0), std::max(box.y, 0)};
  const Point last = {std::min(box.x + box.width, width) - 1,
                      std::min(box.y + box.height, height) - 1};
  if (last.x < first.x || last.y < first.y)
    return {0, 0, -1, -1};
  const Point a = storedPoint(first, tag, stored), b = storedPoint(last, tag, stored);
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

enum class Mcu { open, beside, under };

// One entry an MCU of the picture, row by row.
class McuMap {
public:
  McuMap(const jpeg_decompress_struct& jpeg, const std::vector<Area>& areas)
      : width_(DCTSIZE * jpeg.max_h_samp_factor), height_(DCTSIZE * jpeg.max_v_samp_factor),
        columns_((static_cast<int>(jpeg.image_width) + width_ - 1) / width_),
        rows_((static_cast<int>(jpeg.image_height) + height_ - 1) / height_),
        mcus_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), Mcu::open) {
    // A viewer mixes each pixel's colour from its own sample and one neighbour.
    int across = 0, down = 0;
    for (int i = 0; i < jpeg.num_components; ++i) {
      const auto& own = jpeg.comp_info[i];
      if (own.h_samp_factor < jpeg.max_h_samp_factor)
        across =
            std::max(across, (jpeg.max_h_samp_factor + own.h_samp_factor - 1) / own.h_samp_factor);
      if (own.v_samp_factor < jpeg.max_v_samp_factor)
        down = std::max(down, (jpeg.max_v_samp_factor + own.v_samp_factor - 1) / own.v_samp_factor);
    }
    for (const Area& area : areas)
      mark({area.left - across, area.top - down, area.right + across, area.bottom + down},
           Mcu::beside);
    for (const Area& area : areas)
      mark(area, Mcu::under);
  }

  Mcu at(int column, int row) const {
    return mcus_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                 static_cast<std::size_t>(column)];
  }
  long long count(Mcu kind) const { return std::count(mcus_.begin(), mcus_.end(), kind); }
  long long count() const { return static_cast<long long>(mcus_.size()); }

private:
  void mark(const Area& area, Mcu kind) {
    for (int row = 0; row < rows_; ++row)
      for (int column = 0; column < columns_; ++column)
        if (area.left < (column + 1) * width_ && area.right >= column * width_ &&
            area.top < (row + 1) * height_ && area.bottom >= row * height_)
          mcus_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                static_cast<std::size_t>(column)] = kind;
  }

  int width_, height_, columns_, rows_;
  std::vector<Mcu> mcus_;
};

long long differing(const JCOEF* a, const JCOEF* b) {
  long long count = 0;
  for (int i = 0; i < DCTSIZE2; ++i)
    count += a[i] != b[i] ? 1 : 0;
  return count;
}

void compareComponent(Jpeg& before, Jpeg& after, int index, const McuMap& mcus,
                      CoefficientReport& report) {
  const auto& info = before.get().comp_info[index];
  for (JDIMENSION row = 0; row < info.height_in_blocks; ++row)
    for (JDIMENSION column = 0; column < info.width_in_blocks; ++column) {
      const auto* first = before.block(index, row, column);
      const auto* second = after.block(index, row, column);
      const Mcu mcu = mcus.at(static_cast<int>(column) / info.h_samp_factor,
                              static_cast<int>(row) / info.v_samp_factor);
      if (mcu == Mcu::open) {
        report.compared += DCTSIZE2;
        report.changed += differing(first, second);
      } else if (mcu == Mcu::beside) {
        report.changedBeside += differing(first, second);
      } else {
        report.detailInside +=
            std::count_if(second + 1, second + DCTSIZE2, [](JCOEF value) { return value != 0; });
      }
    }
}

bool sameFrame(const jpeg_decompress_struct& a, const jpeg_decompress_struct& b) {
  if (a.image_width != b.image_width || a.image_height != b.image_height ||
      a.num_components != b.num_components)
    return false;
  for (int i = 0; i < a.num_components; ++i) {
    const auto& first = a.comp_info[i];
    const auto& second = b.comp_info[i];
    if (first.h_samp_factor != second.h_samp_factor || first.v_samp_factor != second.v_samp_factor)
      return false;
    const auto* steps = a.quant_tbl_ptrs[first.quant_tbl_no];
    const auto* others = b.quant_tbl_ptrs[second.quant_tbl_no];
    if (steps == nullptr || others == nullptr ||
        std::memcmp(steps->quantval, others->quantval, sizeof steps->quantval) != 0)
      return false;
  }
  return true;
}

double entropyOf(const Bytes& pixels, Size size, const std::vector<Area>& areas) {
  const auto count = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  const std::size_t channels = pixels.size() / count;
  std::map<std::uint32_t, long long> histogram;
  long long all = 0;
  for (const Area& area : areas)
    for (int y = area.top; y <= area.bottom; ++y)
      for (int x = area.left; x <= area.right; ++x, ++all) {
        std::uint32_t value = 0;
        const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                         static_cast<std::size_t>(x)) *
                        channels;
        for (std::size_t c = 0; c < channels; ++c)
          value = value << 8 | pixels[at + c];
        ++histogram[value];
      }
  double entropy = 0;
  for (const auto& [value, times] : histogram) {
    const double part = static_cast<double>(times) / static_cast<double>(all);
    entropy -= part * std::log2(part);
  }
  return std::max(entropy, 0.0);
}

} // namespace

CoefficientReport compareCoefficients(ByteView original, ByteView saved, int tag,
                                      const std::vector<Rect>& boxes) {
  CoefficientReport report;
  Jpeg before(original), after(saved), shown(saved);
  Bytes pixels;
  if (!before.readCoefficients() || !after.readCoefficients() || !shown.readPixels(pixels)) {
    report.problem = "not a JPEG that libjpeg reads";
    return report;
  }
  report.warnings = after.warnings() + shown.warnings();
  if (!sameFrame(before.get(), after.get())) {
    report.problem = "another size, sampling or quantisation";
    return report;
  }
  const Size size = {static_cast<int>(before.get().image_width),
                     static_cast<int>(before.get().image_height)};
  std::vector<Area> areas;
  for (const Rect& box : boxes)
    if (const Area area = storedArea(box, tag, size); !area.empty())
      areas.push_back(area);
  const McuMap mcus(before.get(), areas);
  report.mcus = mcus.count();
  report.touchedMcus = mcus.count(Mcu::under);
  for (int i = 0; i < before.get().num_components; ++i)
    compareComponent(before, after, i, mcus, report);
  report.entropy = entropyOf(pixels, size, areas);
  return report;
}

} // namespace photoscrub::testing
