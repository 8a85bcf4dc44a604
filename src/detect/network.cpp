#include "detect/network.h"

#include <algorithm>
#include <array>

#include <opencv2/core/utils/logger.hpp>

namespace photoscrub::detect {

namespace {
// One photo needs two: the whole picture and the tiles of its second scale. Each holds what it
// computed last, hundreds of megabytes for a large input.
constexpr std::size_t kKeptNetworks = 2;
// The least input that every layer of our networks can work on.
constexpr int kLeastSide = 32;

cv::dnn::Net build(const LoadedModel& model) {
  const auto text = [&](std::size_t i) {
    return reinterpret_cast<const char*>(model.files.at(i).data());
  };
  if (model.files.size() == 1)
    return cv::dnn::readNetFromONNX(text(0), model.files[0].size());
  return cv::dnn::readNetFromCaffe(text(0), model.files[0].size(), text(1),
                                   model.files.at(1).size());
}
} // namespace

Network::Network(LoadedModel model, Reuse reuse) : model_(std::move(model)), reuse_(reuse) {}

cv::dnn::Net& Network::netFor(const cv::Mat& blob) {
  const cv::Size size =
      reuse_ == Reuse::anySize ? cv::Size() : cv::Size(blob.size[3], blob.size[2]);
  const auto found = std::find_if(built_.begin(), built_.end(),
                                  [&](const Built& built) { return built.size == size; });
  if (found != built_.end()) {
    std::rotate(found, found + 1, built_.end());
  } else {
    if (built_.size() >= kKeptNetworks)
      built_.erase(built_.begin());
    built_.push_back({size, build(model_)});
  }
  return built_.back().net;
}

std::vector<cv::Mat> Network::run(const cv::Mat& blob, const std::vector<std::string>& outputs) {
  auto& net = netFor(blob);
  net.setInput(blob);
  std::vector<cv::Mat> results;
  net.forward(results, outputs);
  return results;
}

std::vector<std::string> Network::outputNames() {
  if (built_.empty())
    built_.push_back({{}, build(model_)});
  const auto names = built_.back().net.getUnconnectedOutLayersNames();
  return {names.begin(), names.end()};
}

cv::Mat Network::run(const cv::Mat& blob) {
  auto& net = netFor(blob);
  net.setInput(blob);
  return net.forward();
}

void Network::rest() {
  if (reuse_ != Reuse::anySize || built_.empty())
    return;
  // The network keeps buffers for its latest input; building it anew would cost more than this.
  const std::array<int, 4> shape = {1, 3, kLeastSide, kLeastSide};
  run(cv::Mat(static_cast<int>(shape.size()), shape.data(), CV_32F, cv::Scalar(0)));
}

void prepareOpenCv(int threads) {
  cv::setNumThreads(std::max(1, threads));
  // What goes wrong comes back as an exception; OpenCV would print it as well.
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
}

} // namespace photoscrub::detect
