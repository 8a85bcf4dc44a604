#include "detect/text/line_reader.h"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

namespace photoscrub::detect {

namespace {
// Strips are scaled to lines of about this resolution; without a number the engine guesses one and
// writes so to stderr.
constexpr int kDotsPerInch = 200;
} // namespace

void keepApart(std::vector<ReadWord>& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    auto& box = words[i].box;
    const int next = words[i + 1].box.x;
    if (next > box.x + 1 && box.right() >= next)
      box.width = next - box.x - 1;
  }
}

struct LineReader::Engine {
  tesseract::TessBaseAPI api;
};

LineReader::LineReader(Bytes language) : language_(std::move(language)) {}
LineReader::~LineReader() = default;

std::string LineReader::version() {
  return tesseract::TessBaseAPI::Version();
}

bool LineReader::ready() {
  if (engine_)
    return true;
  if (language_.empty())
    return false;
  auto engine = std::make_unique<Engine>();
  const int failed = engine->api.Init(
      reinterpret_cast<const char*>(language_.data()), static_cast<int>(language_.size()), "eng",
      tesseract::OEM_LSTM_ONLY, nullptr, 0, nullptr, nullptr, false, nullptr);
  // Tried once only: a second attempt would fail the same way for every photo.
  language_ = {};
  if (failed != 0)
    return false;
  engine->api.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
  engine_ = std::move(engine);
  return true;
}

ReadLine LineReader::read(const Strip& strip, Characters characters) {
  auto& api = engine_->api;
  api.SetVariable("tessedit_char_whitelist", characters == Characters::all ? "" : "0123456789");
  api.SetImage(strip.data, strip.width, strip.height, 1, strip.stride);
  api.SetSourceResolution(kDotsPerInch);
  ReadLine line;
  if (api.Recognize(nullptr) != 0)
    return line;
  const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
  if (!at)
    return line;
  constexpr auto kLevel = tesseract::RIL_WORD;
  do {
    const std::unique_ptr<const char[]> text(at->GetUTF8Text(kLevel));
    int left = 0, top = 0, right = 0, bottom = 0;
    if (!text || !at->BoundingBox(kLevel, &left, &top, &right, &bottom))
      continue;
    line.words.push_back({text.get(),
                          {left, top, right - left, bottom - top},
                          static_cast<double>(at->Confidence(kLevel)) / 100});
    line.confidence += line.words.back().confidence;
  } while (at->Next(kLevel));
  if (!line.words.empty())
    line.confidence /= static_cast<double>(line.words.size());
  keepApart(line.words);
  api.Clear();
  return line;
}

} // namespace photoscrub::detect
