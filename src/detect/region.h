/// What a picture shows and where. Plain data.
#pragma once

#include "base/geometry.h"
#include "identify/identify.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::detect {

/// The kinds of the JSON contract, in the order reports list them.
enum class RegionKind {
  face,       ///< a face, also masked or turned away in part
  person,     ///< a body; certainty `info` where its face was found and says it already
  identifier, ///< text or a code that means a person: NHS number, date of birth, patient band
  text,       ///< any other text, read or not
  barcode,    ///< any other bar code, read or not
  screen,     ///< monitor, laptop, tablet, phone
  wristband,  ///< a patient's identity band
  badge,      ///< a staff badge
  document,   ///< paper, form, whiteboard
};
inline constexpr int kRegionKinds = 9;

/// The kind's name in the JSON contract.
std::string_view name(RegionKind kind);
std::optional<RegionKind> regionKindFrom(std::string_view name);

/// How sure it is that an identifier is one. Other kinds use `medium`; see `person` for its `info`.
using identify::Certainty;
using identify::kCertainties;
std::string_view name(Certainty certainty);
std::optional<Certainty> certaintyFrom(std::string_view name);

struct Region {
  RegionKind kind = RegionKind::text;
  Rect box;          ///< upright full-size pixels, inside the photo, margins already added
  Polygon polygon;   ///< empty, or the outline inside `box`, upright full-size pixels
  double score = 0;  ///< 0 to 1, the detector's confidence
  std::string label; ///< what it is: "NHS number", "laptop"; never its value
  Certainty certainty = Certainty::medium;
  std::string value; ///< recognised text or code content; leaves the program only on request
  /// A line of text that bends or tapers: its top from the first letter to the last, then its bottom
  /// backwards. Empty for all others; not part of reports.
  Polygon course = {};
};

/// A detector that ran, for reports.
struct DetectorInfo {
  std::string name;        ///< "yunet_n", "tesseract", ...
  std::string version;     ///< of the model or library
  std::string modelSha256; ///< empty where no model file is used
  std::string tier;        ///< "full" or "basic"
  std::string recallCard;  ///< path of the model card in models/, empty if none
};

} // namespace photoscrub::detect
