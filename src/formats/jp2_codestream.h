/// Reading a JPEG 2000 codestream, forgiving what decoders forgive. Views show the file's bytes.
#pragma once

#include "formats/jp2_markers.h"

namespace photoscrub::formats::jp2 {

struct TilePart {
  Sot sot;                        ///< its length is that in the output
  ByteView tile, numbering;       ///< the fields of the original that stay
  std::vector<ByteView> segments; ///< whole, with marker and length
  ByteView data;                  ///< packets
};

struct Codestream {
  Siz siz;
  std::vector<ByteView> segments; ///< of the main header, SIZ first
  std::vector<TilePart> parts;
  std::vector<Part> dropped;
  std::uint64_t end = 0; ///< behind EOC, or behind the last tile-part

  std::uint64_t size() const; ///< as written
};

/// `bytes` begin at `offset` of the file. Errors: truncated, malformed, limit, unsupported (colour
/// transforms of part 2).
Result<Codestream> readCodestream(ByteView bytes, std::uint64_t offset, const Limits& limits);
void listCoded(const Codestream& codestream, std::vector<ByteView>& coded);
void writeCodestream(const Codestream& codestream, Assembly& assembly);

/// The same, strictly: every byte needed and in its one form. Adds to `coded` what listCoded()
/// would. Errors: leak, and those of readCodestream().
Result<Siz> auditCodestream(ByteView bytes, const Limits& limits, std::vector<ByteView>& coded);

} // namespace photoscrub::formats::jp2
