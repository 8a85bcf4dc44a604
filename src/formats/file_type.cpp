#include "formats/file_type.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <string>

namespace photoscrub::formats {

namespace {

using namespace std::string_view_literals;

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  FileType type;
};

// In order: the first that matches decides. Sources: the formats' own standards.
constexpr Signature kSignatures[] = {
    {0, "\xFF\xD8"sv, FileType::jpeg},
    {0, "\x89PNG\r\n\x1a\n"sv, FileType::png},
    {0, "GIF87a"sv, FileType::gif},
    {0, "GIF89a"sv, FileType::gif},
    {8, "WEBP"sv, FileType::webp},
    {8, "AVI "sv, FileType::otherVideo},
    {0, "\x1A\x45\xDF\xA3"sv, FileType::otherVideo},
    {0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv, FileType::otherVideo},
    {0, "FLV\x01"sv, FileType::otherVideo},
    {0, "\0\0\1\xBA"sv, FileType::otherVideo},
    {0, "\0\0\1\xB3"sv, FileType::otherVideo},
    {0, "\0\0\0\x0CJXL \r\n\x87\n"sv, FileType::jpegXl},
    {0, "\xFF\x0A"sv, FileType::jpegXl},
    {0, "\0\0\0\x0CjP  \r\n\x87\n"sv, FileType::jpeg2000},
    {0, "\xFF\x4F\xFF\x51"sv, FileType::jpeg2000},
    {0, "8BPS"sv, FileType::psd},
    {0, "%PDF"sv, FileType::pdf},
    {0, "FUJIFILMCCD-RAW"sv, FileType::raw},
    {0, "FOVb"sv, FileType::raw},
    {0, "\0MRM"sv, FileType::raw},
    {0, "IIRO"sv, FileType::raw},
    {0, "IIRS"sv, FileType::raw},
    {0, "MMOR"sv, FileType::raw},
    {0, "IIU\0"sv, FileType::raw},
    {8, "CR\x02\0"sv, FileType::raw},
    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, FileType::office},
    {0, "PK\x03\x04"sv, FileType::archive},
    {0, "PK\x05\x06"sv, FileType::archive},
    {0, "\x1F\x8B"sv, FileType::archive},
    {0, "7z\xBC\xAF\x27\x1C"sv, FileType::archive},
    {0, "Rar!\x1A\x07"sv, FileType::archive},
    {0,
     "\xFD"
     "7zXZ\0"sv,
     FileType::archive},
    {0, "BM"sv, FileType::bmp},
};

bool matches(ByteView head, const Signature& signature) {
  return head.size() >= signature.offset &&
         startsWith(head.subspan(signature.offset), asBytes(signature.bytes));
}

bool anyOf(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// ISO/IEC 14496-12, 4.3: the brands of the `ftyp` box say what the file is.
FileType byBrand(ByteView head) {
  const auto text = asText(head);
  const auto major = text.substr(8, std::min<std::size_t>(4, text.size() - 8));
  const auto compatible = text.substr(0, std::min<std::size_t>(text.size(), 64));
  if (major == "crx ")
    return FileType::raw;
  if (major == "jxl ")
    return FileType::jpegXl;
  if (anyOf(major, {"jp2 ", "jpx "}))
    return FileType::jpeg2000;
  if (anyOf(major, {"avif", "avis"}) ||
      (anyOf(major, {"mif1", "msf1"}) && compatible.find("avif") != std::string_view::npos))
    return FileType::avif;
  if (anyOf(major, {"heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs", "mif1", "mif2",
                    "mif3", "msf1", "miaf", "1pic"}))
    return FileType::heif;
  return FileType::video;
}

// TIFF 6.0, section 2. Camera RAW files of this shape are told apart by tags only DNG and makers
// use; a first IFD close to the head is enough to see them.
FileType byTiffHead(ByteView head) {
  const Endian endian = head[0] == 'I' ? Endian::little : Endian::big;
  ByteReader reader(head, endian);
  if (!reader.seek(4).ok())
    return FileType::tiff;
  const auto offset = reader.u32();
  if (!offset.ok() || !reader.seek(offset.value()).ok())
    return FileType::tiff;
  const auto entries = reader.u16();
  for (int i = 0; entries.ok() && i < entries.value(); ++i) {
    const auto tag = reader.u16();
    if (!tag.ok() || !reader.skip(10).ok())
      break;
    if (tag.value() == 50706)
      return FileType::raw; // DNGVersion
  }
  return FileType::tiff;
}

// ISO/IEC 13818-1, 2.4.3.2: packets of 188 bytes; camcorders put four bytes before each.
bool isTransportStream(ByteView head) {
  for (const std::size_t before : {0, 4}) {
    const std::size_t packet = before + 188;
    bool every = head.size() > before + 3 * packet;
    for (std::size_t i = 0; every && i < 4; ++i)
      every = head[before + i * packet] == 0x47;
    if (every)
      return true;
  }
  return false;
}

FileType byTextContent(ByteView head) {
  std::string text(asText(head.first(std::min<std::size_t>(head.size(), 1024))));
  for (auto& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (text.find("<svg") != std::string::npos)
    return FileType::svg;
  const bool readable = std::all_of(head.begin(), head.end(), [](std::uint8_t byte) {
    return byte >= 0x20 || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f';
  });
  return readable ? FileType::text : FileType::unknown;
}

struct Naming {
  FileType type;
  std::string_view key; // in JSON
  std::string_view noun;
  std::string_view extensions; // usual ones, the first is what photoscrub would write
  std::string_view advice;
};

constexpr std::string_view kExportJpeg =
    "Open it in your photo program and export it as JPEG first, then clean that copy.";

constexpr Naming kNames[] = {
    {FileType::jpeg, "jpeg", "JPEG photo", "jpg jpeg jpe jfif mpo", ""},
    {FileType::png, "png", "PNG picture", "png apng", ""},
    {FileType::webp, "webp", "WebP picture", "webp", ""},
    {FileType::gif, "gif", "GIF picture", "gif", ""},
    {FileType::tiff, "tiff", "TIFF picture", "tif tiff", ""},
    {FileType::bmp, "bmp", "BMP picture", "bmp dib", ""},
    {FileType::heif, "heif", "HEIC or HEIF photo", "heic heif hif", ""},
    {FileType::avif, "avif", "AVIF photo", "avif", ""},
    {FileType::jpegXl, "jxl", "JPEG XL photo", "jxl", ""},
    {FileType::jpeg2000, "jp2", "JPEG 2000 picture", "jp2 j2k jpx jpf j2c", ""},
    {FileType::video, "video", "video", "mp4 mov m4v 3gp 3g2 m4a m4b qt", ""},
    {FileType::otherVideo, "other-video", "video of another kind",
     "avi mkv webm wmv asf flv mpg mpeg ts mts m2ts",
     "Convert it to MP4 first, then clean that copy."},
    {FileType::raw, "raw", "camera RAW photo", "dng cr2 cr3 nef arw pef orf rw2 raf",
     "Develop it in your photo program and export it as JPEG first, then clean that copy."},
    {FileType::psd, "psd", "Photoshop document", "psd psb", kExportJpeg},
    {FileType::svg, "svg", "SVG drawing", "svg", "Export it as PNG first, then clean that copy."},
    {FileType::pdf, "pdf", "PDF document", "pdf",
     "Export the page as a JPEG or PNG picture first, then clean that copy."},
    {FileType::office, "office", "office document", "doc xls ppt",
     "Save the picture in it as JPEG or PNG first, then clean that copy."},
    {FileType::archive, "archive", "archive or office document", "zip gz 7z rar docx xlsx pptx odt",
     "Take the photos out of it first, then clean those."},
    {FileType::text, "text", "text file", "txt html htm xml json csv", "It is not a photo."},
    {FileType::empty, "empty", "empty file", "", "There is nothing in it. Copy the photo again."},
    {FileType::unknown, "unknown", "file of an unknown kind", "",
     "It is not a photo that photoscrub knows. Export it as JPEG first."},
};

const Naming& naming(FileType type) {
  return *std::find_if(std::begin(kNames), std::end(kNames),
                       [type](const Naming& entry) { return entry.type == type; });
}

} // namespace

FileType recogniseFileType(ByteView head) {
  head = head.first(std::min(head.size(), kSniffBytes));
  if (head.empty())
    return FileType::empty;
  for (const auto& signature : kSignatures)
    if (matches(head, signature))
      return signature.type;
  const auto text = asText(head);
  if (text.size() >= 8) {
    const auto box = text.substr(4, 4);
    if (box == "ftyp" && text.size() >= 12)
      return byBrand(head);
    if (anyOf(box, {"moov", "mdat", "wide", "free", "pnot", "skip"}))
      return FileType::video;
  }
  if (anyOf(text.substr(0, 4), {"II*\0"sv, "MM\0*"sv}))
    return byTiffHead(head);
  if (anyOf(text.substr(0, 4), {"II+\0"sv, "MM\0+"sv}))
    return FileType::tiff;
  if (isTransportStream(head))
    return FileType::otherVideo;
  return byTextContent(head);
}

std::string_view name(FileType type) {
  return naming(type).noun;
}

std::string_view key(FileType type) {
  return naming(type).key;
}

std::string_view extension(FileType type) {
  const auto list = naming(type).extensions;
  return list.substr(0, list.find(' '));
}

bool fits(FileType type, std::string_view extension) {
  const auto same = [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); };
  for (auto list = naming(type).extensions; !list.empty();) {
    const auto end = std::min(list.find(' '), list.size());
    const auto usual = list.substr(0, end);
    if (std::equal(usual.begin(), usual.end(), extension.begin(), extension.end(), same))
      return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

std::string_view advice(FileType type) {
  return naming(type).advice;
}

} // namespace photoscrub::formats
