#include "policy/strictness.h"

#include "policy/file_keys.h"
#include "policy/words.h"

#include <algorithm>

namespace photoscrub::policy {

namespace {

using detect::RegionKind;

int strictness(Action action) {
  return std::min(static_cast<int>(action), static_cast<int>(Action::redact));
}
int strictness(redact::Style style) {
  return style == redact::Style::solid ? 1 : 0;
}

class Comparison {
public:
  Comparison(const Policy& fixed, const Policy& asked) : fixed_(fixed), asked_(asked) {}

  std::vector<std::string> run() {
    for (std::size_t kind = 0; kind < detect::kRegionKinds; ++kind)
      compareRegions(kind);
    for (const auto& keep : keepWords())
      if (keep.kept(asked_) && !keep.kept(fixed_))
        note(join(keys::kMetadata, keys::kKeep), keep.word);
    compareFiles();
    compareLooking();
    compareRelease();
    return std::move(looser_);
  }

private:
  void note(std::string key, std::string_view what) {
    key += ": ";
    key += what;
    looser_.push_back(std::move(key));
  }
  void note(std::string key, std::string_view asked, std::string_view fixed) {
    std::string what(asked);
    what += " instead of ";
    what += fixed;
    note(std::move(key), what);
  }
  static std::string join(std::string_view a, std::string_view b) {
    std::string whole(a);
    whole += '.';
    whole += b;
    return whole;
  }

  /// The certainties of one kind that are looser in the same way.
  struct Looser {
    Action asked, fixed;
    int count;
    std::string certainties;
  };

  static void add(std::vector<Looser>& groups, Action asked, Action fixed, std::size_t certainty) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Looser& one) {
      return one.asked == asked && one.fixed == fixed;
    });
    if (group == groups.end())
      group = groups.insert(group, {asked, fixed, 0, ""});
    ++group->count;
    group->certainties.append(group->certainties.empty() ? "" : ", ")
        .append(detect::name(static_cast<detect::Certainty>(certainty)));
  }

  void compareRegions(std::size_t kind) {
    const auto path = join(keys::kRegions, detect::name(static_cast<RegionKind>(kind)));
    bool covers = false;
    std::vector<Looser> groups;
    for (std::size_t i = 0; i < detect::kCertainties; ++i) {
      const auto fixed = fixed_.actions[kind][i], asked = asked_.actions[kind][i];
      covers = covers || strictness(fixed) == strictness(Action::redact);
      if (strictness(asked) < strictness(fixed))
        add(groups, asked, fixed, i);
    }
    for (const auto& group : groups) {
      auto key = join(path, keys::kAction);
      if (group.count < detect::kCertainties)
        key.append(" (").append(group.certainties).append(")");
      note(std::move(key), name(group.asked), name(group.fixed));
    }
    if (!covers) // how something is covered that need not be is anybody's choice
      return;
    if (strictness(asked_.styles[kind]) < strictness(fixed_.styles[kind]))
      note(join(path, keys::kStyle), name(asked_.styles[kind]), name(fixed_.styles[kind]));
    if (asked_.marginPercent[kind] < fixed_.marginPercent[kind])
      note(join(path, keys::kMargin), std::to_string(asked_.marginPercent[kind]),
           std::to_string(fixed_.marginPercent[kind]));
  }

  void compareFiles() {
    if (fixed_.neutralNames && !asked_.neutralNames)
      note(std::string(keys::kNames), "original", "neutral");
    if (fixed_.accept && !asked_.accept)
      note(std::string(keys::kAccept), "every kind of photo instead of some");
    if (fixed_.accept && asked_.accept)
      for (const auto type : *asked_.accept)
        if (!fixed_.accept->contains(type))
          note(std::string(keys::kAccept), formats::key(type));
    if (fixed_.toJpeg && !asked_.toJpeg)
      note(std::string(keys::kConvert), "no conversion", "jpeg");
  }

  void compareLooking() {
    if (fixed_.fullTier && !asked_.fullTier)
      note(join(keys::kDetectors, keys::kMinimumTier), "basic", "full");
    if (fixed_.detect && !asked_.detect)
      note(join(keys::kDetectors, keys::kLook), "false", "true");
    if (asked_.sensitivity > fixed_.sensitivity)
      note(join(keys::kDetectors, keys::kSensitivity), detect::name(asked_.sensitivity),
           detect::name(fixed_.sensitivity));
  }

  void compareRelease() {
    if (asked_.release < fixed_.release)
      note(std::string(keys::kRelease), name(asked_.release), name(fixed_.release));
    if (!fixed_.consentRegister.empty() && asked_.consentRegister != fixed_.consentRegister)
      note(std::string(keys::kRegister), "another register");
  }

  const Policy& fixed_;
  const Policy& asked_;
  std::vector<std::string> looser_;
};

} // namespace

std::vector<std::string> loosened(const Policy& lockedPolicy, const Policy& asked) {
  return Comparison(lockedPolicy, asked).run();
}

} // namespace photoscrub::policy
