#include "formats/container_format.h"

#include <algorithm>
#include <array>

namespace photoscrub::formats {

namespace {
constexpr std::array<std::uint8_t, 64 * 1024> kZeros{};
}

void Assembly::borrow(ByteView view) {
  if (lastIsBorrowed_ && pieces.back().data() + pieces.back().size() == view.data())
    pieces.back() = {pieces.back().data(), pieces.back().size() + view.size()};
  else
    pieces.push_back(view);
  lastIsBorrowed_ = true;
}

void Assembly::own(Bytes bytes) {
  owned.push_back(std::move(bytes));
  pieces.push_back(owned.back());
  lastIsBorrowed_ = false;
}

void Assembly::zeros(std::uint64_t count) {
  for (; count > 0; lastIsBorrowed_ = false) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(count, kZeros.size()));
    pieces.push_back(ByteView(kZeros).first(size));
    count -= size;
  }
}

std::uint64_t Assembly::size() const {
  std::uint64_t total = 0;
  for (const auto& piece : pieces)
    total += piece.size();
  return total;
}

Bytes Assembly::joined() const {
  Bytes all;
  all.reserve(static_cast<std::size_t>(size()));
  for (const auto& piece : pieces)
    all.insert(all.end(), piece.begin(), piece.end());
  return all;
}

bool isLongEnoughForExiv2(const Document& document) {
  constexpr std::size_t kCompared = 80;
  std::size_t size = 0;
  for (const auto view : document.coded)
    size += view.size();
  return size > kCompared;
}

Status comparePictures(const Document& original, const CleanFile& saved) {
  const Error differs{ErrorCode::leak, "The saved picture is not the same as the original one",
                      "coded data differ"};
  if (original.storedSize != saved.storedSize)
    return differs;
  auto next = saved.coded.begin();
  ByteView left; // of the current piece of `saved`
  for (auto piece : original.coded) {
    while (!piece.empty()) {
      while (left.empty()) {
        if (next == saved.coded.end())
          return differs;
        left = *next++;
      }
      const auto size = std::min(piece.size(), left.size());
      if (!sameBytes(piece.first(size), left.first(size)))
        return differs;
      piece = piece.subspan(size);
      left = left.subspan(size);
    }
  }
  const bool allSeen = left.empty() && std::all_of(next, saved.coded.end(),
                                                   [](ByteView view) { return view.empty(); });
  return allSeen ? Status{} : differs;
}

} // namespace photoscrub::formats
