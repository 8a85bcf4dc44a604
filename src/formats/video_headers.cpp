#include "formats/video_headers.h"

namespace photoscrub::formats::video {

using bmff::Box;

namespace {

Result<std::uint64_t> number(ByteReader& reader, bool wide) {
  if (wide)
    return reader.u64();
  PHOTOSCRUB_TRY(narrow, reader.u32());
  return std::uint64_t{narrow};
}

Result<Matrix> matrix(ByteReader& reader) {
  Matrix values{};
  for (auto& value : values) {
    PHOTOSCRUB_TRY(word, reader.u32());
    value = word;
  }
  return values;
}

void times(std::uint64_t created, std::uint64_t changed, const Box& box, Reading& reading) {
  if (created != 0 || changed != 0)
    drop(reading, FindingKind::time, "dates of recording", box);
}

} // namespace

Status readMovieHeader(const Box& mvhd, Movie& movie, Reading& reading) {
  PHOTOSCRUB_TRY(full, bmff::readFullBox(mvhd));
  ByteReader reader(full.body);
  const bool wide = full.version == 1;
  PHOTOSCRUB_TRY(created, number(reader, wide));
  PHOTOSCRUB_TRY(changed, number(reader, wide));
  PHOTOSCRUB_TRY(timescale, reader.u32());
  PHOTOSCRUB_TRY(duration, number(reader, wide));
  PHOTOSCRUB_TRY(rate, reader.u32());
  PHOTOSCRUB_TRY(volume, reader.u16());
  PHOTOSCRUB_CHECK(reader.skip(10));
  PHOTOSCRUB_TRY(values, matrix(reader));
  times(created, changed, mvhd, reading);
  if (timescale == 0)
    return damaged("time scale", mvhd.offset);
  movie.timescale = timescale;
  movie.duration = duration;
  movie.rate = rate;
  movie.volume = volume;
  movie.matrix = values;
  return {};
}

Status readTrackHeader(const std::vector<Box>& boxes, Track& track, Reading& reading) {
  const auto* tkhd = firstOf(boxes, "tkhd");
  if (!tkhd)
    return damaged("no tkhd");
  PHOTOSCRUB_TRY(full, bmff::readFullBox(*tkhd));
  ByteReader reader(full.body);
  const bool wide = full.version == 1;
  PHOTOSCRUB_TRY(created, number(reader, wide));
  PHOTOSCRUB_TRY(changed, number(reader, wide));
  PHOTOSCRUB_TRY(id, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(4));
  PHOTOSCRUB_TRY(duration, number(reader, wide));
  PHOTOSCRUB_CHECK(reader.skip(8));
  PHOTOSCRUB_TRY(layer, reader.u16());
  PHOTOSCRUB_TRY(group, reader.u16());
  PHOTOSCRUB_TRY(volume, reader.u16());
  PHOTOSCRUB_CHECK(reader.skip(2));
  PHOTOSCRUB_TRY(values, matrix(reader));
  PHOTOSCRUB_TRY(width, reader.u32());
  PHOTOSCRUB_TRY(height, reader.u32());
  times(created, changed, *tkhd, reading);
  track.id = id;
  track.flags = full.flags & 7;
  track.duration = duration;
  track.layer = layer;
  track.group = group;
  track.volume = volume;
  track.matrix = values;
  track.width = width;
  track.height = height;
  return {};
}

Status readMediaHeader(const std::vector<Box>& media, Track& track, Reading& reading) {
  const auto* mdhd = firstOf(media, "mdhd");
  if (!mdhd)
    return damaged("no mdhd");
  PHOTOSCRUB_TRY(full, bmff::readFullBox(*mdhd));
  ByteReader reader(full.body);
  const bool wide = full.version == 1;
  PHOTOSCRUB_TRY(created, number(reader, wide));
  PHOTOSCRUB_TRY(changed, number(reader, wide));
  PHOTOSCRUB_TRY(timescale, reader.u32());
  PHOTOSCRUB_TRY(duration, number(reader, wide));
  times(created, changed, *mdhd, reading);
  if (timescale == 0)
    return damaged("time scale", mdhd->offset);
  track.timescale = timescale;
  track.mediaDuration = duration;
  constexpr std::uint16_t undetermined = 0x55C4, english = 0, unspecified = 0x7FFF;
  const auto language = reader.u16();
  if (language.ok() && language.value() != undetermined && language.value() != english &&
      language.value() != unspecified)
    drop(reading, FindingKind::other, "language", *mdhd);
  return {};
}

Status readEditList(const std::vector<Box>& boxes, Track& track, Reading& reading) {
  const auto* edts = firstOf(boxes, "edts");
  if (!edts)
    return {};
  PHOTOSCRUB_TRY(inner, boxesIn(*edts, 0, reading));
  dropAllBut({"elst"}, inner, reading);
  const auto* elst = firstOf(inner, "elst");
  if (!elst)
    return {};
  PHOTOSCRUB_TRY(full, bmff::readFullBox(*elst));
  ByteReader reader(full.body);
  PHOTOSCRUB_TRY(count, reader.u32());
  PHOTOSCRUB_CHECK(reading.budget.take(count));
  const bool wide = full.version == 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(duration, number(reader, wide));
    PHOTOSCRUB_TRY(time, number(reader, wide));
    PHOTOSCRUB_TRY(rate, reader.u32());
    const auto mediaTime =
        wide ? static_cast<std::int64_t>(time) : std::int64_t{static_cast<std::int32_t>(time)};
    if (mediaTime < -1)
      return damaged("elst", elst->offset);
    track.edits.push_back({duration, mediaTime, rate});
  }
  return {};
}

} // namespace photoscrub::formats::video
