#include "formats/video_fragments.h"

#include "formats/video_names.h"

#include <algorithm>

namespace photoscrub::formats::video {

namespace {

using bmff::Box;

// 8.8.7 and 8.8.8: which fields are there.
constexpr std::uint32_t kBaseOffset = 0x1, kEntry = 0x2, kDuration = 0x8, kSize = 0x10,
                        kFlags = 0x20, kBaseIsMoof = 0x20000;
constexpr std::uint32_t kDataOffset = 0x1, kFirstFlags = 0x4, kEachDuration = 0x100,
                        kEachSize = 0x200, kEachFlags = 0x400, kEachShift = 0x800;
constexpr std::uint32_t kNotSync = 0x10000; // 8.8.3.1

Result<std::uint32_t> field(ByteReader& reader, bool there, std::uint32_t otherwise) {
  if (!there)
    return otherwise;
  return reader.u32();
}

// Time no movie has; keeps sums and products within 64 bits.
constexpr std::uint64_t kMaxTime = std::uint64_t{1} << 50;

std::uint64_t scaled(std::uint64_t time, std::uint32_t from, std::uint32_t to) {
  const double exact = static_cast<double>(time) * to / from + 0.5;
  return exact < static_cast<double>(kMaxTime) ? static_cast<std::uint64_t>(exact) : kMaxTime;
}

// Tables of samples one by one, as fragments need them.
Status spreadSizes(Samples& samples, TableBudget& budget) {
  if (samples.constantSize == 0)
    return {};
  PHOTOSCRUB_CHECK(budget.take(samples.count));
  samples.sizes.assign(samples.count, samples.constantSize);
  samples.constantSize = 0;
  return {};
}

Status addSync(Samples& samples, bool sync, TableBudget& budget) {
  if (samples.everySync && sync)
    return {};
  if (samples.everySync) {
    PHOTOSCRUB_CHECK(budget.take(samples.count));
    for (std::uint32_t i = 1; i < samples.count; ++i)
      samples.sync.push_back(i);
    samples.everySync = false;
  }
  if (sync)
    samples.sync.push_back(samples.count);
  return {};
}

} // namespace

Status FragmentReader::defaults(const Box& mvex) {
  PHOTOSCRUB_TRY(boxes, boxesIn(mvex, 0, reading_));
  for (const auto& box : boxes) {
    if (!box.is("trex")) {
      if (!box.is("mehd"))
        drop(reading_, FindingKind::other, "unknown box", box);
      continue;
    }
    PHOTOSCRUB_TRY(full, bmff::readFullBox(box));
    ByteReader reader(full.body);
    PHOTOSCRUB_TRY(id, reader.u32());
    FragmentDefaults values;
    PHOTOSCRUB_TRY(entry, reader.u32());
    PHOTOSCRUB_TRY(duration, reader.u32());
    PHOTOSCRUB_TRY(size, reader.u32());
    PHOTOSCRUB_TRY(flags, reader.u32());
    tracks_[id].defaults = {entry, duration, size, flags};
  }
  for (auto& track : movie_.tracks)
    tracks_[track.id].track = &track;
  return {};
}

Status FragmentReader::fragment(const Box& moof) {
  PHOTOSCRUB_TRY(boxes, boxesIn(moof, 0, reading_));
  std::uint64_t end = moof.offset; // of the data of the track fragment before (8.8.7.1)
  for (const auto& box : boxes) {
    if (box.is("traf"))
      PHOTOSCRUB_CHECK(trackFragment(box, moof.offset, end));
    else if (!box.is("mfhd"))
      describeBox(box, reading_);
  }
  return {};
}

Status FragmentReader::trackFragment(const Box& traf, std::uint64_t moofOffset,
                                     std::uint64_t& end) {
  PHOTOSCRUB_TRY(boxes, boxesIn(traf, 0, reading_));
  const auto* header = firstOf(boxes, "tfhd");
  if (!header)
    return damaged("no tfhd", traf.offset);
  PHOTOSCRUB_TRY(full, bmff::readFullBox(*header));
  ByteReader reader(full.body);
  PHOTOSCRUB_TRY(id, reader.u32());
  const auto found = tracks_.find(id);
  Progress nobody;
  auto& progress = found == tracks_.end() ? nobody : found->second;
  auto values = progress.defaults;
  Base base{(full.flags & kBaseIsMoof) != 0 ? moofOffset : end, 0};
  if ((full.flags & kBaseOffset) != 0) {
    PHOTOSCRUB_TRY(offset, reader.u64());
    base.data = offset;
  }
  PHOTOSCRUB_TRY(entry, field(reader, (full.flags & kEntry) != 0, values.entry));
  PHOTOSCRUB_TRY(duration, field(reader, (full.flags & kDuration) != 0, values.duration));
  PHOTOSCRUB_TRY(size, field(reader, (full.flags & kSize) != 0, values.size));
  PHOTOSCRUB_TRY(flags, field(reader, (full.flags & kFlags) != 0, values.flags));
  values = {entry, duration, size, flags};
  base.next = base.data;
  for (const auto& box : boxes) {
    if (box.is("tfdt")) {
      PHOTOSCRUB_TRY(time, bmff::readFullBox(box));
      ByteReader numbers(time.body);
      std::uint64_t begin = 0;
      if (time.version == 0) {
        PHOTOSCRUB_TRY(narrow, numbers.u32());
        begin = narrow;
      } else {
        PHOTOSCRUB_TRY(wide, numbers.u64());
        begin = wide;
      }
      if (progress.track)
        PHOTOSCRUB_CHECK(startAt(begin, progress));
    } else if (box.is("trun")) {
      PHOTOSCRUB_CHECK(run(box, values, progress, base));
    } else if (!box.is("tfhd")) {
      describeBox(box, reading_);
    }
  }
  end = base.next;
  return {};
}

Status FragmentReader::startAt(std::uint64_t time, Progress& progress) {
  auto& samples = progress.track->samples;
  if (time > kMaxTime)
    return damaged("tfdt");
  if (samples.count == 0) {
    progress.begin = time;
    progress.begun = true;
    return {};
  }
  const auto reached = progress.begin + samples.duration();
  if (time <= reached || samples.durations.empty())
    return {};
  // A gap: the sample before it is shown until then.
  auto& last = samples.durations.back();
  const auto longer = time - reached + last.value;
  if (longer > UINT32_MAX)
    return damaged("gap between fragments");
  --last.count;
  if (last.count == 0)
    samples.durations.pop_back();
  append(samples.durations, {1, static_cast<std::uint32_t>(longer)});
  return {};
}

Status FragmentReader::run(const Box& trun, const FragmentDefaults& defaults, Progress& progress,
                           Base& base) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(trun));
  ByteReader reader(full.body);
  PHOTOSCRUB_TRY(count, reader.u32());
  if ((full.flags & kDataOffset) != 0) {
    PHOTOSCRUB_TRY(offset, reader.u32());
    base.next = base.data + static_cast<std::uint64_t>(
                                static_cast<std::int64_t>(static_cast<std::int32_t>(offset)));
  }
  PHOTOSCRUB_TRY(firstFlags, field(reader, (full.flags & kFirstFlags) != 0, defaults.flags));
  if (count == 0)
    return {};
  PHOTOSCRUB_CHECK(reading_.budget.take(std::uint64_t{count} * 3));
  Samples unwanted;
  auto& samples = progress.track ? progress.track->samples : unwanted;
  if (samples.count > UINT32_MAX - count)
    return damaged("trun", trun.offset);
  if (progress.track && (defaults.entry == 0 || defaults.entry > progress.track->entries.size()))
    return damaged("sample description", trun.offset);
  PHOTOSCRUB_CHECK(spreadSizes(samples, reading_.budget));
  Chunk chunk{base.next, 0, count, defaults.entry - 1};
  if (samples.shifts.empty())
    append(samples.shifts, {samples.count, 0});
  for (std::uint32_t i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(duration, field(reader, (full.flags & kEachDuration) != 0, defaults.duration));
    PHOTOSCRUB_TRY(size, field(reader, (full.flags & kEachSize) != 0, defaults.size));
    const auto otherwise = i == 0 ? firstFlags : defaults.flags;
    PHOTOSCRUB_TRY(flags, field(reader, (full.flags & kEachFlags) != 0, otherwise));
    PHOTOSCRUB_TRY(shift, field(reader, (full.flags & kEachShift) != 0, 0));
    ++samples.count;
    chunk.bytes += size;
    samples.sizes.push_back(size);
    append(samples.durations, {1, duration});
    append(samples.shifts, {1, shift});
    samples.signedShifts = samples.signedShifts || (full.version != 0 && shift > INT32_MAX);
    PHOTOSCRUB_CHECK(addSync(samples, (flags & kNotSync) == 0, reading_.budget));
  }
  samples.chunks.push_back(chunk);
  base.next += chunk.bytes;
  return {};
}

void FragmentReader::setDurations(Track& track) {
  track.mediaDuration = track.samples.duration();
  const auto shown = scaled(track.mediaDuration, track.timescale, movie_.timescale);
  track.duration = track.edits.empty() ? shown : 0;
  for (auto& edit : track.edits) {
    // 8.6.6.1: nothing or 0 here meant "to the end", which was not known yet.
    if (edit.duration == 0 && edit.mediaTime >= 0) {
      const auto skipped =
          scaled(static_cast<std::uint64_t>(edit.mediaTime), track.timescale, movie_.timescale);
      edit.duration = shown - std::min(shown, skipped);
    }
    track.duration += edit.duration;
  }
}

Status FragmentReader::finish() {
  std::uint64_t earliest = UINT64_MAX;
  for (const auto& [id, progress] : tracks_)
    if (progress.track && progress.begun && progress.track->samples.count > 0)
      earliest =
          std::min(earliest, scaled(progress.begin, progress.track->timescale, movie_.timescale));
  movie_.duration = 0;
  for (auto& [id, progress] : tracks_) {
    if (!progress.track || progress.track->samples.count == 0)
      continue;
    auto& track = *progress.track;
    auto& shifts = track.samples.shifts;
    if (shifts.size() == 1 && shifts.front().value == 0)
      shifts.clear();
    const auto begin =
        progress.begun ? scaled(progress.begin, track.timescale, movie_.timescale) : earliest;
    if (begin > earliest) { // other tracks begin earlier
      if (track.edits.empty())
        track.edits.push_back({0, 0, 0x10000});
      track.edits.insert(track.edits.begin(), {begin - earliest, -1, 0x10000});
    }
    setDurations(track);
    movie_.duration = std::max(movie_.duration, track.duration);
  }
  return {};
}

} // namespace photoscrub::formats::video
