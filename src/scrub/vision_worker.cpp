// The vision worker program: decoders, detectors and encoders on untrusted bytes, without rights.
// Arguments: the folder of the model files (may be empty), the number of threads for looking; 0: it
// will not be asked to look, and loads nothing for that.
#include "annotate/annotate.h"
#include "base/lent_file.h"
#include "base/worker.h"
#include "detect/inspector.h"
#include "imaging/picture.h"
#include "imaging/to_jpeg.h"
#include "redact/redact.h"
#include "scrub/messages.h"

#include <chrono>
#include <cstdio>
#include <optional>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <cstdlib>

namespace photoscrub::scrub {

namespace {

/// Long side of the picture the detectors see, so that 12 megapixels are seen whole: text of 10 px
/// and codes with modules of 2 px are lost in anything smaller. The decoder scales larger photos.
constexpr int kLongSide = 4096;

double secondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

Result<ByteView> fileOf(ByteView input, std::uint64_t size) {
  if (size > input.size())
    return Error{ErrorCode::internal, "The request does not fit its file", "size"};
  return input.first(static_cast<std::size_t>(size));
}

Result<LookReply> look(const LookRequest& request, ByteView file, detect::Inspector& inspector) {
  LookReply reply;
  const auto begin = std::chrono::steady_clock::now();
  PHOTOSCRUB_TRY(picture,
                 imaging::decodePicture(file, {request.orientation, kLongSide}, request.limits));
  reply.decodeSeconds = secondsSince(begin);
  const auto decoded = std::chrono::steady_clock::now();
  auto inspection = inspector.inspect(picture, request.sensitivity);
  reply.detectSeconds = secondsSince(decoded);
  reply.fullSize = picture.fullSize;
  reply.animated = picture.animated;
  reply.bytesAfterPicture = picture.bytesAfterPicture;
  reply.warnings = std::move(picture.warnings);
  reply.warnings.insert(reply.warnings.end(), inspection.warnings.begin(),
                        inspection.warnings.end());
  reply.regions = std::move(inspection.regions);
  if (request.annotate) {
    PHOTOSCRUB_TRY(drawing, annotate::annotated(picture, reply.regions, {request.withValues}));
    reply.annotated = std::move(drawing);
  }
  if (!request.withValues)
    for (auto& region : reply.regions)
      region.value.clear(); // promise 4
  reply.detectors = inspector.detectors();
  reply.detectorSeconds = std::move(inspection.seconds);
  return reply;
}

/// Looks at the file in the input buffer, or at the one that was lent.
Result<LookReply> look(const LookRequest& request, const WorkerRequest& message,
                       detect::Inspector& inspector) {
  if (message.file < 0) {
    PHOTOSCRUB_TRY(file, fileOf(message.input, request.size));
    return look(request, file, inspector);
  }
  PHOTOSCRUB_TRY(lent, LentFile::map(message.file));
  return look(request, lent.bytes(), inspector);
}

redact::RedactOptions optionsOf(const CoverRequest& request) {
  return {request.orientation, request.covers, request.noise};
}

Result<PictureReply> cover(const CoverRequest& request, ByteView input) {
  PHOTOSCRUB_TRY(file, fileOf(input, request.size));
  PHOTOSCRUB_TRY(picture, redact::coverRegions(file, optionsOf(request), request.limits));
  return PictureReply{std::move(picture)};
}

Result<CoverProof> verifyCover(const CoverRequest& request, ByteView input, int descriptor) {
  PHOTOSCRUB_TRY(file, fileOf(input, request.size));
  PHOTOSCRUB_TRY(saved, LentFile::map(descriptor));
  PHOTOSCRUB_TRY(outside,
                 redact::verifyCovered(file, saved.bytes(), optionsOf(request), request.limits));
  bool facesSolid = false;
  for (const auto& cover : request.covers)
    if (cover.style != redact::Style::solid && !facesSolid) {
      PHOTOSCRUB_TRY(offered, redact::offers(cover.style, file, request.limits));
      facesSolid = !offered;
    }
  return CoverProof{outside, facesSolid};
}

Result<PictureReply> convert(const ConvertRequest& request, ByteView input) {
  PHOTOSCRUB_TRY(file, fileOf(input, request.size));
  imaging::ToJpegOptions options;
  options.orientation = request.orientation;
  options.colourProfile = request.colourProfile;
  PHOTOSCRUB_TRY(picture, imaging::toJpeg(file, options, request.limits));
  return PictureReply{std::move(picture)};
}

/// `inspector` is null in a worker that was started to cover only.
Bytes handle(const WorkerRequest& message, detect::Inspector* inspector) {
  const Error notUnderstood{ErrorCode::internal, "The request was not understood", "verb"};
  if (message.message.empty())
    return reply(Result<PictureReply>(notUnderstood));
  const auto verb = static_cast<Verb>(message.message[0]);
  const auto body = message.message.subspan(1);
  if (verb == Verb::look) {
    const auto request = decode<LookRequest>(body);
    if (!request.ok())
      return reply(Result<LookReply>(request.error()));
    return reply(inspector ? look(request.value(), message, *inspector)
                           : Result<LookReply>(notUnderstood));
  }
  if (verb == Verb::convert) {
    const auto request = decode<ConvertRequest>(body);
    return reply(request.ok() ? convert(request.value(), message.input)
                              : Result<PictureReply>(request.error()));
  }
  const auto request = decode<CoverRequest>(body);
  if (!request.ok())
    return reply(Result<PictureReply>(request.error()));
  return verb == Verb::cover ? reply(cover(request.value(), message.input))
                             : reply(verifyCover(request.value(), message.input, message.file));
}

/// Pictures and what networks compute come in pieces of megabytes. The allocator keeps such pieces
/// for later once a few were freed; handed back at once, the peak of a photo is a fifth lower.
void giveBackWhatIsFreed() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

} // namespace

} // namespace photoscrub::scrub

int main(int argc, char** argv) {
  photoscrub::scrub::giveBackWhatIsFreed();
  photoscrub::detect::InspectorOptions options;
  if (argc > 1)
    options.modelDir = argv[1];
  if (argc > 2)
    options.threads = std::atoi(argv[2]);
  std::optional<photoscrub::detect::Inspector> inspector;
  if (options.threads > 0) {
    auto loaded = photoscrub::detect::Inspector::load(options);
    if (!loaded.ok()) {
      std::fprintf(stderr, "photoscrub-vision: %s\n", loaded.error().message.c_str());
      return 1;
    }
    inspector = std::move(loaded).value();
  }
  photoscrub::imaging::prepare();
  return photoscrub::serveWorker([&inspector](const photoscrub::WorkerRequest& request) {
    return photoscrub::scrub::handle(request, inspector ? &*inspector : nullptr);
  });
}
