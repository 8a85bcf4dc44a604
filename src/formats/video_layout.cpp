#include "formats/video_layout.h"

#include <algorithm>

namespace photoscrub::formats::video {

Layout::Layout(const Movie& movie) {
  std::vector<Extent> used;
  for (const auto& track : movie.tracks)
    for (const auto& chunk : track.samples.chunks)
      if (chunk.bytes > 0)
        used.push_back({chunk.offset, chunk.bytes});
  std::sort(used.begin(), used.end(),
            [](const Extent& a, const Extent& b) { return a.offset < b.offset; });
  for (const auto& extent : used) {
    if (!pieces_.empty() && extent.offset <= pieces_.back().end())
      pieces_.back().size = std::max(pieces_.back().end(), extent.end()) - pieces_.back().offset;
    else
      pieces_.push_back(extent);
  }
  for (const auto& piece : pieces_) {
    targets_.push_back(size_);
    size_ += piece.size;
  }
}

std::uint64_t Layout::target(std::uint64_t offset) const {
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), offset,
      [](std::uint64_t value, const Extent& piece) { return value < piece.offset; });
  const auto index = static_cast<std::size_t>(after - pieces_.begin()) - 1;
  return targets_[index] + (offset - pieces_[index].offset);
}

std::vector<ByteView> codedData(const Movie& movie, ByteView file) {
  std::vector<ByteView> coded;
  for (const auto& track : movie.tracks)
    for (const auto& chunk : track.samples.chunks) {
      if (chunk.bytes == 0)
        continue;
      const auto view = file.subspan(static_cast<std::size_t>(chunk.offset),
                                     static_cast<std::size_t>(chunk.bytes));
      if (!coded.empty() && coded.back().data() + coded.back().size() == view.data())
        coded.back() = {coded.back().data(), coded.back().size() + view.size()};
      else
        coded.push_back(view);
    }
  return coded;
}

} // namespace photoscrub::formats::video
