#include "formats/heif_samples.h"

#include "formats/format_checks.h"
#include "imaging/coded_pictures.h"

#include <algorithm>
#include <map>

#include <libheif/heif.h>

namespace photoscrub::formats::testing {

using photoscrub::test::HeifFile;
using photoscrub::test::HeifItem;

namespace {

constexpr Size kSize{64, 64}; // libheif pads others, and cuts them back with clap

/// The payload of the first box of this type, wherever it is.
Bytes payloadOf(const Bytes& file, std::string_view type) {
  const auto at = asText(file).find(type);
  if (at == std::string_view::npos || at < 4)
    return {};
  ByteReader reader(file);
  if (!reader.seek(at - 4).ok())
    return {};
  const auto size = reader.u32();
  if (!size.ok() || size.value() < 8 || !reader.skip(4).ok())
    return {};
  const auto payload = reader.take(size.value() - 8);
  return payload.ok() ? Bytes(payload.value().begin(), payload.value().end()) : Bytes{};
}

/// libheif writes the one picture first in mdat, and puts nothing else there.
CodedImage coded(bool av1, std::uint32_t seed) {
  static std::map<std::pair<bool, std::uint32_t>, CodedImage> made;
  auto& image = made[{av1, seed}];
  if (!image.data.empty())
    return image;
  photoscrub::testing::HeifRecipe recipe;
  recipe.size = kSize;
  recipe.av1 = av1;
  const auto file = photoscrub::testing::makeHeif(recipe, [seed](int x, int y) {
    const auto level = static_cast<std::uint32_t>(x * 3 + y * 2) + seed * 40;
    return photoscrub::testing::Samples{static_cast<std::uint16_t>(level % 256),
                                        static_cast<std::uint16_t>((level * 2) % 256),
                                        static_cast<std::uint16_t>((255 - level) % 256)};
  });
  image.itemType = av1 ? "av01" : "hvc1";
  image.configType = av1 ? "av1C" : "hvcC";
  image.config = payloadOf(file, image.configType);
  image.data = payloadOf(file, "mdat");
  return image;
}

heif_error_code codeOf(const heif_error& error) {
  return error.code;
}

std::optional<Shown> decode(heif_context& context, const Bytes& file) {
  heif_image_handle* handle = nullptr;
  heif_image* image = nullptr;
  if (codeOf(heif_context_read_from_memory_without_copy(&context, file.data(), file.size(),
                                                        nullptr)) != heif_error_Ok ||
      codeOf(heif_context_get_primary_image_handle(&context, &handle)) != heif_error_Ok)
    return std::nullopt;
  std::optional<Shown> shown;
  if (codeOf(heif_decode_image(handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGBA,
                               nullptr)) == heif_error_Ok) {
    shown.emplace();
    shown->size = {heif_image_get_primary_width(image), heif_image_get_primary_height(image)};
    shown->alpha = heif_image_handle_has_alpha_channel(handle) != 0;
    int stride = 0;
    const auto* pixels = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    for (int y = 0; y < shown->size.height; ++y)
      shown->pixels.insert(shown->pixels.end(), pixels + std::ptrdiff_t{y} * stride,
                           pixels + std::ptrdiff_t{y} * stride + 4 * shown->size.width);
    heif_image_release(image);
  }
  heif_image_handle_release(handle);
  return shown;
}

} // namespace

CodedImage codedHevc(std::uint32_t seed) {
  return coded(false, seed);
}

CodedImage codedAv1(std::uint32_t seed) {
  return coded(true, seed);
}

Bytes ispeOf(Size size) {
  return std::move(ByteWriter()
                       .u32(0)
                       .u32(static_cast<std::uint32_t>(size.width))
                       .u32(static_cast<std::uint32_t>(size.height)))
      .take();
}

Bytes pixiOf(int channels) {
  ByteWriter out;
  out.u32(0)
      .u8(static_cast<std::uint8_t>(channels))
      .bytes(Bytes(static_cast<std::size_t>(channels), 8));
  return std::move(out).take();
}

Bytes nclx() {
  return std::move(ByteWriter().bytes(asBytes("nclx")).u16(1).u16(13).u16(6).u8(0x80)).take();
}

Bytes profileProperty(ByteView profile) {
  return std::move(ByteWriter().bytes(asBytes("prof")).bytes(profile)).take();
}

Bytes auxiliary(std::string_view type) {
  return std::move(ByteWriter().u32(0).bytes(asBytes(type)).u8(0)).take();
}

Bytes gridOf(int rows, int columns, Size size) {
  ByteWriter out;
  out.u8(0)
      .u8(0)
      .u8(static_cast<std::uint8_t>(rows - 1))
      .u8(static_cast<std::uint8_t>(columns - 1));
  out.u16(static_cast<std::uint16_t>(size.width)).u16(static_cast<std::uint16_t>(size.height));
  return std::move(out).take();
}

HeifFile plainHeif(const CodedImage& image) {
  HeifFile file;
  file.items = {{1, image.itemType, image.data, {-1, 2, 3}}};
  file.properties = {
      {image.configType, image.config}, {"ispe", ispeOf(kSize)}, {"pixi", pixiOf(3)}};
  return file;
}

HeifFile plainAvif() {
  auto file = plainHeif(codedAv1());
  file.major = "avif";
  file.brands = {"avif", "mif1", "miaf"};
  return file;
}

HeifFile gridHeif() {
  HeifFile file;
  const auto first = codedHevc();
  file.properties = {
      {"hvcC", first.config}, {"ispe", ispeOf(kSize)}, {"ispe", ispeOf({120, 90})}, {"irot", {1}}};
  for (std::uint32_t i = 1; i <= 4; ++i)
    file.items.push_back({i, "hvc1", codedHevc(i).data, {-1, 2}, true});
  file.items.push_back({5, "grid", gridOf(2, 2, {120, 90}), {3, -4}});
  file.items.back().inTable = true;
  file.references = {{"dimg", 5, {1, 2, 3, 4}}};
  file.primary = 5;
  return file;
}

std::uint32_t addItem(HeifFile& file, HeifItem item) {
  std::uint32_t last = 0;
  for (const auto& other : file.items)
    last = std::max(last, other.id);
  item.id = last + 1;
  file.items.push_back(std::move(item));
  return last + 1;
}

int addProperty(HeifFile& file, std::string type, Bytes payload) {
  file.properties.push_back({std::move(type), std::move(payload)});
  return static_cast<int>(file.properties.size());
}

std::uint32_t addImage(HeifFile& file, const CodedImage& image, const std::string& role,
                       const std::string& auxiliaryType) {
  HeifItem item{0, image.itemType, image.data, {}, true};
  item.properties = {-addProperty(file, image.configType, image.config),
                     addProperty(file, "ispe", ispeOf(kSize))};
  if (!auxiliaryType.empty())
    item.properties.push_back(addProperty(file, "auxC", auxiliary(auxiliaryType)));
  const auto id = addItem(file, std::move(item));
  if (!role.empty())
    file.references.push_back({role, id, {file.primary}});
  return id;
}

HeifFile alphaAvif() {
  auto file = plainAvif();
  const auto alpha =
      addImage(file, codedAv1(2), "auxl", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha");
  file.references.push_back({"prem", 1, {alpha}});
  return file;
}

void addMetadata(HeifFile& file) {
  const auto exif = cameraExif(6);
  HeifItem item{0, "Exif", std::move(ByteWriter().u32(0).bytes(exif)).take()};
  const auto id = addItem(file, item);
  file.references.push_back({"cdsc", id, {file.primary}});
  constexpr std::string_view packet = "<x:xmpmeta>S3CRET place</x:xmpmeta>";
  HeifItem xmp{0, "mime", Bytes(packet.begin(), packet.end())};
  xmp.contentType = "application/rdf+xml";
  file.references.push_back({"cdsc", addItem(file, xmp), {file.primary}});
}

namespace {

HeifFile overlay() {
  auto file = plainHeif();
  const auto second = addImage(file, codedHevc(2), "");
  ByteWriter data;
  data.u8(0).u8(0).u16(0xFFFF).u16(0).u16(0).u16(0xFFFF).u16(100).u16(80);
  data.u16(0).u16(0).u16(30).u16(20);
  HeifItem item{0, "iovl", std::move(data).take(), {addProperty(file, "ispe", ispeOf({100, 80}))}};
  const auto id = addItem(file, item);
  file.references.push_back({"dimg", id, {1, second}});
  file.primary = id;
  return file;
}

HeifFile identity() {
  auto file = gridHeif();
  HeifItem item{0, "iden", {}, {}};
  item.properties = {addProperty(file, "ispe", ispeOf({90, 120})), -addProperty(file, "irot", {2})};
  item.extents = 0;
  const auto id = addItem(file, item);
  file.references.push_back({"dimg", id, {5}});
  file.primary = id;
  return file;
}

HeifFile turned() {
  auto file = plainHeif();
  ByteWriter clap;
  clap.u32(40).u32(1).u32(30).u32(1).u32(1).u32(1).u32(0xFFFF'FFFF).u32(1);
  file.items[0].properties = {-1,
                              2,
                              3,
                              -addProperty(file, "clap", clap.view()),
                              -addProperty(file, "irot", {3}),
                              -addProperty(file, "imir", {1})};
  return file;
}

HeifFile alphaGrid() {
  auto file = gridHeif();
  std::vector<std::uint32_t> tiles;
  for (std::uint32_t i = 0; i < 4; ++i) {
    const auto image = codedHevc(i + 5);
    HeifItem tile{0, "hvc1", image.data, {-1, 2}, true};
    tiles.push_back(addItem(file, tile));
  }
  HeifItem alpha{0,
                 "grid",
                 gridOf(2, 2, {120, 90}),
                 {3, addProperty(file, "auxC", auxiliary("urn:mpeg:hevc:2015:auxid:1")), -4},
                 true};
  alpha.inTable = true;
  const auto id = addItem(file, alpha);
  file.references.push_back({"dimg", id, tiles});
  file.references.push_back({"auxl", id, {5}});
  return file;
}

HeifFile coloured() {
  auto file = plainHeif();
  file.items[0].properties.push_back(addProperty(file, "colr", nclx()));
  file.items[0].properties.push_back(addProperty(file, "pasp", {0, 0, 0, 1, 0, 0, 0, 1}));
  file.items[0].properties.push_back(addProperty(file, "clli", {0, 100, 0, 50}));
  file.items[0].properties.push_back(addProperty(file, "mdcv", Bytes(24, 7)));
  return file;
}

HeifFile changed(HeifFile file, const std::function<void(HeifFile&)>& change) {
  change(file);
  return file;
}

} // namespace

const std::vector<HeifSample>& heifSamples() {
  static const std::vector<HeifSample> samples = {
      {"hevc", plainHeif()},
      {"av1", plainAvif(), true},
      {"grid", gridHeif()},
      {"alpha", alphaAvif(), true},
      {"alphaGrid", alphaGrid()},
      {"overlay", overlay()},
      {"identity", identity()},
      {"turned", turned()},
      {"coloured", coloured()},
      {"av1UnderGeneralBrand", changed(plainAvif(), [](HeifFile& file) { file.major = "mif1"; }),
       true},
      {"oldestTables", changed(plainHeif(),
                               [](HeifFile& file) {
                                 file.ilocVersion = 0;
                                 file.baseOffset = true;
                               })},
      {"newestTables", changed(gridHeif(),
                               [](HeifFile& file) {
                                 file.pitmVersion = file.iinfVersion = file.irefVersion = 1;
                                 file.ipmaVersion = 1;
                                 file.ilocVersion = 2;
                                 file.infeVersion = 3;
                                 file.wideIpma = true;
                                 file.indexSize = 4;
                                 file.offsetSize = 8;
                               })},
      {"pieces", changed(gridHeif(),
                         [](HeifFile& file) {
                           for (auto& item : file.items)
                             item.extents = 3;
                         })},
      {"allInTable", changed(plainHeif(), [](HeifFile& file) { file.items[0].inTable = true; })},
  };
  return samples;
}

std::optional<Shown> decodeHeif(const Bytes& file) {
  heif_context* context = heif_context_alloc();
  auto shown = decode(*context, file);
  heif_context_free(context);
  return shown;
}

} // namespace photoscrub::formats::testing
