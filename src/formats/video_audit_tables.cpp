// The strict reading of sample tables.
#include "formats/video_audit.h"
#include "formats/video_tables.h"

#include <algorithm>

namespace photoscrub::formats::video {

using bmff::Box;
using bmff::BoxReader;

Error foreign(std::string detail, std::uint64_t offset) {
  return {ErrorCode::leak, "The cleaned video holds something it should not", std::move(detail),
          offset};
}

Result<BoxSequence> BoxSequence::inside(const Box& box, std::uint64_t skip, BoxReader::Count& count,
                                        const Limits& limits) {
  if (skip > box.payload.size())
    return foreign("box too short", box.offset);
  BoxSequence sequence;
  sequence.offset_ = box.offset;
  auto reader = BoxReader::inside(box, skip, count, limits);
  while (!reader.atEnd()) {
    PHOTOSCRUB_TRY(inner, reader.next());
    if (inner.headerSize != 8)
      return foreign("box header", inner.offset);
    sequence.boxes_.push_back(inner);
  }
  return sequence;
}

Result<Box> BoxSequence::expect(std::string_view type) {
  if (!nextIs(type))
    return foreign("a box other than " + std::string(type), atEnd() ? offset_ : boxes_[at_].offset);
  return boxes_[at_++];
}

std::uint32_t Fields::u32() {
  const auto value = reader_.u32();
  require(value.ok());
  return value.ok() ? value.value() : 0;
}

std::uint16_t Fields::u16() {
  const auto value = reader_.u16();
  require(value.ok());
  return value.ok() ? value.value() : std::uint16_t{0};
}

std::uint64_t Fields::number(bool wide) {
  const std::uint64_t high = wide ? u32() : 0;
  return high << 32 | u32();
}

void Fields::fixedText(std::string_view text) {
  const auto bytes = reader_.take(text.size());
  require(bytes.ok() && asText(bytes.value()) == text);
}

void Fields::zeros(std::uint64_t count) {
  const auto bytes = reader_.take(count);
  require(bytes.ok() && std::all_of(bytes.value().begin(), bytes.value().end(),
                                    [](std::uint8_t byte) { return byte == 0; }));
}

Status Fields::end(std::string_view what) {
  require(reader_.atEnd());
  return fine_ ? Status{} : foreign(std::string(what), offset_);
}

namespace {

Status auditDescriptions(const Box& stsd, Track& track, BoxReader::Count& count,
                         const Limits& limits) {
  PHOTOSCRUB_TRY(entries, BoxSequence::inside(stsd, 8, count, limits));
  ByteReader head(stsd.payload);
  PHOTOSCRUB_TRY(zero, head.u32());
  PHOTOSCRUB_TRY(announced, head.u32());
  if (zero != 0 || announced == 0 || announced != entries.rest().size())
    return foreign("stsd", stsd.offset);
  for (const auto& box : entries.rest()) {
    std::vector<EntryLoss> losses;
    PHOTOSCRUB_TRY(entry, cleanEntry(box, track.media, losses, count, limits));
    // The payload behind the header; both headers say the same type and, if equal, the same size.
    if (!entry || !losses.empty() || !sameBytes(ByteView(entry->bytes).subspan(8), box.payload))
      return foreign("sample description", box.offset);
    track.entries.push_back(std::move(*entry));
  }
  return {};
}

// Counts that are not 0, neighbours that differ.
Result<std::vector<Run>> auditRuns(const Box& box, std::uint32_t versions, bool& marked,
                                   std::uint64_t samples, TableBudget& budget) {
  Fields fields(box);
  const auto version = fields.u32();
  fields.require(version == 0 || version == versions);
  marked = version != 0;
  const auto count = fields.u32();
  if (!fields.leaves(count, 8))
    return foreign("runs", box.offset);
  PHOTOSCRUB_CHECK(budget.take(count));
  std::vector<Run> runs;
  std::uint64_t total = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto length = fields.u32(), value = fields.u32();
    fields.require(length != 0 && (runs.empty() || runs.back().value != value));
    total += length;
    runs.push_back({length, value});
  }
  fields.require(total == samples);
  PHOTOSCRUB_CHECK(fields.end("runs"));
  return runs;
}

Status auditSync(const Box& box, Samples& samples, TableBudget& budget) {
  Fields fields(box);
  fields.fixed(0);
  const auto count = fields.u32();
  if (!fields.leaves(count, 4))
    return foreign("stss", box.offset);
  PHOTOSCRUB_CHECK(budget.take(count));
  std::uint32_t before = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto number = fields.u32();
    fields.require(number > before && number <= samples.count);
    before = number;
  }
  return fields.end("stss");
}

Status auditSizes(const Box& box, Samples& samples, TableBudget& budget) {
  Fields fields(box);
  fields.fixed(0);
  samples.constantSize = fields.u32();
  samples.count = fields.u32();
  if (!fields.leaves(samples.constantSize == 0 ? samples.count : 0, 4))
    return foreign("stsz", box.offset);
  if (samples.constantSize == 0) {
    PHOTOSCRUB_CHECK(budget.take(samples.count));
    samples.sizes.reserve(samples.count);
    for (std::uint32_t i = 0; i < samples.count; ++i)
      samples.sizes.push_back(fields.u32());
  }
  return fields.end("stsz");
}

struct MapLine {
  std::uint32_t first, samples, entry;
};

Result<std::vector<MapLine>> auditMap(const Box& box, std::size_t entries, TableBudget& budget) {
  Fields fields(box);
  fields.fixed(0);
  const auto count = fields.u32();
  if (!fields.leaves(count, 12))
    return foreign("stsc", box.offset);
  PHOTOSCRUB_CHECK(budget.take(count));
  std::vector<MapLine> lines;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto first = fields.u32(), samples = fields.u32(), entry = fields.u32();
    fields.require(samples != 0 && entry != 0 && entry <= entries);
    fields.require(lines.empty() ? first == 1
                                 : first > lines.back().first && (samples != lines.back().samples ||
                                                                  entry != lines.back().entry));
    lines.push_back({first, samples, entry});
  }
  PHOTOSCRUB_CHECK(fields.end("stsc"));
  return lines;
}

Status auditChunks(const Box& box, bool wide, const std::vector<MapLine>& lines, Track& track,
                   TableBudget& budget) {
  Fields fields(box);
  fields.fixed(0);
  const auto count = fields.u32();
  if (!fields.leaves(count, wide ? 8 : 4) || lines.empty() || lines.back().first > count)
    return foreign("chunk offsets", box.offset);
  PHOTOSCRUB_CHECK(budget.take(std::uint64_t{count} * 4));
  auto& samples = track.samples;
  std::uint64_t seen = 0;
  std::size_t line = 0;
  for (std::uint32_t i = 1; i <= count; ++i) {
    if (line + 1 < lines.size() && lines[line + 1].first == i)
      ++line;
    const auto& here = lines[line];
    if (here.samples > samples.count - seen)
      return foreign("more samples in chunks than there are", box.offset);
    Chunk chunk{fields.number(wide), 0, here.samples, here.entry - 1};
    chunk.bytes = chunkBytes(samples, track.entries[chunk.entry], static_cast<std::uint32_t>(seen),
                             chunk.samples);
    seen += here.samples;
    samples.chunks.push_back(chunk);
  }
  fields.require(seen == samples.count);
  return fields.end("chunk offsets");
}

} // namespace

Status auditSampleTable(const Box& stbl, Track& track, bool& wideOffsets, BoxReader::Count& count,
                        TableBudget& budget, const Limits& limits) {
  PHOTOSCRUB_TRY(boxes, BoxSequence::inside(stbl, 0, count, limits));
  auto& samples = track.samples;
  PHOTOSCRUB_TRY(stsd, boxes.expect("stsd"));
  PHOTOSCRUB_CHECK(auditDescriptions(stsd, track, count, limits));
  PHOTOSCRUB_TRY(stts, boxes.expect("stts"));
  std::optional<Box> ctts, stss;
  if (boxes.nextIs("ctts"))
    ctts = boxes.expect("ctts").value();
  if (boxes.nextIs("stss"))
    stss = boxes.expect("stss").value();
  PHOTOSCRUB_TRY(stsc, boxes.expect("stsc"));
  PHOTOSCRUB_TRY(stsz, boxes.expect("stsz"));
  wideOffsets = boxes.nextIs("co64");
  PHOTOSCRUB_TRY(offsets, boxes.expect(wideOffsets ? "co64" : "stco"));
  if (!boxes.atEnd())
    return foreign("box behind the chunk offsets", stbl.offset);

  PHOTOSCRUB_CHECK(auditSizes(stsz, samples, budget));
  bool marked = false;
  PHOTOSCRUB_TRY(durations, auditRuns(stts, 0, marked, samples.count, budget));
  if (ctts) {
    PHOTOSCRUB_TRY(shifts, auditRuns(*ctts, 1u << 24, marked, samples.count, budget));
    if (shifts.size() == 1 && shifts.front().value == 0)
      return foreign("ctts that says nothing", ctts->offset);
  }
  if (stss)
    PHOTOSCRUB_CHECK(auditSync(*stss, samples, budget));
  PHOTOSCRUB_TRY(lines, auditMap(stsc, track.entries.size(), budget));
  return auditChunks(offsets, wideOffsets, lines, track, budget);
}

} // namespace photoscrub::formats::video
