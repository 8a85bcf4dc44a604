/// Numbers of ITU-T H.273: primaries and transfer characteristics, as a conversion to sRGB needs
/// them. Pure functions, no library.
#pragma once

namespace photoscrub::imaging {

struct Chromaticity {
  double x, y;
};
struct Primaries {
  Chromaticity red, green, blue, white;
};

/// H.273, table 2. Unknown numbers give sRGB's.
Primaries primariesOf(int number);

enum class TransferKind {
  srgb,  ///< sRGB's curve; also the camera curves of BT.601, BT.709 and BT.2020, which displays and
         ///< browsers show with nearly the same one
  gamma, ///< a power
  pq,    ///< SMPTE ST 2084
  hlg,   ///< ARIB STD-B67
};
struct Transfer {
  TransferKind kind = TransferKind::srgb;
  double gamma = 1;
};

/// H.273, table 3. Unknown numbers give sRGB's curve.
Transfer transferOf(int number);

/// A coded value of 0 to 1 as light of 0 to 1, where 1 is white on paper. PQ and HLG are rolled off
/// to fit.
double lightOf(double coded, const Transfer& transfer);

} // namespace photoscrub::imaging
