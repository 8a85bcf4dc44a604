#include "formats/heif_picture_tree.h"

namespace photoscrub::formats::heif {

namespace {

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The photo is damaged: its pieces do not make a picture",
          std::move(detail)};
}

Error tooLarge(std::string detail) {
  return {ErrorCode::limit, "The picture is larger than the set limits allow", std::move(detail)};
}

/// Width and height, of two or four bytes each.
Result<Size> readOutputSize(ByteReader& reader, bool wide, const Limits& limits) {
  std::uint32_t side[2] = {};
  for (auto& value : side) {
    if (wide) {
      PHOTOSCRUB_TRY(number, reader.u32());
      value = number;
    } else {
      PHOTOSCRUB_TRY(number, reader.u16());
      value = number;
    }
  }
  if (side[0] == 0 || side[1] == 0)
    return malformed("derived image of no size");
  if (side[0] > limits.maxSide || side[1] > limits.maxSide ||
      std::uint64_t{side[0]} * side[1] > limits.maxPixels)
    return tooLarge("derived image");
  return Size{static_cast<int>(side[0]), static_cast<int>(side[1])};
}

Result<Derivation> readGrid(ByteReader reader, const Limits& limits) {
  PHOTOSCRUB_TRY(version, reader.u8());
  PHOTOSCRUB_TRY(flags, reader.u8());
  PHOTOSCRUB_TRY(lastRow, reader.u8());
  PHOTOSCRUB_TRY(lastColumn, reader.u8());
  PHOTOSCRUB_TRY(size, readOutputSize(reader, (flags & 1) != 0, limits));
  if (version != 0 || flags > 1)
    return malformed("grid version");
  const std::size_t tiles = (lastRow + std::size_t{1}) * (lastColumn + std::size_t{1});
  return Derivation{tiles, static_cast<std::size_t>(reader.position()), size};
}

Result<Derivation> readOverlay(ByteReader reader, std::size_t inputs, const Limits& limits) {
  constexpr std::uint64_t kColour = 8;
  PHOTOSCRUB_TRY(version, reader.u8());
  PHOTOSCRUB_TRY(flags, reader.u8());
  PHOTOSCRUB_CHECK(reader.skip(kColour));
  PHOTOSCRUB_TRY(size, readOutputSize(reader, (flags & 1) != 0, limits));
  PHOTOSCRUB_CHECK(reader.skip(inputs * ((flags & 1) != 0 ? 8 : 4)));
  if (version != 0 || flags > 1)
    return malformed("iovl version");
  return Derivation{inputs, static_cast<std::size_t>(reader.position()), size};
}

/// Depth and pixels of everything below each node.
class Cost {
public:
  Cost(const std::vector<TreeNode>& nodes, const Limits& limits)
      : nodes_(nodes), limits_(limits), seen_(nodes.size()) {}

  /// Nodes that were measured already are not visited again, so that this takes one step for each
  /// input of each node. `above`: nodes over this one.
  Status measure(std::size_t index, std::uint32_t above) {
    auto& cost = seen_[index];
    if (cost.state == State::open)
      return malformed("image made of itself");
    if (above + (cost.state == State::done ? cost.depth : 0) > limits_.maxDepth)
      return Error{ErrorCode::limit, "The photo is nested deeper than the set limits allow",
                   "derived images"};
    if (cost.state == State::done)
      return {};
    cost.state = State::open;
    const auto& node = nodes_[index];
    cost.pixels =
        static_cast<std::uint64_t>(node.size.width) * static_cast<std::uint64_t>(node.size.height);
    for (const auto input : node.inputs) {
      PHOTOSCRUB_CHECK(measure(input, above + 1));
      PHOTOSCRUB_CHECK(add(cost.pixels, seen_[input].pixels));
      cost.depth = std::max(cost.depth, seen_[input].depth + 1);
    }
    cost.state = State::done;
    return {};
  }

  Status all() {
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      PHOTOSCRUB_CHECK(measure(i, 0));
      // What is part of another image was counted there as often as it is used.
      PHOTOSCRUB_CHECK(add(total, static_cast<std::uint64_t>(nodes_[i].size.width) *
                                      static_cast<std::uint64_t>(nodes_[i].size.height)));
    }
    return {};
  }

private:
  enum class State { unseen, open, done };
  struct Measured {
    State state = State::unseen;
    std::uint32_t depth = 0;
    std::uint64_t pixels = 0;
  };

  // A picture, its tiles (which may reach over its edges), and as much again for its transparency.
  Status add(std::uint64_t& sum, std::uint64_t pixels) const {
    constexpr std::uint64_t kFactor = 8;
    sum += pixels; // both at most kFactor times a 64-bit limit of a few thousand million
    if (sum / kFactor > limits_.maxPixels)
      return tooLarge("all images together");
    return {};
  }

  const std::vector<TreeNode>& nodes_;
  const Limits& limits_;
  std::vector<Measured> seen_;
};

} // namespace

bool isDerived(std::string_view type) {
  return type == "grid" || type == "iovl" || type == "iden";
}

Result<Derivation> readDerivation(std::string_view type, ByteView data, std::size_t references,
                                  const Limits& limits) {
  if (type == "grid") {
    PHOTOSCRUB_TRY(grid, readGrid(ByteReader(data), limits));
    if (grid.inputs > references)
      return malformed("fewer tiles than the grid has places");
    return grid;
  }
  if (references == 0)
    return malformed("derived image made of nothing");
  if (type == "iovl")
    return readOverlay(ByteReader(data), references, limits);
  if (type == "iden")
    return Derivation{1, 0, {}};
  return Error{ErrorCode::unsupported,
               "The photo is made in a way that photoscrub does not know. Open it in your photo "
               "program and export it as JPEG first",
               "derived image type"};
}

Status checkCost(const std::vector<TreeNode>& nodes, const Limits& limits) {
  return Cost(nodes, limits).all();
}

} // namespace photoscrub::formats::heif
