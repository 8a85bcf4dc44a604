#include "detect/text/reading_direction.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <string_view>

namespace photoscrub::detect {

namespace {
constexpr std::string_view kSameOverHead = "HINOSXZMW01689hinosxzlmwupdbq";
constexpr double kSameDirection = 20.0 * std::numbers::pi / 180;
// In heights of the larger line.
constexpr double kBeside = 8;
// A word less sure than this is mostly noise.
constexpr double kMinWord = 0.3;
} // namespace

double uprightEvidence(const ReadLine& line) {
  double sum = 0;
  for (const auto& word : line.words) {
    if (word.confidence < kMinWord)
      continue;
    const auto telling = std::count_if(word.text.begin(), word.text.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 &&
             kSameOverHead.find(c) == std::string_view::npos;
    });
    sum += static_cast<double>(telling) * word.confidence * word.confidence;
  }
  return sum;
}

double commonEvidence(const std::vector<DirectionVote>& votes, std::size_t index) {
  const auto& own = votes[index];
  double sum = own.evidence;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    const auto& other = votes[i];
    if (i == index || other.evidence == 0)
      continue;
    const double turn =
        std::remainder(own.course.angle() - other.course.angle(), 2 * std::numbers::pi);
    const bool same = std::abs(turn) < kSameDirection;
    const bool opposite = std::abs(std::abs(turn) - std::numbers::pi) < kSameDirection;
    const double apart = cv::norm(own.course.centre() - other.course.centre());
    const double room = kBeside * std::max(own.course.height(), other.course.height()) +
                        (own.course.length() + other.course.length()) / 4;
    if ((same || opposite) && apart < room)
      sum += same ? other.evidence : -other.evidence;
  }
  return sum;
}

} // namespace photoscrub::detect
