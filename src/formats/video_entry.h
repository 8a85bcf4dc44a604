/// Sample entries: how the samples of a track are coded (14496-12, 8.5.2; QuickTime File Format,
/// "Sample Description Atoms"). Parsing and auditing share them: an entry has one clean form, which
/// is built again from its numbers. Pure.
#pragma once

#include "formats/bmff_boxes.h"
#include "formats/container_format.h"

#include <optional>
#include <string>

namespace photoscrub::formats::video {

enum class Media { picture, sound };

struct SampleEntry {
  Bytes bytes;       ///< the whole box in its clean form
  std::string codec; ///< its four characters
  Size size;         ///< of a picture
  /// Sound whose samples are counted one by one, but lie in packets of fixed size; 0: not known.
  std::uint32_t samplesInPacket = 0, bytesInPacket = 0;
  int lengthBytes = 0;        ///< H.264, H.265: size of the length before each NAL unit, else 0
  bool configHasText = false; ///< the decoder's configuration carries text that cannot be removed
};

/// What goes from an entry, for reports.
struct EntryLoss {
  FindingKind kind = FindingKind::other;
  std::string where;
};

/// `box` in its clean form; nothing if the way of coding is not known. What is lost is added to
/// `losses`. Errors: malformed, truncated, limit, unsupported (protected against copying).
Result<std::optional<SampleEntry>> cleanEntry(const bmff::Box& box, Media media,
                                              std::vector<EntryLoss>& losses,
                                              bmff::BoxReader::Count& count, const Limits& limits);

} // namespace photoscrub::formats::video
