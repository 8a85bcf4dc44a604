#include "scrub/messages.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace photoscrub::scrub {
namespace {

TEST(Messages, RequestsComeThroughWhole) {
  InspectRequest sent;
  sent.size = 1234567890123;
  sent.blocks = {{formats::MetadataBlock::Syntax::xmp, 10, 20, true}};
  sent.colourProfile = {0, 255, 7};
  sent.keep.caption = true;
  sent.orientation = Orientation::turned270;
  const auto bytes = request(Verb::inspect, sent);
  EXPECT_EQ(bytes[0], static_cast<std::uint8_t>(Verb::inspect));
  const auto got = decode<InspectRequest>(ByteView(bytes).subspan(1));
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got.value().size, sent.size);
  EXPECT_EQ(got.value().blocks[0].offset, 10u);
  EXPECT_EQ(got.value().blocks[0].syntax, formats::MetadataBlock::Syntax::xmp);
  EXPECT_EQ(got.value().colourProfile, sent.colourProfile);
  EXPECT_TRUE(got.value().keep.caption);
  EXPECT_EQ(got.value().orientation, Orientation::turned270);
}

TEST(Messages, RepliesCarryErrors) {
  const auto bytes = reply(Result<LookReply>(Error{ErrorCode::limit, "Too large", "pixels"}));
  const auto got = readReply<LookReply>(bytes);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().code, ErrorCode::limit);
  EXPECT_EQ(got.error().message, "Too large");
}

TEST(Messages, RegionsComeThroughWhole) {
  LookReply sent;
  detect::Region region;
  region.kind = detect::RegionKind::document;
  region.box = {1, 2, 3, 4};
  region.polygon = {{5, 6}};
  region.certainty = detect::Certainty::info;
  region.label = "whiteboard";
  sent.regions = {region};
  sent.bytesAfterPicture = 99;
  const auto got = readReply<LookReply>(reply(Result<LookReply>(sent)));
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got.value().regions[0].box, region.box);
  EXPECT_EQ(got.value().regions[0].polygon, region.polygon);
  EXPECT_EQ(got.value().regions[0].label, "whiteboard");
  EXPECT_EQ(got.value().bytesAfterPicture, 99u);
}

TEST(Messages, CoversComeThroughWhole) {
  CoverRequest sent;
  sent.covers = {{{1, 2, 3, 4}, redact::Style::blur}, {{5, 6, 7, 8}, redact::Style::solid}};
  sent.noise = 0xFFFFFFFFFFFFFFFE;
  const auto got = decode<CoverRequest>(encode(sent));
  ASSERT_TRUE(got.ok());
  ASSERT_EQ(got.value().covers.size(), 2u);
  EXPECT_EQ(got.value().covers[0].box, sent.covers[0].box);
  EXPECT_EQ(got.value().covers[0].style, redact::Style::blur);
  EXPECT_EQ(got.value().noise, sent.noise);
  for (const auto outside : {redact::Outside::identical, redact::Outside::codedAgain}) {
    const auto proof = readReply<CoverProof>(reply(Result<CoverProof>(CoverProof{outside, true})));
    ASSERT_TRUE(proof.ok());
    EXPECT_EQ(proof.value().outside, outside);
    EXPECT_TRUE(proof.value().facesSolid);
  }
}

TEST(Messages, RefuseStylesAndProofsThatDoNotExist) {
  CoverRequest sent;
  sent.covers = {{{1, 2, 3, 4}, static_cast<redact::Style>(3)}};
  EXPECT_FALSE(decode<CoverRequest>(encode(sent)).ok());
  const CoverProof proof{static_cast<redact::Outside>(2), false};
  EXPECT_FALSE(readReply<CoverProof>(reply(Result<CoverProof>(proof))).ok());
}

// A worker that was taken over may answer anything.
TEST(Messages, RefuseEnumeratorsThatDoNotExist) {
  LookReply sent;
  sent.regions.resize(1);
  sent.regions[0].kind = static_cast<detect::RegionKind>(200);
  EXPECT_FALSE(readReply<LookReply>(reply(Result<LookReply>(sent))).ok());
  AuditReply audit;
  audit.leaks = {{static_cast<formats::FindingKind>(-1), "x", 1, ""}};
  EXPECT_FALSE(readReply<AuditReply>(reply(Result<AuditReply>(audit))).ok());
}

TEST(Messages, RefuseBytesThatAreNoMessage) {
  const auto good = reply(Result<LookReply>(LookReply{}));
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(readReply<LookReply>(ByteView(good).first(size)).ok()) << size;
  const Bytes wrongType = nlohmann::json::to_cbor(nlohmann::json::array({1, 2, 3}));
  EXPECT_FALSE(decode<LookReply>(wrongType).ok());
}

} // namespace
} // namespace photoscrub::scrub
