// The strict reading of a film: file type, index, media data; every box in its place and form, and
// every byte of the media data part of a sample.
#include "formats/video_audit.h"

#include "formats/video.h"
#include "formats/video_brands.h"
#include "formats/video_layout.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace video;
using bmff::Box;
using bmff::BoxReader;

class Auditor {
public:
  Auditor(ByteView file, const Limits& limits) : file_(file), limits_(limits), budget_(limits) {}

  Result<CleanFile> run() {
    BoxReader reader(file_, 0, BoxReader::Level::file, count_, limits_);
    PHOTOSCRUB_TRY(ftyp, reader.next());
    PHOTOSCRUB_TRY(moov, reader.next());
    PHOTOSCRUB_TRY(mdat, reader.next());
    if (!ftyp.is("ftyp") || !moov.is("moov") || !mdat.is("mdat") || !reader.atEnd())
      return foreign("boxes of the file", 0);
    const bool large = mdat.payload.size() + 8 > UINT32_MAX;
    if (ftyp.headerSize != 8 || moov.headerSize != 8 || moov.toEndOfFile || mdat.toEndOfFile ||
        mdat.headerSize != (large ? 16u : 8u))
      return foreign("header of a box", 0);
    const auto fileType = cleanFileType(ftyp.payload);
    if (!sameBytes(fileType, file_.first(std::min(file_.size(), fileType.size()))))
      return foreign("file type", 0);
    quickTime_ = isQuickTime(fileType);
    PHOTOSCRUB_CHECK(movie(moov));
    PHOTOSCRUB_CHECK(checkSizes(movie_, limits_));
    PHOTOSCRUB_CHECK(mediaData(mdat));
    CleanFile clean;
    clean.storedSize = pictureSize(movie_);
    clean.coded = std::move(coded_);
    return clean;
  }

private:
  // 64 bits are only there where 32 are not enough.
  static bool widthFits(bool wide, std::uint64_t value) { return wide == (value > UINT32_MAX); }

  static bool version(Fields& fields, std::uint32_t flags) {
    const auto word = fields.u32();
    fields.require((word & 0xFFFFFF) == flags && word >> 24 <= 1);
    return word >> 24 == 1;
  }

  static void matrix(Fields& fields) {
    for (int i = 0; i < 9; ++i)
      fields.u32();
  }

  Status movie(const Box& moov) {
    PHOTOSCRUB_TRY(boxes, BoxSequence::inside(moov, 0, count_, limits_));
    PHOTOSCRUB_TRY(mvhd, boxes.expect("mvhd"));
    Fields fields(mvhd);
    const bool wide = version(fields, 0);
    fields.zeros(wide ? 16 : 8);
    fields.require(fields.u32() != 0);
    fields.require(widthFits(wide, fields.number(wide)));
    fields.u32(); // rate
    fields.u16(); // volume
    fields.zeros(10);
    matrix(fields);
    fields.zeros(24);
    const auto nextId = fields.u32();
    PHOTOSCRUB_CHECK(fields.end("mvhd"));
    while (!boxes.atEnd()) {
      PHOTOSCRUB_TRY(trak, boxes.expect("trak"));
      PHOTOSCRUB_CHECK(track(trak));
    }
    if (movie_.tracks.empty() || nextId != movie_.tracks.size() + 1)
      return foreign("number of tracks", moov.offset);
    return {};
  }

  Status track(const Box& trak) {
    Track track;
    PHOTOSCRUB_TRY(boxes, BoxSequence::inside(trak, 0, count_, limits_));
    PHOTOSCRUB_TRY(tkhd, boxes.expect("tkhd"));
    PHOTOSCRUB_CHECK(trackHeader(tkhd, track));
    if (boxes.nextIs("edts"))
      PHOTOSCRUB_CHECK(edits(boxes.expect("edts").value()));
    PHOTOSCRUB_TRY(mdia, boxes.expect("mdia"));
    if (!boxes.atEnd())
      return foreign("box behind the media", trak.offset);
    PHOTOSCRUB_TRY(media, BoxSequence::inside(mdia, 0, count_, limits_));
    PHOTOSCRUB_TRY(mdhd, media.expect("mdhd"));
    PHOTOSCRUB_CHECK(mediaHeader(mdhd));
    PHOTOSCRUB_TRY(hdlr, media.expect("hdlr"));
    const bool picture = hdlr.payload.size() >= 12 && asText(hdlr.payload.subspan(8, 4)) == "vide";
    track.media = picture ? Media::picture : Media::sound;
    PHOTOSCRUB_CHECK(handler(hdlr, "mhlr", picture ? "vide" : "soun"));
    PHOTOSCRUB_TRY(minf, media.expect("minf"));
    if (!media.atEnd())
      return foreign("box behind the media information", trak.offset);
    PHOTOSCRUB_CHECK(mediaInformation(minf, track));
    movie_.tracks.push_back(std::move(track));
    return {};
  }

  Status trackHeader(const Box& tkhd, Track& track) {
    Fields fields(tkhd);
    const auto word = fields.u32();
    const bool wide = word >> 24 == 1;
    track.flags = word & 0xFFFFFF;
    fields.require(word >> 24 <= 1 && track.flags <= 7);
    fields.zeros(wide ? 16 : 8);
    fields.fixed(static_cast<std::uint32_t>(movie_.tracks.size() + 1));
    fields.zeros(4);
    fields.require(widthFits(wide, fields.number(wide)));
    fields.zeros(8);
    fields.u32(); // layer, group
    fields.u16(); // volume
    fields.zeros(2);
    matrix(fields);
    fields.u32(); // width
    fields.u32(); // height
    return fields.end("tkhd");
  }

  Status edits(const Box& edts) {
    PHOTOSCRUB_TRY(boxes, BoxSequence::inside(edts, 0, count_, limits_));
    PHOTOSCRUB_TRY(elst, boxes.expect("elst"));
    Fields fields(elst);
    const bool wide = version(fields, 0);
    const auto lines = fields.u32();
    if (!boxes.atEnd() || lines == 0 || !fields.leaves(lines, wide ? 20 : 12))
      return foreign("elst", elst.offset);
    PHOTOSCRUB_CHECK(budget_.take(lines));
    bool needsWide = false;
    for (std::uint32_t i = 0; i < lines; ++i) {
      const auto duration = fields.number(wide);
      const auto time = fields.number(wide);
      const bool nothing = time == (wide ? UINT64_MAX : UINT32_MAX);
      fields.require(nothing || time <= (wide ? INT64_MAX : INT32_MAX));
      needsWide = needsWide || duration > UINT32_MAX || (!nothing && time > INT32_MAX);
      fields.u32(); // rate
    }
    fields.require(wide == needsWide);
    return fields.end("elst");
  }

  static Status mediaHeader(const Box& mdhd) {
    Fields fields(mdhd);
    const bool wide = version(fields, 0);
    fields.zeros(wide ? 16 : 8);
    fields.require(fields.u32() != 0);
    fields.require(widthFits(wide, fields.number(wide)));
    fields.fixed(0x55C4'0000); // no language
    return fields.end("mdhd");
  }

  Status handler(const Box& hdlr, std::string_view component, std::string_view type) const {
    Fields fields(hdlr);
    fields.zeros(4);
    if (quickTime_)
      fields.fixedText(component);
    else
      fields.zeros(4);
    fields.fixedText(type);
    fields.zeros(13);
    return fields.end("hdlr");
  }

  Status mediaInformation(const Box& minf, Track& track) {
    PHOTOSCRUB_TRY(boxes, BoxSequence::inside(minf, 0, count_, limits_));
    const bool picture = track.media == Media::picture;
    PHOTOSCRUB_TRY(header, boxes.expect(picture ? "vmhd" : "smhd"));
    Fields fields(header);
    fields.fixed(picture ? 1 : 0);
    if (picture) {
      fields.zeros(8);
    } else {
      fields.u16(); // balance
      fields.zeros(2);
    }
    PHOTOSCRUB_CHECK(fields.end("media information header"));
    if (quickTime_) {
      PHOTOSCRUB_TRY(hdlr, boxes.expect("hdlr"));
      PHOTOSCRUB_CHECK(handler(hdlr, "dhlr", "url "));
    }
    PHOTOSCRUB_TRY(dinf, boxes.expect("dinf"));
    using namespace std::string_view_literals;
    constexpr auto here = "\0\0\0\x1C"
                          "dref\0\0\0\0\0\0\0\1\0\0\0\x0Curl \0\0\0\1"sv;
    if (asText(dinf.payload) != here)
      return foreign("data reference", dinf.offset);
    PHOTOSCRUB_TRY(stbl, boxes.expect("stbl"));
    if (!boxes.atEnd())
      return foreign("box behind the sample table", minf.offset);
    bool wide = false;
    PHOTOSCRUB_CHECK(auditSampleTable(stbl, track, wide, count_, budget_, limits_));
    wideChunks_ += wide ? track.samples.chunks.size() : 0;
    narrow_ = narrow_ || !wide;
    return {};
  }

  Status mediaData(const Box& mdat) {
    const auto begin = mdat.offset + mdat.headerSize;
    // One width for all tracks, and the smaller one if it does.
    if (wideChunks_ > 0 && (narrow_ || file_.size() - 4 * wideChunks_ <= UINT32_MAX))
      return foreign("width of chunk offsets", mdat.offset);
    std::vector<Extent> used;
    for (const auto& track : movie_.tracks) {
      const bool shown = (track.flags & 1) != 0;
      for (const auto& other : movie_.tracks)
        if (!shown && other.media == track.media && (other.flags & 1) != 0)
          return foreign("track that is not shown", mdat.offset);
      if (track.samples.bytes() == 0)
        return foreign("track without samples", mdat.offset);
      for (const auto& chunk : track.samples.chunks) {
        if (chunk.offset < begin || chunk.offset > file_.size() ||
            chunk.bytes > file_.size() - chunk.offset ||
            (chunk.bytes == 0 && chunk.offset != begin))
          return foreign("chunk outside of the media data", mdat.offset);
        used.push_back({chunk.offset, chunk.bytes});
        coded_.push_back(file_.subspan(static_cast<std::size_t>(chunk.offset),
                                       static_cast<std::size_t>(chunk.bytes)));
      }
    }
    std::sort(used.begin(), used.end(),
              [](const Extent& a, const Extent& b) { return a.offset < b.offset; });
    auto reached = begin;
    for (const auto& extent : used) {
      if (extent.offset > reached)
        return foreign("bytes of the media data that are no sample", reached);
      reached = std::max(reached, extent.end());
    }
    return reached == file_.size() ? Status{} : foreign("bytes behind the last sample", reached);
  }

  ByteView file_;
  const Limits& limits_;
  BoxReader::Count count_;
  TableBudget budget_;
  bool quickTime_ = false;
  Movie movie_;
  std::uint64_t wideChunks_ = 0;
  bool narrow_ = false;
  std::vector<ByteView> coded_;
};

} // namespace

Result<CleanFile> IsoVideo::audit(ByteView file, const Limits& limits) const {
  return Auditor(file, limits).run();
}

} // namespace photoscrub::formats
