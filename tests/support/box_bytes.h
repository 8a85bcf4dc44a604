/// ISO base media files as trees of boxes, taken apart and put together without the code under
/// test. Pure; the splitter trusts its input: it is for files a test made itself.
#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::test {

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const auto& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline Bytes textBytes(std::string_view text) {
  return {text.begin(), text.end()};
}

inline Bytes boxBytes(std::string_view type, const Bytes& payload) {
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(payload.size() + 8)).bytes(asBytes(type)).bytes(payload);
  return std::move(out).take();
}

inline Bytes fullBoxBytes(std::string_view type, std::uint32_t versionAndFlags,
                          const Bytes& payload) {
  return boxBytes(type, std::move(ByteWriter().u32(versionAndFlags).bytes(payload)).take());
}

struct BoxNode {
  std::string type;
  Bytes head{}; ///< what stands before the inner boxes; all of it if there are none
  std::vector<BoxNode> inner{};
};

/// How many bytes stand before the boxes inside; -1 if it holds none.
inline int headBytes(std::string_view type) {
  for (const auto* plain :
       {"moov", "trak", "edts", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf", "wave"})
    if (type == plain)
      return 0;
  if (type == "dref" || type == "stsd")
    return 8;
  if (type == "avc1" || type == "hvc1" || type == "mp4v")
    return 78;
  return type == "mp4a" || type == "twos" ? 28 : -1;
}

inline std::vector<BoxNode> splitBoxes(ByteView bytes) {
  std::vector<BoxNode> nodes;
  ByteReader reader(bytes);
  while (!reader.atEnd()) {
    const auto size = reader.u32().value();
    BoxNode node{std::string(asText(reader.take(4).value()))};
    const auto payload = reader.take(size - 8).value();
    const int head = headBytes(node.type);
    const auto own = head < 0 || static_cast<std::size_t>(head) > payload.size()
                         ? payload.size()
                         : static_cast<std::size_t>(head);
    node.head.assign(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(own));
    node.inner = splitBoxes(payload.subspan(own));
    nodes.push_back(std::move(node));
  }
  return nodes;
}

inline Bytes joinBoxes(const std::vector<BoxNode>& nodes) {
  Bytes all;
  for (const auto& node : nodes) {
    const auto bytes = boxBytes(node.type, joined({node.head, joinBoxes(node.inner)}));
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

/// Adds `delta` to every chunk offset.
inline void moveChunks(std::vector<BoxNode>& nodes, std::int64_t delta) {
  for (auto& node : nodes) {
    moveChunks(node.inner, delta);
    if (node.type != "stco")
      continue;
    for (std::size_t at = 8; at + 4 <= node.head.size(); at += 4) {
      const auto offset = ByteReader(ByteView(node.head).subspan(at)).u32().value();
      const auto moved = ByteWriter().u32(static_cast<std::uint32_t>(offset + delta)).view();
      std::copy(moved.begin(), moved.end(), node.head.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
}

/// A film of `nodes` that was `original` before: chunk offsets follow the media data, which are
/// the last box.
inline Bytes joinFilm(std::vector<BoxNode> nodes, ByteView original) {
  const auto mediaIn = [](ByteView file) { return asText(file).rfind("mdat"); };
  const auto before = joinBoxes(nodes);
  moveChunks(nodes, static_cast<std::int64_t>(mediaIn(before)) -
                        static_cast<std::int64_t>(mediaIn(original)));
  return joinBoxes(nodes);
}

/// Calls `visit` for each list of boxes in the tree, the top one first.
template <class Visit> void eachList(std::vector<BoxNode>& nodes, const Visit& visit) {
  visit(nodes);
  for (auto& node : nodes)
    if (headBytes(node.type) >= 0)
      eachList(node.inner, visit);
}

/// The first box of this type in the tree, depth first; null if there is none.
inline BoxNode* findBox(std::vector<BoxNode>& nodes, std::string_view type) {
  for (auto& node : nodes) {
    if (node.type == type)
      return &node;
    if (auto* found = findBox(node.inner, type))
      return found;
  }
  return nullptr;
}

} // namespace photoscrub::test
