/// Small films put together box by box, and a reader of films that shares no code with the room.
#pragma once

#include "support/box_bytes.h"

#include <string>
#include <vector>

namespace photoscrub::formats::testing {

/// One sample and how it is shown.
struct FilmSample {
  Bytes bytes{};
  std::uint32_t duration = 40;
  std::int32_t shift = 0;
  bool sync = true;
  bool operator==(const FilmSample&) const = default;
};

struct FilmTrack {
  std::string handler = "vide";
  Bytes entry; ///< the sample description
  std::vector<FilmSample> samples;
  std::uint32_t flags = 7;
  std::vector<Bytes> inTrack{}, inMedia{}, inTable{}; ///< further boxes
  Bytes edits{};                                      ///< an `edts` box
  std::string name = "S3CRET handler";
  std::uint32_t timescale = 1000;
};

struct Film {
  std::string brand = "isom";
  std::vector<FilmTrack> tracks{};
  std::vector<Bytes> inMovie{}, before{}, behind{}; ///< further boxes
  Bytes between{};                                  ///< bytes in the media data before each chunk
  bool indexFirst = false;
  bool wideOffsets = false;
  std::uint32_t samplesInChunk = 2;
};

/// H.264, 64 x 48, one slice a sample with some bytes of its own.
FilmTrack pictureTrack(int samples = 6);
/// AAC.
FilmTrack soundTrack(int samples = 8);
/// Sixteen-bit sound in two channels, described as QuickTime does: the sizes count 1 a sample.
FilmTrack plainSoundTrack();
/// Handler `meta`, description `gpmd`, samples with a secret.
FilmTrack telemetryTrack();
/// Pictures and sound.
Film usualFilm();
/// Pictures, sound and telemetry, with everything a camera writes around them.
Film cameraFilm();

Bytes makeFilm(const Film& film);
/// The same as movie fragments of `samplesInChunk` samples of each track.
Bytes makeFragmentedFilm(const Film& film);

/// An avc1 or mp4a description with other boxes inside.
Bytes pictureEntry(const std::vector<Bytes>& configs, std::string_view code = "avc1");
Bytes soundEntry(const std::vector<Bytes>& configs, std::string_view code = "mp4a");
/// Clean configurations for the two.
Bytes avcConfig();
Bytes streamConfig();

/// The samples of each track that a player finds in `file`, which is not fragmented.
std::vector<std::vector<FilmSample>> samplesOf(const Bytes& file);
/// Those of the tracks of `film` that are pictures or sound.
std::vector<std::vector<FilmSample>> shownSamples(const Film& film);

} // namespace photoscrub::formats::testing
