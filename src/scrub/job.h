/// One photo on its way through a Scrubber; private to this room.
#pragma once

#include "base/file_store.h"
#include "base/worker.h"
#include "formats/container_format.h"
#include "scrub/messages.h"
#include "scrub/options.h"
#include "scrub/outcome.h"

#include <memory>
#include <optional>

namespace photoscrub::scrub {

/// What jobs of one Scrubber share.
struct Tools {
  const ScrubOptions& options;
  FileStore& disk;
  Worker& metadata;
  Worker& vision;
  std::optional<consent::Register>& consents; ///< open once a consent was asked for
};

class Job {
public:
  Job(Tools tools, std::filesystem::path input);

  Outcome check() &&;
  Outcome clean(const Target& target) &&;

private:
  Status read();
  Status recognise();
  Status examine();
  void nameFile();
  Status findRegions();
  Status takeDecisions();
  Status refuseToCoverFrames() const;
  Result<std::vector<detect::Region>> look(ByteView picture, Orientation orientation, int lent);
  Status useConsents();
  Status useConsent(const std::string& reference);
  static void release(JudgedRegion& judged, std::string by);
  Status openRegister();
  Status refuseUndecided() const;
  Result<bool> lookAgain(PendingFile& pending);
  Error refusedByPolicy(const std::string& why) const;
  Status saveAnnotated();
  Status collectInventory();
  bool hidesBytes() const;
  Status showToVision(ByteView picture);

  /// A picture file a worker made of the one before.
  struct Stage {
    Bytes bytes;
    ByteView file; ///< views `bytes`
    std::unique_ptr<formats::Document> document;
    Orientation orientation = Orientation::normal;
  };
  /// The picture as it stands: the input, or the last stage.
  struct PictureView {
    ByteView file;
    const formats::Document& document;
    Orientation orientation;
  };
  PictureView picture() const;
  Status take(Bytes picture, Orientation orientation);
  Status convertPicture();
  Status coverPicture(std::vector<redact::Cover> covers);

  /// The copy before it has a name.
  struct Copy {
    formats::Assembly assembly; ///< its bytes
    std::unique_ptr<PendingFile> file;
  };
  Status write(const Target& target);
  Result<Copy> makeCopy(const std::filesystem::path& folder);
  Status verify(PendingFile& pending);
  Status publish(const Target& target, Copy& copy);
  Status published(const std::filesystem::path& path);
  Status claimConsents(const std::filesystem::path& output);

  void addUpClues();
  OutcomeStatus judge(bool written) const;
  Outcome finish(Status status, bool written);

  Tools tools_;
  Outcome outcome_;
  ByteView file_;
  const formats::ContainerFormat* format_ = nullptr; ///< of the input, then of the copy
  std::unique_ptr<formats::Document> document_;
  std::optional<InspectReply> inventory_;
  bool inventoryPending_ = false;
  bool namedJpeg_ = false; ///< the user gave the copy the name of a JPEG
  bool wantsJpeg_ = false; ///< the copy shall be a JPEG
  bool converts_ = false;  ///< and has to be coded again for that
  bool decided_ = false;   ///< a regions file names this picture
  bool consentFailed_ = false;
  bool unseenFrames_ = false; ///< the detectors saw the first of several pictures
  std::uint64_t bytesAfterPicture_ = 0;
  formats::Edits edits_;
  Bytes annotated_; ///< what the vision worker has drawn
  ByteView shown_;  ///< what the vision worker's input buffer holds
  std::vector<std::unique_ptr<Stage>> stages_;
  std::optional<CoverRequest> cover_; ///< what was asked of the vision worker
};

/// Sentences are told once, however often a stage is gone through.
void addOnce(std::vector<std::string>& list, const std::vector<std::string>& more);

/// "jpg" of "photo.jpg"; empty if there is none.
std::string extensionOf(const std::filesystem::path& path);

} // namespace photoscrub::scrub
