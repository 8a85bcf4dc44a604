/// Any bytes as what a helper process sends: it may have been taken over by the file it read.
#include "fuzz/fuzz_checks.h"
#include "scrub/messages.h"

using namespace photoscrub;

namespace {

template <class T> void checkReply(ByteView bytes) {
  const auto reply = scrub::readReply<T>(bytes);
  fuzz::require(reply.ok() || !reply.error().message.empty(), "an error says something");
  if (!reply.ok())
    return;
  const auto again = scrub::readReply<T>(scrub::reply<T>(reply));
  fuzz::require(again.ok(), "what was understood can be sent and understood again");
}

template <class T> void checkRequest(ByteView bytes) {
  const auto request = scrub::decode<T>(bytes);
  fuzz::requireDocumentedError(request);
  if (request.ok())
    fuzz::require(scrub::decode<T>(scrub::encode(request.value())).ok(),
                  "what was understood can be sent and understood again");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes{data, size};
  checkReply<scrub::InspectReply>(bytes);
  checkReply<scrub::AuditReply>(bytes);
  checkReply<scrub::LookReply>(bytes);
  checkReply<scrub::PictureReply>(bytes);
  checkReply<scrub::CoverProof>(bytes);
  checkRequest<scrub::InspectRequest>(bytes);
  checkRequest<scrub::AuditRequest>(bytes);
  checkRequest<scrub::LookRequest>(bytes);
  checkRequest<scrub::CoverRequest>(bytes);
  checkRequest<scrub::ConvertRequest>(bytes);
  return 0;
}
