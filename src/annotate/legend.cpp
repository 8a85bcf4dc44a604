#include "annotate/legend.h"

#include <opencv2/imgproc.hpp>

namespace photoscrub::annotate {

namespace {
constexpr int kFace = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kScale = 0.45;
constexpr int kLine = 20;
constexpr int kMargin = 10;
constexpr int kIndent = 150; // where the marks begin
const cv::Scalar kInk(20, 20, 20);
const cv::Scalar kPaper(255, 255, 255);

/// What stands behind a mark, "" where the kind says it all.
std::string meaning(const detect::Region& region) {
  if (region.kind == detect::RegionKind::identifier)
    return region.label + " (" + std::string(detect::name(region.certainty)) + ")";
  const bool plain = region.label.empty() || region.label == detect::name(region.kind);
  return plain ? "" : region.label;
}

/// "T1-T4, T7" for marks of one meaning: long lists stay short.
std::vector<std::string> entriesOf(const std::vector<Marked>& regions, detect::RegionKind kind) {
  struct Entry {
    std::string meaning, first, last;
  };
  std::vector<Entry> entries;
  for (const auto& [region, mark] : regions) {
    if (region->kind != kind)
      continue;
    auto what = meaning(*region);
    if (!entries.empty() && entries.back().meaning == what)
      entries.back().last = mark;
    else
      entries.push_back({std::move(what), mark, mark});
  }
  std::vector<std::string> texts;
  for (const auto& entry : entries) {
    auto text = entry.first;
    if (entry.last != entry.first)
      text.append("-").append(entry.last);
    if (!entry.meaning.empty())
      text.append(" ").append(entry.meaning);
    texts.push_back(std::move(text));
  }
  return texts;
}

/// Texts put side by side into lines no wider than `width`.
std::vector<std::string> wrapped(const std::vector<std::string>& texts, int width) {
  std::vector<std::string> lines;
  for (const auto& text : texts) {
    const auto longer = lines.empty() ? text : lines.back() + ",  " + text;
    if (lines.empty() || writtenSize(longer).width > width)
      lines.push_back(text);
    else
      lines.back() = longer;
  }
  return lines;
}

struct Paragraph {
  const KindStyle* style;
  std::vector<std::string> lines;
};
} // namespace

cv::Size writtenSize(const std::string& text) {
  int below = 0;
  return cv::getTextSize(text, kFace, kScale, 1, &below);
}

void write(cv::Mat& canvas, const std::string& text, cv::Point baseline, const cv::Scalar& colour) {
  cv::putText(canvas, text, baseline, kFace, kScale, colour, 1, cv::LINE_AA);
}

cv::Mat legend(const std::vector<Marked>& regions, int width) {
  std::vector<Paragraph> paragraphs;
  std::size_t lines = regions.empty() ? 1 : 0;
  for (int i = 0; i < detect::kRegionKinds; ++i) {
    const auto kind = static_cast<detect::RegionKind>(i);
    auto texts = wrapped(entriesOf(regions, kind), width - kIndent - kMargin);
    if (texts.empty())
      continue;
    lines += texts.size();
    paragraphs.push_back({&styleOf(kind), std::move(texts)});
  }
  cv::Mat list(static_cast<int>(lines) * kLine + 2 * kMargin, width, CV_8UC3, kPaper);
  int y = kMargin + kLine - 5;
  if (regions.empty())
    write(list, "nothing was found", {kMargin, y}, kInk);
  for (const auto& [style, texts] : paragraphs) {
    cv::rectangle(list, {kMargin, y - 12, 14, 14}, style->colour, cv::FILLED);
    cv::rectangle(list, {kMargin, y - 12, 14, 14}, kInk, 1);
    write(list, std::string(1, style->letter) + "  " + std::string(detect::name(style->kind)),
          {kMargin + 22, y}, kInk);
    for (const auto& text : texts) {
      write(list, text, {kIndent, y}, kInk);
      y += kLine;
    }
  }
  return list;
}

} // namespace photoscrub::annotate
