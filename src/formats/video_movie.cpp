#include "formats/video_movie.h"

#include <algorithm>
#include <numeric>

namespace photoscrub::formats::video {

void append(std::vector<Run>& runs, Run run) {
  if (run.count == 0)
    return;
  if (!runs.empty() && runs.back().value == run.value &&
      runs.back().count <= UINT32_MAX - run.count)
    runs.back().count += run.count;
  else
    runs.push_back(run);
}

void fit(std::vector<Run>& runs, std::uint32_t samples, std::uint32_t filling) {
  std::uint32_t left = samples;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i].count = std::min(runs[i].count, left);
    left -= runs[i].count;
    if (left == 0) {
      runs.resize(runs[i].count == 0 ? i : i + 1);
      return;
    }
  }
  append(runs, {left, filling});
}

std::uint64_t Samples::bytes() const {
  return std::accumulate(chunks.begin(), chunks.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Chunk& chunk) { return sum + chunk.bytes; });
}

std::uint64_t Samples::duration() const {
  return std::accumulate(
      durations.begin(), durations.end(), std::uint64_t{0},
      [](std::uint64_t sum, const Run& run) { return sum + std::uint64_t{run.count} * run.value; });
}

Size pictureSize(const Movie& movie) {
  for (const auto& track : movie.tracks)
    if (track.media == Media::picture)
      return track.entries.front().size;
  return {};
}

Status checkSizes(const Movie& movie, const Limits& limits) {
  for (const auto& track : movie.tracks)
    for (const auto& entry : track.entries) {
      const auto longer = static_cast<std::uint32_t>(std::max(entry.size.width, entry.size.height));
      if (longer > limits.maxSide || static_cast<std::uint64_t>(entry.size.width) *
                                             static_cast<std::uint64_t>(entry.size.height) >
                                         limits.maxPixels)
        return Error{ErrorCode::limit, "The video is larger than the set limits allow",
                     std::to_string(entry.size.width) + " x " + std::to_string(entry.size.height) +
                         " pixels"};
    }
  return {};
}

Status TableBudget::take(std::uint64_t entries) {
  if (entries > left_)
    return Error{ErrorCode::limit, "The video is longer than the set limits allow",
                 "entries of sample tables"};
  left_ -= entries;
  return {};
}

Error damaged(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "This video is damaged and cannot be read", std::move(detail),
          offset};
}

Error cutShort(std::string detail, std::uint64_t offset) {
  return {
      ErrorCode::truncated,
      "This video is cut short: a part of it is missing. Copy it again from the camera or phone",
      std::move(detail), offset};
}

} // namespace photoscrub::formats::video
