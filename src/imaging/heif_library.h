/// libheif behind C++ values: opening from memory, the primary image, its planes. Internal to the
/// rooms that work on coded pictures; never included by a public header. Not thread-safe.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/result.h"
#include "imaging/colour_planes.h"

#include <memory>
#include <string>
#include <vector>

#include <libheif/heif.h>

namespace photoscrub::imaging {

struct FreeHeif {
  void operator()(heif_context* context) const { heif_context_free(context); }
  void operator()(const heif_image_handle* handle) const { heif_image_handle_release(handle); }
  void operator()(const heif_image* image) const { heif_image_release(image); }
  void operator()(heif_color_profile_nclx* nclx) const { heif_nclx_color_profile_free(nclx); }
  void operator()(heif_decoding_options* options) const { heif_decoding_options_free(options); }
};
template <class T> using Heif = std::unique_ptr<T, FreeHeif>;

/// Makes libheif load its codecs, which it would do at first use.
void prepareHeif();

/// Success, or libheif's complaint as an Error. Its texts name boxes and features, no values of
/// the file's metadata.
Status heifStatus(const heif_error& error);

/// The primary image of a file, as it is described; nothing is decoded yet.
class HeifReader {
public:
  /// `file` must outlive the reader. Tests the size against the limits. Errors: malformed,
  /// unsupported, limit.
  Status open(ByteView file, const Limits& limits);

  const heif_image_handle* handle() const { return handle_.get(); }
  /// As it is shown: cropped and turned.
  Size size() const { return size_; }

  /// Decodes it in its own colour space, cropped and turned. Errors: as open().
  Result<Heif<heif_image>> decode(const Limits& limits) const;

private:
  Status read(ByteView file, const Limits& limits);

  Bytes repaired_; // must outlive the context
  Heif<heif_context> context_;
  Heif<heif_image_handle> handle_;
  Size size_;
};

/// The image as planes that view it: Y, Cb, Cr, or G, B, R as matrix 0. Errors: unsupported.
struct HeifPlanes {
  std::array<Plane, 3> colours{};
  Plane alpha{};
  PlaneCoding coding{};
};
Result<HeifPlanes> heifPlanes(const heif_image& image);

/// H.273 numbers, 2: not said. The container's word goes before the codestream's.
struct HeifColour {
  int primaries = 2;
  int transfer = 2;
};
HeifColour heifColour(const heif_image_handle& handle, const heif_image& image);

} // namespace photoscrub::imaging
