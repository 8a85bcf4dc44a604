/// One cv::dnn network, built from memory when it is first needed.
///
/// Internal to this room. Not thread-safe. run() may throw cv::Exception.
#pragma once

#include "detect/model_store.h"
#include "detect/region.h"

#include <string>
#include <vector>

#include <opencv2/dnn.hpp>

namespace photoscrub::detect {

/// Whether a built network may be fed another input size.
enum class Reuse {
  anySize, ///< one network serves every size
  perSize, ///< one network a size, the latest few are kept
};

class Network {
public:
  /// `model` holds one ONNX file, or a prototxt and a caffemodel in this order.
  Network(LoadedModel model, Reuse reuse);

  const ModelEntry& entry() const { return model_.entry; }
  /// For reports. The weights are the last of a model's files.
  DetectorInfo info() const {
    const auto& model = model_.entry;
    return {model.name, model.version, model.files.back().sha256, "full", "models/" + model.card};
  }
  /// Feeds `blob` (NCHW) and returns the named outputs in order.
  std::vector<cv::Mat> run(const cv::Mat& blob, const std::vector<std::string>& outputs);
  /// The names of all outputs. Builds the network.
  std::vector<std::string> outputNames();
  /// Feeds `blob` and returns the network's last output.
  cv::Mat run(const cv::Mat& blob);
  /// Gives back the memory of what the last run computed, up to a hundred megabytes.
  void rest();

private:
  struct Built {
    cv::Size size;
    cv::dnn::Net net;
  };
  cv::dnn::Net& netFor(const cv::Mat& blob);

  LoadedModel model_;
  Reuse reuse_;
  std::vector<Built> built_; ///< latest used last
};

/// Once a process: how many threads OpenCV may use; and that it prints nothing by itself.
void prepareOpenCv(int threads);

} // namespace photoscrub::detect
