// Tags that change how a picture looks without changing how it is coded, each in its one form.
#include "formats/tiff_fields.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace photoscrub::formats::tiff {

namespace {

constexpr std::uint64_t kMaxPaletteBits = 16;

// ------------------------------------------------------------------ tags of one number

enum class Needs { nothing, fax3, fax4, predictor, separated, yCbCr };

struct NumberRule {
  std::uint16_t tag;
  std::uint16_t type;
  std::uint64_t usual; ///< what readers assume without the tag
  std::uint64_t first, last;
  Needs needs = Needs::nothing;
};

constexpr NumberRule kNumbers[] = {
    {kFillOrder, kShort, 1, 1, 2},
    {kOrientation, kShort, 1, 1, 8},
    {kPlanarConfiguration, kShort, 1, 1, 2},
    {kT4Options, kLong, 0, 0, 7, Needs::fax3},
    {kT6Options, kLong, 0, 2, 2, Needs::fax4},
    {kResolutionUnit, kShort, 2, 1, 3},
    {kPredictor, kShort, 1, 1, 3, Needs::predictor},
    {kInkSet, kShort, 1, 1, 2, Needs::separated},
    {kYCbCrPositioning, kShort, 1, 1, 2, Needs::yCbCr},
};

bool applies(Needs needs, const Picture& picture) {
  switch (needs) {
  case Needs::nothing:
    return true;
  case Needs::fax3:
    return picture.compression == kFax3;
  case Needs::fax4:
    return picture.compression == kFax4;
  case Needs::predictor:
    return takesPredictor(picture.compression);
  case Needs::separated:
    return picture.photometric == kSeparated;
  case Needs::yCbCr:
    return picture.photometric == kYCbCr;
  }
  return false;
}

Display numberDisplay(const Entry& entry, Endian endian, const NumberRule& rule,
                      const Picture& picture) {
  const auto value = numberAt(entry, endian, 0);
  Display display{std::nullopt, !value || entry.count > 1};
  if (value && *value != rule.usual && *value >= rule.first && *value <= rule.last &&
      applies(rule.needs, picture))
    display.field = numberField(entry.tag, rule.type, *value, endian);
  return display;
}

// ------------------------------------------------------------------ fractions

// A fraction of any type readers take, in lowest terms: n/m times any factor is the same number and
// room for others.
std::optional<Rational> reduced(const Entry& entry, Endian endian, std::uint64_t index) {
  Rational rational;
  if (entry.type == kRational) {
    const auto read = rationalAt(entry, endian, index);
    if (!read)
      return std::nullopt;
    rational = *read;
  } else {
    const auto whole = numberAt(entry, endian, index);
    if (!whole || *whole > std::numeric_limits<std::uint32_t>::max())
      return std::nullopt;
    rational.numerator = static_cast<std::uint32_t>(*whole);
  }
  const auto divisor = std::gcd(rational.numerator, rational.denominator);
  return Rational{rational.numerator / divisor, rational.denominator / divisor};
}

Field rationalField(std::uint16_t tag, const std::vector<Rational>& values, Endian endian) {
  ByteWriter writer(endian);
  for (const auto& value : values)
    writer.u32(value.numerator).u32(value.denominator);
  return {tag, kRational, values.size(), std::move(writer).take()};
}

Display fractions(const Entry& entry, Endian endian, std::uint64_t count, bool useful) {
  Display display{std::nullopt, entry.count != count};
  std::vector<Rational> values;
  for (std::uint64_t i = 0; i < count; ++i)
    if (const auto value = reduced(entry, endian, i))
      values.push_back(*value);
  if (values.size() != count)
    display.tellsMore = true;
  else if (useful)
    display.field = rationalField(entry.tag, values, endian);
  return display;
}

// Dots an inch or centimetre say how large to print, never what to show: thousandths are enough.
Display resolution(const Entry& entry, Endian endian) {
  constexpr std::uint64_t kSteps = 1000, kMost = 65'535 * kSteps;
  Display display{std::nullopt, entry.count != 1};
  const auto value = reduced(entry, endian, 0);
  if (!value) {
    display.tellsMore = true;
    return display;
  }
  const auto steps = (value->numerator * kSteps + value->denominator / 2) / value->denominator;
  if (steps == 0 || steps > kMost)
    return display;
  const auto divisor = std::gcd(steps, kSteps);
  display.field = rationalField(
      entry.tag,
      {{static_cast<std::uint32_t>(steps / divisor), static_cast<std::uint32_t>(kSteps / divisor)}},
      endian);
  return display;
}

// ------------------------------------------------------------------ lists of short numbers

/// Up to `most` numbers of the entry, as long as they are at most `largest`.
std::vector<std::uint64_t> shorts(const Entry& entry, Endian endian, std::uint64_t most,
                                  std::uint64_t largest) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t i = 0; i < std::min(entry.count, most); ++i) {
    const auto value = numberAt(entry, endian, i);
    if (!value || *value > largest)
      return {};
    values.push_back(*value);
  }
  return values;
}

Display colorMap(const Entry& entry, Endian endian, const Picture& picture) {
  Display display{std::nullopt, true};
  if (picture.photometric != kPalette || picture.samples != 1 || picture.bits > kMaxPaletteBits)
    return display;
  const std::uint64_t count = 3ull << picture.bits;
  const auto values = shorts(entry, endian, count, 0xFFFF);
  if (values.size() != count)
    return display;
  return {shortsField(entry.tag, values, endian), entry.count > count};
}

Display extraSamples(const Entry& entry, Endian endian, const Picture& picture) {
  constexpr std::uint64_t kUnassociatedAlpha = 2;
  const auto values = shorts(entry, endian, picture.samples, kUnassociatedAlpha);
  if (values.empty() || entry.count > picture.samples)
    return {std::nullopt, true};
  return {shortsField(entry.tag, values, endian), false};
}

// Viewers want the same for all samples; some writers say it once for all.
Display sampleFormat(const Entry& entry, Endian endian, const Picture& picture) {
  constexpr std::uint64_t kUnsigned = 1, kComplexFloat = 6;
  const auto values = shorts(entry, endian, picture.samples, kComplexFloat);
  const bool same = !values.empty() && values.front() >= kUnsigned &&
                    std::all_of(values.begin(), values.end(),
                                [&](std::uint64_t value) { return value == values.front(); });
  Display display{std::nullopt, !same || entry.count > picture.samples};
  if (same && values.front() != kUnsigned)
    display.field = shortsField(
        entry.tag, std::vector(static_cast<std::size_t>(picture.samples), values.front()), endian);
  return display;
}

Display subsampling(const Entry& entry, Endian endian, const Picture& picture) {
  Display display{std::nullopt, entry.count != 2 || !numberAt(entry, endian, 1)};
  if (picture.photometric == kYCbCr)
    display.field = shortsField(entry.tag, {picture.subsamplingX, picture.subsamplingY}, endian);
  return display;
}

} // namespace

std::optional<Display> displayField(const Entry& entry, Endian endian, const Picture& picture) {
  for (const auto& rule : kNumbers)
    if (rule.tag == entry.tag)
      return numberDisplay(entry, endian, rule, picture);
  const bool yCbCr = picture.photometric == kYCbCr;
  switch (entry.tag) {
  case kXResolution:
  case kYResolution:
    return resolution(entry, endian);
  case kWhitePoint:
    return fractions(entry, endian, 2, true);
  case kPrimaryChromaticities:
    return fractions(entry, endian, 6, true);
  case kYCbCrCoefficients:
    return fractions(entry, endian, 3, yCbCr);
  case kReferenceBlackWhite:
    return fractions(entry, endian, 6, yCbCr);
  case kColorMap:
    return colorMap(entry, endian, picture);
  case kExtraSamples:
    return extraSamples(entry, endian, picture);
  case kSampleFormat:
    return sampleFormat(entry, endian, picture);
  case kYCbCrSubSampling:
    return subsampling(entry, endian, picture);
  default:
    return std::nullopt;
  }
}

} // namespace photoscrub::formats::tiff
