#include "scrub/annotation.h"

#include "formats/registry.h"
#include "scrub/saved_file.h"

namespace photoscrub::scrub {

namespace {
constexpr int kMaxNames = 10'000;

Status save(const std::filesystem::path& path, const formats::Assembly& file, FileStore& disk) {
  PHOTOSCRUB_TRY(pending, disk.create(path.parent_path()));
  PHOTOSCRUB_CHECK(pending->write(file.pieces));
  return pending->commit(path.filename().string(), Replace::no);
}
} // namespace

Result<std::filesystem::path> saveAnnotation(ByteView drawing, const std::filesystem::path& photo,
                                             const ScrubOptions& options, FileStore& disk) {
  const auto* png = formats::formatFor(formats::FileType::png);
  auto document = png->parse(drawing, options.limits);
  if (!document.ok())
    return Error{ErrorCode::worker, "The annotated picture was not drawn well", "not a PNG file"};
  PHOTOSCRUB_TRY(file, png->rewrite(*document.value(), {}));
  PHOTOSCRUB_CHECK(disk.makeFolders(options.annotateFolder));
  Target target;
  target.folder = options.annotateFolder;
  target.stem = photo.stem().string() + ".annotated";
  for (int attempt = 1; attempt <= kMaxNames; ++attempt) {
    const auto name = candidate(disk, target, formats::extension(formats::FileType::png), attempt);
    if (name.taken)
      continue;
    auto status = save(name.path, file, disk);
    if (status.ok())
      return name.path;
    // Somebody else may have taken the name meanwhile.
    if (status.error().detail != kTargetExists)
      return std::move(status).error();
  }
  return Error{ErrorCode::io, "No free name was found for the annotated picture", "names tried"};
}

} // namespace photoscrub::scrub
