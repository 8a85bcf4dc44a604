#include "policy/policy_file.h"

#include "formats/registry.h"
#include "metadata/utf8.h"
#include "policy/built_in.h"
#include "policy/checked_json.h"
#include "policy/file_keys.h"
#include "policy/words.h"

#include <algorithm>

namespace photoscrub::policy {

namespace {

using detect::RegionKind;

constexpr std::string_view kNeverFound =
    "nothing can be covered or hold a photo back where detectors.look is false";

template <class Enum, class Word> std::vector<std::string_view> namesOf(int count, Word word) {
  std::vector<std::string_view> names;
  for (int i = 0; i < count; ++i)
    names.push_back(word(static_cast<Enum>(i)));
  return names;
}

bool hasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count)
    text.remove_prefix(std::max<std::size_t>(1, metadata::firstCharacter(text).length));
  return count;
}

class Reader {
public:
  Reader(const JsonValue& root, Problems& problems) : root_(root), problems_(problems) {}

  Policy read() {
    // What a file changes, it changes from here: this key has to be known first.
    if (const auto* base = memberOf(root_, keys::kBasedOn);
        base && base->type == JsonValue::Type::string)
      policy_ = builtIn(base->text).value_or(Policy{});
    policy_.name.clear();
    if (const auto* detectors = memberOf(root_, keys::kDetectors))
      if (const auto* look = memberOf(*detectors, keys::kLook))
        looks_ = look->type != JsonValue::Type::boolean || look->boolean;
    readFile();
    return std::move(policy_);
  }

private:
  void readFile() {
    const Place file{root_, "", problems_};
    const Key known[] = {
        {keys::kJsonSchema, [](const Place& at) { readText(at); }},
        {keys::kSchema,
         [](const Place& at) { readWord(at, std::span<const std::string_view>(&kSchemaWord, 1)); }},
        {keys::kName, [this](const Place& at) { readName(at); }},
        {keys::kComment, [](const Place& at) { readText(at); }},
        {keys::kBasedOn, [this](const Place& at) { readBase(at); }},
        {keys::kRegions, [this](const Place& at) { readRegions(at); }},
        {keys::kMetadata, [this](const Place& at) { readMetadata(at); }},
        {keys::kNames, [this](const Place& at) { readNames(at); }},
        {keys::kAccept, [this](const Place& at) { readAccept(at); }},
        {keys::kConvert, [this](const Place& at) { readConvert(at); }},
        {keys::kDetectors, [this](const Place& at) { readDetectors(at); }},
        {keys::kRelease, [this](const Place& at) { readRelease(at); }},
        {keys::kRegister, [this](const Place& at) { readRegister(at); }},
    };
    readObject(file, known);
    for (const auto key : {keys::kSchema, keys::kName})
      if (root_.type == JsonValue::Type::object && !memberOf(root_, key))
        problems_.add(root_.line, std::string(key), missing(key));
  }

  static std::string missing(std::string_view key) {
    std::string what = "is missing";
    if (key == keys::kSchema) {
      what += ". A policy begins with { \"schema\": \"";
      what += kSchemaWord;
      what += "\",";
    }
    return what;
  }

  void readName(const Place& at) {
    const auto name = readText(at);
    if (!name)
      return;
    if (hasControlCharacter(*name) || name->find_first_not_of(' ') == std::string::npos)
      at.problem("has to be a name, on one line");
    else if (characters(*name) > kMaxNameCharacters)
      at.problem("is longer than " + std::to_string(kMaxNameCharacters) + " characters");
    else
      policy_.name = *name;
  }

  void readBase(const Place& at) {
    const auto base = readWord(at, kBuiltInNames);
    if (base && *base != 0 && !looks_)
      at.problem(kNeverFound);
  }

  void readRegions(const Place& at) {
    std::vector<Key> known;
    for (int i = 0; i < detect::kRegionKinds; ++i) {
      const auto kind = static_cast<RegionKind>(i);
      known.push_back(
          {detect::name(kind), [this, kind](const Place& of) { readRegion(of, kind); }});
    }
    readObject(at, known);
  }

  void readRegion(const Place& at, RegionKind kind) {
    const auto index = static_cast<std::size_t>(kind);
    const Key known[] = {
        {keys::kAction,
         [this, index](const Place& of) { readActions(of, policy_.actions[index]); }},
        {keys::kStyle, [this, kind](const Place& of) { readStyle(of, kind); }},
        {keys::kMargin,
         [this, index](const Place& of) {
           if (const auto percent = readWhole(of, 0, kMaxMarginPercent))
             policy_.marginPercent[index] = *percent;
         }},
    };
    readObject(at, known);
  }

  // One word for all certainties, or one for each that is named.
  void readActions(const Place& at, std::array<Action, detect::kCertainties>& actions) {
    if (at.value.type == JsonValue::Type::string) {
      if (const auto action = readAction(at))
        actions.fill(*action);
      return;
    }
    if (at.value.type != JsonValue::Type::object) {
      at.problem("has to be " + listedActions() +
                 ", or a group in { } that says so for each "
                 "certainty");
      return;
    }
    std::vector<Key> known;
    for (int i = 0; i < detect::kCertainties; ++i)
      known.push_back(
          {detect::name(static_cast<detect::Certainty>(i)), [this, &actions, i](const Place& of) {
             if (const auto action = readAction(of))
               actions[static_cast<std::size_t>(i)] = *action;
           }});
    readObject(at, known);
  }

  static std::string listedActions() { return "ignore, flag, redact or block"; }

  std::optional<Action> readAction(const Place& at) {
    const auto word = readWord(at, kActionWords);
    if (!word)
      return std::nullopt;
    const auto action = static_cast<Action>(*word);
    if (!looks_ && action >= Action::redact) {
      at.problem(kNeverFound);
      return std::nullopt;
    }
    return action;
  }

  void readStyle(const Place& at, RegionKind kind) {
    const auto word = readWord(at, kStyleWords);
    if (!word)
      return;
    const auto style = static_cast<redact::Style>(*word);
    if (style != redact::Style::solid && kind != RegionKind::face)
      at.problem(
          quoted(kStyleWords[*word])
              .append(" is for faces only: writing and codes could be read again. Everything "
                      "else is \"solid\""));
    else
      policy_.styles[static_cast<std::size_t>(kind)] = style;
  }

  void readMetadata(const Place& at) {
    const Key known[] = {{keys::kKeep, [this](const Place& of) { readKeep(of); }}};
    readObject(at, known);
  }

  void readKeep(const Place& at) {
    std::vector<std::string_view> words;
    for (const auto& keep : keepWords())
      words.push_back(keep.word);
    const auto kept = readWords(at, words);
    for (std::size_t i = 0; kept && i < words.size(); ++i)
      keepWords()[i].keep(policy_, std::find(kept->begin(), kept->end(), i) != kept->end());
  }

  void readNames(const Place& at) {
    constexpr std::string_view kWords[] = {"original", "neutral"};
    if (const auto word = readWord(at, kWords))
      policy_.neutralNames = *word == 1;
  }

  void readAccept(const Place& at) {
    policy_.accept.reset();
    if (at.value.type == JsonValue::Type::null)
      return;
    std::vector<std::string_view> words;
    for (const auto* format : formats::allFormats())
      words.push_back(formats::key(format->type()));
    const auto accepted = readWords(at, words);
    if (!accepted)
      return;
    if (at.value.items.empty())
      at.problem("is empty, so that no photo would be taken at all. Leave it out to take every "
                 "kind");
    policy_.accept.emplace();
    for (const auto i : *accepted)
      policy_.accept->insert(formats::allFormats()[i]->type());
  }

  void readConvert(const Place& at) {
    constexpr std::string_view kWords[] = {"jpeg"};
    policy_.toJpeg = at.value.type != JsonValue::Type::null;
    if (policy_.toJpeg)
      readWord(at, kWords);
  }

  void readDetectors(const Place& at) {
    constexpr std::string_view kTiers[] = {"basic", "full"};
    const auto sensitivities = namesOf<detect::Sensitivity>(
        3, [](detect::Sensitivity sensitivity) { return detect::name(sensitivity); });
    const Key known[] = {
        {keys::kMinimumTier,
         [&](const Place& of) {
           if (const auto word = readWord(of, kTiers))
             policy_.fullTier = *word == 1;
         }},
        {keys::kLook,
         [&](const Place& of) { policy_.detect = readYesNo(of).value_or(policy_.detect); }},
        {keys::kSensitivity,
         [&](const Place& of) {
           if (const auto word = readWord(of, sensitivities))
             policy_.sensitivity = static_cast<detect::Sensitivity>(*word);
         }},
    };
    readObject(at, known);
  }

  void readRelease(const Place& at) {
    if (const auto word = readWord(at, kReleaseWords))
      policy_.release = static_cast<Release>(*word);
  }

  void readRegister(const Place& at) {
    policy_.consentRegister.clear();
    if (at.value.type == JsonValue::Type::null)
      return;
    const auto path = readText(at);
    if (!path)
      return;
    if (!path->starts_with('/') || hasControlCharacter(*path))
      at.problem("has to be a whole path that begins with /, so that it is the same file wherever "
                 "photoscrub is started");
    else
      policy_.consentRegister = *path;
  }

  const JsonValue& root_;
  Problems& problems_;
  Policy policy_;
  bool looks_ = true; ///< detectors.look
};

} // namespace

Result<Policy> readPolicy(std::string_view json) {
  PHOTOSCRUB_TRY(root, parseJson(json));
  Problems problems;
  auto policy = Reader(root, problems).read();
  if (!problems.empty())
    return Error{ErrorCode::malformed, problems.text(kMaxProblems), "policy file"};
  return policy;
}

} // namespace photoscrub::policy
