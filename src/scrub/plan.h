/// From what was found to what will be done: pure functions, no disk, no process.
#pragma once

#include "formats/container_format.h"
#include "metadata/finding.h"
#include "scrub/messages.h"
#include "scrub/options.h"
#include "scrub/outcome.h"

#include <optional>
#include <vector>

namespace photoscrub::scrub {

/// What is known of one file before anything is written. Views and references live as long as the
/// caller's objects.
struct Evidence {
  const formats::Document& document;
  ByteView file;
  /// Empty if the worker died: removal then goes by the container alone.
  const std::optional<InspectReply>& inventory;
  bool toJpeg = false; ///< the copy will be an upright sRGB JPEG
};

/// Does this photo have to be coded again to be the JPEG that every site takes: upright, sRGB or
/// grey? `colourName` is that of its clean profile, empty if it has none.
bool needsConversion(const formats::Document& document, std::string_view colourName);

/// Does Exiv2 find the metadata of such a file by itself? Its video readers hang, and boxes it
/// reads in HEIF and AVIF only to check a clean copy: metadata blocks are handed to it one by one.
enum class Exiv2Reads { nothing, cleanFiles, anyFile };
Exiv2Reads exiv2Reads(const formats::Document& document);

/// What the cleaned file will carry beyond its picture.
formats::Edits planEdits(const Evidence& evidence, const ScrubOptions& options);

/// Everything that leaves the file, by kind and place.
std::vector<metadata::Finding> planRemoval(const Evidence& evidence, const formats::Edits& edits);

/// What stays on purpose, and why.
std::vector<Kept> planKept(const Evidence& evidence, const formats::Edits& edits);

} // namespace photoscrub::scrub
