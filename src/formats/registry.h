/// The one list of formats photoscrub can clean.
#pragma once

#include "formats/container_format.h"

#include <span>

namespace photoscrub::formats {

/// The format that handles files of `type`; null where there is none. Lives for ever.
const ContainerFormat* formatFor(FileType type);
/// All of them, in the order of the README's table.
std::span<const ContainerFormat* const> allFormats();

} // namespace photoscrub::formats
