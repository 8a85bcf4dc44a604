#include "formats/video_track.h"

#include "formats/video_headers.h"
#include "formats/video_names.h"
#include "formats/video_tables.h"

#include <algorithm>

namespace photoscrub::formats::video {

namespace {

using bmff::Box;

Error unknownCoding(std::uint64_t offset) {
  return {ErrorCode::unsupported,
          "This video is coded in a way that photoscrub does not know. Convert it to MP4 (H.264) "
          "first, then clean that copy",
          "sample entry", offset};
}

class TrackReader {
public:
  TrackReader(const Box& trak, Reading& reading) : trak_(trak), reading_(reading) {}

  /// Nothing if players show or play nothing of it.
  Result<std::optional<Track>> run() {
    PHOTOSCRUB_TRY(boxes, boxesIn(trak_, 0, reading_));
    const auto* mdia = firstOf(boxes, "mdia");
    if (!mdia)
      return dropped("", "");
    PHOTOSCRUB_TRY(media, boxesIn(*mdia, 0, reading_));
    const auto* hdlr = firstOf(media, "hdlr");
    if (!hdlr || hdlr->payload.size() < 20)
      return dropped("", "");
    handler_ = asText(hdlr->payload.subspan(8, 4));
    const auto found = sampleTable(media);
    if (handler_ != "vide" && handler_ != "soun")
      return dropped(handler_, found.ok() ? codingOf(found.value()) : std::string_view());
    PHOTOSCRUB_CHECK(found);
    const auto& table = found.value();
    track_.media = handler_ == "vide" ? Media::picture : Media::sound;
    dropAllBut({"tkhd", "edts", "mdia"}, boxes, reading_);
    dropAllBut({"mdhd", "hdlr", "minf"}, media, reading_);
    dropAllBut({"stsd", "stts", "ctts", "stss", "stsz", "stz2", "stsc", "stco", "co64"}, table,
               reading_);
    handlerName(*hdlr);
    PHOTOSCRUB_CHECK(readTrackHeader(boxes, track_, reading_));
    PHOTOSCRUB_CHECK(readMediaHeader(media, track_, reading_));
    PHOTOSCRUB_CHECK(readEditList(boxes, track_, reading_));
    PHOTOSCRUB_TRY(known, descriptions(table));
    if (!known)
      return std::optional<Track>{};
    PHOTOSCRUB_CHECK(readSampleTables(table, track_, reading_.budget));
    return std::optional<Track>(std::move(track_));
  }

private:
  Result<std::optional<Track>> dropped(std::string_view handler, std::string_view coding) {
    describeTrack(trak_, handler, coding, reading_);
    return std::optional<Track>{};
  }

  Result<std::vector<Box>> sampleTable(const std::vector<Box>& media) {
    const auto* minf = firstOf(media, "minf");
    if (!minf)
      return damaged("no minf", trak_.offset);
    PHOTOSCRUB_TRY(info, boxesIn(*minf, 0, reading_));
    const auto* stbl = firstOf(info, "stbl");
    if (!stbl)
      return damaged("no stbl", trak_.offset);
    if (handler_ == "vide" || handler_ == "soun") {
      const auto* hdlr = firstOf(info, "hdlr"); // QuickTime only: how the data are got
      dropAllBut({"vmhd", "smhd", "hdlr", "dinf", "stbl"}, info, reading_);
      if (hdlr)
        handlerName(*hdlr);
      const auto* sound = firstOf(info, "smhd");
      if (sound && sound->payload.size() >= 6)
        track_.balance = static_cast<std::uint16_t>(sound->payload[4] << 8 | sound->payload[5]);
      PHOTOSCRUB_CHECK(dataReferences(info));
    }
    return boxesIn(*stbl, 0, reading_);
  }

  static std::string_view codingOf(const std::vector<Box>& table) {
    const auto* stsd = firstOf(table, "stsd");
    return stsd && stsd->payload.size() >= 16 ? asText(stsd->payload.subspan(12, 4)) : "";
  }

  // 8.7.2: flag 1 means "in this file".
  Status dataReferences(const std::vector<Box>& info) {
    const auto* dinf = firstOf(info, "dinf");
    if (!dinf)
      return {};
    PHOTOSCRUB_TRY(boxes, boxesIn(*dinf, 0, reading_));
    dropAllBut({"dref"}, boxes, reading_);
    const auto* dref = firstOf(boxes, "dref");
    if (!dref)
      return {};
    PHOTOSCRUB_TRY(references, boxesIn(*dref, 8, reading_));
    for (const auto& reference : references) {
      PHOTOSCRUB_TRY(full, bmff::readFullBox(reference));
      isHere_.push_back((full.flags & 1) != 0);
      if (!full.body.empty())
        drop(reading_, FindingKind::identity, "name of a file or address", reference);
    }
    return {};
  }

  void handlerName(const Box& hdlr) {
    if (hdlr.payload.size() < 20)
      return;
    const auto maker = hdlr.payload.subspan(12, 8);
    const auto name = hdlr.payload.subspan(20);
    const auto isZero = [](std::uint8_t byte) { return byte == 0; };
    if (!std::all_of(name.begin(), name.end(), isZero) ||
        !std::all_of(maker.begin(), maker.end(), isZero))
      drop(reading_, FindingKind::software, "handler name", hdlr);
  }

  // False if the track is one of sound that can be left out.
  Result<bool> descriptions(const std::vector<Box>& table) {
    const auto* stsd = firstOf(table, "stsd");
    if (!stsd)
      return damaged("no stsd", trak_.offset);
    PHOTOSCRUB_TRY(full, bmff::readFullBox(*stsd));
    if (full.version != 0) // 12.2.3: another layout of sound descriptions, which nobody writes
      return unknownCoding(stsd->offset);
    PHOTOSCRUB_TRY(entries, boxesIn(*stsd, 8, reading_));
    for (const auto& entry : entries) {
      std::vector<EntryLoss> losses;
      PHOTOSCRUB_TRY(clean,
                     cleanEntry(entry, track_.media, losses, reading_.count, reading_.limits));
      if (!clean && track_.media == Media::picture)
        return unknownCoding(entry.offset);
      if (!clean) {
        drop(reading_, FindingKind::other, "sound track coded in an unknown way", trak_);
        return false;
      }
      const std::size_t reference = entry.payload[7]; // cleanEntry() has seen that it is there
      if (entry.payload[6] != 0 || reference == 0 ||
          (!isHere_.empty() && (reference > isHere_.size() || !isHere_[reference - 1])))
        return Error{ErrorCode::unsupported,
                     "The pictures or the sound of this video are in another file. Save it as one "
                     "MP4 file first, then clean that copy",
                     "data reference", entry.offset};
      for (auto& loss : losses)
        drop(reading_, loss.kind, std::move(loss.where), entry);
      track_.entries.push_back(std::move(*clean));
    }
    if (track_.entries.empty())
      return damaged("no sample description", stsd->offset);
    return true;
  }

  const Box& trak_;
  Reading& reading_;
  std::string_view handler_;
  Track track_;
  std::vector<bool> isHere_;
};

} // namespace

Result<Movie> readMovie(const Box& moov, Reading& reading) {
  PHOTOSCRUB_TRY(boxes, boxesIn(moov, 0, reading));
  const auto* mvhd = firstOf(boxes, "mvhd");
  if (!mvhd)
    return firstOf(boxes, "cmov") ? unknownCoding(moov.offset) : damaged("no mvhd", moov.offset);
  Movie movie;
  PHOTOSCRUB_CHECK(readMovieHeader(*mvhd, movie, reading));
  for (const auto& box : boxes) {
    if (box.is("trak")) {
      PHOTOSCRUB_TRY(track, TrackReader(box, reading).run());
      if (track)
        movie.tracks.push_back(std::move(*track));
    } else if (&box != mvhd && &box != firstOf(boxes, "mvex")) {
      describeBox(box, reading);
    }
  }
  return movie;
}

} // namespace photoscrub::formats::video
