#include "annotate/annotate.h"

#include "annotate/legend.h"
#include "imaging/png_encode.h"

#include <exception>

#include <opencv2/imgproc.hpp>

namespace photoscrub::annotate {

namespace {
constexpr int kLongSide = 1600;
// Marks on a stamp-sized photo would hide it.
constexpr int kLeastLongSide = 800;
constexpr int kOutline = 2;
constexpr int kHalo = 4;
constexpr int kTagRoom = 3;
const cv::Scalar kCover(225, 225, 225);
const cv::Scalar kWhite(255, 255, 255);

/// The picture B, G, R at the size it is shown.
cv::Mat shown(const imaging::ImageView& image) {
  // OpenCV's Mat has no read-only view; nothing here writes to it.
  const cv::Mat pixels(image.height, image.width, CV_8UC(image.channels),
                       const_cast<std::uint8_t*>(image.data), image.stride);
  const int longSide = std::max(image.width, image.height);
  const double factor =
      static_cast<double>(std::clamp(longSide, kLeastLongSide, kLongSide)) / longSide;
  const cv::Size size(std::max(1, cvRound(image.width * factor)),
                      std::max(1, cvRound(image.height * factor)));
  cv::Mat canvas;
  cv::resize(pixels, canvas, size, 0, 0, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  if (canvas.channels() == 1)
    cv::cvtColor(canvas, canvas, cv::COLOR_GRAY2BGR);
  return canvas;
}

/// A region's outline on the canvas.
std::vector<cv::Point> outlineOn(const cv::Mat& canvas, const detect::Region& region, Size full) {
  const double sx = static_cast<double>(canvas.cols) / std::max(1, full.width);
  const double sy = static_cast<double>(canvas.rows) / std::max(1, full.height);
  auto points = region.polygon;
  const auto& box = region.box;
  if (points.size() < 3)
    points = {
        {box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
  std::vector<cv::Point> outline;
  for (const auto& point : points)
    outline.emplace_back(std::clamp(cvRound(point.x * sx), 0, canvas.cols - 1),
                         std::clamp(cvRound(point.y * sy), 0, canvas.rows - 1));
  return outline;
}

void drawOutline(cv::Mat& canvas, const std::vector<cv::Point>& outline, const cv::Scalar& colour) {
  cv::polylines(canvas, outline, true, kWhite, kHalo, cv::LINE_AA);
  cv::polylines(canvas, outline, true, colour, kOutline, cv::LINE_AA);
}

/// The mark in a box of the kind's colour, above the outline where there is room.
void drawTag(cv::Mat& canvas, const std::vector<cv::Point>& outline, const Marked& marked) {
  const auto around = cv::boundingRect(outline);
  const auto text = writtenSize(marked.mark);
  cv::Rect tag(around.x, around.y - text.height - 2 * kTagRoom, text.width + 2 * kTagRoom,
               text.height + 2 * kTagRoom);
  tag.x = std::clamp(tag.x, 0, std::max(0, canvas.cols - tag.width));
  tag.y = std::max(tag.y, 0);
  cv::rectangle(canvas, tag, styleOf(marked.region->kind).colour, cv::FILLED);
  cv::rectangle(canvas, tag, kWhite, 1);
  write(canvas, marked.mark, {tag.x + kTagRoom, tag.br().y - kTagRoom}, kWhite);
}

cv::Mat drawn(const imaging::Picture& picture, const std::vector<detect::Region>& regions,
              const AnnotateOptions& options) {
  auto canvas = shown(picture.image.view());
  const auto all = marked(regions);
  std::vector<std::vector<cv::Point>> outlines;
  for (const auto& region : regions)
    outlines.push_back(outlineOn(canvas, region, picture.fullSize));
  // All covers first: none may hide another's outline.
  if (!options.showContent)
    for (const auto& outline : outlines)
      cv::fillPoly(canvas, std::vector<std::vector<cv::Point>>{outline}, kCover);
  // Regions come with the weightiest kinds first: those are drawn last, on top.
  for (std::size_t i = all.size(); i-- > 0;)
    drawOutline(canvas, outlines[i], styleOf(all[i].region->kind).colour);
  for (std::size_t i = all.size(); i-- > 0;)
    drawTag(canvas, outlines[i], all[i]);
  cv::Mat withLegend;
  cv::vconcat(canvas, legend(all, canvas.cols), withLegend);
  return withLegend;
}
} // namespace

Result<Bytes> annotated(const imaging::Picture& picture, const std::vector<detect::Region>& regions,
                        const AnnotateOptions& options) {
  try {
    const auto result = drawn(picture, regions, options);
    return imaging::encodePng(
        {result.data, result.cols, result.rows, result.channels(), result.step});
  } catch (const std::exception& problem) {
    return Error{ErrorCode::internal, "The annotated picture could not be drawn", problem.what()};
  }
}

} // namespace photoscrub::annotate
