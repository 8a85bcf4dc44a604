/// Covering and its proof where a picture has to be coded anew with loss. Internal to src/redact.
/// Pure functions, thread-safe.
#pragma once

#include "redact/plane.h"

namespace photoscrub::redact {

/// What is covered of a picture that is coded with loss: every box grown by 8 pixels and then out
/// to whole 16 x 16 blocks. Deblocking filters reach up to 7 pixels across a block's edge (H.265,
/// 8.7.2; RFC 6386, 15: 3 samples of half-size colour) and colour samples are shared by two or four
/// pixels, so nothing below a box reaches what is left outside, and no coding noise of what is
/// outside reaches into the box itself.
std::vector<Rect> roomyBoxes(const std::vector<Rect>& boxes, Size picture);

/// Sizes of a picture in bytes.
struct CodedSizes {
  std::size_t source = 0;
  std::size_t copy = 0;
};
/// May the source have been coded more finely than a copy by the same codec, which covers hide
/// parts of? So it may where it took more bytes for what is left open. An estimate on the safe
/// side: no codec here tells its quality in a way that could be compared, and what else is in the
/// source counts as picture.
bool mayBeFiner(const CodedSizes& sizes, const std::vector<Rect>& covers, Size picture);

/// How the samples of a plane are to be read; numbers in the machine's byte order.
struct SampleScale {
  enum class Kind { unsigned8, unsigned16, signed32 };
  Kind kind = Kind::unsigned8;
  double range = 255; ///< from the darkest to the lightest value
  double fill = 0;    ///< what covers
};

/// The proof with tolerances, all in 255ths of the range:
/// inside each box: at most 6 from the fill, and at most 0.5 of it (root mean square) goes up and
/// down with what the original shows there;
/// more than 16 pixels from the roomy boxes: at least 30 dB peak signal-to-noise ratio overall; in
/// every tile of 16 x 16 samples the mean is off by at most 8 and single samples by at most 24 on
/// average.
/// REQUIRES: planes of the same size, one sample a cell. Errors: leak.
Status compareClosely(const Plane& before, const Plane& after, const SampleScale& samples,
                      const std::vector<Rect>& boxes);

} // namespace photoscrub::redact
