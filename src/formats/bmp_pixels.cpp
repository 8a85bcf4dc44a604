#include "formats/bmp_pixels.h"

#include <algorithm>

namespace photoscrub::formats::bmp {

namespace {

struct Rows {
  std::size_t used = 0;   // bytes of a row that hold pixels
  std::size_t stride = 0; // from one row to the next
  std::uint8_t lastUnused = 0;

  explicit Rows(const Header& header) {
    const auto bits =
        static_cast<std::uint64_t>(header.size.width) * static_cast<std::uint64_t>(header.bits);
    used = static_cast<std::size_t>((bits + 7) / 8);
    stride = static_cast<std::size_t>((bits + 31) / 32 * 4);
    if (bits % 8 != 0)
      lastUnused = static_cast<std::uint8_t>(0xFFu >> (bits % 8));
  }
};

// The bits of a pixel that belong to no colour.
std::uint32_t unusedBits(const Header& header) {
  if (header.bits != 16 && header.bits != 32)
    return 0;
  const auto all = header.bits == 16 ? 0xFFFFu : 0xFFFF'FFFFu;
  auto used = header.masks[3];
  if (header.hasMasks())
    used |= header.masks[0] | header.masks[1] | header.masks[2];
  else
    used |= header.bits == 16 ? 0x7FFFu : 0x00FF'FFFFu;
  return all & ~used;
}

std::uint32_t pixelAt(const std::uint8_t* at, std::size_t bytes) {
  const auto low = static_cast<std::uint32_t>(at[0] | at[1] << 8);
  return bytes == 2 ? low : low | static_cast<std::uint32_t>(at[2] | at[3] << 8) << 16;
}

// One unused bit pattern for the whole picture hides nothing; more than one can.
bool planeVaries(ByteView pixels, const Rows& rows, std::uint32_t unused, std::size_t bytes) {
  if (unused == 0 || pixels.size() < bytes)
    return false;
  const auto first = pixelAt(pixels.data(), bytes) & unused;
  std::uint32_t different = 0;
  for (std::size_t row = 0; row < pixels.size(); row += rows.stride) {
    const auto end = row + std::min(rows.used, pixels.size() - row);
    for (auto at = row; at + bytes <= end; at += bytes)
      different |= (pixelAt(pixels.data() + at, bytes) & unused) ^ first;
    if (different != 0)
      return true;
  }
  return false;
}

} // namespace

std::uint64_t plainSize(const Header& header) {
  return std::uint64_t{Rows(header).stride} * static_cast<std::uint64_t>(header.size.height);
}

Hidden findHidden(ByteView pixels, const Header& header) {
  const Rows rows(header);
  Hidden hidden;
  if (rows.used != rows.stride || rows.lastUnused != 0)
    for (std::size_t row = 0; row < pixels.size() && !hidden.padding; row += rows.stride) {
      const auto bytes = pixels.subspan(row, std::min(rows.stride, pixels.size() - row));
      if (bytes.size() < rows.used)
        break;
      const auto padding = bytes.subspan(rows.used);
      hidden.padding =
          (bytes[rows.used - 1] & rows.lastUnused) != 0 ||
          std::any_of(padding.begin(), padding.end(), [](std::uint8_t byte) { return byte != 0; });
    }
  hidden.plane =
      planeVaries(pixels, rows, unusedBits(header), static_cast<std::size_t>(header.bits) / 8);
  return hidden;
}

Bytes withoutHidden(ByteView pixels, const Header& header, const Hidden& hidden) {
  const Rows rows(header);
  const auto bytes = static_cast<std::size_t>(header.bits) / 8;
  const auto unused = hidden.plane ? unusedBits(header) : 0;
  Bytes clean(pixels.begin(), pixels.end());
  for (std::size_t row = 0; row < clean.size(); row += rows.stride) {
    const auto end = std::min(rows.stride, clean.size() - row);
    if (end >= rows.used) {
      auto& last = clean[row + rows.used - 1];
      last = static_cast<std::uint8_t>(last & ~rows.lastUnused);
    }
    for (auto at = rows.used; at < end; ++at)
      clean[row + at] = 0;
    for (std::size_t at = 0; unused != 0 && at + bytes <= std::min(end, rows.used); at += bytes)
      for (std::size_t i = 0; i < bytes; ++i)
        clean[row + at + i] |= static_cast<std::uint8_t>(unused >> (8 * i));
  }
  return clean;
}

namespace {

enum Escape : std::uint8_t { kEndOfLine = 0, kEndOfBitmap = 1, kDelta = 2 };

class RunReader {
public:
  RunReader(ByteView data, const Header& header)
      : reader_(data), nibbles_(header.coding == Coding::rle4), size_(header.size) {}

  // Copies what draws into the picture, or moves within it.
  Runs run(ByteView data) {
    while (y_ < size_.height && step())
      consumed_ = reader_.position();
    Runs runs{std::move(out_), consumed_};
    runs.same = runs.clean.size() == consumed_ && startsWith(data, runs.clean);
    runs.hidden = !runs.same;
    // An end code may follow the last row, or be all that is missing.
    const Bytes end{0, kEndOfBitmap};
    if (startsWith(data.subspan(static_cast<std::size_t>(consumed_)), end))
      runs.consumed += end.size();
    else
      runs.same = false;
    runs.clean.insert(runs.clean.end(), end.begin(), end.end());
    return runs;
  }

private:
  // False at the end code and where the data end.
  bool step() {
    const auto pair = reader_.take(2);
    if (!pair.ok())
      return false;
    const auto count = pair.value()[0], value = pair.value()[1];
    if (count > 0) {
      if (x_ < size_.width)
        put({count, nibbles_ && count == 1 ? static_cast<std::uint8_t>(value & 0xF0) : value});
      x_ += count;
      return true;
    }
    if (value == kEndOfBitmap)
      return false;
    if (value == kEndOfLine) {
      x_ = 0;
      ++y_;
      put({count, value});
      return true;
    }
    return value == kDelta ? delta() : absolute(value);
  }

  bool delta() {
    const auto by = reader_.take(2);
    if (!by.ok() || y_ + by.value()[1] >= size_.height)
      return false;
    x_ += by.value()[0];
    y_ += by.value()[1];
    put({0, kDelta, by.value()[0], by.value()[1]});
    return true;
  }

  // Pixels as they are, padded to two bytes.
  bool absolute(std::uint8_t count) {
    const std::size_t used = nibbles_ ? (count + 1u) / 2 : count;
    const auto bytes = reader_.take(used + used % 2);
    if (!bytes.ok())
      return false;
    if (x_ < size_.width) {
      put({0, count});
      out_.insert(out_.end(), bytes.value().begin(),
                  bytes.value().begin() + static_cast<std::ptrdiff_t>(used));
      if (nibbles_ && count % 2 != 0)
        out_.back() &= 0xF0;
      out_.resize(out_.size() + used % 2);
    }
    x_ += count;
    return true;
  }

  void put(std::initializer_list<std::uint8_t> bytes) { out_.insert(out_.end(), bytes); }

  ByteReader reader_;
  bool nibbles_;
  Size size_;
  Bytes out_;
  std::uint64_t consumed_ = 0;
  std::int64_t x_ = 0, y_ = 0;
};

} // namespace

Runs followRuns(ByteView data, const Header& header) {
  return RunReader(data, header).run(data);
}

} // namespace photoscrub::formats::bmp
