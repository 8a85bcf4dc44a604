/// A FileStore that saves something else than it was given: what only a look at the saved bytes can
/// notice. Passes everything else on. Not thread-safe.
#pragma once

#include "base/file_store.h"

namespace photoscrub::test {

class TamperingFileStore final : public FileStore {
public:
  enum class How { append, flipLast };

  /// Keeps a reference to `store`.
  TamperingFileStore(FileStore& store, How how) : store_(store), how_(how) {}

  Result<FileInfo> look(const std::filesystem::path& path) const override {
    return store_.look(path);
  }
  Result<std::unique_ptr<InputFile>> open(const std::filesystem::path& path,
                                          std::uint64_t maxBytes) const override {
    return store_.open(path, maxBytes);
  }
  Result<std::unique_ptr<PendingFile>> create(const std::filesystem::path& folder) override {
    PHOTOSCRUB_TRY(file, store_.create(folder));
    return std::unique_ptr<PendingFile>(std::make_unique<Pending>(std::move(file), how_));
  }
  Status makeFolders(const std::filesystem::path& folder) override {
    return store_.makeFolders(folder);
  }
  Status removeStale(const std::filesystem::path& folder) override {
    return store_.removeStale(folder);
  }

private:
  class Pending final : public PendingFile {
  public:
    Pending(std::unique_ptr<PendingFile> file, How how) : file_(std::move(file)), how_(how) {}
    Status write(std::span<const ByteView> pieces) override {
      Bytes all;
      for (const auto& piece : pieces)
        all.insert(all.end(), piece.begin(), piece.end());
      if (how_ == How::append)
        all.push_back(0);
      else
        all[all.size() - 3] ^= 1; // the last byte of a JPEG's scan data
      const ByteView tampered[] = {all};
      return file_->write(tampered);
    }
    int descriptor() const override { return file_->descriptor(); }
    Result<ByteView> readBack() override { return file_->readBack(); }
    Status commit(const std::string& name, Replace replace) override { return file_->commit(name, replace); }

  private:
    std::unique_ptr<PendingFile> file_;
    How how_;
  };

  FileStore& store_;
  How how_;
};

} // namespace photoscrub::test
