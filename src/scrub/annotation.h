/// Saves the picture of what was found.
#pragma once

#include "base/file_store.h"
#include "scrub/options.h"

namespace photoscrub::scrub {

/// Saves the PNG file `drawing`, which a worker made, in options.annotateFolder as
/// NAME.annotated.png, where the photo is called NAME.*, with a number where the name is taken. It
/// is read first like any untrusted file, and only its picture is saved. Errors: io, worker.
Result<std::filesystem::path> saveAnnotation(ByteView drawing, const std::filesystem::path& photo,
                                             const ScrubOptions& options, FileStore& disk);

} // namespace photoscrub::scrub
