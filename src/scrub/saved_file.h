/// The output on its way to its name, and the proof that it may have one.
#pragma once

#include "base/file_store.h"
#include "base/worker.h"
#include "formats/container_format.h"
#include "scrub/options.h"

#include <filesystem>

namespace photoscrub::scrub {

/// A name for the output, and whether a file is there already.
struct OutputName {
  std::filesystem::path path;
  bool taken = false; ///< REQUIRES care: only `replaceInput` may go on
};

/// The `attempt`th name to try: for `number`, NAME.EXT, NAME_2.EXT, ...
OutputName candidate(const FileStore& disk, const Target& target, std::string_view extension,
                     int attempt);

/// Reads a file that may be the output of an earlier run: true if it has the bytes of `assembly`.
Result<bool> holdsSameBytes(const FileStore& disk, const std::filesystem::path& path,
                            const formats::Assembly& assembly);

/// The proof on the saved bytes, promise 2. Reads them again from scratch: every byte accounted
/// for, the same picture as `expected`, the Exif block and profile those that were planned.
/// Errors: leak, io.
Status verifyStructure(ByteView saved, const formats::ContainerFormat& format,
                       const formats::Document& expected, const formats::Edits& edits,
                       const Limits& limits);

/// The reply to an AuditRequest about the same file: ok if Exiv2 sees nothing it should not.
/// Errors: leak, worker.
Status auditAnswer(Worker& metadata);

} // namespace photoscrub::scrub
