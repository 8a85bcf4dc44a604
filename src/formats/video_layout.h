/// Where the samples of a film lie, and where they go: the media data of a cleaned file hold the
/// bytes of its samples in the order of the original, and nothing else. Pure.
#pragma once

#include "formats/video_movie.h"

namespace photoscrub::formats::video {

/// A piece of a file.
struct Extent {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t end() const { return offset + size; }
};

class Layout {
public:
  Layout() = default;
  explicit Layout(const Movie& movie);

  /// In file order, apart from each other.
  const std::vector<Extent>& pieces() const { return pieces_; }
  std::uint64_t size() const { return size_; }
  /// Where the byte at `offset` of the original goes, counted from the first sample.
  /// REQUIRES: it is one of a sample.
  std::uint64_t target(std::uint64_t offset) const;

private:
  std::vector<Extent> pieces_;
  std::vector<std::uint64_t> targets_; ///< of each piece
  std::uint64_t size_ = 0;
};

/// The samples of all tracks, one track after the other: what must be the same before and after.
std::vector<ByteView> codedData(const Movie& movie, ByteView file);

} // namespace photoscrub::formats::video
