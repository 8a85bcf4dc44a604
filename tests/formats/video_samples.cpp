#include "formats/video_samples.h"

namespace photoscrub::formats::testing {

using namespace photoscrub::test;

namespace {

template <class... Numbers> Bytes words(Numbers... numbers) {
  ByteWriter out;
  (out.u32(static_cast<std::uint32_t>(numbers)), ...);
  return std::move(out).take();
}

Bytes all(const std::vector<Bytes>& parts) {
  Bytes bytes;
  for (const auto& part : parts)
    bytes.insert(bytes.end(), part.begin(), part.end());
  return bytes;
}

Bytes matrix() {
  return words(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000'0000);
}

constexpr std::uint32_t kDate = 0xE211'E640;

std::uint32_t lengthOf(const FilmTrack& track) {
  std::uint32_t total = 0;
  for (const auto& sample : track.samples)
    total += sample.duration;
  return total;
}

Bytes handler(const std::string& type, const std::string& name) {
  return fullBoxBytes("hdlr", 0,
                      joined({Bytes(4), textBytes(type), Bytes(12), textBytes(name), Bytes(1)}));
}

Bytes runTable(std::string_view type, const FilmTrack& track, bool durations) {
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(track.samples.size()));
  for (const auto& sample : track.samples) // a run for each, as simple writers do
    out.u32(1).u32(durations ? sample.duration : static_cast<std::uint32_t>(sample.shift));
  return fullBoxBytes(type, durations ? 0 : 1u << 24, std::move(out).take());
}

bool countsOne(const FilmTrack& track) {
  return asText(track.entry).substr(4, 4) == "twos";
}

Bytes sizes(const FilmTrack& track) {
  if (countsOne(track))
    return fullBoxBytes("stsz", 0, words(1, track.samples.size()));
  ByteWriter out;
  out.u32(0).u32(static_cast<std::uint32_t>(track.samples.size()));
  for (const auto& sample : track.samples)
    out.u32(static_cast<std::uint32_t>(sample.bytes.size()));
  return fullBoxBytes("stsz", 0, std::move(out).take());
}

Bytes syncTable(const FilmTrack& track) {
  ByteWriter out;
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < track.samples.size(); ++i)
    if (track.samples[i].sync) {
      out.u32(static_cast<std::uint32_t>(i + 1));
      ++count;
    }
  return fullBoxBytes("stss", 0, joined({words(count), std::move(out).take()}));
}

Bytes offsetTable(const std::vector<std::uint64_t>& offsets, bool wide) {
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(offsets.size()));
  for (const auto offset : offsets)
    wide ? out.u64(offset) : out.u32(static_cast<std::uint32_t>(offset));
  return fullBoxBytes(wide ? "co64" : "stco", 0, std::move(out).take());
}

Bytes sampleTable(const FilmTrack& track, const Film& film,
                  const std::vector<std::uint64_t>& offsets, bool empty) {
  Bytes table = fullBoxBytes("stsd", 0, joined({words(1), track.entry}));
  if (empty)
    return joined({table, fullBoxBytes("stts", 0, words(0)), fullBoxBytes("stsc", 0, words(0)),
                   fullBoxBytes("stsz", 0, words(0, 0)), fullBoxBytes("stco", 0, words(0))});
  table = joined({table, runTable("stts", track, true), runTable("ctts", track, false)});
  if (track.handler == "vide")
    table = joined({table, syncTable(track)});
  const auto count = static_cast<std::uint32_t>(track.samples.size());
  const auto rest = count % film.samplesInChunk;
  const auto map = count < film.samplesInChunk ? words(1, 1, count, 1)
                   : rest == 0                 ? words(1, 1, film.samplesInChunk, 1)
                               : words(2, 1, film.samplesInChunk, 1, offsets.size(), rest, 1);
  return joined({table, fullBoxBytes("stsc", 0, map), sizes(track),
                 offsetTable(offsets, film.wideOffsets), all(track.inTable)});
}

Bytes trackBox(const FilmTrack& track, std::uint32_t id, const Film& film,
               const std::vector<std::uint64_t>& offsets, bool empty = false) {
  const bool picture = track.handler == "vide", sound = track.handler == "soun";
  const auto header = fullBoxBytes(
      "tkhd", track.flags,
      joined({words(kDate, kDate, id, 0, lengthOf(track), 0, 0, 0, sound ? 0x0100'0000 : 0),
              matrix(), words(picture ? 64 << 16 : 0, picture ? 48 << 16 : 0)}));
  const auto info = picture ? fullBoxBytes("vmhd", 1, Bytes(8))
                    : sound ? fullBoxBytes("smhd", 0, Bytes(4))
                            : fullBoxBytes("nmhd", 0, {});
  const auto reference =
      boxBytes("dinf", fullBoxBytes("dref", 0, joined({words(1), fullBoxBytes("url ", 1, {})})));
  const auto media = boxBytes(
      "mdia",
      joined(
          {fullBoxBytes("mdhd", 0,
                        words(kDate, kDate, track.timescale, lengthOf(track), 0x15C7'0000)),
           handler(track.handler, track.name),
           boxBytes("minf", joined({info, reference,
                                    boxBytes("stbl", sampleTable(track, film, offsets, empty))})),
           all(track.inMedia)}));
  return boxBytes("trak", joined({header, track.edits, media, all(track.inTrack)}));
}

Bytes movieHeader(const Film& film) {
  const auto length = film.tracks.empty() ? 0 : lengthOf(film.tracks.front());
  return fullBoxBytes("mvhd", 0,
                      joined({words(kDate, kDate, 1000, length, 0x10000, 0x0100'0000, 0, 0),
                              matrix(), Bytes(24), words(film.tracks.size() + 1)}));
}

using Offsets = std::vector<std::vector<std::uint64_t>>;

Bytes movieBox(const Film& film, const Offsets& offsets) {
  Bytes inside = movieHeader(film);
  for (std::size_t i = 0; i < film.tracks.size(); ++i)
    inside = joined(
        {inside, trackBox(film.tracks[i], static_cast<std::uint32_t>(i + 1), film, offsets[i])});
  return boxBytes("moov", joined({inside, all(film.inMovie)}));
}

// Chunks of all tracks in turn; `offsets` counts from the beginning of the data.
Bytes mediaData(const Film& film, Offsets& offsets) {
  Bytes data;
  offsets.assign(film.tracks.size(), {});
  for (std::size_t at = 0, more = 1; more != 0; at += film.samplesInChunk) {
    more = 0;
    for (std::size_t t = 0; t < film.tracks.size(); ++t) {
      const auto& samples = film.tracks[t].samples;
      if (at >= samples.size())
        continue;
      more = 1;
      data.insert(data.end(), film.between.begin(), film.between.end());
      offsets[t].push_back(data.size());
      for (auto i = at; i < std::min(samples.size(), at + film.samplesInChunk); ++i)
        data.insert(data.end(), samples[i].bytes.begin(), samples[i].bytes.end());
    }
  }
  data.insert(data.end(), film.between.begin(), film.between.end());
  return data;
}

Bytes fileType(const Film& film) {
  return boxBytes("ftyp", joined({textBytes(film.brand), words(0x2013'1018), textBytes("CAEP"),
                                  textBytes(film.brand), textBytes("mp42")}));
}

} // namespace

Bytes avcConfig() {
  const Bytes sequence = {0x67, 66, 0, 10, 1, 2, 3, 4}, picture = {0x68, 5, 6, 7};
  return boxBytes("avcC", joined({{1, 66, 0, 10, 0xFF, 0xE1, 0, 8}, sequence, {1, 0, 4}, picture}));
}

Bytes streamConfig() {
  const Bytes decoder = {0x40, 0x15, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};
  return fullBoxBytes("esds", 0,
                      joined({{3, 25, 0, 0, 0, 4, 17}, decoder, {5, 2, 0x11, 0x90, 6, 1, 2}}));
}

Bytes pictureEntry(const std::vector<Bytes>& configs, std::string_view code) {
  ByteWriter out;
  out.u32(0).u16(0).u16(1).u64(0).u64(0).u16(64).u16(48).u32(72 << 16).u32(72 << 16).u32(0).u16(1);
  out.u8(13).bytes(textBytes("S3CRET encode")).bytes(Bytes(18)).u16(24).u16(0xFFFF);
  return boxBytes(code, joined({std::move(out).take(), all(configs)}));
}

Bytes soundEntry(const std::vector<Bytes>& configs, std::string_view code) {
  ByteWriter out;
  out.u32(0).u16(0).u16(1).u16(0).u16(0).bytes(textBytes("S3CR")).u16(2).u16(16).u32(0);
  out.u32(48000u << 16);
  return boxBytes(code, joined({std::move(out).take(), all(configs)}));
}

FilmTrack pictureTrack(int samples) {
  FilmTrack track;
  track.entry = pictureEntry({avcConfig()});
  for (int i = 0; i < samples; ++i) {
    Bytes slice(static_cast<std::size_t>(20 + i), static_cast<std::uint8_t>(0xA0 + i));
    slice[0] = i % 3 == 0 ? 0x65 : 0x41;
    const auto unit = joined({words(slice.size()), slice});
    track.samples.push_back({unit, i % 4 == 0 ? 50u : 40u, i % 2 == 0 ? 40 : -40, i % 3 == 0});
  }
  return track;
}

FilmTrack soundTrack(int samples) {
  FilmTrack track;
  track.handler = "soun";
  track.entry = soundEntry({streamConfig()});
  for (int i = 0; i < samples; ++i)
    track.samples.push_back(
        {Bytes(static_cast<std::size_t>(9 + i % 3), static_cast<std::uint8_t>(0x30 + i)), 21});
  return track;
}

FilmTrack plainSoundTrack() {
  FilmTrack track;
  track.handler = "soun";
  track.entry = soundEntry({}, "twos");
  for (int i = 0; i < 20; ++i)
    track.samples.push_back({Bytes(4, static_cast<std::uint8_t>(0x60 + i)), 1});
  return track;
}

FilmTrack telemetryTrack() {
  FilmTrack track;
  track.handler = "meta";
  track.entry = boxBytes("gpmd", joined({words(0, 1), Bytes(4)}));
  for (int i = 0; i < 3; ++i)
    track.samples.push_back({textBytes("S3CRET position"), 80});
  return track;
}

Film usualFilm() {
  Film film;
  film.tracks = {pictureTrack(), soundTrack()};
  return film;
}

Film cameraFilm() {
  Film film;
  film.brand = "MSNV";
  film.tracks = {pictureTrack(), soundTrack(), telemetryTrack()};
  film.tracks[0].inTrack = {boxBytes("tref", boxBytes("cdsc", words(3))),
                            boxBytes("udta", boxBytes("name", textBytes("S3CRET name")))};
  film.tracks[0].inMedia = {boxBytes("uuid", textBytes("0123456789abcdefS3CRET"))};
  film.tracks[0].inTable = {fullBoxBytes("sdtp", 0, textBytes("S3CRET"))};
  film.inMovie = {
      boxBytes("udta", joined({boxBytes("\xA9xyz", textBytes("\0\x10\x15\xC7S3CRET+51.5")),
                               boxBytes("\xA9mod", textBytes("S3CRET model")),
                               boxBytes("CAME", textBytes("S3CRET serial")), Bytes(4)})),
      boxBytes("iods", textBytes("S3CRET")), boxBytes("S3CR", textBytes("S3CRET of nobody"))};
  film.before = {boxBytes("free", textBytes("S3CRET free"))};
  film.behind = {boxBytes("uuid", textBytes("0123456789abcdefS3CRET")),
                 boxBytes("skip", textBytes("S3CRET skip"))};
  film.between = textBytes("S3CRET between");
  return film;
}

Bytes makeFilm(const Film& film) {
  Offsets offsets;
  const auto data = mediaData(film, offsets);
  const auto head = joined({fileType(film), all(film.before)});
  const auto index = film.indexFirst ? movieBox(film, offsets).size() : 0;
  for (auto& track : offsets)
    for (auto& offset : track)
      offset += head.size() + index + 8;
  const auto media = boxBytes("mdat", data);
  const auto movie = movieBox(film, offsets);
  return film.indexFirst ? joined({head, movie, media, all(film.behind)})
                         : joined({head, media, movie, all(film.behind)});
}

Bytes makeFragmentedFilm(const Film& film) {
  Bytes movie = movieHeader(film), extends;
  for (std::size_t i = 0; i < film.tracks.size(); ++i) {
    const auto id = static_cast<std::uint32_t>(i + 1);
    movie = joined({movie, trackBox(film.tracks[i], id, film, {}, true)});
    extends = joined({extends, fullBoxBytes("trex", 0, words(id, 1, 40, 7, 0x10000))});
  }
  Bytes file =
      joined({fileType(film),
              boxBytes("moov", joined({movie, boxBytes("mvex", extends), all(film.inMovie)}))});
  std::vector<std::uint32_t> times(film.tracks.size());
  for (std::size_t at = 0, more = 1; more != 0; at += film.samplesInChunk) {
    more = 0;
    for (std::size_t t = 0; t < film.tracks.size(); ++t) {
      const auto& samples = film.tracks[t].samples;
      if (at >= samples.size())
        continue;
      more = 1;
      const auto end = std::min(samples.size(), at + film.samplesInChunk);
      Bytes entries, data = film.between;
      std::uint32_t length = 0;
      for (auto i = at; i < end; ++i) {
        const auto& sample = samples[i];
        entries = joined({entries, words(sample.duration, sample.bytes.size(),
                                         sample.sync ? 0 : 0x10000, sample.shift)});
        data.insert(data.end(), sample.bytes.begin(), sample.bytes.end());
        length += sample.duration;
      }
      const auto fragment = [&](std::size_t offset) {
        const auto run =
            fullBoxBytes("trun", 0x0100'0F01, joined({words(end - at, offset), entries}));
        return boxBytes(
            "moof",
            joined({fullBoxBytes("mfhd", 0, words(at + 1)),
                    boxBytes("traf", joined({fullBoxBytes("tfhd", 0x20000, words(t + 1)),
                                             fullBoxBytes("tfdt", 0, words(times[t])), run}))}));
      };
      const auto size = fragment(0).size();
      file = joined({file, fragment(size + 8 + film.between.size()), boxBytes("mdat", data)});
      times[t] += length;
    }
  }
  return joined({file, all(film.behind)});
}

} // namespace photoscrub::formats::testing
