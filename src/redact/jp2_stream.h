/// Memory as OpenJPEG's streams. Internal to src/redact. Not thread-safe.
#pragma once

#include "base/bytes.h"

#include <memory>

#include <openjpeg.h>

namespace photoscrub::redact {

struct FreeJp2Codec {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
using Jp2Codec = std::unique_ptr<opj_codec_t, FreeJp2Codec>;
// OpenJPEG's codec and stream are both void*.
struct FreeJp2Stream {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
using Jp2Stream = std::unique_ptr<opj_stream_t, FreeJp2Stream>;

/// Where a stream reads or writes; must outlive it.
struct Jp2Memory {
  ByteView source{};
  Bytes target{};
  bool writing = false;
  std::size_t at = 0;
};
/// Null where there is no memory.
Jp2Stream openJp2Stream(Jp2Memory& memory);

} // namespace photoscrub::redact
