#include "base/sha256.h"

#include <array>

#include <nettle/sha2.h>

namespace photoscrub {

std::string sha256Hex(ByteView bytes) {
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, bytes.size(), bytes.data());
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&context, digest.size(), digest.data());
  std::string text;
  for (const auto byte : digest)
    for (const int shift : {4, 0})
      text += "0123456789abcdef"[(byte >> shift) & 0xF];
  return text;
}

} // namespace photoscrub
