#include "redact/cover_checks.h"
#include "redact/tiff_cells.h"

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;

const RedactOptions kOptions{Orientation::normal, solidCovers(kBoxes)};
const RedactOptions kWide{Orientation::normal, solidCovers(kWideBoxes)};

struct TiffRecipe {
  int photometric = PHOTOMETRIC_RGB;
  int samples = 3;
  int bits = 8;
  int compression = COMPRESSION_LZW;
  int predictor = PREDICTOR_NONE;
  int sampleFormat = SAMPLEFORMAT_UINT;
  bool separate = false;
  bool tiled = false;
  bool bigEndian = false;
  bool big = false;
  Size subsampling{1, 1};
  Size size{61, 47};
  int rows = 10;
  int alphas = 0;
  int fillOrder = FILLORDER_MSB2LSB;
  std::vector<std::uint32_t> morePages{}; ///< their NewSubfileType
};

// A file written by libtiff through our own memory: nothing but the file object is shared.
class Maker {
public:
  explicit Maker(const TiffRecipe& recipe) : recipe_(recipe) {}

  Bytes make(const Painter& painter) {
    EXPECT_TRUE(file_.create({recipe_.bigEndian, recipe_.big}).ok());
    page(painter);
    for (const auto kind : recipe_.morePages) {
      TIFFWriteDirectory(file_.handle());
      TIFFSetField(file_.handle(), TIFFTAG_SUBFILETYPE, kind);
      page(painter);
    }
    return file_.finish().value();
  }

private:
  void set(std::uint32_t tag, int value) { TIFFSetField(file_.handle(), tag, value); }

  void fields() {
    set(TIFFTAG_IMAGEWIDTH, recipe_.size.width);
    set(TIFFTAG_IMAGELENGTH, recipe_.size.height);
    set(TIFFTAG_BITSPERSAMPLE, recipe_.bits);
    set(TIFFTAG_SAMPLESPERPIXEL, recipe_.samples);
    set(TIFFTAG_PHOTOMETRIC, recipe_.photometric);
    set(TIFFTAG_COMPRESSION, recipe_.compression);
    set(TIFFTAG_FILLORDER, recipe_.fillOrder);
    set(TIFFTAG_PLANARCONFIG, recipe_.separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    if (recipe_.sampleFormat != SAMPLEFORMAT_UINT)
      set(TIFFTAG_SAMPLEFORMAT, recipe_.sampleFormat);
    if (recipe_.predictor != PREDICTOR_NONE)
      set(TIFFTAG_PREDICTOR, recipe_.predictor);
    if (recipe_.photometric == PHOTOMETRIC_YCBCR)
      TIFFSetField(file_.handle(), TIFFTAG_YCBCRSUBSAMPLING, recipe_.subsampling.width,
                   recipe_.subsampling.height);
    if (recipe_.tiled) {
      set(TIFFTAG_TILEWIDTH, 32);
      set(TIFFTAG_TILELENGTH, 16);
    } else {
      set(TIFFTAG_ROWSPERSTRIP, recipe_.rows);
    }
    if (recipe_.alphas > 0) {
      const std::vector<std::uint16_t> kinds(static_cast<std::size_t>(recipe_.alphas),
                                             EXTRASAMPLE_UNASSALPHA);
      TIFFSetField(file_.handle(), TIFFTAG_EXTRASAMPLES, recipe_.alphas, kinds.data());
    }
    palette();
  }
  void palette() {
    if (recipe_.photometric != PHOTOMETRIC_PALETTE)
      return;
    std::vector<std::uint16_t> map(std::size_t{1} << recipe_.bits);
    for (std::size_t i = 0; i < map.size(); ++i)
      map[i] = static_cast<std::uint16_t>(65535 - 60000 * i / map.size());
    TIFFSetField(file_.handle(), TIFFTAG_COLORMAP, map.data(), map.data(), map.data());
  }
  void page(const Painter& painter) {
    fields();
    TiffFields layout;
    layout.size = recipe_.size;
    layout.bits = recipe_.bits;
    layout.samples = recipe_.samples;
    layout.separatePlanes = recipe_.separate;
    layout.tiled = recipe_.tiled;
    layout.piece = recipe_.tiled ? Size{32, 16} : Size{recipe_.size.width, recipe_.rows};
    layout.subsampling = recipe_.compression == COMPRESSION_JPEG ? Size{1, 1} : recipe_.subsampling;
    if (recipe_.compression == COMPRESSION_JPEG)
      set(TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    for (const auto& piece : piecesOf(layout))
      write(TiffCells(layout, piece), layout, piece, painter);
  }
  // Pixels of blocks that share colour all paint into the block: the last one wins.
  void write(const TiffCells& cells, const TiffFields& layout, const TiffPiece& piece,
             const Painter& painter) {
    auto raster = cells.unpack(Bytes(cells.packedBytes()));
    const auto plane = cells.plane(raster);
    for (int y = 0; y < piece.place.height; ++y)
      for (int x = 0; x < piece.place.width; ++x) {
        const auto samples = painter(piece.place.x + x, piece.place.y + y);
        auto* cell = plane.row(y / plane.step.height) +
                     static_cast<std::size_t>(x / plane.step.width) * plane.cellBytes;
        for (std::size_t i = 0; i < plane.cellBytes; ++i)
          cell[i] = static_cast<std::uint8_t>(
              samples[(i + static_cast<std::size_t>(piece.plane)) % 4] & mask(i));
      }
    auto packed = cells.pack(raster);
    const auto count = static_cast<tmsize_t>(packed.size());
    if (layout.tiled)
      EXPECT_EQ(TIFFWriteEncodedTile(file_.handle(), piece.index, packed.data(), count), count);
    else
      EXPECT_EQ(TIFFWriteEncodedStrip(file_.handle(), piece.index, packed.data(), count), count);
  }
  // Samples of less than 8 bits, or 12, lie in two bytes.
  unsigned mask(std::size_t byte) const {
    if (recipe_.bits % 8 == 0)
      return 0xFF;
    const unsigned all = (1u << recipe_.bits) - 1;
    return byte % 2 == 0 ? all & 0xFF : all >> 8;
  }

  TiffRecipe recipe_;
  TiffFile file_;
};

Bytes makeTiff(const TiffRecipe& recipe, const Painter& painter) {
  return Maker(recipe).make(painter);
}

std::vector<TiffRecipe> everyKind() {
  std::vector<TiffRecipe> kinds;
  for (const int compression : {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE,
                                COMPRESSION_PACKBITS, COMPRESSION_ZSTD})
    for (const bool tiled : {false, true})
      for (const bool bigEndian : {false, true})
        kinds.push_back({.compression = compression, .tiled = tiled, .bigEndian = bigEndian});
  for (const int compression :
       {COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4, COMPRESSION_NONE})
    for (const int photometric : {PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK})
      for (const int order : {FILLORDER_MSB2LSB, FILLORDER_LSB2MSB})
        kinds.push_back({.photometric = photometric,
                         .samples = 1,
                         .bits = 1,
                         .compression = compression,
                         .fillOrder = order});
  for (const int bits : {1, 2, 4, 8})
    kinds.push_back({.photometric = PHOTOMETRIC_PALETTE, .samples = 1, .bits = bits});
  for (const int bits : {12, 16, 32})
    for (const bool bigEndian : {false, true})
      kinds.push_back({.bits = bits, .bigEndian = bigEndian});
  kinds.push_back({.bits = 16, .predictor = PREDICTOR_HORIZONTAL});
  kinds.push_back({.predictor = PREDICTOR_HORIZONTAL, .separate = true, .tiled = true});
  kinds.push_back({.bits = 32,
                   .compression = COMPRESSION_ADOBE_DEFLATE,
                   .predictor = PREDICTOR_FLOATINGPOINT,
                   .sampleFormat = SAMPLEFORMAT_IEEEFP});
  kinds.push_back({.samples = 4, .alphas = 1});
  kinds.push_back({.photometric = PHOTOMETRIC_SEPARATED, .samples = 4});
  kinds.push_back({.photometric = PHOTOMETRIC_CIELAB});
  kinds.push_back({.big = true});
  kinds.push_back({.rows = 1000});
  for (const Size subsampling : {Size{1, 1}, Size{2, 1}, Size{2, 2}, Size{4, 2}})
    kinds.push_back({.photometric = PHOTOMETRIC_YCBCR,
                     .subsampling = subsampling,
                     .size = {64, 48},
                     .rows = 16});
  return kinds;
}

std::string nameOf(const TiffRecipe& recipe) {
  return "compression " + std::to_string(recipe.compression) + " photometric " +
         std::to_string(recipe.photometric) + " bits " + std::to_string(recipe.bits) +
         (recipe.tiled ? " tiled" : "") + (recipe.separate ? " separate" : "") +
         (recipe.bigEndian ? " big-endian" : "") + " subsampling " +
         std::to_string(recipe.subsampling.width * 10 + recipe.subsampling.height);
}

// The pixel as libtiff shows it: A B G R.
std::uint32_t shownAt(const Bytes& bytes, Size size, Point at) {
  TiffFile file;
  EXPECT_TRUE(file.open(bytes).ok());
  std::vector<std::uint32_t> pixels(static_cast<std::size_t>(size.width * size.height));
  EXPECT_TRUE(TIFFReadRGBAImageOriented(file.handle(), static_cast<std::uint32_t>(size.width),
                                        static_cast<std::uint32_t>(size.height), pixels.data(),
                                        ORIENTATION_TOPLEFT, 1));
  return pixels[static_cast<std::size_t>(at.y * size.width + at.x)];
}

TiffRecipe jpegRecipe(int photometric, Size subsampling, bool tiled) {
  return {.photometric = photometric,
          .compression = COMPRESSION_JPEG,
          .tiled = tiled,
          .subsampling = subsampling,
          .size = {192, 160},
          .rows = 32};
}

std::vector<TiffRecipe> everyJpeg() {
  std::vector<TiffRecipe> kinds;
  for (const bool tiled : {false, true}) {
    kinds.push_back(jpegRecipe(PHOTOMETRIC_RGB, {1, 1}, tiled));
    kinds.push_back(jpegRecipe(PHOTOMETRIC_YCBCR, {2, 2}, tiled));
    auto grey = jpegRecipe(PHOTOMETRIC_MINISBLACK, {1, 1}, tiled);
    grey.samples = 1;
    kinds.push_back(grey);
  }
  return kinds;
}

} // namespace

TEST(CoverTiff, HidesTheSameWayWhateverWasUnderTheBoxes) {
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    // Blocks of shared colour hold pixels from beside a box; there both scenes have to be equal.
    const auto step = recipe.subsampling;
    std::vector<Rect> blocks;
    for (const Rect& box : kBoxes) {
      const Rect cells = cellsOf(box, {nullptr, {100, 100}, 0, 0, 0, step});
      blocks.push_back({cells.x * step.width, cells.y * step.height, cells.width * step.width,
                        cells.height * step.height});
    }
    expectHidden(makeTiff(recipe, noisyScene(2, blocks)), makeTiff(recipe, noisyScene(3, blocks)),
                 kOptions);
  }
}

TEST(CoverTiff, CoversDarkAndOpaque) {
  for (const auto& recipe : everyKind()) {
    if (recipe.bits == 12 || recipe.bits == 32 || recipe.photometric == PHOTOMETRIC_CIELAB)
      continue; // libtiff shows none of these
    if (recipe.tiled && recipe.compression == COMPRESSION_NONE)
      continue; // libtiff 4.5 shows these from mapped files only
    SCOPED_TRACE(nameOf(recipe));
    const auto saved = covered(makeTiff(recipe, noisyScene(2, kBoxes)), kOptions);
    const auto shown = shownAt(saved, recipe.size, {8, 8});
    EXPECT_EQ(TIFFGetA(shown), 255u);
    const auto most = recipe.photometric == PHOTOMETRIC_PALETTE ? 150u >> (recipe.bits / 4) : 16u;
    EXPECT_LE(TIFFGetR(shown), most);
    EXPECT_LE(TIFFGetG(shown), most);
    EXPECT_LE(TIFFGetB(shown), most);
  }
}

TEST(CoverTiff, ChangesOnlyTouchedBlocksOfJpegs) {
  for (const auto& recipe : everyJpeg()) {
    SCOPED_TRACE(nameOf(recipe));
    const auto original = makeTiff(recipe, softScene(2, kWideBoxes));
    const auto saved = covered(original, kWide);
    expectCoveredClosely(original, kWide);
    EXPECT_LE(TIFFGetG(shownAt(saved, recipe.size, {30, 40})), 20u);
    EXPECT_EQ(shownAt(saved, recipe.size, {100, 10}), shownAt(original, recipe.size, {100, 10}));
    EXPECT_FALSE(holds(saved, "JFIF"));
    EXPECT_FALSE(holds(saved, "Adobe"));
  }
}

TEST(CoverTiff, CoversWhatTilesHoldBeyondThePicture) {
  TiffRecipe recipe{.compression = COMPRESSION_NONE, .tiled = true};
  const auto saved =
      covered(makeTiff(recipe,
                       [](int x, int y) {
                         return x < 61 && y < 47 ? Samples{90, 90, 90} : Samples{'w', 'a', 'r'};
                       }),
              {});
  EXPECT_FALSE(holds(saved, "warwar"));
}

TEST(CoverTiff, RefusesSeveralPagesButNotSmallerVersions) {
  const auto scene = noisyScene(2, kBoxes);
  const auto refused = coverRegions(makeTiff({.morePages = {0}}, scene), kOptions, Limits{});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  const auto withThumbnail = makeTiff({.morePages = {FILETYPE_REDUCEDIMAGE}}, scene);
  const auto saved = covered(withThumbnail, kOptions);
  EXPECT_EQ(saved, covered(makeTiff({}, scene), kOptions));
  const auto pages = makeTiff({.morePages = {FILETYPE_REDUCEDIMAGE, 0}}, scene);
  EXPECT_FALSE(coverRegions(pages, kOptions, Limits{}).ok());
}

TEST(CoverTiff, RefusesCodingsThatCannotBeWrittenBack) {
  auto file = makeTiff({.compression = COMPRESSION_PACKBITS}, noisyScene(2, kBoxes));
  // 32773 becomes 6: JPEG of the old kind.
  const std::array<std::uint8_t, 10> packBits = {3, 1, 3, 0, 1, 0, 0, 0, 5, 0x80};
  const auto at = std::search(file.begin(), file.end(), packBits.begin(), packBits.end());
  ASSERT_NE(at, file.end());
  at[8] = 6, at[9] = 0;
  const auto refused = coverRegions(file, kOptions, Limits{});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
}

TEST(VerifyTiff, NoticesOneChangedPixel) {
  TiffRecipe recipe{.compression = COMPRESSION_NONE, .rows = 47};
  const auto original = makeTiff(recipe, noisyScene(2, kBoxes));
  const auto saved = covered(original, kOptions);
  TiffFile file;
  ASSERT_TRUE(file.open(saved).ok());
  const auto begin = TIFFGetStrileOffset(file.handle(), 0);
  const auto changed = [&](Point at) {
    auto tampered = saved;
    tampered[static_cast<std::size_t>(begin) +
             3 * static_cast<std::size_t>(at.y * recipe.size.width + at.x)] ^= 1;
    return tampered;
  };
  EXPECT_EQ(verdict(original, changed({2, 5}), kOptions), ErrorCode::leak);
  EXPECT_EQ(verdict(original, changed({13, 11}), kOptions), ErrorCode::leak);
}

TEST(CoverTiff, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  expectCutsSurvived(makeTiff({}, softScene(2, kBoxes)), kOptions, 3);
  expectCutsSurvived(
      makeTiff({.compression = COMPRESSION_ADOBE_DEFLATE, .tiled = true}, softScene(2, kBoxes)),
      kOptions, 11);
  expectCutsSurvived(makeTiff(everyJpeg()[1], softScene(2, kWideBoxes)), kWide, 31);
}

TEST(CoverTiff, SurvivesFlippedBytes) {
  for (const bool tiled : {false, true})
    expectFlipsSurvived(makeTiff({.tiled = tiled}, softScene(2, kBoxes)), kOptions, 800, 4);
  expectFlipsSurvived(makeTiff(everyJpeg()[1], softScene(2, kWideBoxes)), kWide, 300, 4);
  // The directory stands at the end: flip there.
  auto file =
      makeTiff({.photometric = PHOTOMETRIC_PALETTE, .samples = 1, .bits = 4}, softScene(2, kBoxes));
  expectFlipsSurvived(file, kOptions, 1500, file.size() - 90);
}

TEST(CoverTiff, KeepsToTheLimits) {
  expectLimited(makeTiff({}, noisyScene(2, kBoxes)), {61, 47});
}

} // namespace photoscrub::redact
