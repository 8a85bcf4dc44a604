#include "base/file_errors.h"

#include "base/os_error.h"

namespace photoscrub {

std::string quoted(const std::filesystem::path& path) {
  std::string text = path.string();
  for (char& letter : text)
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F)
      letter = '?';
  return "\"" + text + "\"";
}

Error folderError(const std::filesystem::path& folder, std::string_view call, int number) {
  const std::string name = "The folder " + quoted(folder);
  switch (number) {
  case ENOENT:
    return ioError(name + " does not exist", call, number);
  case ENOTDIR:
    return ioError(quoted(folder) + " is not a folder", call, number);
  case ENOSPC:
  case EDQUOT:
    return writeError(call, number);
  default:
    return ioError(name + " cannot be written", call, number);
  }
}

Error readError(std::string_view call, int number) {
  switch (number) {
  case ENOENT:
  case ENOTDIR:
    return ioError("There is no file of that name", call, number);
  case EACCES:
  case EPERM:
    return ioError("You are not allowed to read this file", call, number);
  default:
    return ioError("The file cannot be read", call, number);
  }
}

Error writeError(std::string_view call, int number) {
  switch (number) {
  case ENOSPC:
  case EDQUOT:
    return ioError("There is not enough room left on the disk", call, number);
  case EFBIG:
    return ioError("The disk does not take files of that size", call, number);
  default:
    return ioError("The file cannot be saved", call, number);
  }
}

} // namespace photoscrub
