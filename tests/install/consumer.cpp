// Uses the installed headers and libraries as a stranger would. The hash reaches into a third-party
// library, so a package that forgets its dependencies does not link.
#include <base/bytes.h>
#include <base/orientation.h>
#include <base/sha256.h>

int main() {
  using namespace photoscrub;
  const Size upright = uprightSize({4032, 3024}, Orientation::turned90);
  const bool turned = upright == Size{3024, 4032};
  // FIPS 180-4, the example "abc".
  const bool hashed = sha256Hex(asBytes("abc")).starts_with("ba7816bf8f01cfea");
  return turned && hashed ? 0 : 1;
}
