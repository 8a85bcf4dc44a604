#include "imaging/colour_curves.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace photoscrub::imaging {

namespace {

constexpr Chromaticity kD65{0.3127, 0.3290};
constexpr Chromaticity kWhiteC{0.310, 0.316};

struct Named {
  int number;
  Primaries primaries;
};
constexpr Primaries kSrgb{{0.640, 0.330}, {0.300, 0.600}, {0.150, 0.060}, kD65};
constexpr Named kPrimaries[] = {
    {4, {{0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}, kWhiteC}},               // BT.470 M
    {5, {{0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}, kD65}},                  // BT.601, 625 lines
    {6, {{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}, kD65}},            // BT.601, 525 lines
    {7, {{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}, kD65}},            // SMPTE 240M
    {8, {{0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}, kWhiteC}},         // film
    {9, {{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}, kD65}},            // BT.2020
    {11, {{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, {0.314, 0.351}}}, // DCI P3
    {12, {{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, kD65}},           // Display P3
    {22, {{0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}, kD65}},           // EBU 3213
};

constexpr double kReferenceWhite = 203; // cd/m2, BT.2408
constexpr double kHlgPeak = 1000;       // cd/m2, the display BT.2100 describes HLG for

// SMPTE ST 2084, equation 4.1; cd/m2.
double pqLight(double coded) {
  constexpr double m1 = 2610.0 / 16384, m2 = 2523.0 / 32;
  constexpr double c1 = 3424.0 / 4096, c2 = 2413.0 / 128, c3 = 2392.0 / 128;
  const double power = std::pow(coded, 1 / m2);
  return 10'000 * std::pow(std::max(power - c1, 0.0) / (c2 - c3 * power), 1 / m1);
}

// BT.2100, table 5: the inverse OETF, then the system gamma of 1.2, here for each channel.
double hlgLight(double coded) {
  constexpr double a = 0.17883277, b = 0.28466892, c = 0.55991073;
  const double scene = coded <= 0.5 ? coded * coded / 3 : (std::exp((coded - c) / a) + b) / 12;
  return kHlgPeak * std::pow(scene, 1.2);
}

// Straight up to half of reference white, then ever flatter: nothing clips, middle tones stay.
double rolledOff(double light) {
  constexpr double kKnee = 0.5;
  if (light <= kKnee)
    return light;
  return kKnee + (1 - kKnee) * (1 - std::exp(-(light - kKnee) / (1 - kKnee)));
}

double srgbLight(double coded) { // IEC 61966-2-1, 5.2
  return coded <= 0.04045 ? coded / 12.92 : std::pow((coded + 0.055) / 1.055, 2.4);
}

} // namespace

Primaries primariesOf(int number) {
  const auto* found = std::find_if(std::begin(kPrimaries), std::end(kPrimaries),
                                   [&](const Named& named) { return named.number == number; });
  return found == std::end(kPrimaries) ? kSrgb : found->primaries;
}

Transfer transferOf(int number) {
  switch (number) {
  case 4:
    return {TransferKind::gamma, 2.2};
  case 5:
    return {TransferKind::gamma, 2.8};
  case 8:
    return {TransferKind::gamma, 1};
  case 16:
    return {TransferKind::pq};
  case 17:
    return {TransferKind::gamma, 2.6};
  case 18:
    return {TransferKind::hlg};
  default:
    return {};
  }
}

double lightOf(double coded, const Transfer& transfer) {
  switch (transfer.kind) {
  case TransferKind::gamma:
    return std::pow(coded, transfer.gamma);
  case TransferKind::pq:
    return rolledOff(pqLight(coded) / kReferenceWhite);
  case TransferKind::hlg:
    return rolledOff(hlgLight(coded) / kReferenceWhite);
  case TransferKind::srgb:
    break;
  }
  return srgbLight(coded);
}

} // namespace photoscrub::imaging
