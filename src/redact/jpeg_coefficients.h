/// The DCT coefficients of a JPEG and its MCUs. Internal to src/redact. Not thread-safe.
#pragma once

#include "imaging/jpeg_library.h"
#include "redact/mcu_mask.h"
#include "redact/redact.h"

#include <array>

namespace photoscrub::redact {

inline constexpr int kBlockSide = 8;
inline constexpr int kBlockCoefficients = 64;

/// The quantisation table of a component; none where the file names one that does not exist, as it
/// may for a component that comes in no scan.
const JQUANT_TBL* quantisation(const jpeg_decompress_struct& jpeg, int component);

class JpegCoefficients {
public:
  explicit JpegCoefficients(const Limits& limits) : reader_(limits) {}

  /// Decodes `file`, which must outlive this object, down to coefficients. Errors: unsupported,
  /// limit, malformed.
  Status open(ByteView file);

  /// A row of blocks of one component, width_in_blocks of them; valid until the next call for this
  /// component. REQUIRES: `row` < height_in_blocks.
  Result<JBLOCKROW> blocks(int component, JDIMENSION row);

  jpeg_decompress_struct& jpeg() { return reader_.jpeg(); }
  const jpeg_decompress_struct& jpeg() const { return const_cast<JpegCoefficients*>(this)->jpeg(); }
  imaging::JpegErrors& errors() { return reader_.errors(); }
  jvirt_barray_ptr* arrays() { return arrays_; }

  Size size() const;
  McuGrid grid() const;
  const jpeg_component_info& component(int index) const { return jpeg().comp_info[index]; }

private:
  imaging::JpegReader reader_;
  jvirt_barray_ptr* arrays_ = nullptr;
};

} // namespace photoscrub::redact
