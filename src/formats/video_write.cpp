#include "formats/video_write.h"

#include "formats/video.h"
#include "formats/video_brands.h"
#include "formats/video_document.h"

#include <algorithm>

namespace photoscrub::formats {

namespace video {

namespace {

using bmff::BoxScope;

constexpr std::uint16_t kUndetermined = 0x55C4; // ISO 639-2 "und" (14496-12, 8.4.2.3)

void word(ByteWriter& out, std::uint64_t value, bool wide) {
  if (wide)
    out.u64(value);
  else
    out.u32(static_cast<std::uint32_t>(value));
}

void matrix(ByteWriter& out, const Matrix& values) {
  for (const auto value : values)
    out.u32(value);
}

class MovieWriter {
public:
  MovieWriter(const Movie& movie, const Layout& layout, Placement placement, bool quickTime)
      : movie_(movie), layout_(layout), placement_(placement), quickTime_(quickTime) {}

  Bytes run() && {
    {
      const BoxScope moov(out_, "moov");
      movieHeader();
      std::uint32_t id = 0;
      for (const auto& track : movie_.tracks)
        this->track(track, ++id);
    }
    return std::move(out_).take();
  }

private:
  // Version and flags; 64-bit times where 32 bits are not enough.
  void full(std::uint32_t version, std::uint32_t flags = 0) { out_.u32(version << 24 | flags); }

  void movieHeader() {
    const BoxScope box(out_, "mvhd");
    const bool wide = movie_.duration > UINT32_MAX;
    full(wide ? 1 : 0);
    word(out_, 0, wide);
    word(out_, 0, wide);
    out_.u32(movie_.timescale);
    word(out_, movie_.duration, wide);
    out_.u32(movie_.rate).u16(movie_.volume).u16(0).u64(0);
    matrix(out_, movie_.matrix);
    out_.bytes(Bytes(24)).u32(static_cast<std::uint32_t>(movie_.tracks.size() + 1));
  }

  void track(const Track& track, std::uint32_t id) {
    const BoxScope trak(out_, "trak");
    trackHeader(track, id);
    if (!track.edits.empty())
      edits(track);
    const BoxScope mdia(out_, "mdia");
    mediaHeader(track);
    handler("mhlr", track.media == Media::picture ? "vide" : "soun");
    const BoxScope minf(out_, "minf");
    mediaInformation(track);
    const BoxScope stbl(out_, "stbl");
    descriptions(track);
    tables(track.samples);
  }

  void trackHeader(const Track& track, std::uint32_t id) {
    const BoxScope box(out_, "tkhd");
    const bool wide = track.duration > UINT32_MAX;
    full(wide ? 1 : 0, track.flags);
    word(out_, 0, wide);
    word(out_, 0, wide);
    out_.u32(id).u32(0);
    word(out_, track.duration, wide);
    out_.u64(0).u16(track.layer).u16(track.group).u16(track.volume).u16(0);
    matrix(out_, track.matrix);
    out_.u32(track.width).u32(track.height);
  }

  void edits(const Track& track) {
    const BoxScope edts(out_, "edts");
    const BoxScope box(out_, "elst");
    const bool wide = std::any_of(track.edits.begin(), track.edits.end(), [](const Edit& edit) {
      return edit.duration > UINT32_MAX || edit.mediaTime > INT32_MAX;
    });
    full(wide ? 1 : 0);
    out_.u32(static_cast<std::uint32_t>(track.edits.size()));
    for (const auto& edit : track.edits) {
      word(out_, edit.duration, wide);
      word(out_, static_cast<std::uint64_t>(edit.mediaTime), wide);
      out_.u32(edit.rate);
    }
  }

  void mediaHeader(const Track& track) {
    const BoxScope box(out_, "mdhd");
    const bool wide = track.mediaDuration > UINT32_MAX;
    full(wide ? 1 : 0);
    word(out_, 0, wide);
    word(out_, 0, wide);
    out_.u32(track.timescale);
    word(out_, track.mediaDuration, wide);
    out_.u16(kUndetermined).u16(0);
  }

  // 14496-12, 8.4.3: an empty name. QuickTime also tells handlers of media and data apart.
  void handler(std::string_view component, std::string_view type) {
    const BoxScope box(out_, "hdlr");
    full(0);
    if (quickTime_)
      out_.bytes(asBytes(component));
    else
      out_.u32(0);
    out_.bytes(asBytes(type)).bytes(Bytes(12)).u8(0);
  }

  void mediaInformation(const Track& track) {
    if (track.media == Media::picture) {
      const BoxScope box(out_, "vmhd");
      full(0, 1);
      out_.u64(0);
    } else {
      const BoxScope box(out_, "smhd");
      full(0);
      out_.u16(track.balance).u16(0);
    }
    if (quickTime_)
      handler("dhlr", "url ");
    const BoxScope dinf(out_, "dinf");
    const BoxScope dref(out_, "dref");
    full(0);
    out_.u32(1);
    const BoxScope url(out_, "url ");
    full(0, 1); // in this file
  }

  void descriptions(const Track& track) {
    const BoxScope box(out_, "stsd");
    full(0);
    out_.u32(static_cast<std::uint32_t>(track.entries.size()));
    for (const auto& entry : track.entries)
      out_.bytes(entry.bytes);
  }

  void tables(const Samples& samples) {
    runs("stts", samples.durations, 0);
    if (!samples.shifts.empty())
      runs("ctts", samples.shifts, samples.signedShifts ? 1 : 0);
    if (!samples.everySync) {
      const BoxScope box(out_, "stss");
      full(0);
      out_.u32(static_cast<std::uint32_t>(samples.sync.size()));
      for (const auto number : samples.sync)
        out_.u32(number);
    }
    chunkMap(samples.chunks);
    {
      const BoxScope box(out_, "stsz");
      full(0);
      out_.u32(samples.constantSize).u32(samples.count);
      for (const auto size : samples.sizes)
        out_.u32(size);
    }
    const BoxScope box(out_, placement_.wideOffsets ? "co64" : "stco");
    full(0);
    out_.u32(static_cast<std::uint32_t>(samples.chunks.size()));
    for (const auto& chunk : samples.chunks)
      word(out_, placement_.media + (chunk.bytes == 0 ? 0 : layout_.target(chunk.offset)),
           placement_.wideOffsets);
  }

  void runs(std::string_view type, const std::vector<Run>& runs, std::uint32_t version) {
    const BoxScope box(out_, type);
    full(version);
    out_.u32(static_cast<std::uint32_t>(runs.size()));
    for (const auto& run : runs)
      out_.u32(run.count).u32(run.value);
  }

  // 8.7.4: a line for each chunk that differs from the one before.
  void chunkMap(const std::vector<Chunk>& chunks) {
    const BoxScope box(out_, "stsc");
    full(0);
    const auto countAt = out_.size();
    out_.u32(0);
    std::uint32_t lines = 0;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      if (i > 0 && chunks[i].samples == chunks[i - 1].samples &&
          chunks[i].entry == chunks[i - 1].entry)
        continue;
      ++lines;
      out_.u32(static_cast<std::uint32_t>(i + 1)).u32(chunks[i].samples).u32(chunks[i].entry + 1);
    }
    out_.patchU32(countAt, lines);
  }

  const Movie& movie_;
  const Layout& layout_;
  Placement placement_;
  bool quickTime_;
  ByteWriter out_;
};

} // namespace

Bytes writeMovie(const Movie& movie, const Layout& layout, Placement placement, bool quickTime) {
  return MovieWriter(movie, layout, placement, quickTime).run();
}

Bytes writeMediaHeader(std::uint64_t size) {
  ByteWriter out;
  if (size + 8 <= UINT32_MAX)
    out.u32(static_cast<std::uint32_t>(size + 8)).bytes(asBytes("mdat"));
  else
    out.u32(1).bytes(asBytes("mdat")).u64(size + 16);
  return std::move(out).take();
}

} // namespace video

Result<Assembly> IsoVideo::rewrite(const Document& parsed, const Edits&) const {
  using namespace video;
  const auto& document = static_cast<const VideoDocument&>(parsed);
  const auto& layout = document.layout;
  const bool quickTime = isQuickTime(document.fileType);
  const auto header = writeMediaHeader(layout.size());
  // The index comes first, so that players can begin before they have it all; its size says where
  // the samples lie.
  Placement placement;
  const auto before = document.fileType.size() + header.size();
  const auto narrow = writeMovie(document.movie, layout, placement, quickTime).size();
  placement.wideOffsets = before + narrow + layout.size() > UINT32_MAX;
  const auto size = placement.wideOffsets
                        ? writeMovie(document.movie, layout, placement, quickTime).size()
                        : narrow;
  placement.media = before + size;
  Assembly assembly;
  assembly.own(Bytes(document.fileType));
  assembly.own(writeMovie(document.movie, layout, placement, quickTime));
  assembly.own(Bytes(header));
  for (const auto& piece : layout.pieces())
    assembly.borrow(document.file.subspan(static_cast<std::size_t>(piece.offset),
                                          static_cast<std::size_t>(piece.size)));
  return assembly;
}

} // namespace photoscrub::formats
