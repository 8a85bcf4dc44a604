/// Words of file names that are not names of people.
#pragma once

#include <string_view>

namespace photoscrub::identify {

/// Stems of cameras, telephones and messengers, words about pictures, colours, months and days; in
/// any case.
bool isFileNameWord(std::string_view word);

} // namespace photoscrub::identify
