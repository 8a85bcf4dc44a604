// A text planted anywhere but in the picture is not in the copy.
#include "formats/format_checks.h"
#include "formats/heif.h"
#include "formats/heif_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

const Heif& formatOf(bool avif) {
  static const Heif heif(FileType::heif), av1(FileType::avif);
  return avif ? av1 : heif;
}

using Change = std::function<void(HeifFile&)>;

void expectNoSecret(const std::string& place, HeifFile shape, const Change& plant,
                    bool avif = false) {
  SCOPED_TRACE(place);
  plant(shape);
  const Bytes file = makeHeifFile(shape);
  ASSERT_TRUE(holds(file, "S3CRET"));
  const auto cleaned = rewriteChecked(formatOf(avif), file);
  ASSERT_FALSE(cleaned.bytes.empty());
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
  EXPECT_FALSE(cleaned.document->dropped.empty()) << "removed without a word";
}

void append(Bytes& bytes, std::string_view text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
}

TEST(HeifSecrets, GoFromEveryKindOfBoxAtEveryPlace) {
  for (const auto* type : {"free", "skip", "uuid", "mpvd", "moov", "udta", "sefd", "jumb", "Exif",
                           "meta", "ftyp", "prvt", "mdat", "wide", "grpl", "dinf", "xml ", "ipro",
                           "hdlr", "pitm", "iloc", "iinf", "iref", "iprp", "idat"})
    for (const Bytes& payload : {bytesOf(kSecret), bytesOf("\0\0\0\0S3CRET and more of it"sv)}) {
      const HeifBox box{type, payload};
      const std::string name = type;
      expectNoSecret(name + " behind", gridHeif(), [&](HeifFile& f) { f.behind = {box}; });
      expectNoSecret(name + " between", gridHeif(), [&](HeifFile& f) { f.between = {box}; });
      if (name != "meta")
        expectNoSecret(name + " before", gridHeif(), [&](HeifFile& f) { f.before = {box}; });
      if (name != "idat")
        expectNoSecret(name + " in meta", gridHeif(), [&](HeifFile& f) { f.inMeta = {box}; });
    }
}

TEST(HeifSecrets, GoFromItemsThatAreNoPartOfThePicture) {
  const auto withItem = [](const std::string& type, const std::string& contentType) {
    return [=](HeifFile& file) {
      HeifItem item{0, type, bytesOf(kSecret)};
      item.contentType = contentType;
      addItem(file, item);
    };
  };
  for (const auto* type : {"Exif", "uri ", "jumb", "hvc1", "av01", "grid", "prvt", "tmap", "jpeg"})
    expectNoSecret(type, plainHeif(), withItem(type, ""));
  for (const auto* type : {"application/rdf+xml", "text/plain", "application/x-c2pa", ""})
    expectNoSecret(type, plainHeif(), withItem("mime", type));
}

TEST(HeifSecrets, GoFromImagesBesideThePicture) {
  const auto secretImage = [] {
    auto image = codedHevc(3);
    append(image.data, kSecret);
    return image;
  };
  for (const auto* role : {"thmb", "auxl", "base", ""})
    for (const auto* type :
         {"urn:com:apple:photo:2020:aux:hdrgainmap", "urn:mpeg:hevc:2015:auxid:2",
          "urn:com:apple:photo:2018:aux:portraiteffectsmatte", "S3CRET", ""})
      expectNoSecret(std::string(role) + " " + type, plainHeif(),
                     [&](HeifFile& f) { addImage(f, secretImage(), role, type); });
}

TEST(HeifSecrets, GoFromNamesAndUnusedFields) {
  expectNoSecret("item name", gridHeif(), [](HeifFile& f) { f.items[2].name = kSecret; });
  expectNoSecret("handler", gridHeif(), [](HeifFile& f) { f.handlerName = kSecret; });
  expectNoSecret("brand", gridHeif(), [](HeifFile& f) {
    f.brands.push_back("S3CR");
    f.brands.push_back("ET__");
    f.tail = bytesOf("x"); // a brand is not reported by itself
  });
  expectNoSecret("gaps of mdat", gridHeif(), [](HeifFile& f) { f.gap = bytesOf(kSecret); });
  expectNoSecret("tail", gridHeif(), [](HeifFile& f) { f.tail = bytesOf(kSecret); });
  expectNoSecret("behind a grid", gridHeif(),
                 [](HeifFile& f) { append(f.items[4].data, kSecret); });
}

TEST(HeifSecrets, GoFromProperties) {
  const auto plant = [](std::string type, const Bytes& front) {
    return [=](HeifFile& file) {
      auto payload = front;
      append(payload, kSecret);
      file.items[0].properties.push_back(addProperty(file, type, payload));
    };
  };
  for (const auto* type : {"udes", "prvt", "uuid", "free", "crtt", "rloc", "altt", "colr", "auxC"})
    expectNoSecret(type, plainHeif(), plant(type, {}));
  expectNoSecret("colr", plainHeif(), plant("colr", nclx()));
  expectNoSecret("irot", plainHeif(), plant("irot", {0}));
  expectNoSecret("imir", plainHeif(), plant("imir", {0}));
  expectNoSecret("pasp", plainHeif(), plant("pasp", {0, 0, 0, 1, 0, 0, 0, 1}));
  expectNoSecret("clli", plainHeif(), plant("clli", Bytes(4)));
  expectNoSecret("mdcv", plainHeif(), plant("mdcv", Bytes(24)));
  expectNoSecret("auxC", plainHeif(), plant("auxC", auxiliary("urn:mpeg:hevc:2015:auxid:1")));
  expectNoSecret("second ispe", plainHeif(), plant("ispe", ispeOf({64, 64})));
  for (const std::size_t number : {0u, 1u, 2u})
    expectNoSecret("behind property " + std::to_string(number), plainHeif(),
                   [&](HeifFile& f) { append(f.properties[number].payload, kSecret); });
  expectNoSecret("no item's", plainHeif(),
                 [](HeifFile& f) { addProperty(f, "pixi", bytesOf(kSecret)); });
  expectNoSecret(
      "alpha", alphaAvif(),
      [](HeifFile& f) {
        for (auto& property : f.properties)
          if (property.type == "auxC")
            append(property.payload, kSecret);
      },
      true);
}

Bytes nal(int type, std::string_view text, std::uint8_t second = 1) {
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(text.size() + 2)).u8(static_cast<std::uint8_t>(type << 1));
  out.u8(second).bytes(asBytes(text));
  return std::move(out).take();
}

TEST(HeifSecrets, GoFromUnitsOfHevcThatAreNoPicture) {
  for (const int type : {10, 15, 22, 31, 35, 36, 37, 38, 39, 40, 41, 47, 48, 63})
    for (const bool front : {true, false})
      expectNoSecret("unit " + std::to_string(type), plainHeif(), [&](HeifFile& f) {
        auto& data = f.items[0].data;
        const auto unit = nal(type, kSecret);
        data.insert(front ? data.begin() : data.end(), unit.begin(), unit.end());
      });
  expectNoSecret("layer", plainHeif(), [](HeifFile& f) {
    const auto unit = nal(19, kSecret, 9);
    f.items[0].data.insert(f.items[0].data.end(), unit.begin(), unit.end());
  });
  expectNoSecret("second picture", plainHeif(), [](HeifFile& f) {
    const auto unit = nal(19, "\x80S3CRET");
    f.items[0].data.insert(f.items[0].data.end(), unit.begin(), unit.end());
  });
  expectNoSecret("parameters behind the slices", plainHeif(), [](HeifFile& f) {
    const auto unit = nal(33, kSecret);
    f.items[0].data.insert(f.items[0].data.end(), unit.begin(), unit.end());
  });
}

TEST(HeifSecrets, GoFromTheConfigurationOfHevc) {
  for (const int type : {39, 40, 41, 0})
    expectNoSecret("array " + std::to_string(type), plainHeif(), [&](HeifFile& f) {
      auto& config = f.properties[0].payload;
      ++config[22];
      ByteWriter array;
      array.u8(static_cast<std::uint8_t>(type))
          .u16(1)
          .u16(static_cast<std::uint16_t>(kSecret.size() + 2));
      array.u8(static_cast<std::uint8_t>(type << 1)).u8(1).bytes(asBytes(kSecret));
      config.insert(config.end(), array.view().begin(), array.view().end());
    });
}

TEST(HeifSecrets, GoFromUnitsOfAv1ThatAreNoPicture) {
  for (const unsigned type : {0u, 5u, 8u, 9u, 14u, 15u})
    expectNoSecret(
        "unit " + std::to_string(type), plainAvif(),
        [&](HeifFile& f) {
          ByteWriter unit;
          unit.u8(static_cast<std::uint8_t>(type << 3 | 2))
              .u8(static_cast<std::uint8_t>(kSecret.size()));
          unit.bytes(asBytes(kSecret));
          append(f.items[0].data, asText(unit.view()));
        },
        true);
  expectNoSecret(
      "configuration", plainAvif(), [](HeifFile& f) { append(f.properties[0].payload, kSecret); },
      true);
}

// A tile more than the grid has places is a picture nobody sees.
TEST(HeifSecrets, GoFromTilesWithoutAPlace) {
  expectNoSecret("fifth tile", gridHeif(), [](HeifFile& f) {
    auto image = codedHevc(1);
    append(image.data, kSecret);
    f.references[0].to.push_back(addImage(f, image, ""));
  });
}

} // namespace
} // namespace photoscrub::formats
