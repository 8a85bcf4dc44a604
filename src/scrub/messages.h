/// What the main program and its two worker programs say to each other. Plain data, sent as CBOR
/// (RFC 8949). Replies are untrusted: a worker may have been taken over by the file it read.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/orientation.h"
#include "detect/region.h"
#include "detect/sensitivity.h"
#include "formats/container_format.h"
#include "metadata/finding.h"
#include "metadata/kept_values.h"
#include "redact/redact.h"

#include <string>
#include <vector>

namespace photoscrub::scrub {

/// The first byte of a request.
enum class Verb : std::uint8_t { inspect, audit, look, cover, verifyCover, convert };

/// To the metadata worker: name what the file in the input buffer carries, and write the fresh
/// blocks for its cleaned copy.
struct InspectRequest {
  std::uint64_t size = 0; ///< bytes of the input buffer that are the file
  bool wholeFile = true;  ///< let Exiv2 look for more than `blocks`
  std::vector<formats::MetadataBlock> blocks;
  Bytes colourProfile;
  bool adobeRgbByExif = false;
  metadata::KeepOptions keep;
  Orientation orientation = Orientation::normal; ///< of the cleaned copy
  bool withValues = false;
  Limits limits;
};

struct InspectReply {
  std::vector<metadata::Finding> findings;
  std::vector<std::string> problems; ///< what could not be read, by place; no values
  Bytes colourProfile;               ///< the clean one; empty: none, or it could not be rebuilt
  std::string colourName;
  bool colourHadText = false;
  Bytes exif;                          ///< the fresh block; empty: none needed
  std::vector<std::string> keptFields; ///< "copyright", ... that the fresh block carries
};

/// To the metadata worker, with the saved file lent: what does Exiv2 still see?
struct AuditRequest {
  metadata::KeepOptions keep;
};
struct AuditReply {
  std::vector<metadata::Finding> leaks;
};

/// To the vision worker: decode the file in the input buffer, or the file that is lent, and look
/// for regions.
struct LookRequest {
  std::uint64_t size = 0;
  Orientation orientation = Orientation::normal;
  bool withValues = false;
  detect::Sensitivity sensitivity = detect::Sensitivity::high;
  bool annotate = false; ///< also draw what was found
  Limits limits;
};
struct LookReply {
  Size fullSize;
  std::vector<detect::Region> regions;
  std::vector<detect::DetectorInfo> detectors;
  std::vector<std::string> warnings;
  double decodeSeconds = 0;
  double detectSeconds = 0;
  std::vector<std::pair<std::string, double>> detectorSeconds;
  std::uint64_t bytesAfterPicture = 0;
  bool animated = false;
  Bytes annotated; ///< a PNG file, where it was asked for
};

/// To the vision worker: cover boxes in the file in the input buffer. With a lent file
/// (`verifyCover`): prove that it holds the same picture with these boxes covered.
struct CoverRequest {
  std::uint64_t size = 0;
  Orientation orientation = Orientation::normal;
  std::vector<redact::Cover> covers;
  std::uint64_t noise = 0; ///< as in redact::RedactOptions
  Limits limits;
};

/// To the vision worker: the picture in the input buffer as a JPEG for posting.
struct ConvertRequest {
  std::uint64_t size = 0;
  Orientation orientation = Orientation::normal;
  Bytes colourProfile; ///< the clean one; empty: sRGB
  Limits limits;
};

/// The answer to cover and convert.
struct PictureReply {
  Bytes picture; ///< a whole file
};

/// The answer to verifyCover, when the proof holds.
struct CoverProof {
  redact::Outside outside = redact::Outside::codedAgain;
  bool facesSolid = false; ///< pixelate or blur was asked for, but this picture does not offer it
};

/// CBOR of one of the structs above.
template <class T> Bytes encode(const T& message);
/// Errors: worker (not such a message).
template <class T> Result<T> decode(ByteView bytes);

/// A request: the verb, then the message.
template <class T> Bytes request(Verb verb, const T& message) {
  Bytes bytes = {static_cast<std::uint8_t>(verb)};
  const auto body = encode(message);
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

/// A reply: 0 and the message, or 1 and an error.
template <class T> Bytes reply(const Result<T>& result);
/// The message, or the error the worker reported, or ErrorCode::worker if it is neither.
template <class T> Result<T> readReply(ByteView bytes);

} // namespace photoscrub::scrub
