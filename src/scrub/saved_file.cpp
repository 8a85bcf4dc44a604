#include "scrub/saved_file.h"

#include "scrub/worker_calls.h"

namespace photoscrub::scrub {

namespace {

Error planMismatch(std::string detail) {
  return {ErrorCode::leak, "The saved copy is not what was planned", std::move(detail)};
}

} // namespace

OutputName candidate(const FileStore& disk, const Target& target, std::string_view extension,
                     int attempt) {
  std::string name = target.exactName;
  if (name.empty()) {
    name = target.stem;
    if (attempt > 1)
      name.append("_").append(std::to_string(attempt));
    name.append(".").append(extension);
  }
  OutputName output{target.folder / name, false};
  output.taken = disk.look(output.path).ok();
  return output;
}

Result<bool> holdsSameBytes(const FileStore& disk, const std::filesystem::path& path,
                            const formats::Assembly& assembly) {
  PHOTOSCRUB_TRY(file, disk.open(path, assembly.size()));
  if (file->size() != assembly.size())
    return false;
  Bytes there(static_cast<std::size_t>(file->size()));
  PHOTOSCRUB_CHECK(file->read(there));
  std::size_t at = 0;
  for (const auto& piece : assembly.pieces) {
    if (!sameBytes(ByteView(there).subspan(at, piece.size()), piece))
      return false;
    at += piece.size();
  }
  return true;
}

Status verifyStructure(ByteView saved, const formats::ContainerFormat& format,
                       const formats::Document& expected, const formats::Edits& edits,
                       const Limits& limits) {
  PHOTOSCRUB_TRY(clean, format.audit(saved, limits));
  PHOTOSCRUB_CHECK(formats::comparePictures(expected, clean));
  if (!sameBytes(clean.exif, edits.exif))
    return planMismatch("Exif block");
  if (!sameBytes(clean.colourProfile, edits.colourProfile))
    return planMismatch("colour profile");
  return {};
}

Status auditAnswer(Worker& metadata) {
  PHOTOSCRUB_TRY(reply, receive<AuditReply>(metadata));
  if (reply.leaks.empty())
    return {};
  return Error{ErrorCode::leak, "The cleaned photo still holds something it should not",
               "Exiv2 sees " + reply.leaks.front().where};
}

} // namespace photoscrub::scrub
