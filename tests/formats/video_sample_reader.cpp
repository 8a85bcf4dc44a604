// Reads films as a player would, without the code under test.
#include "formats/video_samples.h"

namespace photoscrub::formats::testing {

using namespace photoscrub::test;

namespace {

struct TableReader {
  ByteReader reader;
  std::uint32_t version;
  std::uint32_t count;
  explicit TableReader(const BoxNode* box) : reader(box ? ByteView(box->head) : ByteView{}) {
    version = box ? reader.u32().value() >> 24 : 0;
    count = box ? reader.u32().value() : 0;
  }
  std::uint32_t next() { return reader.u32().value(); }
};

std::vector<std::uint32_t> runValues(const BoxNode* box) {
  std::vector<std::uint32_t> values;
  TableReader table(box);
  for (std::uint32_t i = 0; i < table.count; ++i) {
    const auto count = table.next(), value = table.next();
    values.insert(values.end(), count, value);
  }
  return values;
}

std::vector<FilmSample> trackSamples(BoxNode& trak, const Bytes& file) {
  auto& inner = trak.inner;
  const auto durations = runValues(findBox(inner, "stts"));
  const auto shifts = runValues(findBox(inner, "ctts"));
  TableReader sync(findBox(inner, "stss")), map(findBox(inner, "stsc"));
  TableReader offsets(findBox(inner, "stco")), sizes(findBox(inner, "stsz"));
  const auto constant = sizes.count;
  const auto count = sizes.next();
  std::vector<FilmSample> samples(count);
  for (std::size_t i = 0; i < count; ++i) {
    samples[i].duration = durations.at(i);
    samples[i].shift = shifts.empty() ? 0 : static_cast<std::int32_t>(shifts.at(i));
    samples[i].sync = !findBox(inner, "stss");
  }
  for (std::uint32_t i = 0; i < sync.count; ++i)
    samples.at(sync.next() - 1).sync = true;
  std::uint32_t line = 0, from = map.next(), inChunk = map.next();
  map.next();
  std::uint32_t nextFrom = ++line < map.count ? map.next() : UINT32_MAX;
  std::size_t index = 0;
  for (std::uint32_t chunk = from; chunk <= offsets.count; ++chunk) {
    if (chunk == nextFrom) {
      inChunk = map.next();
      map.next();
      nextFrom = ++line < map.count ? map.next() : UINT32_MAX;
    }
    auto at = file.begin() + offsets.next();
    for (std::uint32_t i = 0; i < inChunk; ++i) {
      const auto size = constant == 0 ? sizes.next() : constant == 1 ? 4 : constant;
      samples.at(index++).bytes.assign(at, at + size);
      at += size;
    }
  }
  return samples;
}

} // namespace

std::vector<std::vector<FilmSample>> samplesOf(const Bytes& file) {
  std::vector<std::vector<FilmSample>> tracks;
  auto boxes = splitBoxes(file);
  for (auto& box : findBox(boxes, "moov")->inner)
    if (box.type == "trak")
      tracks.push_back(trackSamples(box, file));
  return tracks;
}

std::vector<std::vector<FilmSample>> shownSamples(const Film& film) {
  std::vector<std::vector<FilmSample>> tracks;
  for (const auto& track : film.tracks)
    if (track.handler == "vide" || track.handler == "soun")
      tracks.push_back(track.samples);
  return tracks;
}

} // namespace photoscrub::formats::testing
