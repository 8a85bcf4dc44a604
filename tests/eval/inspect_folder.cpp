/// photoscrub_inspect [--only NAME[,NAME]...] [--threads N] MODELDIR FILE...: one JSON line a photo
/// with every region found, its class named as the JSON contract names it. MODELDIR "-" means the
/// basic tier, FILE "@LIST" the files that LIST names, one a line. Prints values (recognised text):
/// for measuring on test photos only.
#include "detect/inspector.h"
#include "imaging/picture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace {
using namespace photoscrub;
using nlohmann::json;

json boxOf(const Rect& box) {
  return {box.x, box.y, box.width, box.height};
}

json lineFor(const std::string& file, const detect::Inspection& inspection) {
  json line{{"file", file}, {"objects", json::array()}, {"identifiers", json::array()}};
  for (const auto& region : inspection.regions) {
    json object{{"class", detect::name(region.kind)},
                {"box", boxOf(region.box)},
                {"score", region.score},
                {"label", region.label},
                {"certainty", detect::name(region.certainty)}};
    for (const auto& point : region.polygon)
      object["polygon"].push_back({point.x, point.y});
    if (!region.value.empty())
      object["text"] = region.value;
    line["objects"].push_back(object);
    if (region.kind == detect::RegionKind::identifier)
      line["identifiers"].push_back(region.value);
  }
  for (const auto& [stage, seconds] : inspection.seconds)
    line["seconds"][stage] = seconds;
  if (!inspection.warnings.empty())
    line["warnings"] = inspection.warnings;
  return line;
}

/// "images/NAME": how annotations name a photo that lies in a folder "images".
std::string shortName(const std::filesystem::path& path) {
  return (path.parent_path().filename() / path.filename()).string();
}

bool inspectOne(detect::Inspector& inspector, const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  const Bytes bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const auto picture = imaging::decodePicture(bytes, {}, {});
  if (!picture.ok()) {
    std::cerr << path.filename().string() << ": " << picture.error().message << '\n';
    return false;
  }
  const auto line = lineFor(shortName(path), inspector.inspect(picture.value()));
  std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
  return true;
}

std::vector<std::string> splitAtCommas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');)
    parts.push_back(part);
  return parts;
}

std::vector<std::string> filesOf(const std::string& argument) {
  if (!argument.starts_with('@'))
    return {argument};
  std::vector<std::string> files;
  std::ifstream list(argument.substr(1));
  for (std::string line; std::getline(list, line);)
    files.push_back(line);
  return files;
}

int usage() {
  std::cerr
      << "usage: photoscrub_inspect [--only NAME,...] [--threads N] MODELDIR|- FILE...|@LIST\n";
  return 2;
}
} // namespace

int main(int argc, char** argv) {
  detect::InspectorOptions options;
  int i = 1;
  for (; i + 1 < argc && std::string_view(argv[i]).starts_with("--"); i += 2) {
    if (std::string_view(argv[i]) == "--only")
      options.only = splitAtCommas(argv[i + 1]);
    else if (std::string_view(argv[i]) == "--threads")
      options.threads = std::atoi(argv[i + 1]);
    else
      return usage();
  }
  if (argc - i < 2)
    return usage();
  if (std::string_view(argv[i]) != "-")
    options.modelDir = argv[i];
  auto inspector = detect::Inspector::load(options);
  if (!inspector.ok()) {
    std::cerr << inspector.error().message << '\n';
    return 1;
  }
  for (const auto& info : inspector.value().detectors())
    std::cerr << info.name << ' ' << info.version << ' ' << info.tier << '\n';
  bool allRead = true;
  for (++i; i < argc; ++i)
    for (const auto& file : filesOf(argv[i]))
      allRead &= inspectOne(inspector.value(), file);
  return allRead ? 0 : 1;
}
