// How fast the container formats work, as bytes of the file a second. Compare within one run only:
// BM_Copy is what reading the file once from memory costs on this machine at this moment.
#include "formats/jpeg.h"
#include "formats/png.h"

#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include <benchmark/benchmark.h>

namespace photoscrub::formats {
namespace {

Bytes sample(const std::string& name) {
  std::ifstream file(std::string(PHOTOSCRUB_SOURCE_DIR) + "/samples/" + name, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

// The phone sample with scan data of a real photo's size: random bytes, stuffed as T.81 F.1.2.3
// asks.
Bytes phonePhoto() {
  constexpr std::size_t scanBytes = 4'000'000;
  auto bytes = sample("phone_portrait.jpg");
  const auto document = Jpeg().parse(bytes, {});
  const auto entropy = document.value()->coded[document.value()->coded.size() - 2];
  const auto at = entropy.data() - bytes.data();
  std::mt19937 random(1);
  Bytes scan;
  while (scan.size() < scanBytes) {
    const auto byte = static_cast<std::uint8_t>(random());
    scan.push_back(byte);
    if (byte == 0xFF)
      scan.push_back(0);
  }
  bytes.insert(bytes.begin() + at, scan.begin(), scan.end());
  return bytes;
}

void setSpeed(benchmark::State& state, const Bytes& file) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(file.size()));
}

void BM_Copy(benchmark::State& state) {
  const auto file = phonePhoto();
  for (auto _ : state)
    benchmark::DoNotOptimize(Bytes(file));
  setSpeed(state, file);
}
BENCHMARK(BM_Copy);

void parse(benchmark::State& state, const ContainerFormat& format, const Bytes& file) {
  for (auto _ : state)
    benchmark::DoNotOptimize(format.parse(file, {}));
  setSpeed(state, file);
}

void audit(benchmark::State& state, const ContainerFormat& format, const Bytes& file) {
  const auto document = format.parse(file, {});
  const auto clean = format.rewrite(*document.value(), {}).value().joined();
  for (auto _ : state)
    benchmark::DoNotOptimize(format.audit(clean, {}));
  setSpeed(state, clean);
}

void BM_JpegParse(benchmark::State& state) {
  parse(state, Jpeg(), phonePhoto());
}
void BM_JpegAudit(benchmark::State& state) {
  audit(state, Jpeg(), phonePhoto());
}
void BM_PngParse(benchmark::State& state) {
  parse(state, Png(), sample("notes.png"));
}
void BM_PngAudit(benchmark::State& state) {
  audit(state, Png(), sample("notes.png"));
}
BENCHMARK(BM_JpegParse);
BENCHMARK(BM_JpegAudit);
BENCHMARK(BM_PngParse);
BENCHMARK(BM_PngAudit);

} // namespace
} // namespace photoscrub::formats
