/// How each detector is made. One line a detector; inspector.cpp decides which of them run.
#pragma once

#include "detect/detector.h"
#include "detect/model_store.h"

#include <filesystem>
#include <memory>

namespace photoscrub::detect {

// Full tier: each takes the model it was made for. Networks are built at first use.
std::unique_ptr<Detector> makeYunetFace(LoadedModel model);
std::unique_ptr<Detector> makeYoloxObjects(LoadedModel model);
std::unique_ptr<Detector> makePpocrText(LoadedModel model);
std::unique_ptr<Detector> makeWechatQr(LoadedModel model);

// Basic tier.
/// Reads OpenCV's cascades at once. Errors: io where they are not installed.
Result<std::unique_ptr<Detector>> makeHaarFace();
std::unique_ptr<Detector> makeGradientText();

// Both tiers.
std::unique_ptr<Detector> makeZxingCodes();
/// Reads the English language file at once. Errors: io where it is not installed, internal.
Result<std::unique_ptr<Detector>> makeTesseractWords();
std::unique_ptr<Detector> makeIdentifiers();
/// Bands, badges, screens, boards and paper under the letters and codes found before.
std::unique_ptr<Detector> makeSurfaces();
/// Stacks of the text lines found before: paper, forms, boards.
std::unique_ptr<Detector> makeTextBlocks();

} // namespace photoscrub::detect
