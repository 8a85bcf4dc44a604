// Reading a film: its boxes, the samples that players show, and what lies beside them.
#include "formats/trailer.h"
#include "formats/video.h"
#include "formats/video_brands.h"
#include "formats/video_document.h"
#include "formats/video_fragments.h"
#include "formats/video_names.h"
#include "formats/video_text.h"
#include "formats/video_track.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

using namespace video;
using bmff::Box;
using bmff::BoxReader;

constexpr std::uint64_t kMaxSharing = 2; // samples may lie on top of each other so often

class Parser {
public:
  Parser(ByteView file, const Limits& limits)
      : document_(std::make_unique<VideoDocument>()), reading_(file, limits, *document_) {
    document_->type = FileType::video;
    document_->file = file;
    document_->video = true;
    document_->takesFields = false;
    document_->takesColourProfile = false;
  }

  Result<std::unique_ptr<Document>> run() {
    PHOTOSCRUB_CHECK(topLevel());
    if (!moov_)
      return cut_ || media_.empty()
                 ? cutShort("no moov")
                 : cutShort("no moov; the camera may have stopped before it was written");
    PHOTOSCRUB_TRY(movie, readMovie(*moov_, reading_));
    document_->movie = std::move(movie);
    PHOTOSCRUB_CHECK(fragments());
    chooseTracks();
    auto& tracks = document_->movie.tracks;
    if (tracks.empty())
      return damaged("no samples that players show");
    PHOTOSCRUB_CHECK(checkSizes(document_->movie, reading_.limits));
    PHOTOSCRUB_CHECK(checkPlaces());
    document_->layout = Layout(document_->movie);
    PHOTOSCRUB_CHECK(checkSharing());
    document_->storedSize = pictureSize(document_->movie);
    document_->coded = codedData(document_->movie, reading_.file);
    unusedMedia();
    addWarnings();
    std::stable_sort(document_->dropped.begin(), document_->dropped.end(),
                     [](const Part& a, const Part& b) { return a.offset < b.offset; });
    return std::unique_ptr<Document>(std::move(document_));
  }

private:
  Status topLevel() {
    BoxReader reader(reading_.file, 0, BoxReader::Level::file, reading_.count, reading_.limits);
    bool typeSeen = false;
    while (!reader.atEnd()) {
      const auto box = reader.next();
      if (!box.ok()) {
        if (box.error().code == ErrorCode::limit)
          return box.error();
        return endAt(reader.position());
      }
      const auto& found = box.value();
      if (found.is("mdat")) {
        media_.push_back({found.offset + found.headerSize, found.payload.size()});
      } else if (found.is("moov") && !moov_) {
        moov_ = found;
      } else if (found.is("moof")) {
        fragments_.push_back(found);
      } else if (found.is("ftyp") && !typeSeen) {
        typeSeen = true;
        fileType(found);
      } else {
        describeBox(found, reading_);
      }
    }
    if (!typeSeen)
      document_->fileType = cleanFileType({});
    return {};
  }

  // The last box says that it is longer than the file, or there is no box. Samples may be in it.
  Status endAt(std::uint64_t position) {
    const auto rest = reading_.file.subspan(static_cast<std::size_t>(position));
    cut_ = true;
    if (document_->fileType.empty())
      document_->fileType = cleanFileType({});
    if (rest.size() >= 8 && asText(rest.subspan(4, 4)) == "mdat") {
      const std::uint64_t header = ByteReader(rest).u32().value() == 1 ? 16 : 8;
      if (rest.size() >= header)
        media_.push_back({position + header, rest.size() - header});
      return {};
    }
    for (auto& part : describeTrailer(reading_.file, position))
      document_->dropped.push_back(std::move(part));
    return {};
  }

  void fileType(const Box& box) {
    document_->fileType = cleanFileType(box.payload);
    if (!sameBytes(ByteView(document_->fileType).subspan(8), box.payload))
      drop(reading_, FindingKind::device, "brands and version of the file type", box);
  }

  Status fragments() {
    if (fragments_.empty())
      return {};
    FragmentReader reader(document_->movie, reading_);
    PHOTOSCRUB_TRY(boxes, boxesIn(*moov_, 0, reading_));
    if (const auto* mvex = firstOf(boxes, "mvex"))
      PHOTOSCRUB_CHECK(reader.defaults(*mvex));
    for (const auto& moof : fragments_)
      PHOTOSCRUB_CHECK(reader.fragment(moof));
    return reader.finish();
  }

  // 14496-12, 8.3.1: players treat a track that is not enabled as if it were not there. Where no
  // track of its kind is enabled they show it all the same.
  void chooseTracks() {
    auto& tracks = document_->movie.tracks;
    std::erase_if(tracks, [this](const Track& track) {
      const bool empty = track.samples.bytes() == 0;
      if (empty)
        leaveOut(track, FindingKind::other, "track without samples");
      return empty;
    });
    const auto anyEnabled = [&tracks](Media media) {
      return std::any_of(tracks.begin(), tracks.end(), [media](const Track& track) {
        return track.media == media && (track.flags & 1) != 0;
      });
    };
    const bool picture = anyEnabled(Media::picture), sound = anyEnabled(Media::sound);
    std::erase_if(tracks, [&](const Track& track) {
      const bool isPicture = track.media == Media::picture;
      const bool hidden = (isPicture ? picture : sound) && (track.flags & 1) == 0;
      if (hidden)
        leaveOut(track, FindingKind::hiddenVideo,
                 isPicture ? "video track that players do not show"
                           : "sound track that players do not play");
      return hidden;
    });
  }

  void leaveOut(const Track& track, FindingKind kind, std::string where) {
    const auto offset =
        track.samples.chunks.empty() ? moov_->offset : track.samples.chunks[0].offset;
    document_->dropped.push_back(
        {kind, std::move(where), std::min<std::uint64_t>(offset, reading_.file.size()), 0, false});
  }

  Status checkPlaces() {
    for (auto& track : document_->movie.tracks)
      for (auto& chunk : track.samples.chunks) {
        if (chunk.bytes == 0)
          chunk.offset = 0; // of empty samples, which lie nowhere
        PHOTOSCRUB_CHECK(checkPlace(chunk));
      }
    return {};
  }

  // What a hostile file names a million times would have to be compared a million times.
  Status checkSharing() const {
    std::uint64_t total = 0;
    for (const auto& track : document_->movie.tracks)
      total += track.samples.bytes();
    if (total > kMaxSharing * document_->layout.size())
      return Error{ErrorCode::limit, "This video uses the same pictures again and again",
                   "samples overlap"};
    return {};
  }

  // Samples lie in media data, so that nothing else of the file gets into the copy with them.
  Status checkPlace(const Chunk& chunk) {
    if (chunk.bytes == 0)
      return {};
    const auto after = std::upper_bound(
        media_.begin(), media_.end(), chunk.offset,
        [](std::uint64_t offset, const Extent& extent) { return offset < extent.offset; });
    if (after != media_.begin()) {
      const auto& extent = *std::prev(after);
      const auto skipped = chunk.offset - extent.offset;
      if (skipped <= extent.size && chunk.bytes <= extent.size - skipped)
        return {};
    }
    const auto size = reading_.file.size();
    if (chunk.offset >= size || chunk.bytes > size - chunk.offset)
      return cutShort("samples behind the end", size);
    return damaged("samples outside of the media data", chunk.offset);
  }

  void unusedMedia() {
    std::uint64_t unused = 0, first = 0;
    auto piece = document_->layout.pieces().begin();
    const auto end = document_->layout.pieces().end();
    for (const auto& extent : media_) {
      auto at = extent.offset;
      while (at < extent.end()) {
        while (piece != end && piece->end() <= at)
          ++piece;
        const auto used = piece == end ? extent.end() : std::min(piece->offset, extent.end());
        if (used > at) {
          first = unused == 0 ? at : first;
          unused += used - at;
        }
        at = piece == end ? extent.end() : std::max(used, std::min(piece->end(), extent.end()));
      }
    }
    if (unused > 0)
      document_->dropped.push_back({FindingKind::other, "media data that no kept track uses", first,
                                    std::min<std::uint64_t>(unused, reading_.file.size() - first),
                                    false});
  }

  void addWarnings() {
    auto& warnings = document_->warnings;
    const auto& movie = document_->movie;
    if (std::any_of(movie.tracks.begin(), movie.tracks.end(),
                    [this](const Track& track) { return carriesText(track, reading_.file); }))
      warnings.emplace_back("The film itself carries data that its camera or program wrote between "
                            "the pictures; they stay, as the film is not coded anew.");
    if (std::any_of(movie.tracks.begin(), movie.tracks.end(),
                    [&movie](const Track& track) { return hidesPictures(track, movie.timescale); }))
      warnings.emplace_back("The film was trimmed without removing what was cut off; that part is "
                            "still in it, though players do not show it.");
    const auto lost = [](const Part& part) {
      return part.where == "sound track coded in an unknown way";
    };
    if (std::any_of(document_->dropped.begin(), document_->dropped.end(), lost))
      warnings.emplace_back("A sound track is coded in a way that photoscrub does not know, and "
                            "goes.");
  }

  std::unique_ptr<VideoDocument> document_;
  Reading reading_;
  std::optional<Box> moov_;
  std::vector<Box> fragments_;
  std::vector<Extent> media_; ///< payloads of `mdat`, in file order
  bool cut_ = false;
};

} // namespace

Result<std::unique_ptr<Document>> IsoVideo::parse(ByteView file, const Limits& limits) const {
  return Parser(file, limits).run();
}

} // namespace photoscrub::formats
