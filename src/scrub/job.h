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
  Status look();
  Status collectInventory();
  bool hidesBytes() const;
  Status write(const Target& target);
  Status writeTo(const std::filesystem::path& path, const formats::Assembly& assembly,
                 Replace replace);
  Status reuse(const std::filesystem::path& path, const formats::Assembly& assembly);
  Status verify(PendingFile& pending);
  const formats::Document& picture() const;
  Status coverPicture(const std::vector<Rect>& boxes);
  OutcomeStatus judge(bool written) const;
  Outcome finish(Status status, bool written);

  Tools tools_;
  Outcome outcome_;
  ByteView file_;
  const formats::ContainerFormat* format_ = nullptr;
  std::unique_ptr<formats::Document> document_;
  std::optional<InspectReply> inventory_;
  bool inventoryPending_ = false;
  std::uint64_t bytesAfterPicture_ = 0;
  formats::Edits edits_;
  Bytes coveredPicture_;                               ///< the picture after redaction
  std::unique_ptr<formats::Document> coveredDocument_; ///< what `coveredPicture_` holds
  std::vector<Rect> coveredBoxes_;
};

} // namespace photoscrub::scrub
