// Writing cleaned WebP files.
#include "formats/webp.h"
#include "formats/webp_document.h"

namespace photoscrub::formats {

namespace {

using namespace webp;

std::uint64_t padded(std::uint64_t size) {
  return size + size % 2;
}

std::uint64_t chunkSize(std::uint64_t payload) {
  return kChunkHeader + padded(payload);
}

std::uint64_t sizeOf(const Picture& picture) {
  const auto alpha =
      picture.alphaHead.empty() ? 0 : chunkSize(picture.alphaHead.size() + picture.alpha.size());
  return alpha + chunkSize(picture.data.size());
}

Bytes header(std::string_view type, std::uint64_t size) {
  ByteWriter writer(Endian::little);
  writer.bytes(asBytes(type)).u32(static_cast<std::uint32_t>(size));
  return std::move(writer).take();
}

class Writer {
public:
  Writer(const WebpDocument& document, const Edits& edits) : document_(document), edits_(edits) {}

  Assembly run() {
    if (flags() != 0)
      chunk("VP8X", extendedPayload(flags(), document_.storedSize));
    if (!edits_.colourProfile.empty())
      chunk("ICCP", edits_.colourProfile);
    if (document_.animated) {
      chunk("ANIM", {document_.animation.begin(), document_.animation.end()});
      for (const auto& frame : document_.frames)
        write(frame);
    } else {
      write(document_.still);
    }
    if (!edits_.exif.empty())
      chunk("EXIF", edits_.exif);
    return std::move(assembly_);
  }

private:
  // What only the extended format can hold; 0 where the simple one will do.
  std::uint8_t flags() const {
    std::uint8_t flags = 0;
    const auto set = [&flags](bool on, std::uint8_t flag) {
      flags = static_cast<std::uint8_t>(flags | (on ? flag : 0));
    };
    set(!edits_.colourProfile.empty(), Extended::kProfile);
    set(!edits_.exif.empty(), Extended::kExif);
    set(document_.animated, Extended::kAnimation);
    if (flags != 0 || !document_.still.alphaHead.empty())
      set(showsThrough(), Extended::kAlpha);
    return flags;
  }

  bool showsThrough() const {
    for (const auto& frame : document_.frames)
      if (frame.picture.hasAlpha)
        return true;
    return document_.still.hasAlpha;
  }

  void chunk(std::string_view type, Bytes payload) {
    Bytes bytes = header(type, payload.size());
    payload.resize(static_cast<std::size_t>(padded(payload.size())));
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    assembly_.own(std::move(bytes));
  }

  void write(const Frame& frame) {
    assembly_.own(header("ANMF", kFrameHeader + sizeOf(frame.picture)));
    assembly_.borrow(frame.head);
    write(frame.picture);
  }

  void write(const Picture& picture) {
    if (!picture.alphaHead.empty()) {
      const auto size = picture.alphaHead.size() + picture.alpha.size();
      assembly_.own(header("ALPH", size));
      assembly_.borrow(picture.alphaHead);
      assembly_.borrow(picture.alpha);
      assembly_.zeros(size % 2);
    }
    assembly_.own(header(picture.type, picture.data.size()));
    assembly_.borrow(picture.data);
    assembly_.zeros(picture.data.size() % 2);
  }

  const WebpDocument& document_;
  const Edits& edits_;
  Assembly assembly_;
};

} // namespace

Result<Assembly> Webp::rewrite(const Document& parsed, const Edits& edits) const {
  auto body = Writer(static_cast<const WebpDocument&>(parsed), edits).run();
  const auto size = body.size() + 4;
  if (size > 0xFFFF'FFF0)
    return Error{ErrorCode::limit, "The picture is larger than a WebP file can be", "RIFF size"};
  Bytes head = header("RIFF", size);
  const auto name = asBytes("WEBP");
  head.insert(head.end(), name.begin(), name.end());
  body.owned.push_front(std::move(head));
  body.pieces.insert(body.pieces.begin(), body.owned.front());
  return body;
}

} // namespace photoscrub::formats
