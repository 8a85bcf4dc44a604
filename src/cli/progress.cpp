#include "cli/progress.h"

#include "report/escape.h"

#include <cstdio>
#include <string>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace photoscrub::cli {

namespace {

constexpr int kBarWidth = 30;

std::string bar(const batch::Progress& progress) {
  const auto filled =
      progress.total == 0 ? 0 : static_cast<int>(progress.done * kBarWidth / progress.total);
  std::string text = "\r[";
  for (int i = 0; i < kBarWidth; ++i)
    text += i < filled ? '#' : '.';
  return text + "] " + std::to_string(progress.done) + " of " + std::to_string(progress.total) +
         "\x1b[K"; // to the end of the line
}

} // namespace

ProgressDisplay::ProgressDisplay(ProgressStyle style) : style_(style) {
  if (style_ == ProgressStyle::automatic && ::isatty(STDERR_FILENO) == 0)
    style_ = ProgressStyle::none;
}

void ProgressDisplay::show(const batch::Progress& progress) {
  std::string text;
  switch (style_) {
  case ProgressStyle::none:
    return;
  case ProgressStyle::automatic:
    if (progress.total < 2)
      return;
    text = bar(progress);
    barShown_ = true;
    break;
  case ProgressStyle::plain:
    if (!progress.ended)
      return;
    text = std::to_string(progress.done) + "/" + std::to_string(progress.total) + " " +
           report::forTerminal(progress.file.string()) + "\n";
    break;
  case ProgressStyle::json: {
    const nlohmann::ordered_json event = {{"event", progress.ended ? "done" : "start"},
                                          {"file", report::forJson(progress.file.string())},
                                          {"done", progress.done},
                                          {"total", progress.total}};
    text = event.dump() + "\n";
    break;
  }
  }
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

void ProgressDisplay::clear() {
  if (!barShown_)
    return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  barShown_ = false;
}

} // namespace photoscrub::cli
