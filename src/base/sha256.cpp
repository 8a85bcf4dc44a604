#include "base/sha256.h"

#include <nettle/sha2.h>

namespace photoscrub {

Sha256 sha256(std::span<const ByteView> pieces) {
  sha256_ctx context;
  sha256_init(&context);
  for (const auto piece : pieces)
    sha256_update(&context, piece.size(), piece.data());
  Sha256 digest{};
  sha256_digest(&context, digest.size(), digest.data());
  return digest;
}

std::string sha256Hex(ByteView bytes) {
  std::string text;
  for (const auto byte : sha256({&bytes, 1}))
    for (const int shift : {4, 0})
      text += "0123456789abcdef"[(byte >> shift) & 0xF];
  return text;
}

} // namespace photoscrub
