/// What a file's metadata told: one Finding for each kind and place, with a count. Plain data.
#pragma once

#include "formats/finding_kind.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace photoscrub::metadata {

using formats::FindingKind;
using formats::findingKindFrom;
using formats::name;

struct Finding {
  FindingKind kind = FindingKind::other;
  std::string where;       ///< "Exif GPS", "Exif maker note (Canon)", "XMP dc", "IPTC", ...
  std::uint32_t count = 0; ///< fields of this kind in this place
  std::string value;       ///< "key: value; key: value" where values were asked for, else empty
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// Counts fields by kind and place.
class FindingList {
public:
  void add(FindingKind kind, std::string_view where, std::uint32_t count = 1);
  /// As add(), and keeps "key: value": control characters escaped, each value cut at 200 bytes,
  /// at most 100 values in one place.
  void addWithValue(FindingKind kind, std::string_view where, std::string_view key,
                    std::string_view value);
  bool has(FindingKind kind) const;
  /// Adds the counts and values of another list.
  void merge(const std::vector<Finding>& others);
  /// In the order of FindingKind, then by place.
  std::vector<Finding> take() &&;

private:
  Finding& at(FindingKind kind, std::string_view where);

  std::map<std::pair<FindingKind, std::string>, Finding> findings_;
};

/// `text` on one line for a terminal: control characters as \xNN, bytes that are no UTF-8 too, at
/// most `maxBytes` bytes of it.
std::string printable(std::string_view text, std::size_t maxBytes);

} // namespace photoscrub::metadata
