// Writing cleaned BMP files.
#include "formats/bmp.h"
#include "formats/bmp_document.h"

namespace photoscrub::formats {

Result<Assembly> Bmp::rewrite(const Document& parsed, const Edits& edits) const {
  const auto& document = static_cast<const bmp::BmpDocument&>(parsed);
  const auto profile = document.takesColourProfile ? edits.colourProfile : Bytes{};
  Assembly assembly;
  assembly.own(bmp::makeHeader(document.header,
                               {document.palette.size(), document.pixels.size(), profile.size()}));
  assembly.own(document.palette);
  assembly.borrow(document.pixels);
  assembly.own(profile);
  if (assembly.size() > 0xFFFF'FFFF)
    return Error{ErrorCode::limit, "The picture is larger than a BMP file can be", "file size"};
  return assembly;
}

} // namespace photoscrub::formats
