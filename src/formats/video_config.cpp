#include "formats/video_config.h"

#include "formats/video_descriptor.h"
#include "formats/video_parameter_sets.h"

#include <algorithm>

namespace photoscrub::formats::video {

namespace {

using namespace std::string_view_literals;

Bytes copy(ByteView view) {
  return {view.begin(), view.end()};
}

std::optional<Bytes> firstBytes(ByteView payload, std::size_t size) {
  if (payload.size() < size)
    return std::nullopt;
  return copy(payload.first(size));
}

// 14496-12, 12.1.5: code points, or their older QuickTime form without the range flag. A profile
// goes: players that read one are rare, and it carries text.
std::optional<Bytes> colour(ByteView payload) {
  if (startsWith(payload, asBytes("nclx"sv)) && payload.size() >= 11) {
    auto bytes = copy(payload.first(11));
    bytes[10] &= 0x80;
    return bytes;
  }
  if (startsWith(payload, asBytes("nclc"sv)))
    return firstBytes(payload, 10);
  return std::nullopt;
}

// VP Codec ISO Media File Format Binding, 1.0: no initialisation data for VP8 and VP9.
std::optional<Bytes> vp(ByteView payload) {
  if (payload.size() < 12 || payload[0] != 1)
    return std::nullopt;
  auto bytes = copy(payload.first(12));
  bytes[1] = bytes[2] = bytes[3] = bytes[10] = bytes[11] = 0;
  return bytes;
}

// Opus in ISO Base Media File Format, 4.3.2.
std::optional<Bytes> opus(ByteView payload) {
  if (payload.size() < 11)
    return std::nullopt;
  const bool mapped = payload[10] != 0;
  return firstBytes(payload, mapped ? 13 + std::size_t{payload[1]} : 11);
}

// FLAC in ISO Base Media File Format, 3.3.2: STREAMINFO comes first; tags and pictures may follow.
std::optional<Bytes> flac(ByteView payload) {
  constexpr std::size_t streamInfo = 34;
  if (payload.size() < 8 + streamInfo || (payload[4] & 0x7F) != 0)
    return std::nullopt;
  auto bytes = Bytes{0, 0, 0, 0, 0x80, 0, 0, streamInfo};
  const auto info = payload.subspan(8, streamInfo);
  bytes.insert(bytes.end(), info.begin(), info.end());
  return bytes;
}

// ETSI TS 102 366, F.6: one group of bytes for each substream, then the mark of an extension.
std::optional<Bytes> enhancedAc3(ByteView payload) {
  if (payload.size() < 2)
    return std::nullopt;
  std::size_t size = 2;
  for (int stream = payload[1] & 7; stream >= 0; --stream) {
    if (payload.size() < size + 3)
      return std::nullopt;
    size += (payload[size + 2] & 0x1E) != 0 ? 4 : 3;
  }
  if (payload.size() >= size + 2 && payload[size] == 1)
    size += 2;
  return firstBytes(payload, size);
}

// 3GPP TS 26.244, 6.7 and 6.8: a maker's mark, then what the decoder needs.
std::optional<Bytes> withoutVendor(ByteView payload, std::size_t size) {
  auto bytes = firstBytes(payload, size);
  if (bytes) {
    std::fill_n(bytes->begin(), 4, std::uint8_t{0}); // vendor
    if (size != 7) // AMR: the decoder's version; H.263 has nothing more than level and profile
      (*bytes)[4] = 0;
  }
  return bytes;
}

// Dolby Vision Streams within the ISO Base Media File Format, 3.2: five bytes, then reserved ones.
std::optional<Bytes> dolbyVision(ByteView payload) {
  auto bytes = firstBytes(payload, 24);
  if (bytes) {
    (*bytes)[4] &= 0xF0;
    std::fill(bytes->begin() + 5, bytes->end(), std::uint8_t{0});
  }
  return bytes;
}

// QuickTime "chan": Core Audio's layout, with 20 bytes for each loudspeaker.
std::optional<Bytes> channelLayout(ByteView payload) {
  if (payload.size() < 16)
    return std::nullopt;
  ByteReader reader(payload.subspan(12));
  const std::uint64_t speakers = reader.u32().value();
  if (speakers > 64 || payload.size() - 16 < speakers * 20)
    return std::nullopt;
  auto bytes = copy(payload.first(static_cast<std::size_t>(16 + speakers * 20)));
  std::fill_n(bytes.begin(), 4, std::uint8_t{0});
  return bytes;
}

std::optional<Bytes> plainFullBox(ByteView payload, std::size_t size) {
  auto bytes = firstBytes(payload, size);
  if (bytes)
    std::fill_n(bytes->begin(), 4, std::uint8_t{0});
  return bytes;
}

struct Fixed {
  std::string_view type;
  std::size_t size;
};

// Nothing but numbers.
constexpr Fixed kFixed[] = {
    {"pasp"sv, 8}, {"clap"sv, 32}, {"fiel"sv, 2}, {"gama"sv, 4},  {"btrt"sv, 12}, {"mdcv"sv, 24},
    {"clli"sv, 4}, {"enda"sv, 2},  {"dac3"sv, 3}, {"ddts"sv, 20}, {"frma"sv, 4},
};
constexpr Fixed kFull[] = {{"SmDm"sv, 28}, {"CoLL"sv, 8}, {"pcmC"sv, 6}, {"alac"sv, 28}};

} // namespace

std::optional<Bytes> cleanConfig(std::string_view type, ByteView payload) {
  for (const auto& fixed : kFixed)
    if (fixed.type == type)
      return firstBytes(payload, fixed.size);
  for (const auto& full : kFull)
    if (full.type == type)
      return plainFullBox(payload, full.size);
  if (type == "avcC")
    return cleanAvcConfig(payload);
  if (type == "hvcC")
    return cleanHevcConfig(payload);
  if (type == "av1C")
    return cleanAv1Config(payload);
  if (type == "esds")
    return cleanElementaryStream(payload);
  if (type == "colr")
    return colour(payload);
  if (type == "vpcC")
    return vp(payload);
  if (type == "dOps")
    return opus(payload);
  if (type == "dfLa")
    return flac(payload);
  if (type == "dec3")
    return enhancedAc3(payload);
  if (type == "damr")
    return withoutVendor(payload, 9);
  if (type == "d263")
    return withoutVendor(payload, 7);
  if (type == "dvcC" || type == "dvvC")
    return dolbyVision(payload);
  if (type == "chan")
    return channelLayout(payload);
  return std::nullopt;
}

int lengthBytesOf(std::string_view type, ByteView payload) {
  if (type == "avcC" && payload.size() > 4)
    return (payload[4] & 3) + 1;
  if (type == "hvcC" && payload.size() > 21)
    return (payload[21] & 3) + 1;
  return 0;
}

} // namespace photoscrub::formats::video
