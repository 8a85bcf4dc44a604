#include "formats/icc_profile.h"

#include "formats/icc_lut.h"
#include "formats/icc_tags.h"

#include <algorithm>

namespace photoscrub::formats {

namespace {

constexpr std::uint32_t kHeaderBytes = 128;
// Little CMS refuses more; real profiles have 10 to 30.
constexpr std::uint32_t kMaxTags = 100;
// The D50 illuminant of the connection space, ICC.1:2022, 7.2.16, as s15Fixed16 numbers.
constexpr std::array<std::uint32_t, 3> kD50{0x0000'F6D6, 0x0001'0000, 0x0000'D32D};

struct TableEntry {
  std::uint32_t signature = 0;
  ByteView bytes; ///< views the profile
};

Error unsupportedProfile(const char* detail) {
  return {ErrorCode::unsupported, "The photo has a kind of colour profile that cannot be cleaned",
          detail};
}

unsigned channelsOf(std::uint32_t space) {
  switch (space) {
  case iccSignature("GRAY"):
    return 1;
  case iccSignature("RGB "):
    return 3;
  case iccSignature("CMYK"):
    return 4;
  default:
    return 0;
  }
}

/// Major and minor number; the rest of the field is reserved (ICC.1:2022, 7.2.4). Versions 2.0 to
/// 2.4 and 4.0 to 4.4 exist; a higher minor number reads as the highest known.
Result<std::uint32_t> cleanVersion(std::uint32_t version) {
  const std::uint32_t major = version >> 24;
  if (major != 2 && major != 4)
    return unsupportedProfile("profile version");
  const std::uint32_t minor = std::min((version >> 20) & 0xF, 4u);
  return (major << 24) | (minor << 20);
}

bool isPictureClass(std::uint32_t deviceClass) {
  return deviceClass == iccSignature("scnr") || deviceClass == iccSignature("mntr") ||
         deviceClass == iccSignature("prtr") || deviceClass == iccSignature("spac");
}

/// Header fields by their place in ICC.1:2022, table 17. The reader stands behind the header after.
Result<IccParts> readHeader(ByteReader& reader) {
  IccParts parts;
  PHOTOSCRUB_CHECK(reader.seek(8));
  PHOTOSCRUB_TRY(version, reader.u32());
  PHOTOSCRUB_TRY(deviceClass, reader.u32());
  PHOTOSCRUB_TRY(space, reader.u32());
  PHOTOSCRUB_TRY(pcs, reader.u32());
  PHOTOSCRUB_CHECK(reader.seek(36));
  PHOTOSCRUB_TRY(magic, reader.u32());
  PHOTOSCRUB_CHECK(reader.seek(64));
  PHOTOSCRUB_TRY(intent, reader.u32());
  PHOTOSCRUB_CHECK(reader.seek(kHeaderBytes));
  if (magic != iccSignature("acsp"))
    return damagedProfile("no profile signature");
  PHOTOSCRUB_TRY(known, cleanVersion(version));
  if (!isPictureClass(deviceClass))
    return unsupportedProfile("profile class");
  if (channelsOf(space) == 0)
    return unsupportedProfile("colour space of the profile");
  if (pcs != iccSignature("XYZ ") && pcs != iccSignature("Lab "))
    return unsupportedProfile("connection space of the profile");
  return IccParts{known, deviceClass, space, pcs, intent <= 3 ? intent : 0, {}};
}

/// The profile's own length comes first in it; bytes after that belong to nobody.
Result<ByteView> cutToOwnLength(ByteView icc) {
  ByteReader reader(icc);
  PHOTOSCRUB_TRY(length, reader.u32());
  PHOTOSCRUB_CHECK(reader.seek(0));
  return reader.take(length);
}

Result<std::vector<TableEntry>> readTable(ByteView profile, ByteReader& reader) {
  PHOTOSCRUB_TRY(count, reader.u32());
  if (count == 0 || count > kMaxTags)
    return damagedProfile("number of tags");
  std::vector<TableEntry> table;
  for (std::uint32_t i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(signature, reader.u32());
    PHOTOSCRUB_TRY(offset, reader.u32());
    PHOTOSCRUB_TRY(length, reader.u32());
    if (offset < kHeaderBytes)
      return damagedProfile("a tag inside the header");
    ByteReader data(profile);
    PHOTOSCRUB_CHECK(data.seek(offset));
    PHOTOSCRUB_TRY(bytes, data.take(length));
    table.push_back({signature, bytes});
  }
  return table;
}

const TableEntry* find(const std::vector<TableEntry>& table, std::uint32_t signature) {
  const auto at = std::find_if(table.begin(), table.end(),
                               [&](const auto& entry) { return entry.signature == signature; });
  return at == table.end() ? nullptr : &*at;
}

bool has(const IccParts& parts, std::uint32_t signature) {
  return std::any_of(parts.tags.begin(), parts.tags.end(),
                     [&](const IccTag& tag) { return tag.signature == signature; });
}

/// ICC.1:2022, 8.3 to 8.5: a look-up table, or a matrix with three curves, or one grey curve.
bool canShowColour(const IccParts& parts) {
  if (has(parts, iccSignature("A2B0")))
    return true;
  if (parts.space == iccSignature("GRAY"))
    return has(parts, iccSignature("kTRC"));
  if (parts.space != iccSignature("RGB ") || parts.pcs != iccSignature("XYZ "))
    return false;
  constexpr std::array kMatrixTags{iccSignature("rXYZ"), iccSignature("gXYZ"),
                                   iccSignature("bXYZ"), iccSignature("rTRC"),
                                   iccSignature("gTRC"), iccSignature("bTRC")};
  return std::all_of(kMatrixTags.begin(), kMatrixTags.end(),
                     [&](std::uint32_t signature) { return has(parts, signature); });
}

bool isVersion2(const IccParts& parts) {
  return (parts.version >> 24) == 2;
}

/// textType for version 2, multiLocalizedUnicodeType for version 4 (ICC.1:2022, 10.24 and 10.15).
Bytes unicodeTag(std::string_view ascii) {
  ByteWriter out;
  out.u32(iccSignature("mluc")).u32(0).u32(1).u32(12);
  out.bytes(asBytes("enUS")).u32(static_cast<std::uint32_t>(2 * ascii.size())).u32(28);
  for (const char c : ascii)
    out.u16(static_cast<unsigned char>(c));
  return std::move(out).take();
}

Bytes textTag(std::string_view ascii) {
  ByteWriter out;
  out.u32(iccSignature("text")).u32(0).bytes(asBytes(ascii)).u8(0);
  return std::move(out).take();
}

/// textDescriptionType of version 2 (ICC.1:2001-04, 6.5.17) with empty Unicode and Macintosh parts.
Bytes descriptionTag(std::string_view ascii) {
  ByteWriter out;
  out.u32(iccSignature("desc")).u32(0).u32(static_cast<std::uint32_t>(ascii.size() + 1));
  out.bytes(asBytes(ascii)).u8(0).u32(0).u32(0).u16(0).u8(0).bytes(Bytes(67));
  return std::move(out).take();
}

Bytes nameTag(const IccParts& parts, std::string_view name) {
  return isVersion2(parts) ? descriptionTag(name) : unicodeTag(name);
}

void writeHeader(ByteWriter& out, const IccParts& parts, std::uint32_t length) {
  out.u32(length).u32(0).u32(parts.version).u32(parts.deviceClass).u32(parts.space).u32(parts.pcs);
  out.bytes(Bytes(12)).u32(iccSignature("acsp")); // no date
  out.bytes(Bytes(24)).u32(parts.intent);         // no platform, flags, maker, model, attributes
  for (const std::uint32_t number : kD50)
    out.u32(number);
  out.bytes(Bytes(48)); // no creator, no profile id
}

} // namespace

Result<IccParts> readIccParts(ByteView icc) {
  PHOTOSCRUB_TRY(profile, cutToOwnLength(icc));
  ByteReader reader(profile);
  PHOTOSCRUB_TRY(parts, readHeader(reader));
  PHOTOSCRUB_TRY(table, readTable(profile, reader));
  for (const std::uint32_t signature : iccColourTags()) {
    const TableEntry* entry = find(table, signature);
    if (entry == nullptr)
      continue;
    PHOTOSCRUB_TRY(bytes, normalIccTag(signature, entry->bytes, channelsOf(parts.space)));
    parts.tags.push_back({signature, std::move(bytes)});
  }
  if (!canShowColour(parts))
    return damagedProfile("colour tags are missing");
  return parts;
}

Bytes writeIccProfile(const IccParts& parts, std::string_view name) {
  std::vector<IccTag> tags{{iccSignature("desc"), nameTag(parts, name)},
                           {iccSignature("cprt"), isVersion2(parts)
                                                      ? textTag(kProfileCopyright)
                                                      : unicodeTag(kProfileCopyright)}};
  tags.insert(tags.end(), parts.tags.begin(), parts.tags.end());

  const auto dataStart = static_cast<std::uint32_t>(kHeaderBytes + 4 + 12 * tags.size());
  std::vector<std::uint32_t> offsets;
  ByteWriter data;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const auto same = std::find_if(tags.begin(), tags.begin() + static_cast<std::ptrdiff_t>(i),
                                   [&](const IccTag& tag) { return tag.bytes == tags[i].bytes; });
    const auto earlier = static_cast<std::size_t>(same - tags.begin());
    if (earlier < i) {
      offsets.push_back(offsets[earlier]);
      continue;
    }
    offsets.push_back(dataStart + static_cast<std::uint32_t>(data.view().size()));
    data.bytes(tags[i].bytes);
    while (data.view().size() % 4 != 0)
      data.u8(0);
  }

  ByteWriter out;
  writeHeader(out, parts, dataStart + static_cast<std::uint32_t>(data.view().size()));
  out.u32(static_cast<std::uint32_t>(tags.size()));
  for (std::size_t i = 0; i < tags.size(); ++i)
    out.u32(tags[i].signature)
        .u32(offsets[i])
        .u32(static_cast<std::uint32_t>(tags[i].bytes.size()));
  out.bytes(data.view());
  return std::move(out).take();
}

Result<std::string_view> cleanProfileName(ByteView icc) {
  PHOTOSCRUB_TRY(parts, readIccParts(icc));
  for (const std::string_view name : kProfileNames) {
    // The description is the first thing behind the tag table: compare it before writing it all.
    const Bytes tag = nameTag(parts, name);
    const std::size_t start = kHeaderBytes + 4 + 12 * (parts.tags.size() + 2);
    if (icc.size() < start || !startsWith(icc.subspan(start), tag))
      continue;
    if (sameBytes(writeIccProfile(parts, name), icc))
      return name;
  }
  return Error{ErrorCode::leak, "The colour profile holds more than colour",
               "not in the form photoscrub writes"};
}

Status checkCleanProfile(ByteView icc) {
  PHOTOSCRUB_TRY(name, cleanProfileName(icc));
  static_cast<void>(name);
  return {};
}

} // namespace photoscrub::formats
