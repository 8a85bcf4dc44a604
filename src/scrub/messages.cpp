#include "scrub/messages.h"

#include <algorithm>

#include <nlohmann/json.hpp>

// to_json and from_json are found by the JSON library through the namespace of each type.

namespace photoscrub {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Point, x, y)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Size, width, height)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Rect, x, y, width, height)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Limits, maxFileBytes, maxPixels, maxSide, maxParts, maxScans,
                                   maxDepth, maxSeconds, maxProfileBytes)

} // namespace photoscrub

namespace photoscrub::formats {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MetadataBlock, syntax, offset, size, seenByExiv2)
}

namespace photoscrub::metadata {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(KeepOptions, copyright, credit, caption, time)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Finding, kind, where, count, value)
} // namespace photoscrub::metadata

namespace photoscrub::detect {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Region, kind, box, polygon, score, label, certainty, value)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DetectorInfo, name, version, modelSha256, tier, recallCard)
} // namespace photoscrub::detect

namespace photoscrub::redact {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Cover, box, style)
}

namespace photoscrub::scrub {

// Bytes as CBOR byte strings; the library's default for vectors is an array of numbers.
nlohmann::json blob(const Bytes& bytes) {
  return nlohmann::json::binary(bytes);
}
Bytes bytesOf(const nlohmann::json& json) {
  return json.get_binary();
}

void to_json(nlohmann::json& json, const InspectRequest& request) {
  json = {{"size", request.size},
          {"wholeFile", request.wholeFile},
          {"blocks", request.blocks},
          {"colourProfile", blob(request.colourProfile)},
          {"adobeRgbByExif", request.adobeRgbByExif},
          {"keep", request.keep},
          {"orientation", request.orientation},
          {"withValues", request.withValues},
          {"limits", request.limits}};
}

void from_json(const nlohmann::json& json, InspectRequest& request) {
  json.at("size").get_to(request.size);
  json.at("wholeFile").get_to(request.wholeFile);
  json.at("blocks").get_to(request.blocks);
  request.colourProfile = bytesOf(json.at("colourProfile"));
  json.at("adobeRgbByExif").get_to(request.adobeRgbByExif);
  json.at("keep").get_to(request.keep);
  json.at("orientation").get_to(request.orientation);
  json.at("withValues").get_to(request.withValues);
  json.at("limits").get_to(request.limits);
}

void to_json(nlohmann::json& json, const InspectReply& reply) {
  json = {{"findings", reply.findings},
          {"problems", reply.problems},
          {"colourProfile", blob(reply.colourProfile)},
          {"colourName", reply.colourName},
          {"colourHadText", reply.colourHadText},
          {"exif", blob(reply.exif)},
          {"keptFields", reply.keptFields}};
}

void from_json(const nlohmann::json& json, InspectReply& reply) {
  json.at("findings").get_to(reply.findings);
  json.at("problems").get_to(reply.problems);
  reply.colourProfile = bytesOf(json.at("colourProfile"));
  json.at("colourName").get_to(reply.colourName);
  json.at("colourHadText").get_to(reply.colourHadText);
  reply.exif = bytesOf(json.at("exif"));
  json.at("keptFields").get_to(reply.keptFields);
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AuditRequest, keep)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AuditReply, leaks)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LookRequest, size, orientation, withValues, sensitivity,
                                   annotate, limits)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LookReply, fullSize, regions, detectors, warnings, decodeSeconds,
                                   detectSeconds, detectorSeconds, bytesAfterPicture, animated,
                                   annotated)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CoverRequest, size, orientation, covers, noise, limits)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CoverProof, outside, facesSolid)

void to_json(nlohmann::json& json, const ConvertRequest& request) {
  json = {{"size", request.size},
          {"orientation", request.orientation},
          {"colourProfile", blob(request.colourProfile)},
          {"limits", request.limits}};
}

void from_json(const nlohmann::json& json, ConvertRequest& request) {
  json.at("size").get_to(request.size);
  json.at("orientation").get_to(request.orientation);
  request.colourProfile = bytesOf(json.at("colourProfile"));
  json.at("limits").get_to(request.limits);
}

namespace {

// An Error as it crosses the process border: its source line stays behind.
struct WireError {
  ErrorCode code = ErrorCode::internal;
  std::string message;
  std::string detail;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WireError, code, message, detail)

Error notUnderstood(std::string detail) {
  return {ErrorCode::worker, "A helper process gave an answer that makes no sense",
          std::move(detail)};
}

// Enumerations arrive as plain numbers; one out of range must not become an enumerator.
template <class Enum> bool within(Enum value, Enum last) {
  return static_cast<int>(value) >= 0 && static_cast<int>(value) <= static_cast<int>(last);
}
template <class T> bool sane(const T&) {
  return true;
}
bool sane(const LookRequest& request) {
  return within(request.sensitivity, detect::Sensitivity::low);
}
bool sane(const CoverRequest& request) {
  return std::all_of(request.covers.begin(), request.covers.end(), [](const redact::Cover& cover) {
    return within(cover.style, redact::Style::blur);
  });
}
bool sane(const CoverProof& proof) {
  return within(proof.outside, redact::Outside::codedAgain);
}
bool sane(const WireError& error) {
  return within(error.code, ErrorCode::internal);
}
bool sane(const std::vector<metadata::Finding>& findings) {
  return std::all_of(findings.begin(), findings.end(), [](const metadata::Finding& finding) {
    return within(finding.kind, formats::FindingKind::other);
  });
}
bool sane(const InspectReply& reply) {
  return sane(reply.findings);
}
bool sane(const AuditReply& reply) {
  return sane(reply.leaks);
}
bool sane(const LookReply& reply) {
  return std::all_of(reply.regions.begin(), reply.regions.end(), [](const detect::Region& region) {
    return within(region.kind, detect::RegionKind::document) &&
           within(region.certainty, detect::Certainty::info);
  });
}

} // namespace

template <class T> Bytes encode(const T& message) {
  return nlohmann::json::to_cbor(nlohmann::json(message));
}

// A picture is megabytes: it travels as it is.
template <> Bytes encode(const PictureReply& message) {
  return message.picture;
}

template <class T> Result<T> decode(ByteView bytes) {
  try {
    auto message = nlohmann::json::from_cbor(bytes).get<T>();
    if (!sane(message))
      return notUnderstood("value out of range");
    return message;
  } catch (const nlohmann::json::exception& problem) {
    return notUnderstood("CBOR error " + std::to_string(problem.id));
  }
}

template <> Result<PictureReply> decode(ByteView bytes) {
  return PictureReply{Bytes(bytes.begin(), bytes.end())};
}

template <class T> Bytes reply(const Result<T>& result) {
  Bytes bytes = {result.ok() ? std::uint8_t{0} : std::uint8_t{1}};
  const auto body =
      result.ok()
          ? encode(result.value())
          : encode(WireError{result.error().code, result.error().message, result.error().detail});
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

template <class T> Result<T> readReply(ByteView bytes) {
  if (bytes.empty())
    return notUnderstood("empty reply");
  if (bytes[0] == 0)
    return decode<T>(bytes.subspan(1));
  PHOTOSCRUB_TRY(error, decode<WireError>(bytes.subspan(1)));
  return Error{error.code, std::move(error.message), std::move(error.detail)};
}

template Bytes encode(const InspectRequest&);
template Bytes encode(const AuditRequest&);
template Bytes encode(const LookRequest&);
template Bytes encode(const CoverRequest&);
template Bytes encode(const ConvertRequest&);
template Result<InspectRequest> decode(ByteView);
template Result<AuditRequest> decode(ByteView);
template Result<LookRequest> decode(ByteView);
template Result<CoverRequest> decode(ByteView);
template Result<ConvertRequest> decode(ByteView);
template Bytes reply(const Result<InspectReply>&);
template Bytes reply(const Result<AuditReply>&);
template Bytes reply(const Result<LookReply>&);
template Bytes reply(const Result<PictureReply>&);
template Bytes reply(const Result<CoverProof>&);
template Result<InspectReply> readReply(ByteView);
template Result<AuditReply> readReply(ByteView);
template Result<LookReply> readReply(ByteView);
template Result<PictureReply> readReply(ByteView);
template Result<CoverProof> readReply(ByteView);

} // namespace photoscrub::scrub
