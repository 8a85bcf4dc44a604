// How long covering three boxes of a 12-megapixel JPEG takes, with its proof, against what an
// ordinary program does: decode, blur the boxes, encode again at the same quality, no proof.
// Compare within one run only. The baseline uses libjpeg-turbo as OpenCV's imread and imwrite do.
#include "imaging/jpeg_library.h"
#include "redact/redact.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <benchmark/benchmark.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::redact {
namespace {

constexpr Size kSize = {4000, 3000};
constexpr int kQuality = 90;
const std::vector<Rect> kBoxes = {
    {610, 415, 401, 517}, {2200, 1300, 333, 90}, {3001, 2111, 750, 420}};

Bytes encode(const cv::Mat& picture) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* file = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &file, &size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.cols);
  jpeg.image_height = static_cast<JDIMENSION>(picture.rows);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_EXT_BGR;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, kQuality, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  for (int y = 0; y < picture.rows; ++y) {
    auto* row = const_cast<JSAMPROW>(picture.ptr(y));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  Bytes bytes(file, file + size);
  jpeg_destroy_compress(&jpeg);
  std::free(file); // NOLINT: jpeg_mem_dest allocates it
  return bytes;
}

cv::Mat decode(const Bytes& file) {
  imaging::JpegReader reader(Limits{});
  if (!reader.open(file).ok())
    std::abort();
  auto& jpeg = reader.jpeg();
  jpeg.out_color_space = JCS_EXT_BGR;
  jpeg_start_decompress(&jpeg);
  cv::Mat picture(static_cast<int>(jpeg.output_height), static_cast<int>(jpeg.output_width),
                  CV_8UC3);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = picture.ptr(static_cast<int>(jpeg.output_scanline));
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  return picture;
}

// Soft shapes, edges and the grain of a sensor: some 4 megabytes, as a phone's photo has.
Bytes photo() {
  std::mt19937 random(7);
  cv::Mat picture(kSize.height, kSize.width, CV_8UC3, cv::Scalar(110, 120, 130));
  for (int octave = 6; octave <= 250; octave *= 3) {
    cv::Mat coarse(kSize.height / octave + 2, kSize.width / octave + 2, CV_8UC3), fine;
    for (auto* byte = coarse.data; byte != coarse.dataend; ++byte)
      *byte = static_cast<std::uint8_t>(random());
    cv::resize(coarse, fine, picture.size(), 0, 0, cv::INTER_CUBIC);
    const double weight = octave < 10 ? 0.06 : octave < 30 ? 0.12 : 0.3;
    cv::addWeighted(picture, 1 - weight, fine, weight, 0, picture);
  }
  for (int i = 0; i < 400; ++i) {
    const Rect shape = {static_cast<int>(random() % 3900), static_cast<int>(random() % 2900),
                        static_cast<int>(10 + random() % 300),
                        static_cast<int>(10 + random() % 90)};
    cv::rectangle(picture, cv::Rect(shape.x, shape.y, shape.width, shape.height),
                  cv::Scalar::all(static_cast<double>(random() % 256)), 1 + i % 5);
  }
  for (auto* byte = picture.data; byte != picture.dataend; ++byte)
    *byte = cv::saturate_cast<std::uint8_t>(*byte + static_cast<int>(random() % 21) - 10);
  return encode(picture);
}

const Bytes& file() {
  static const Bytes bytes = photo();
  return bytes;
}

const RedactOptions& options() {
  static const RedactOptions kOptions{Orientation::normal, solidCovers(kBoxes)};
  return kOptions;
}

void BM_CoverAndVerify(benchmark::State& state) {
  for (auto _ : state) {
    const auto saved = coverRegions(file(), options(), Limits{});
    if (!saved.ok() || !verifyCovered(file(), saved.value(), options(), Limits{}).ok())
      state.SkipWithError("not covered");
  }
  state.counters["bytes"] = static_cast<double>(file().size());
}
void BM_Cover(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(coverRegions(file(), options(), Limits{}));
}
void BM_Verify(benchmark::State& state) {
  const auto saved = coverRegions(file(), options(), Limits{});
  for (auto _ : state)
    benchmark::DoNotOptimize(verifyCovered(file(), saved.value(), options(), Limits{}));
}
void BM_DecodeBlurEncode(benchmark::State& state) {
  file(); // made outside the time
  for (auto _ : state) {
    cv::Mat picture = decode(file());
    for (const Rect& box : kBoxes) {
      cv::Mat part = picture(cv::Rect(box.x, box.y, box.width, box.height));
      cv::GaussianBlur(part, part, cv::Size(51, 51), 0);
    }
    benchmark::DoNotOptimize(encode(picture));
  }
}
void BM_Decode(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(decode(file()));
}
BENCHMARK(BM_DecodeBlurEncode)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_CoverAndVerify)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_Cover)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_Verify)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_Decode)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
} // namespace photoscrub::redact
