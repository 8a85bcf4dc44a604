/// What every format's covering has to stand, whatever the format. Shared by the tests of redact.
#pragma once

#include "imaging/coded_pictures.h"
#include "redact/redact.h"

#include <string>

namespace photoscrub::testing {

/// Boxes at odd places: one in the middle, one cut by the right edge, one pixel in a corner.
/// Fit pictures of 61 x 47 and more.
inline const std::vector<Rect> kBoxes = {{3, 5, 11, 7}, {33, 20, 30, 13}, {0, 40, 1, 1}};
/// Farther apart, for pictures of 192 x 160 that are coded in blocks.
inline const std::vector<Rect> kWideBoxes = {{21, 35, 31, 17}, {133, 90, 70, 23}, {0, 150, 9, 3}};

/// 8-bit samples: noise, which depends on `secret` under the boxes only.
Painter noisyScene(std::uint32_t secret, std::vector<Rect> boxes);
/// The same for lossy codecs: soft shapes, and stripes like print under the boxes.
Painter softScene(std::uint32_t secret, std::vector<Rect> boxes);
/// `painter` as rows of pixels of `channels` samples of 8 bits.
Bytes painted(Size size, int channels, const Painter& painter);

/// The covered file; empty, and a failed test, where covering failed.
Bytes covered(const Bytes& file, const redact::RedactOptions& options);
void expectVerified(const Bytes& original, const Bytes& saved,
                    const redact::RedactOptions& options);
/// The code verification failed with; internal if it passed.
ErrorCode verdict(const Bytes& original, const Bytes& saved, const redact::RedactOptions& options);

/// Two pictures that differ under the boxes only become the same file, which passes; neither
/// original passes, nor one with fewer or more covers.
void expectHidden(const Bytes& one, const Bytes& other, const redact::RedactOptions& options);
/// Lossy: each passes; originals and files with fewer covers do not.
void expectCoveredClosely(const Bytes& original, const redact::RedactOptions& options);
/// Cut after every `step` bytes: a file that passes, or an error that is no bug.
void expectCutsSurvived(const Bytes& file, const redact::RedactOptions& options,
                        std::size_t step = 1);
/// The same for bytes that were changed, `from` on, in `rounds` ways.
void expectFlipsSurvived(const Bytes& file, const redact::RedactOptions& options,
                         std::uint32_t rounds, std::size_t from = 2);
/// Too many pixels for the limits: refused with code limit; just enough: covered.
void expectLimited(const Bytes& file, Size size);

/// The largest difference of two samples; 256 where there are not as many.
int farthest(const Bytes& a, const Bytes& b);
bool holds(const Bytes& file, std::string_view text);

} // namespace photoscrub::testing
