// Tables, restart intervals and scans: what the picture is decoded with stays, the rest goes.
#include "formats/decoded.h"
#include "formats/format_checks.h"
#include "formats/jpeg.h"
#include "formats/jpeg_samples.h"
#include "support/jpeg_bytes.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using photoscrub::testing::decodeJpeg;

constexpr std::uint8_t kDht = 0xC4, kSof0 = 0xC0, kSos = 0xDA, kDqt = 0xDB, kDri = 0xDD;

/// A quantisation table with a text in it.
Bytes secretQuant(std::uint8_t slot) {
  Bytes table(65, 1);
  table[0] = slot;
  const auto text = bytesOf("S3CRET");
  std::copy(text.begin(), text.end(), table.begin() + 9);
  return table;
}

/// A Huffman table with a text for symbols.
Bytes secretHuffman(std::uint8_t slot) {
  const auto text = bytesOf("S3CRET");
  Bytes table(17);
  table[0] = slot;
  table[5] = static_cast<std::uint8_t>(text.size());
  return table + text;
}

/// The pieces with `extra` put before the n-th scan.
std::vector<JpegPiece> beforeScan(std::vector<JpegPiece> pieces, int n, const JpegPiece& extra) {
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (pieces[i].marker == kSos && n-- == 0)
      return inserted(pieces, i, extra);
  return pieces;
}

void expectSamePictureWithoutSecret(const std::vector<JpegPiece>& pieces) {
  const Bytes file = joinJpeg(pieces);
  ASSERT_TRUE(holds(file, "S3CRET"));
  const auto cleaned = rewriteChecked(Jpeg(), file);
  ASSERT_FALSE(cleaned.bytes.empty());
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
  const auto before = decodeJpeg(file);
  ASSERT_TRUE(before);
  EXPECT_EQ(decodeJpeg(cleaned.bytes)->pixels, before->pixels);
}

TEST(JpegTables, DropsTablesThatNoScanUses) {
  for (const Bytes& file : {plainJpeg(), progressiveJpeg(), separateScansJpeg()})
    for (const auto& [marker, table] : std::vector<std::pair<std::uint8_t, Bytes>>{
             {kDqt, secretQuant(3)}, {kDht, secretHuffman(0x02)}, {kDht, secretHuffman(0x13)}}) {
      const auto pieces = splitJpeg(file);
      expectSamePictureWithoutSecret(inserted(pieces, 0, {marker, table}));
      const auto scans = std::count_if(pieces.begin(), pieces.end(),
                                       [](const JpegPiece& piece) { return piece.marker == kSos; });
      for (int scan = 0; scan < scans; ++scan)
        expectSamePictureWithoutSecret(beforeScan(pieces, scan, {marker, table}));
    }
}

TEST(JpegTables, DropsTablesThatAreReplacedBeforeUse) {
  for (const Bytes& file : {plainJpeg(), progressiveJpeg(), separateScansJpeg()}) {
    expectSamePictureWithoutSecret(inserted(splitJpeg(file), 0, {kDqt, secretQuant(1)}));
    expectSamePictureWithoutSecret(inserted(splitJpeg(file), 0, {kDht, secretHuffman(0x00)}));
  }
}

// A component keeps the table of its first scan: what is defined later does nothing to it.
TEST(JpegTables, DropsQuantisationTablesRedefinedAfterUse) {
  for (int scan = 1; scan < 4; ++scan)
    expectSamePictureWithoutSecret(
        beforeScan(splitJpeg(progressiveJpeg()), scan, {kDqt, secretQuant(0)}));
  expectSamePictureWithoutSecret(
      beforeScan(splitJpeg(separateScansJpeg()), 1, {kDqt, secretQuant(0)}));
}

// The bits of such a scan stand in the data as they are.
TEST(JpegTables, DropsHuffmanTablesBeforeADcRefinementScan) {
  const auto pieces = splitJpeg(progressiveJpeg());
  int refinements = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].marker != kSos)
      continue;
    const auto& header = pieces[i].payload; // ends in Ss, Se, Ah and Al
    const bool dc = header[header.size() - 3] == 0, refines = header.back() >> 4 != 0;
    if (!dc || !refines)
      continue;
    ++refinements;
    expectSamePictureWithoutSecret(inserted(pieces, i, {kDht, secretHuffman(0x00)}));
  }
  EXPECT_EQ(refinements, 1);
}

TEST(JpegTables, KeepsTheQuantisationTableOfEachScan) {
  // Component 1 is coded with the table in slot 0, then the slot changes for component 2.
  auto pieces = splitJpeg(separateScansJpeg());
  auto& frame = pieces[indexOf(pieces, kSof0)].payload;
  frame[11] = 0; // component 2
  frame[14] = 0; // component 3
  const auto coarse = Bytes{0} + Bytes(64, 40);
  const Bytes file = joinJpeg(beforeScan(pieces, 1, {kDqt, coarse}));
  const auto cleaned = rewriteChecked(Jpeg(), file);
  const auto before = decodeJpeg(file);
  ASSERT_TRUE(before);
  EXPECT_NE(before->pixels, decodeJpeg(separateScansJpeg())->pixels);
  EXPECT_EQ(decodeJpeg(cleaned.bytes)->pixels, before->pixels);
}

TEST(JpegTables, KeepsTablesThatChangeBetweenScans) {
  const auto hasTwice = [](const Bytes& file, std::uint8_t slot) {
    int count = 0;
    for (const auto& piece : splitJpeg(file))
      count += piece.marker == kDht && piece.payload[0] == slot;
    return count >= 2;
  };
  const Bytes file = progressiveJpeg(); // libjpeg optimises a table for each scan
  ASSERT_TRUE(hasTwice(file, 0x10) || hasTwice(file, 0x11));
  EXPECT_EQ(decodeJpeg(rewriteChecked(Jpeg(), file).bytes), decodeJpeg(file));
}

TEST(JpegTables, ReadsSeveralTablesFromOneSegment) {
  const auto pieces = splitJpeg(plainJpeg());
  std::vector<JpegPiece> merged;
  Bytes quant, huffman;
  for (const auto& piece : pieces) {
    if (piece.marker == kDqt)
      quant = std::move(quant) + piece.payload;
    else if (piece.marker == kDht)
      huffman = std::move(huffman) + piece.payload;
    else
      merged.push_back(piece);
  }
  merged = inserted(merged, 0, {kDqt, std::move(quant) + secretQuant(2)});
  merged = beforeScan(merged, 0, {kDht, std::move(huffman) + secretHuffman(0x12)});
  expectSamePictureWithoutSecret(merged);
  // Split or merged, the clean file is the same one.
  EXPECT_EQ(rewriteChecked(Jpeg(), joinJpeg(merged)).bytes,
            rewriteChecked(Jpeg(), plainJpeg()).bytes);
}

TEST(JpegTables, KeepsSixteenBitQuantisationTables) {
  auto pieces = splitJpeg(plainJpeg());
  for (auto& piece : pieces) {
    if (piece.marker == kSof0)
      piece.marker = 0xC1; // baseline allows eight bits only
    if (piece.marker != kDqt)
      continue;
    Bytes wide = {static_cast<std::uint8_t>(0x10 | piece.payload[0])};
    for (std::size_t i = 1; i < 65; ++i) {
      wide.push_back(1);
      wide.push_back(piece.payload[i]);
    }
    piece.payload = wide;
  }
  const Bytes file = joinJpeg(pieces);
  const auto before = decodeJpeg(file);
  ASSERT_TRUE(before);
  EXPECT_EQ(decodeJpeg(rewriteChecked(Jpeg(), file).bytes)->pixels, before->pixels);
}

TEST(JpegTables, DoesWithoutHuffmanTablesAsMotionJpegDoes) {
  auto pieces = splitJpeg(plainJpeg());
  std::erase_if(pieces, [](const JpegPiece& piece) { return piece.marker == kDht; });
  EXPECT_FALSE(rewriteChecked(Jpeg(), joinJpeg(pieces)).bytes.empty());
}

TEST(JpegTables, KeepsArithmeticConditioningThatAScanUses) {
  for (const bool progressive : {false, true}) {
    auto sample = jpegSamples()[1];
    sample.recipe.arithmetic = true;
    sample.recipe.progressive = progressive;
    const Bytes file = pictureOf(sample);
    const auto pieces = splitJpeg(file);
    // 0x0F and 0x1F are slots that no scan can name.
    const auto before = rewriteChecked(Jpeg(), file).bytes;
    const auto with = joinJpeg(inserted(pieces, 0, {0xCC, {0x0F, 'S', 0x1F, '3'}}));
    EXPECT_EQ(rewriteChecked(Jpeg(), with).bytes, before);
    const auto used = joinJpeg(beforeScan(pieces, 0, {0xCC, {0x00, 0x21}}));
    const auto cleaned = rewriteChecked(Jpeg(), used).bytes;
    EXPECT_NE(cleaned, before);
  }
}

TEST(JpegRestart, DropsIntervalsThatChangeNothing) {
  const Bytes clean = rewriteChecked(Jpeg(), plainJpeg()).bytes;
  auto pieces = splitJpeg(plainJpeg());
  EXPECT_EQ(rewriteChecked(Jpeg(), joinJpeg(inserted(pieces, 0, {kDri, {0, 0}}))).bytes, clean);
  pieces = inserted(std::move(pieces), 0, {kDri, {0, 0}});
  EXPECT_EQ(rewriteChecked(Jpeg(), joinJpeg(inserted(pieces, 0, {kDri, {'S', '3'}}))).bytes, clean);
  pieces.push_back({kDri, {'S', '3'}}); // behind the last scan
  EXPECT_EQ(rewriteChecked(Jpeg(), joinJpeg(pieces)).bytes, clean);
}

TEST(JpegRestart, KeepsAnIntervalThatIsSwitchedOffAgain) {
  auto sample = jpegSamples()[0];
  sample.recipe.colours = photoscrub::testing::Colours::ycc;
  sample.recipe.separateScans = true;
  const auto without = splitJpeg(pictureOf(sample));
  sample.recipe.restartInterval = 2;
  const auto with = splitJpeg(pictureOf(sample));
  const auto scanOf = [](const std::vector<JpegPiece>& pieces, int n) {
    for (const auto& piece : pieces)
      if (piece.marker == kSos && n-- == 0)
        return piece;
    return JpegPiece{};
  };
  // The first scan with restarts, the others without.
  std::vector<JpegPiece> mixed;
  for (const auto& piece : without)
    if (piece.marker != kSos)
      mixed.push_back(piece);
  mixed.push_back({kDri, {0, 2}});
  mixed.push_back(scanOf(with, 0));
  mixed.push_back({kDri, {0, 0}});
  mixed.push_back(scanOf(without, 1));
  mixed.push_back(scanOf(without, 2));
  const Bytes file = joinJpeg(mixed);
  const auto before = decodeJpeg(file);
  ASSERT_TRUE(before);
  ASSERT_EQ(before->warnings, 0);
  EXPECT_EQ(decodeJpeg(rewriteChecked(Jpeg(), file).bytes), before);
}

// A decoder that was promised no restarts takes RSTn for the end of the data.
TEST(JpegRestart, MarkerWithoutAnIntervalEndsTheScan) {
  auto pieces = splitJpeg(plainJpeg());
  auto& entropy = pieces[indexOf(pieces, kSos)].entropy;
  entropy = std::move(entropy) + Bytes{0xFF, 0xD0} + bytesOf("S3CRET");
  const auto before = rewriteChecked(Jpeg(), plainJpeg()).bytes;
  const auto cleaned = rewriteChecked(Jpeg(), joinJpeg(pieces));
  EXPECT_EQ(cleaned.bytes, before);
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
}

// libjpeg looks for the next restart behind a code that means nothing, and shows the rest. What it
// skips could be anything, and goes.
TEST(JpegRestart, DataGoOnBehindADamagedMarker) {
  auto sample = jpegSamples()[1];
  sample.recipe.restartInterval = 3;
  auto pieces = splitJpeg(pictureOf(sample));
  auto& entropy = pieces[indexOf(pieces, kSos)].entropy;
  const auto restart = asText(entropy).find("\xFF\xD1");
  ASSERT_NE(restart, std::string_view::npos);
  entropy[restart - 6] = 0xFF;
  entropy[restart - 5] = 0x02;
  const auto hidden = bytesOf("S3CRET");
  entropy.insert(entropy.begin() + static_cast<std::ptrdiff_t>(restart - 4), hidden.begin(),
                 hidden.end());
  const Bytes file = joinJpeg(pieces);
  const auto before = decodeJpeg(file);
  ASSERT_TRUE(before);
  const auto cleaned = rewriteChecked(Jpeg(), file);
  EXPECT_EQ(decodeJpeg(cleaned.bytes)->pixels, before->pixels);
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
  EXPECT_EQ(asText(cleaned.bytes).find("S3CRET"), std::string_view::npos);
}

TEST(JpegScans, DropsAScanThatASequentialPictureHasNoUseFor) {
  auto pieces = splitJpeg(plainJpeg());
  auto hidden = pieces[indexOf(pieces, kSos)];
  hidden.entropy = bytesOf("S3CRET");
  pieces.push_back(hidden);
  const Bytes file = joinJpeg(pieces);
  const auto cleaned = rewriteChecked(Jpeg(), file);
  ASSERT_EQ(cleaned.document->dropped.size(), 1u);
  const auto& part = cleaned.document->dropped[0];
  EXPECT_EQ(part.kind, FindingKind::hiddenImage);
  // From the marker to the end of the scan's data.
  const auto size = 4 + hidden.payload.size() + hidden.entropy.size();
  EXPECT_EQ(part.size, size);
  EXPECT_EQ(part.offset, file.size() - 2 - size);
  EXPECT_EQ(cleaned.bytes, rewriteChecked(Jpeg(), plainJpeg()).bytes);
}

} // namespace
} // namespace photoscrub::formats
