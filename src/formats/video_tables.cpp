#include "formats/video_tables.h"

#include <algorithm>

namespace photoscrub::formats::video {

namespace {

using bmff::Box;

const Box* find(const std::vector<Box>& boxes, std::string_view type) {
  const auto found =
      std::find_if(boxes.begin(), boxes.end(), [type](const Box& box) { return box.is(type); });
  return found == boxes.end() ? nullptr : &*found;
}

struct Table {
  std::uint8_t version = 0;
  std::uint32_t count = 0;
  ByteReader entries{ByteView{}};
};

// Most tables are a count and so many entries of one size.
Result<Table> openTable(const Box& box, std::uint64_t entryBytes, TableBudget& budget) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(box));
  ByteReader reader(full.body);
  PHOTOSCRUB_TRY(count, reader.u32());
  PHOTOSCRUB_TRY(entries, reader.take(count * entryBytes));
  PHOTOSCRUB_CHECK(budget.take(count));
  return Table{full.version, count, ByteReader(entries)};
}

std::uint32_t next(Table& table) {
  return table.entries.u32().value(); // openTable() has seen that it is there
}

Result<std::vector<Run>> readRuns(Table table) {
  std::vector<Run> runs;
  for (std::uint32_t i = 0; i < table.count; ++i) {
    const auto count = next(table);
    append(runs, {count, next(table)});
  }
  return runs;
}

Status readSizes(const std::vector<Box>& boxes, Samples& samples, TableBudget& budget) {
  if (const auto* compact = find(boxes, "stz2"); compact && !find(boxes, "stsz")) {
    PHOTOSCRUB_TRY(full, bmff::readFullBox(*compact));
    ByteReader reader(full.body);
    PHOTOSCRUB_TRY(width, reader.u32());
    PHOTOSCRUB_TRY(count, reader.u32());
    const std::uint32_t bits = width & 0xFF;
    if (bits != 4 && bits != 8 && bits != 16)
      return damaged("stz2", compact->offset);
    PHOTOSCRUB_TRY(packed, reader.take((std::uint64_t{count} * bits + 7) / 8));
    PHOTOSCRUB_CHECK(budget.take(count));
    samples.count = count;
    samples.sizes.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto wide = bits == 16 ? packed[2 * i] << 8 | packed[2 * i + 1] : packed[i * bits / 8];
      const auto half = i % 2 == 0 ? wide >> 4 : wide & 0x0F;
      samples.sizes.push_back(static_cast<std::uint32_t>(bits == 4 ? half : wide));
    }
    return {};
  }
  const auto* box = find(boxes, "stsz");
  if (!box)
    return damaged("no sample sizes");
  PHOTOSCRUB_TRY(full, bmff::readFullBox(*box));
  ByteReader reader(full.body);
  PHOTOSCRUB_TRY(constant, reader.u32());
  PHOTOSCRUB_TRY(count, reader.u32());
  samples.count = count;
  samples.constantSize = constant;
  if (constant != 0)
    return {};
  PHOTOSCRUB_TRY(entries, reader.take(std::uint64_t{count} * 4));
  PHOTOSCRUB_CHECK(budget.take(count));
  samples.sizes.reserve(count);
  ByteReader sizes(entries);
  for (std::uint32_t i = 0; i < count; ++i)
    samples.sizes.push_back(sizes.u32().value());
  return {};
}

// 8.7.4 and 8.7.5: where each chunk begins, and how many samples are in it.
Status readChunks(const std::vector<Box>& boxes, Track& track, TableBudget& budget) {
  const auto* wide = find(boxes, "co64");
  const auto* box = find(boxes, "stco") ? find(boxes, "stco") : wide;
  const auto* map = find(boxes, "stsc");
  if (!box || !map)
    return damaged("no chunk table");
  const bool isWide = box == wide;
  PHOTOSCRUB_TRY(offsets, openTable(*box, isWide ? 8 : 4, budget));
  PHOTOSCRUB_CHECK(budget.take(std::uint64_t{offsets.count} * 3)); // a chunk is larger than that
  PHOTOSCRUB_TRY(runs, openTable(*map, 12, budget));
  auto& samples = track.samples;
  std::uint32_t first = 0, runsRead = 0, nextRun = 1, inChunk = 0, entry = 0;
  for (std::uint32_t i = 1; i <= offsets.count && first < samples.count; ++i) {
    if (i == nextRun && runsRead < runs.count) {
      // The first run begins with chunk 1, whatever it says; the following say where.
      if (runsRead == 0)
        PHOTOSCRUB_CHECK(runs.entries.skip(4));
      inChunk = next(runs);
      entry = next(runs);
      if (++runsRead < runs.count) {
        nextRun = next(runs);
        if (nextRun <= i)
          return damaged("stsc", map->offset);
      }
      if (entry == 0 || entry > track.entries.size())
        return damaged("sample description", map->offset);
    }
    Chunk chunk;
    chunk.offset = isWide ? offsets.entries.u64().value() : next(offsets);
    chunk.samples = std::min(inChunk, samples.count - first);
    chunk.entry = entry - 1;
    if (chunk.samples == 0)
      continue;
    if (entry == 0)
      return damaged("stsc", map->offset);
    chunk.bytes = chunkBytes(samples, track.entries[chunk.entry], first, chunk.samples);
    first += chunk.samples;
    samples.chunks.push_back(chunk);
  }
  samples.count = first; // nobody can find the others
  if (samples.constantSize == 0)
    samples.sizes.resize(first);
  return {};
}

Status readSync(const Box& box, Samples& samples, TableBudget& budget) {
  PHOTOSCRUB_TRY(table, openTable(box, 4, budget));
  samples.everySync = false;
  for (std::uint32_t i = 0; i < table.count; ++i) {
    const auto number = next(table);
    if (number > 0 && number <= samples.count)
      samples.sync.push_back(number);
  }
  std::sort(samples.sync.begin(), samples.sync.end());
  samples.sync.erase(std::unique(samples.sync.begin(), samples.sync.end()), samples.sync.end());
  return {};
}

} // namespace

std::uint64_t chunkBytes(const Samples& table, const SampleEntry& entry, std::uint32_t first,
                         std::uint32_t samples) {
  if (table.constantSize == 0) {
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < samples; ++i)
      sum += table.sizes[first + i];
    return sum;
  }
  // QuickTime File Format, "Sound Media": the size table may count 1 for a sample that is larger.
  const std::uint64_t plain = std::uint64_t{table.constantSize} * samples;
  if (entry.samplesInPacket == 0)
    return plain;
  const auto packets = (std::uint64_t{samples} + entry.samplesInPacket - 1) / entry.samplesInPacket;
  return std::max(plain, packets * entry.bytesInPacket);
}

Status readSampleTables(const std::vector<Box>& boxes, Track& track, TableBudget& budget) {
  auto& samples = track.samples;
  PHOTOSCRUB_CHECK(readSizes(boxes, samples, budget));
  PHOTOSCRUB_CHECK(readChunks(boxes, track, budget));
  if (const auto* box = find(boxes, "stts")) {
    PHOTOSCRUB_TRY(table, openTable(*box, 8, budget));
    PHOTOSCRUB_TRY(runs, readRuns(table));
    samples.durations = std::move(runs);
  }
  if (samples.durations.empty() && samples.count > 0)
    return damaged("no sample durations");
  if (!samples.durations.empty())
    fit(samples.durations, samples.count, samples.durations.back().value);
  if (const auto* box = find(boxes, "ctts")) {
    PHOTOSCRUB_TRY(table, openTable(*box, 8, budget));
    samples.signedShifts = table.version != 0;
    PHOTOSCRUB_TRY(runs, readRuns(table));
    samples.shifts = std::move(runs);
    fit(samples.shifts, samples.count, 0);
    if (samples.shifts.size() == 1 && samples.shifts.front().value == 0) {
      samples.shifts.clear();
      samples.signedShifts = false;
    }
  }
  if (const auto* box = find(boxes, "stss"))
    PHOTOSCRUB_CHECK(readSync(*box, samples, budget));
  return {};
}

} // namespace photoscrub::formats::video
