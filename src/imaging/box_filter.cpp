#include "imaging/box_filter.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::imaging {

namespace {
constexpr int kChannels = 3;
int divideUp(int value, int by) {
  return (value + by - 1) / by;
}
} // namespace

BoxFilter::BoxFilter(Size full, int factor)
    : full_(full), factor_(factor),
      image_({divideUp(full.width, factor), divideUp(full.height, factor)}, kChannels) {
  if (factor > 1)
    sums_.resize(image_.stride());
  for (int y = 0; y < image_.size().height; ++y)
    std::memset(image_.row(y), 0xFF, image_.stride());
}

void BoxFilter::add(const std::uint8_t* row) {
  if (rows_ == full_.height)
    return;
  if (factor_ == 1) {
    std::memcpy(image_.row(rows_++), row, image_.stride());
    return;
  }
  sumRow(row);
  ++inBand_;
  if (++rows_ == full_.height || inBand_ == factor_)
    writeBand();
}

void BoxFilter::sumRow(const std::uint8_t* row) {
  std::uint32_t* sum = sums_.data();
  for (int left = full_.width; left > 0; left -= factor_, sum += kChannels)
    for (int i = std::min(left, factor_); i > 0; --i, row += kChannels) {
      sum[0] += row[0];
      sum[1] += row[1];
      sum[2] += row[2];
    }
}

void BoxFilter::writeBand() {
  std::uint8_t* to = image_.row((rows_ - 1) / factor_);
  std::uint32_t* sum = sums_.data();
  for (int left = full_.width; left > 0; left -= factor_)
    for (int c = 0; c < kChannels; ++c, ++sum, ++to) {
      const auto count = static_cast<std::uint32_t>(std::min(left, factor_) * inBand_);
      *to = static_cast<std::uint8_t>((*sum + count / 2) / count);
      *sum = 0;
    }
  inBand_ = 0;
}

Image BoxFilter::take() && {
  if (inBand_ > 0)
    writeBand();
  return std::move(image_);
}

} // namespace photoscrub::imaging
