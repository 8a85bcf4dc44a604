#include "detect/surfaces/surface_kind.h"

#include <algorithm>

namespace photoscrub::detect {

namespace {
constexpr double kPale = 34; // a pale colour, or white in yellow light
constexpr double kMostly = 0.5;
// Identity bands are 20 to 30 mm wide and, laid flat, 180 to 280 mm long. What is printed on them
// is two or more lines or a code; one tall line of letters on a long strip is a sign.
constexpr double kFlatBandAspect = 4.8;
constexpr double kBandLineHeight = 0.45;
// Of a band around an arm about two widths are seen, and its lines stand along the band.
constexpr double kWornBandAspect = 1.2;
constexpr double kWornLineHeight = 0.17, kSmallWornLine = 0.12; // the latter on skin
constexpr double kSkin = 0.8;
constexpr std::size_t kWornPrint = 3; // lines, a code counting as two
constexpr double kArm = 0.3;
constexpr double kArched = 0.88; // a rectangle fills more of its hull
// Cards are 86 by 54 mm (ISO/IEC 7810 ID-1); a slanted look makes them shorter.
constexpr double kCardAspectFrom = 1.2;
constexpr double kCardAspectTo = 1.95;
constexpr double kPortrait = 0.045;
constexpr std::size_t kCardLinesTo = 9;
constexpr double kCardLineFrom = 0.06, kCardLineTo = 0.22;
// Screens and boards lie on their long side and are read along it.
constexpr double kLevel = 0.7;
constexpr double kBroadestScreen = 2.6;
constexpr std::size_t kScreenLines = 9;
constexpr double kTallestScreenLine = 0.075, kTallestBoardLine = 0.12;
constexpr double kBoardShare = 0.10; // of the photo: smaller ones cannot be told from labels
// Where print ends and writing by hand begins: height of a line, and how much heights differ.
constexpr double kWrittenHeight = 0.056, kWrittenSpread = 0.065;
constexpr double kDarkGround = 70; // lightness: nobody writes on a dark board with dark ink
constexpr double kNoteAspect = 1.25, kNoteTint = 10;
constexpr std::size_t kPageLines = 12;
constexpr std::string_view kNote = "note"; // on coloured paper
constexpr double kLabelAspect = 1.7;
constexpr double kSign = 0.6; // how sure light letters on a colour are paper, in parts

/// Bands and cards are white or pale and printed dark; signs mostly are not.
bool isPrintedOnLight(const SurfaceTraits& t) {
  return t.tint <= kPale && (t.lines == 0 || t.darkPrint >= kMostly);
}

bool isFlatBand(const SurfaceTraits& t) {
  return t.aspect >= kFlatBandAspect && isPrintedOnLight(t) && t.lines + 2 * t.codes >= 2 &&
         (t.lines == 0 || (t.alongLong >= 0.5 && (t.lineHeight <= kBandLineHeight || t.codes > 0)));
}

bool isWornBand(const SurfaceTraits& t) {
  return t.aspect >= kWornBandAspect && t.aspect < kFlatBandAspect && t.alongLong >= 0.45 &&
         t.lines + 2 * t.codes >= kWornPrint && t.lines > 0 && isPrintedOnLight(t) &&
         t.lineHeight >= (t.arm >= kSkin ? kSmallWornLine : kWornLineHeight) &&
         (t.arm >= kArm || t.fullness < kArched);
}

bool isBadge(const SurfaceTraits& t) {
  return t.aspect >= kCardAspectFrom && t.aspect <= kCardAspectTo && t.lines >= 2 &&
         t.lines <= kCardLinesTo && t.lineHeight >= kCardLineFrom && t.lineHeight <= kCardLineTo &&
         isPrintedOnLight(t) && (t.picture >= kPortrait || t.faces > 0);
}

bool isLevel(const SurfaceTraits& t) {
  return t.alongLong >= kLevel && t.aspect <= kBroadestScreen && t.lines >= kScreenLines;
}

/// Above 0: printed, as a screen is; below: written, as a board is.
double printed(const SurfaceTraits& t) {
  return (kWrittenHeight - t.lineHeight) / 0.008 + (kWrittenSpread - t.heightSpread) / 0.02 +
         2 * (t.dark - 0.45) + (t.lightness < kDarkGround ? 3 : 0);
}

double between(double value) {
  return std::clamp(value, 0.0, 1.0);
}

SurfaceKind paperOf(const SurfaceTraits& t) {
  if (t.lines + t.codes < 2)
    return {RegionKind::document, "paper", 0.35};
  if (t.aspect <= kNoteAspect && t.tint >= kNoteTint && t.darkPrint >= kMostly)
    return {RegionKind::document, kNote, 0.85};
  if (t.lines >= kPageLines)
    return {RegionKind::document, "page of text", 0.9};
  if (t.codes > 0 || t.aspect >= kLabelAspect)
    return {RegionKind::document, "label", t.codes > 0 || t.lines > 2 ? 0.9 : 0.6};
  return {RegionKind::document, "paper", 0.6};
}
} // namespace

SurfaceKind kindOf(const SurfaceTraits& t) {
  if (isFlatBand(t))
    return {RegionKind::wristband, "wristband", t.codes > 0 || t.lines > 2 ? 0.95 : 0.7};
  if (isWornBand(t))
    return {RegionKind::wristband, "wristband",
            0.6 + 0.3 * between(t.arm) + (t.codes > 0 ? 0.1 : 0)};
  if (isBadge(t))
    return {RegionKind::badge, "badge", t.faces > 0 ? 1 : 0.7 + 0.25 * between(t.picture / 0.15)};
  if (isLevel(t)) {
    const double print = printed(t);
    if (print > 0 && t.lineHeight <= kTallestScreenLine)
      return {RegionKind::screen, "screen with text", 0.6 + 0.4 * between(print / 3)};
    if (t.photoShare >= kBoardShare && t.lineHeight <= kTallestBoardLine)
      return {RegionKind::document, "whiteboard", 0.6 + 0.4 * between(-print / 3)};
  }
  auto paper = paperOf(t);
  if (paper.label != kNote && !isPrintedOnLight(t))
    paper.sure *= kSign;
  return paper;
}

} // namespace photoscrub::detect
