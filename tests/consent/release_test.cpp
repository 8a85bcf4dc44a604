#include "consent/release.h"
#include "consent/support.h"

#include <limits>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace photoscrub::consent {

namespace {

using detect::Region;
using detect::RegionKind;
using test::hashOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int kMost = std::numeric_limits<int>::max();

Region region(RegionKind kind, Rect box) {
  Region made;
  made.kind = kind;
  made.box = box;
  return made;
}

Record withScopes(std::vector<Scope> scopes) {
  auto record = test::record();
  record.scopes = std::move(scopes);
  return record;
}

Record around(Rect box, std::optional<RegionKind> kind = std::nullopt) {
  return withScopes({{hashOf('a'), box, kind}});
}

Releases matchHere(const Record& record, const std::vector<Region>& regions) {
  return match(record, hashOf('a'), regions);
}

constexpr Rect kPerson{100, 100, 200, 400};
constexpr Rect kFace{150, 120, 80, 90};

} // namespace

TEST(Release, ReleasesFaceAndBodyOfOnePerson) {
  const auto found =
      matchHere(around(kPerson), {region(RegionKind::text, kFace), region(RegionKind::face, kFace),
                                  region(RegionKind::person, kPerson)});
  EXPECT_FALSE(found.outOfScope);
  EXPECT_THAT(found.releases, ElementsAre(Release{1, 0}, Release{2, 0}));
  EXPECT_THAT(found.problems, IsEmpty());
}

TEST(Release, LeavesOtherPeopleCovered) {
  const auto found = matchHere(around(kPerson), {region(RegionKind::face, {600, 120, 80, 90}),
                                                 region(RegionKind::face, kFace),
                                                 region(RegionKind::person, {550, 100, 200, 400})});
  EXPECT_THAT(found.releases, ElementsAre(Release{1, 0}));
}

TEST(Release, AnotherPhotoIsOutOfScope) {
  const auto found = match(around(kPerson), hashOf('b'), {region(RegionKind::face, kFace)});
  EXPECT_TRUE(found.outOfScope);
  EXPECT_THAT(found.releases, IsEmpty());
}

TEST(Release, TwoFacesInOneBoxReleaseNone) {
  const auto found = matchHere(around(kPerson), {region(RegionKind::face, kFace),
                                                 region(RegionKind::face, {120, 300, 80, 90}),
                                                 region(RegionKind::person, kPerson)});
  EXPECT_THAT(found.releases, ElementsAre(Release{2, 0}));
  EXPECT_THAT(
      found.problems,
      ElementsAre("More than one face lies in the area of consent C-1; draw a tighter box"));
}

TEST(Release, AKindReleasesThatKindOnly) {
  const std::vector<Region> regions = {region(RegionKind::face, kFace),
                                       region(RegionKind::badge, {150, 250, 40, 20}),
                                       region(RegionKind::identifier, {152, 252, 30, 10})};
  EXPECT_THAT(matchHere(around(kPerson, RegionKind::badge), regions).releases,
              ElementsAre(Release{1, 0}));
  EXPECT_THAT(matchHere(around(kPerson), regions).releases, ElementsAre(Release{0, 0}));
}

TEST(Release, AKindMayBeAmbiguousToo) {
  const auto found =
      matchHere(around(kPerson, RegionKind::text), {region(RegionKind::text, {150, 250, 40, 20}),
                                                    region(RegionKind::text, {150, 350, 40, 20})});
  EXPECT_THAT(found.releases, IsEmpty());
  EXPECT_THAT(found.problems, ElementsAre(HasSubstr("More than one text")));
}

TEST(Release, FourFifthsInsideTheGrownBoxAreEnough) {
  // The box 100 wide grows by 5 to each side: a face 100 wide that begins 15 left of it has 90 % of
  // its width inside, one that begins 30 left of it 75 %. Its height makes the shapes unlike.
  const auto record = around({100, 100, 100, 1'000});
  EXPECT_THAT(matchHere(record, {region(RegionKind::face, {85, 200, 100, 100})}).releases,
              ElementsAre(Release{0, 0}));
  EXPECT_THAT(matchHere(record, {region(RegionKind::face, {75, 200, 100, 100})}).releases,
              ElementsAre(Release{0, 0}));
  EXPECT_THAT(matchHere(record, {region(RegionKind::face, {74, 200, 100, 100})}).releases,
              IsEmpty());
}

TEST(Release, WhatStandsBesideALargeBoxIsNotInIt) {
  // Grown, the box reaches to x = 1050 and takes in all of a small face beside it.
  EXPECT_THAT(
      matchHere(around({0, 0, 1'000, 1'000}), {region(RegionKind::face, {1'002, 300, 40, 50})})
          .releases,
      IsEmpty());
}

TEST(Release, HalfInCommonIsEnough) {
  // A detector that draws the face larger than the person did: 100x100 in 140x140 is 0.51.
  const auto record = around({100, 100, 100, 100});
  EXPECT_THAT(matchHere(record, {region(RegionKind::face, {80, 80, 140, 140})}).releases,
              ElementsAre(Release{0, 0}));
  EXPECT_THAT(matchHere(record, {region(RegionKind::face, {79, 79, 142, 142})}).releases,
              IsEmpty());
}

TEST(Release, TwoBoxesReleaseTwoFaces) {
  const Rect other{600, 120, 80, 90};
  const auto record = withScopes({{hashOf('a'), kFace, RegionKind::face},
                                  {hashOf('c'), kPerson, std::nullopt},
                                  {hashOf('a'), other, RegionKind::face}});
  const auto found =
      matchHere(record, {region(RegionKind::face, other), region(RegionKind::face, kFace)});
  EXPECT_THAT(found.releases, ElementsAre(Release{0, 2}, Release{1, 0}));
}

TEST(Release, ARegionIsReleasedOnce) {
  const auto record =
      withScopes({{hashOf('a'), kPerson, std::nullopt}, {hashOf('a'), kFace, RegionKind::face}});
  EXPECT_THAT(matchHere(record, {region(RegionKind::face, kFace)}).releases,
              ElementsAre(Release{0, 0}));
}

TEST(Release, NothingFoundReleasesNothing) {
  const auto found = matchHere(around(kPerson), {});
  EXPECT_FALSE(found.outOfScope);
  EXPECT_THAT(found.releases, IsEmpty());
}

TEST(Release, HugeBoxesDoNotOverflow) {
  const auto found = matchHere(around({kMost - 1, kMost - 1, 1, 1}),
                               {region(RegionKind::face, {0, 0, kMost, kMost}),
                                region(RegionKind::face, {5, 5, 0, 0}),
                                region(RegionKind::face, {kMost - 2, kMost - 2, 2, 2})});
  EXPECT_THAT(found.releases, IsEmpty());
}

// ---------------------------------------------------------------------- properties

namespace {

rc::Gen<Rect> smallRect() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 60), rc::gen::inRange(0, 60),
                                     rc::gen::inRange(1, 40), rc::gen::inRange(1, 40)),
                      [](const auto& parts) {
                        const auto [x, y, width, height] = parts;
                        return Rect{x, y, width, height};
                      });
}

rc::Gen<RegionKind> fewKinds() {
  return rc::gen::element(RegionKind::face, RegionKind::person, RegionKind::badge);
}

rc::Gen<std::vector<Region>> anyRegions() {
  return rc::gen::container<std::vector<Region>>(
      rc::gen::map(rc::gen::pair(fewKinds(), smallRect()),
                   [](const auto& parts) { return region(parts.first, parts.second); }));
}

rc::Gen<std::vector<Scope>> anyScopes() {
  return rc::gen::container<std::vector<Scope>>(
      rc::gen::map(rc::gen::tuple(rc::gen::element('a', 'b'), smallRect(), fewKinds(),
                                  rc::gen::arbitrary<bool>()),
                   [](const auto& parts) {
                     const auto& [digit, box, kind, named] = parts;
                     return Scope{hashOf(digit), box, named ? std::optional(kind) : std::nullopt};
                   }));
}

bool isFor(const Scope& scope, RegionKind kind) {
  return scope.kind ? *scope.kind == kind : kind == RegionKind::face || kind == RegionKind::person;
}

} // namespace

RC_GTEST_PROP(ReleaseProperty, StaysInsideTheScopesOfThisPhoto, ()) {
  const auto record = withScopes(*anyScopes());
  const auto regions = *anyRegions();
  const auto found = matchHere(record, regions);
  for (const auto& [index, scopeIndex] : found.releases) {
    RC_ASSERT(index < regions.size() && scopeIndex < record.scopes.size());
    const auto& scope = record.scopes[scopeIndex];
    const auto& region = regions[index];
    RC_ASSERT(scope.photoSha256 == hashOf('a'));
    RC_ASSERT(isFor(scope, region.kind));
    RC_ASSERT(2 * intersection(region.box, scope.box).area() >= region.box.area());
  }
}

RC_GTEST_PROP(ReleaseProperty, OneOfAKindForEachScope, ()) {
  const auto record = withScopes(*anyScopes());
  const auto regions = *anyRegions();
  std::set<std::pair<std::size_t, RegionKind>> seen;
  std::set<std::size_t> released;
  for (const auto& [index, scope] : matchHere(record, regions).releases) {
    RC_ASSERT(seen.insert({scope, regions[index].kind}).second);
    RC_ASSERT(released.insert(index).second);
  }
}

RC_GTEST_PROP(ReleaseProperty, AnotherFaceInTheBoxNeverReleasesMore, ()) {
  const auto record = withScopes({{hashOf('a'), *smallRect(), std::nullopt}});
  auto regions = *anyRegions();
  const auto before = matchHere(record, regions).releases;
  regions.push_back(region(RegionKind::face, record.scopes.front().box));
  const auto after = matchHere(record, regions).releases;
  for (const auto& release : before)
    if (regions[release.region].kind == RegionKind::face)
      RC_ASSERT(std::find(after.begin(), after.end(), release) == after.end());
}

RC_GTEST_PROP(ReleaseProperty, OutOfScopeReleasesNothing, ()) {
  const auto record = withScopes(*anyScopes());
  const auto found = match(record, hashOf('c'), *anyRegions());
  RC_ASSERT(found.outOfScope);
  RC_ASSERT(found.releases.empty() && found.problems.empty());
}

} // namespace photoscrub::consent
