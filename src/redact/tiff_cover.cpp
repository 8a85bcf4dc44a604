#include "redact/codecs.h"
#include "redact/face_pixels.h"
#include "redact/stored_boxes.h"
#include "redact/tiff_cells.h"
#include "redact/tiff_jpeg.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

// The boxes in the piece's own pixels.
std::vector<Rect> placesOn(const TiffPiece& piece, const std::vector<Rect>& boxes) {
  std::vector<Rect> own;
  for (const Rect& box : boxes) {
    const Rect shared = intersection(box, piece.place);
    if (!shared.empty())
      own.push_back(
          {shared.x - piece.place.x, shared.y - piece.place.y, shared.width, shared.height});
  }
  return own;
}

// The same, with what tiles hold beyond the picture, which is covered too: nothing shows it.
std::vector<Rect> boxesOn(const TiffPiece& piece, const TiffFields& fields,
                          const std::vector<Rect>& boxes) {
  const Rect& place = piece.place;
  const int right = std::min(fields.size.width - place.x, place.width);
  const int bottom = std::min(fields.size.height - place.y, place.height);
  auto own = placesOn(piece, boxes);
  for (const Rect& beyond : {Rect{right, 0, place.width - right, place.height},
                             Rect{0, bottom, place.width, place.height - bottom}})
    if (!beyond.empty())
      own.push_back(beyond);
  return own;
}

// Strips and tiles of one file.
class Pieces {
public:
  Pieces(const TiffFile& file, const TiffFields& fields) : file_(file), tiled_(fields.tiled) {}

  Result<Raster> cells(const TiffCells& layout, std::uint32_t index) const {
    const auto handle = file_.handle();
    const auto stored =
        static_cast<std::size_t>(tiled_ ? TIFFTileSize64(handle) : TIFFStripSize64(handle));
    if (stored < layout.packedBytes())
      return damagedTiff("strip size");
    Bytes packed(layout.packedBytes());
    const auto count = static_cast<tmsize_t>(packed.size());
    const auto got = tiled_ ? TIFFReadEncodedTile(handle, index, packed.data(), count)
                            : TIFFReadEncodedStrip(handle, index, packed.data(), count);
    if (got != count)
      return file_.error();
    return layout.unpack(packed);
  }
  Status write(const TiffCells& layout, std::uint32_t index, const Raster& cells) const {
    auto packed = layout.pack(cells);
    const auto count = static_cast<tmsize_t>(packed.size());
    const auto put = tiled_ ? TIFFWriteEncodedTile(file_.handle(), index, packed.data(), count)
                            : TIFFWriteEncodedStrip(file_.handle(), index, packed.data(), count);
    return put == count ? Status{} : file_.error();
  }

  Result<Bytes> jpeg(const TiffFields& fields, std::uint32_t index) const {
    const auto handle = file_.handle();
    std::uint32_t tableBytes = 0;
    void* tables = nullptr;
    if (TIFFGetField(handle, TIFFTAG_JPEGTABLES, &tableBytes, &tables) == 0)
      tableBytes = 0;
    Bytes raw(static_cast<std::size_t>(
        std::min<std::uint64_t>(TIFFGetStrileByteCount(handle, index), sizeOfFile())));
    const auto count = static_cast<tmsize_t>(raw.size());
    const auto got = tiled_ ? TIFFReadRawTile(handle, index, raw.data(), count)
                            : TIFFReadRawStrip(handle, index, raw.data(), count);
    if (got != count)
      return file_.error();
    return wholeJpeg(fields, {static_cast<const std::uint8_t*>(tables), tableBytes}, raw);
  }
  Status writeJpeg(std::uint32_t index, ByteView jpeg) const {
    PHOTOSCRUB_TRY(bare, withoutApplicationSegments(jpeg));
    const auto count = static_cast<tmsize_t>(bare.size());
    const auto put = tiled_ ? TIFFWriteRawTile(file_.handle(), index, bare.data(), count)
                            : TIFFWriteRawStrip(file_.handle(), index, bare.data(), count);
    return put == count ? Status{} : file_.error();
  }

private:
  std::uint64_t sizeOfFile() const {
    return TIFFGetSizeProc(file_.handle())(TIFFClientdata(file_.handle()));
  }

  const TiffFile& file_;
  bool tiled_;
};

bool offersFaces(const TiffFields& fields) {
  const int colours = fields.samples - fields.extraSamples;
  const bool shades = (fields.photometric == PHOTOMETRIC_RGB && colours == 3) ||
                      (fields.photometric == PHOTOMETRIC_MINISBLACK && colours == 1);
  return shades && fields.bits == 8 && fields.sampleFormat == SAMPLEFORMAT_UINT &&
         !fields.separatePlanes && fields.compression != COMPRESSION_JPEG;
}

StoredCovers coversOf(const TiffFields& fields, const RedactOptions& options) {
  const auto covers = storedCovers(options, fields.size);
  return offersFaces(fields) ? covers : allSolid(covers);
}

// Looks at all pieces before any is painted.
Result<FacePixels> facesOf(const Pieces& original, const TiffFields& fields,
                           const RedactOptions& options) {
  const auto covers = coversOf(fields, options);
  PixelKind kind;
  if (!covers.faces.empty())
    kind = {TiffCells(fields, piecesOf(fields).front()).fill(fields),
            fields.photometric == PHOTOMETRIC_RGB ? std::array<std::size_t, 3>{0, 1, 2}
                                                  : std::array<std::size_t, 3>{}};
  FacePixels faces(covers, options.noise, std::move(kind));
  if (faces.empty())
    return faces;
  for (const auto& piece : piecesOf(fields)) {
    const TiffCells layout(fields, piece);
    PHOTOSCRUB_TRY(cells, original.cells(layout, piece.index));
    look(faces, layout.plane(cells), {piece.place.x, piece.place.y});
  }
  faces.settle();
  return faces;
}

// What is done to a file, whatever piece.
struct TiffJob {
  const TiffFields& fields;
  const StoredCovers& covers;
  const FacePixels& faces;
  const Limits& limits;
};

Status coverPiece(const Pieces& from, const Pieces& to, const TiffPiece& piece,
                  const TiffJob& job) {
  const auto& fields = job.fields;
  const auto own = boxesOn(piece, fields, job.covers.solid);
  if (fields.compression == COMPRESSION_JPEG) {
    PHOTOSCRUB_TRY(jpeg, from.jpeg(fields, piece.index));
    PHOTOSCRUB_TRY(covered, coverJpeg(jpeg, {Orientation::normal, solidCovers(own)}, job.limits));
    return to.writeJpeg(piece.index, covered);
  }
  const TiffCells layout(fields, piece);
  PHOTOSCRUB_TRY(cells, from.cells(layout, piece.index));
  if (!job.faces.empty())
    paint(job.faces, layout.plane(cells), {piece.place.x, piece.place.y});
  lay(layout.plane(cells), own, layout.fill(fields));
  return to.write(layout, piece.index, cells);
}

Status comparePiece(const Pieces& before, const Pieces& after, const TiffPiece& piece,
                    const TiffJob& job) {
  const auto& fields = job.fields;
  const auto own = boxesOn(piece, fields, job.covers.solid);
  if (fields.compression == COMPRESSION_JPEG) {
    PHOTOSCRUB_TRY(first, before.jpeg(fields, piece.index));
    PHOTOSCRUB_TRY(second, after.jpeg(fields, piece.index));
    PHOTOSCRUB_CHECK(
        verifyJpeg(first, second, {Orientation::normal, solidCovers(own)}, job.limits));
    return {};
  }
  const TiffCells layout(fields, piece);
  PHOTOSCRUB_TRY(first, before.cells(layout, piece.index));
  PHOTOSCRUB_TRY(second, after.cells(layout, piece.index));
  const auto faces = placesOn(piece, faceBoxes(job.covers));
  PHOTOSCRUB_CHECK(compareExactly(layout.plane(first), layout.plane(second), own, faces));
  if (!job.faces.empty())
    PHOTOSCRUB_CHECK(compareFaces(job.faces, layout.plane(second), {piece.place.x, piece.place.y}));
  // Pieces of one box are one colour each; that it is the same one in all of them shows by what
  // it has to be.
  const auto fill = layout.fill(fields);
  for (const Rect& box : own) {
    const Rect cells = cellsOf(box, layout.plane(second));
    const auto* cell =
        layout.plane(second).row(cells.y) + static_cast<std::size_t>(cells.x) * fill.size();
    if (!sameBytes({cell, fill.size()}, fill))
      return leak("a covered box shows another colour");
  }
  return {};
}

bool sameKind(const TiffFields& a, const TiffFields& b) {
  return a.size == b.size && a.bits == b.bits && a.samples == b.samples &&
         a.sampleFormat == b.sampleFormat && a.photometric == b.photometric &&
         a.compression == b.compression && a.separatePlanes == b.separatePlanes &&
         a.tiled == b.tiled && a.piece == b.piece && a.subsampling == b.subsampling &&
         a.extraSamples == b.extraSamples && a.palette == b.palette;
}

} // namespace

Result<Bytes> coverTiff(ByteView file, const RedactOptions& options, const Limits& limits) {
  TiffFile source, target;
  PHOTOSCRUB_CHECK(source.open(file));
  PHOTOSCRUB_TRY(fields, readTiffFields(source, limits));
  PHOTOSCRUB_CHECK(target.create(source.order()));
  copyTiffFields(source, fields, target);
  const auto covers = coversOf(fields, options);
  const Pieces from(source, fields), to(target, fields);
  PHOTOSCRUB_TRY(faces, facesOf(from, fields, options));
  for (const auto& piece : piecesOf(fields))
    PHOTOSCRUB_CHECK(coverPiece(from, to, piece, {fields, covers, faces, limits}));
  return target.finish();
}

Result<Outside> verifyTiff(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits) {
  TiffFile before, after;
  PHOTOSCRUB_CHECK(before.open(original));
  PHOTOSCRUB_CHECK(after.open(saved));
  PHOTOSCRUB_TRY(fields, readTiffFields(before, limits));
  PHOTOSCRUB_TRY(fieldsAfter, readTiffFields(after, limits));
  if (!sameKind(fields, fieldsAfter))
    return leak("another kind of TIFF");
  const auto covers = coversOf(fields, options);
  const Pieces first(before, fields), second(after, fields);
  PHOTOSCRUB_TRY(faces, facesOf(first, fields, options));
  for (const auto& piece : piecesOf(fields))
    PHOTOSCRUB_CHECK(comparePiece(first, second, piece, {fields, covers, faces, limits}));
  return Outside::identical;
}

Result<bool> tiffOffersFaces(ByteView file, const Limits& limits) {
  TiffFile source;
  PHOTOSCRUB_CHECK(source.open(file));
  PHOTOSCRUB_TRY(fields, readTiffFields(source, limits));
  return offersFaces(fields);
}

} // namespace photoscrub::redact
