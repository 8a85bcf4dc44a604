// The metadata worker program: Exiv2 and Little CMS on untrusted bytes, without rights.
#include "base/lent_file.h"
#include "base/worker.h"
#include "metadata/colour_profile.h"
#include "metadata/metadata.h"
#include "scrub/messages.h"

#include <algorithm>

namespace photoscrub::scrub {

namespace {

using formats::MetadataBlock;

Result<metadata::Inventory> readBlock(const MetadataBlock& block, ByteView bytes,
                                      const metadata::InventoryOptions& options) {
  switch (block.syntax) {
  case MetadataBlock::Syntax::exif:
    return metadata::readExifBlock(bytes, options);
  case MetadataBlock::Syntax::xmp:
    return metadata::readXmpPacket(bytes, options);
  case MetadataBlock::Syntax::iptc:
    return metadata::readIptc(bytes, options);
  }
  return Error{ErrorCode::internal, "No such block", "syntax"};
}

// Values of the blocks Exiv2 skips fill what the file as a whole did not give.
void fill(metadata::KeptValues& values, const metadata::KeptValues& others) {
  const auto take = [](std::string& value, const std::string& other) {
    if (value.empty())
      value = other;
  };
  take(values.copyright, others.copyright);
  take(values.credit, others.credit);
  take(values.caption, others.caption);
  take(values.time, others.time);
}

std::vector<std::string> fieldsOf(const metadata::KeptValues& values) {
  std::vector<std::string> fields;
  if (!values.copyright.empty())
    fields.push_back("copyright");
  if (!values.credit.empty())
    fields.push_back("credit");
  if (!values.caption.empty())
    fields.push_back("caption");
  if (!values.time.empty())
    fields.push_back("time");
  return fields;
}

void addColour(InspectReply& reply, const InspectRequest& request) {
  if (request.colourProfile.empty() && request.adobeRgbByExif) {
    // DCF option files say "Adobe RGB" in Exif alone, which goes; the profile says the same.
    reply.colourProfile = metadata::adobeRgbProfile();
    reply.colourName = "Adobe RGB (1998)";
    return;
  }
  if (request.colourProfile.empty())
    return;
  auto clean = metadata::cleanProfile(request.colourProfile, request.limits);
  if (!clean.ok())
    return; // the main program sees that none came back
  reply.colourProfile = std::move(clean.value().profile);
  reply.colourName = clean.value().name;
  reply.colourHadText = clean.value().hadText;
}

Result<InspectReply> inspect(const InspectRequest& request, ByteView input) {
  if (request.size > input.size())
    return Error{ErrorCode::internal, "The request does not fit its file", "size"};
  const auto file = input.first(static_cast<std::size_t>(request.size));
  const metadata::InventoryOptions options{request.withValues};
  InspectReply reply;
  metadata::FindingList findings;
  metadata::KeptValues values;
  bool seen = false;
  if (request.wholeFile) {
    const auto whole = metadata::readInventory(file, options);
    seen = whole.ok();
    if (seen) {
      findings.merge(whole.value().findings);
      values = whole.value().kept;
    } else {
      reply.problems.push_back("metadata of the file");
    }
  }
  for (const auto& block : request.blocks) {
    if (block.seenByExiv2 && seen)
      continue;
    if (block.offset > file.size() || block.size > file.size() - block.offset)
      continue;
    const auto bytes =
        file.subspan(static_cast<std::size_t>(block.offset), static_cast<std::size_t>(block.size));
    const auto read = readBlock(block, bytes, options);
    if (!read.ok())
      continue; // named by the container walker as a whole
    findings.merge(read.value().findings);
    fill(values, read.value().kept);
  }
  reply.findings = std::move(findings).take();
  values = metadata::selected(std::move(values), request.keep);
  reply.keptFields = fieldsOf(values);
  PHOTOSCRUB_TRY(exif, metadata::freshExifBlock(values, request.orientation));
  reply.exif = std::move(exif);
  addColour(reply, request);
  return reply;
}

Result<AuditReply> audit(const AuditRequest& request, int file) {
  PHOTOSCRUB_TRY(lent, LentFile::map(file));
  PHOTOSCRUB_TRY(leaks, metadata::auditOutput(lent.bytes(), request.keep));
  return AuditReply{std::move(leaks)};
}

template <class Request, class Handler> auto answer(ByteView message, Handler handle) {
  using Outcome = decltype(handle(std::declval<Request>()));
  const auto request = decode<Request>(message);
  return reply(request.ok() ? handle(request.value()) : Outcome(request.error()));
}

Bytes handle(const WorkerRequest& message) {
  if (message.message.empty())
    return reply(Result<AuditReply>(Error{}));
  const auto verb = static_cast<Verb>(message.message[0]);
  const auto body = message.message.subspan(1);
  if (verb == Verb::inspect)
    return answer<InspectRequest>(
        body, [&](const InspectRequest& request) { return inspect(request, message.input); });
  return answer<AuditRequest>(
      body, [&](const AuditRequest& request) { return audit(request, message.file); });
}

} // namespace

} // namespace photoscrub::scrub

int main() {
  photoscrub::metadata::prepare();
  photoscrub::metadata::prepareColour();
  return photoscrub::serveWorker(photoscrub::scrub::handle);
}
