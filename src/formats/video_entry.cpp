#include "formats/video_entry.h"

#include "formats/video_codecs.h"
#include "formats/video_config.h"
#include "formats/video_descriptor.h"

#include <algorithm>
#include <set>

namespace photoscrub::formats::video {

namespace {

using namespace std::string_view_literals;
using bmff::Box;
using bmff::BoxReader;
using bmff::BoxScope;

constexpr std::uint64_t kPictureFields = 78; // 14496-12, 12.1.3.2
constexpr std::uint64_t kSoundFields = 28;   // 12.2.3.2
constexpr std::uint64_t kQuickTimeV1 = 16, kQuickTimeV2 = 36;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "This video is damaged and cannot be read", std::move(detail),
          offset};
}

bool allZero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

class EntryCleaner {
public:
  EntryCleaner(const Box& box, const Codec& codec, std::vector<EntryLoss>& losses,
               BoxReader::Count& count, const Limits& limits)
      : box_(box), codec_(codec), losses_(losses), count_(count), limits_(limits) {}

  Result<SampleEntry> run() {
    entry_.codec = codec_.code;
    ByteWriter out;
    {
      const BoxScope scope(out, codec_.code);
      out.u32(0).u16(0).u16(1); // reserved, the one data reference
      PHOTOSCRUB_TRY(fields, codec_.media == Media::picture ? picture(out) : sound(out));
      auto inner = BoxReader::inside(box_, fields, count_, limits_);
      PHOTOSCRUB_CHECK(configs(out, inner));
    }
    if (!codec_.config.empty() && !configSeen_)
      return malformed("no decoder configuration", box_.offset);
    entry_.bytes = std::move(out).take();
    return std::move(entry_);
  }

private:
  void lose(FindingKind kind, std::string where) { losses_.push_back({kind, std::move(where)}); }

  Result<std::uint64_t> picture(ByteWriter& out) {
    ByteReader reader(box_.payload);
    PHOTOSCRUB_TRY(fields, reader.take(kPictureFields));
    ByteReader numbers(fields.subspan(24));
    const auto width = numbers.u16().value(), height = numbers.u16().value();
    const auto maker = fields.subspan(8, 16); // version, vendor, qualities
    const auto name = fields.subspan(42, 32);
    if (!allZero(maker))
      lose(FindingKind::software, "encoder's mark and settings");
    if (!allZero(name))
      lose(FindingKind::software, "encoder name");
    entry_.size = {width, height};
    out.u64(0).u64(0).u16(width).u16(height);
    out.u32(72u << 16).u32(72u << 16).u32(0).u16(1); // dots per inch, one picture a sample
    out.bytes(Bytes(32)).bytes(fields.subspan(74, 2)).u16(0xFFFF);
    return kPictureFields;
  }

  Result<std::uint64_t> sound(ByteWriter& out) {
    ByteReader reader(box_.payload);
    PHOTOSCRUB_CHECK(reader.skip(8));
    PHOTOSCRUB_TRY(version, reader.u16());
    PHOTOSCRUB_TRY(maker, reader.take(6));
    PHOTOSCRUB_TRY(channels, reader.u16());
    PHOTOSCRUB_TRY(bits, reader.u16());
    PHOTOSCRUB_TRY(compression, reader.u16());
    PHOTOSCRUB_CHECK(reader.skip(2));
    PHOTOSCRUB_TRY(rate, reader.u32());
    if (version > 2)
      return malformed("version of a sound description", box_.offset);
    if (!allZero(maker))
      lose(FindingKind::software, "encoder's mark");
    const bool known = compression == 0xFFFE || compression == 0xFFFF;
    out.u16(version).bytes(Bytes(6)).u16(channels).u16(bits);
    out.u16(known ? compression : std::uint16_t{0}).u16(0).u32(rate);
    setPacket(channels, bits);
    if (version == 1) {
      PHOTOSCRUB_TRY(more, reader.take(kQuickTimeV1));
      out.bytes(more);
      return kSoundFields + kQuickTimeV1;
    }
    if (version == 2) {
      PHOTOSCRUB_TRY(more, reader.take(kQuickTimeV2));
      ByteReader numbers(more.subspan(12));
      const auto manyChannels = numbers.u32().value();
      PHOTOSCRUB_CHECK(numbers.skip(4));
      setPacket(manyChannels, numbers.u32().value());
      out.u32(72).bytes(more.subspan(4, 12)).u32(0x7F00'0000).bytes(more.subspan(20));
      return kSoundFields + kQuickTimeV2;
    }
    return kSoundFields;
  }

  void setPacket(std::uint32_t channels, std::uint32_t bits) {
    if (codec_.samplesInPacket == 0 || channels > 1024 || bits > 1024)
      return;
    const auto bytes = codec_.bytesForChannel != 0 ? codec_.bytesForChannel : bits / 8;
    entry_.samplesInPacket = codec_.samplesInPacket;
    entry_.bytesInPacket = bytes * channels;
  }

  Status configs(ByteWriter& out, BoxReader& reader) {
    std::set<std::string_view> seen;
    while (!reader.atEnd()) {
      const auto box = reader.next();
      if (!box.ok() && box.error().code == ErrorCode::limit)
        return box.error();
      if (!box.ok()) {
        trailing(reader.position());
        break;
      }
      const bool first = seen.insert(box.value().type).second;
      if (!first || !config(out, box.value()))
        lost(box.value());
    }
    return {};
  }

  void trailing(std::uint64_t begin) {
    const auto from = begin - box_.offset - box_.headerSize;
    if (!allZero(box_.payload.subspan(static_cast<std::size_t>(from)))) // QuickTime ends with zeros
      lose(FindingKind::other, "bytes behind the description of the coding");
  }

  // True if the box stays.
  bool config(ByteWriter& out, const Box& box) {
    if (box.is("wave") && codec_.media == Media::sound)
      return wave(out, box);
    if (!box.is(codec_.config) && !isCommonConfig(box.type, codec_.media))
      return false;
    const auto clean = cleanConfig(box.type, box.payload);
    if (!clean)
      return false;
    if (!box.is("clap") || !isWholePicture(*clean))
      write(out, box, *clean);
    return true;
  }

  // A clean aperture (14496-12, 12.1.4) as large as the picture, in its middle, says nothing.
  bool isWholePicture(ByteView clap) const {
    ByteReader reader(clap);
    const auto ratio = [&reader](int value) {
      const std::uint64_t above = reader.u32().value(), below = reader.u32().value();
      return below != 0 && above == below * static_cast<std::uint64_t>(value);
    };
    const bool width = ratio(entry_.size.width), height = ratio(entry_.size.height);
    const bool right = ratio(0), down = ratio(0);
    return width && height && right && down;
  }

  void write(ByteWriter& out, const Box& box, const Bytes& clean) {
    // Descriptors say their length in one byte or in four, which loses nothing.
    const std::size_t slack = box.is("esds") ? 12 : 0;
    if (box.payload.size() > clean.size() + slack)
      lose(FindingKind::other, "unneeded data in the decoder configuration");
    if (box.is(codec_.config)) {
      configSeen_ = true;
      entry_.lengthBytes = lengthBytesOf(box.type, clean);
      entry_.configHasText = box.is("esds") && holdsUserData(clean);
    }
    const BoxScope scope(out, box.type);
    out.bytes(clean);
  }

  // QuickTime File Format, "siDecompressionParam": the codec, its configuration, an end mark.
  bool wave(ByteWriter& out, const Box& box) {
    const BoxScope scope(out, "wave");
    {
      const BoxScope format(out, "frma");
      out.bytes(asBytes(codec_.code));
    }
    if (codec_.code == "mp4a") { // older players look for it
      const BoxScope old(out, "mp4a");
      out.u32(0);
    }
    std::set<std::string_view> seen;
    auto reader = BoxReader::inside(box, 0, count_, limits_);
    while (!reader.atEnd()) {
      const auto part = reader.next();
      if (!part.ok() || part.value().is("\0\0\0\0"sv))
        break;
      const auto& inner = part.value();
      const bool written = inner.is("frma") || inner.is(codec_.code == "mp4a" ? "mp4a"sv : ""sv);
      const bool wanted = inner.is(codec_.config) || inner.is("enda");
      const auto clean = wanted ? cleanConfig(inner.type, inner.payload) : std::nullopt;
      if (clean && seen.insert(inner.type).second)
        write(out, inner, *clean);
      else if (!written)
        lost(inner);
    }
    out.u32(8).u32(0);
    return true;
  }

  void lost(const Box& box) {
    if (box.is("colr"))
      lose(FindingKind::colourText, "colour profile");
    else if (!box.is("\0\0\0\0"sv))
      lose(FindingKind::other, "unneeded box in the description of the coding");
  }

  const Box& box_;
  const Codec& codec_;
  std::vector<EntryLoss>& losses_;
  BoxReader::Count& count_;
  const Limits& limits_;
  SampleEntry entry_;
  bool configSeen_ = false;
};

} // namespace

Result<std::optional<SampleEntry>> cleanEntry(const Box& box, Media media,
                                              std::vector<EntryLoss>& losses,
                                              BoxReader::Count& count, const Limits& limits) {
  if (isProtected(box.type))
    return Error{ErrorCode::unsupported,
                 "This video is protected against copying and cannot be cleaned", "sample entry",
                 box.offset};
  const auto* codec = codecFor(box.type, media);
  if (!codec)
    return std::optional<SampleEntry>{};
  PHOTOSCRUB_TRY(entry, EntryCleaner(box, *codec, losses, count, limits).run());
  return std::optional<SampleEntry>(std::move(entry));
}

} // namespace photoscrub::formats::video
