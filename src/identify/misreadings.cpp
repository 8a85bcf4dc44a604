#include "identify/misreadings.h"

#include "identify/ascii.h"

namespace photoscrub::identify {

std::optional<char> misreadDigit(char c) {
  switch (c) {
  case 'O':
  case 'o':
  case 'Q':
  case 'D':
    return '0';
  case 'I':
  case 'i':
  case 'l':
  case '|':
  case '!':
    return '1';
  case 'Z':
  case 'z':
    return '2';
  case 'S':
  case 's':
    return '5';
  case 'G':
    return '6';
  case 'B':
    return '8';
  case 'g':
  case 'q':
    return '9';
  default:
    return std::nullopt;
  }
}

std::optional<char> digitOrMisread(char c) {
  return isDigit(c) ? c : misreadDigit(c);
}

char folded(char c) {
  switch (c) {
  case '0':
    return 'o';
  case '1':
  case '|':
  case '!':
  case 'i':
  case 'I':
    return 'l';
  case '5':
    return 's';
  case '8':
    return 'b';
  default:
    return lower(c);
  }
}

} // namespace photoscrub::identify
