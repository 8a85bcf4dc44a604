#include "formats/container_format.h"

namespace photoscrub::formats {

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

Status comparePictures(const Document& original, const CleanFile& saved) {
  const Error differs{ErrorCode::leak, "The saved picture is not the same as the original one",
                      "coded data differ"};
  if (original.storedSize != saved.storedSize)
    return differs;
  if (original.coded.size() != saved.coded.size())
    return differs;
  for (std::size_t i = 0; i < saved.coded.size(); ++i)
    if (!sameBytes(original.coded[i], saved.coded[i]))
      return differs;
  return {};
}

} // namespace photoscrub::formats
