#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/png_layout.h"
#include "imaging/png_library.h"
#include "imaging/row_sink.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::imaging {

namespace {

// What every PNG is turned into while it is read: 8-bit BGR or BGRA.
void askForBgr(png_structp png, png_infop info) {
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_bgr(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
}

struct Progress {
  int rows = 0;                    // that arrived
  std::uint64_t beforeLastRow = 0; // how much of the file had been fetched by then
};

// Image data that is no part of the picture. With the last row libpng reads on to the end of the
// zlib stream and of that chunk: what lies there it only reports, and chunks behind it are never
// asked for.
std::uint64_t bytesAfterLastRow(ByteView file, const PngReader& reader, const Progress& progress) {
  if (!reader.errors().foundLeftOver())
    return imageBytesFrom(file, reader.position());
  // What was fetched at once may hold the end of one and the beginning of the other.
  return imageBytesFrom(file, progress.beforeLastRow -
                                  std::min<std::uint64_t>(progress.beforeLastRow, kFetchBytes));
}

Progress readInOrder(PngReader& reader, RowSink& rows, int height) {
  std::vector<std::uint8_t> row(png_get_rowbytes(reader.png(), reader.info()));
  Progress progress;
  reader.errors().run([&] {
    for (; progress.rows < height; ++progress.rows) {
      progress.beforeLastRow = reader.position();
      png_read_row(reader.png(), row.data(), nullptr);
      rows.add(row.data());
    }
  });
  return progress;
}

// Adam7 (clause 8.2) needs the picture in memory.
Progress readInterlaced(PngReader& reader, RowSink& rows, int height) {
  constexpr int kPasses = 7;
  const std::size_t stride = png_get_rowbytes(reader.png(), reader.info());
  std::vector<std::uint8_t> pixels(stride * static_cast<std::size_t>(height), 0xFF);
  int done = 0; // rows of all passes
  Progress progress;
  reader.errors().run([&] {
    for (int pass = 0; pass < kPasses; ++pass)
      for (int y = 0; y < height; ++y, ++done) {
        progress.beforeLastRow = reader.position();
        // The third argument fills whole squares, so that a cut-off picture shows something.
        png_read_row(reader.png(), nullptr, pixels.data() + stride * static_cast<std::size_t>(y));
      }
  });
  for (int y = 0; done > 0 && y < height; ++y)
    rows.add(pixels.data() + stride * static_cast<std::size_t>(y));
  progress.rows = done / kPasses;
  return progress;
}

} // namespace

Result<Picture> decodePng(ByteView file, const DecodeOptions& options, const Limits& limits) {
  PHOTOSCRUB_TRY(layout, readPngLayout(file, limits));
  if (layout.interlaced)
    PHOTOSCRUB_CHECK(checkWorkingMemory(static_cast<std::uint64_t>(layout.size.width) *
                                        static_cast<std::uint64_t>(layout.size.height) * 4));
  PngReader reader(limits);
  PHOTOSCRUB_CHECK(reader.open(file, PngReader::Chunks::picture));
  PHOTOSCRUB_CHECK(reader.errors().call([&] { askForBgr(reader.png(), reader.info()); }));

  const bool alpha = png_get_channels(reader.png(), reader.info()) == 4;
  RowSink rows(layout.size, options.longSide, alpha ? Pixels::bgra : Pixels::bgr);
  const Progress progress = layout.interlaced ? readInterlaced(reader, rows, layout.size.height)
                                              : readInOrder(reader, rows, layout.size.height);
  if (progress.rows == 0)
    return reader.errors().error();

  Picture picture = std::move(rows).take();
  picture.animated = layout.animated;
  const bool complete = progress.rows == layout.size.height;
  if (complete)
    picture.bytesAfterPicture = bytesAfterLastRow(file, reader, progress);
  const bool ended = complete && reader.errors().run([&] { png_read_end(reader.png(), nullptr); });
  picture.warnings = reader.errors().warnings();
  if (!ended)
    picture.warnings.push_back(reader.errors().error().detail);
  return picture;
}

} // namespace photoscrub::imaging
