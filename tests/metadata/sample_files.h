/// Small JPEG and PNG files made here, with metadata written into them by Exiv2.
#pragma once

#include "base/bytes.h"

#include <functional>
#include <string_view>

#include <exiv2/exiv2.hpp>

namespace photoscrub::metadata::testing {

/// The smallest files the container readers walk through: no pixels anyone could see.
Bytes bareJpeg();
Bytes barePng();

/// `file` with what `edit` puts into the image.
Bytes withMetadata(const Bytes& file, const std::function<void(Exiv2::Image&)>& edit);

/// A JPEG with one segment after SOI. `payload` without marker and length.
Bytes jpegWithSegment(std::uint8_t marker, ByteView payload);

} // namespace photoscrub::metadata::testing
