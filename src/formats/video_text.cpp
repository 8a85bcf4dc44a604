#include "formats/video_text.h"

#include "formats/video_descriptor.h"

#include <algorithm>

namespace photoscrub::formats::video {

namespace {

// ISO/IEC 14496-10, D.1 and 23008-2, D.2.1: messages whose content is up to the writer.
constexpr int kRegistered = 4, kUnregistered = 5;
constexpr std::uint32_t kSamples = 2'000'000; // of one track looked at: nine hours
constexpr std::size_t kUnits = 200;           // of one sample looked at
constexpr std::size_t kMessageBytes = 4096;   // of one unit

// Annex B.3: 00 00 03 stands for 00 00.
Bytes unescaped(ByteView unit) {
  Bytes bytes;
  int zeros = 0;
  for (const auto byte : unit.first(std::min(unit.size(), kMessageBytes))) {
    if (zeros >= 2 && byte == 3) {
      zeros = 0;
      continue;
    }
    zeros = byte == 0 ? zeros + 1 : 0;
    bytes.push_back(byte);
  }
  return bytes;
}

std::size_t extended(ByteView bytes, std::size_t& at) {
  std::size_t value = 0;
  while (at < bytes.size() && bytes[at] == 0xFF) {
    value += 255;
    ++at;
  }
  return at < bytes.size() ? value + bytes[at++] : value;
}

// ITU-T T.35: the dynamic brightness of HDR10+ is no text.
bool isBrightness(ByteView message) {
  constexpr std::uint8_t samsung[] = {0xB5, 0x00, 0x3C};
  return startsWith(message, samsung);
}

bool isTelling(ByteView messages) {
  std::size_t at = 0;
  while (at + 2 < messages.size()) {
    const auto type = extended(messages, at);
    const auto size = extended(messages, at);
    const auto body = messages.subspan(std::min(at, messages.size()));
    if (type == kUnregistered || (type == kRegistered && !isBrightness(body)))
      return true;
    at += std::min(size, messages.size());
  }
  return false;
}

bool unitTells(ByteView unit, bool hevc) {
  const std::size_t header = hevc ? 2 : 1;
  if (unit.size() <= header)
    return false;
  const int type = hevc ? (unit[0] >> 1) & 0x3F : unit[0] & 0x1F;
  const bool message = hevc ? type == 39 || type == 40 : type == 6;
  return message && isTelling(unescaped(unit.subspan(header)));
}

bool sampleTells(ByteView sample, int lengthBytes, bool hevc) {
  ByteReader reader(sample);
  for (std::size_t i = 0; i < kUnits && reader.left() > static_cast<std::uint64_t>(lengthBytes);
       ++i) {
    std::uint64_t length = 0;
    for (int byte = 0; byte < lengthBytes; ++byte)
      length = length << 8 | reader.u8().value();
    const auto unit = reader.take(std::min(length, reader.left()));
    if (unitTells(unit.value(), hevc))
      return true;
  }
  return false;
}

// ISO/IEC 10918-1, B.1.1: APP1 and higher, and comments. APP0 and APP14 say how to decode.
bool jpegTells(ByteView sample) {
  ByteReader reader(sample);
  if (!reader.skip(2).ok())
    return false;
  for (std::size_t i = 0; i < kUnits; ++i) {
    const auto marker = reader.u16();
    const auto length = reader.u16();
    if (!marker.ok() || !length.ok() || marker.value() == 0xFFDA || length.value() < 2)
      return false;
    const bool application =
        marker.value() > 0xFFE0 && marker.value() <= 0xFFEF && marker.value() != 0xFFEE;
    if (application || marker.value() == 0xFFFE)
      return true;
    if (!reader.skip(length.value() - 2u).ok())
      return false;
  }
  return false;
}

bool entryTells(const SampleEntry& entry, ByteView sample) {
  if (entry.lengthBytes > 0)
    return sampleTells(sample, entry.lengthBytes, entry.codec[0] == 'h' || entry.codec[2] == 'h');
  if (entry.codec == "jpeg" || entry.codec == "mjpa" || entry.codec == "mjpb")
    return jpegTells(sample);
  if (entry.codec == "mp4v")
    return holdsUserData(sample.first(std::min<std::size_t>(sample.size(), 256)));
  return false;
}

} // namespace

bool carriesText(const Track& track, ByteView file) {
  if (track.media != Media::picture)
    return false;
  if (std::any_of(track.entries.begin(), track.entries.end(),
                  [](const SampleEntry& entry) { return entry.configHasText; }))
    return true;
  std::uint32_t index = 0;
  for (const auto& chunk : track.samples.chunks) {
    auto rest =
        file.subspan(static_cast<std::size_t>(chunk.offset), static_cast<std::size_t>(chunk.bytes));
    for (std::uint32_t i = 0; i < chunk.samples && index < kSamples; ++i) {
      const auto size = std::min<std::size_t>(track.samples.size(index++), rest.size());
      if (entryTells(track.entries[chunk.entry], rest.first(size)))
        return true;
      rest = rest.subspan(size);
    }
  }
  return false;
}

bool hidesPictures(const Track& track, std::uint32_t movieTimescale) {
  if (track.media != Media::picture || track.edits.empty())
    return false;
  double shown = 0;
  for (const auto& edit : track.edits)
    if (edit.mediaTime >= 0)
      shown += static_cast<double>(edit.duration) / movieTimescale;
  const double there = static_cast<double>(track.samples.duration()) / track.timescale;
  return there > shown + 1.0;
}

} // namespace photoscrub::formats::video
