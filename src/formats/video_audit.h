/// Strict reading of a cleaned film, shared by the two files of its audit. Private to them; pure.
#pragma once

#include "formats/video_movie.h"

namespace photoscrub::formats::video {

Error foreign(std::string detail, std::uint64_t offset);

/// The boxes in a box, which must come in a certain order, each with a plain header.
class BoxSequence {
public:
  /// Errors: leak, malformed, truncated, limit.
  static Result<BoxSequence> inside(const bmff::Box& box, std::uint64_t skip,
                                    bmff::BoxReader::Count& count, const Limits& limits);
  bool nextIs(std::string_view type) const { return at_ < boxes_.size() && boxes_[at_].is(type); }
  /// Errors: leak, if the next box is of another type.
  Result<bmff::Box> expect(std::string_view type);
  bool atEnd() const { return at_ == boxes_.size(); }
  const std::vector<bmff::Box>& rest() const { return boxes_; }

private:
  std::vector<bmff::Box> boxes_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;
};

/// Goes through the fields of a box and remembers whether one was not what it has to be. Reads
/// zeros where there is nothing left.
class Fields {
public:
  explicit Fields(const bmff::Box& box) : reader_(box.payload), offset_(box.offset) {}

  std::uint64_t number(bool wide);
  std::uint32_t u32();
  std::uint16_t u16();
  void fixed(std::uint32_t value) { require(u32() == value); }
  void fixedText(std::string_view text);
  void zeros(std::uint64_t count);
  void require(bool holds) { fine_ = fine_ && holds; }
  bool fine() const { return fine_; }
  /// True if so many entries of `bytes` each are all that is left.
  bool leaves(std::uint64_t entries, std::uint64_t bytes) const {
    return reader_.left() == entries * bytes;
  }
  /// Errors: leak, if a field was wrong or something is left.
  Status end(std::string_view what);

private:
  ByteReader reader_;
  std::uint64_t offset_;
  bool fine_ = true;
};

/// The sample table of `track`, in its one form. Errors: leak, limit, or those of parsing.
Status auditSampleTable(const bmff::Box& stbl, Track& track, bool& wideOffsets,
                        bmff::BoxReader::Count& count, TableBudget& budget, const Limits& limits);

} // namespace photoscrub::formats::video
