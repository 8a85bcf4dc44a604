/// A FileStore whose n-th call fails: run a test with 0, 1, 2, ... until nothing fails any more,
/// and every way to stop half-way has been tried. Passes everything else on. Not thread-safe.
#pragma once

#include "base/file_store.h"

namespace photoscrub::test {

class FailingFileStore final : public FileStore {
public:
  /// Keeps a reference to `store`. `failing` counts the calls that can fail, from 0.
  FailingFileStore(FileStore& store, unsigned failing) : store_(store), left_(failing) {}

  /// True once the failure has happened.
  bool failed() const { return failed_; }

  Result<FileInfo> look(const std::filesystem::path& path) const override {
    PHOTOSCRUB_CHECK(count());
    return store_.look(path);
  }
  Result<std::unique_ptr<InputFile>> open(const std::filesystem::path& path,
                                          std::uint64_t maxBytes) const override {
    PHOTOSCRUB_CHECK(count());
    PHOTOSCRUB_TRY(file, store_.open(path, maxBytes));
    return std::unique_ptr<InputFile>(std::make_unique<Input>(*this, std::move(file)));
  }
  Result<std::unique_ptr<PendingFile>> create(const std::filesystem::path& folder) override {
    PHOTOSCRUB_CHECK(count());
    PHOTOSCRUB_TRY(file, store_.create(folder));
    return std::unique_ptr<PendingFile>(std::make_unique<Pending>(*this, std::move(file)));
  }
  Status makeFolders(const std::filesystem::path& folder) override {
    PHOTOSCRUB_CHECK(count());
    return store_.makeFolders(folder);
  }
  Status removeStale(const std::filesystem::path& folder) override {
    PHOTOSCRUB_CHECK(count());
    return store_.removeStale(folder);
  }

private:
  Status count() const {
    if (left_-- != 0)
      return {};
    failed_ = true;
    return Error{ErrorCode::io, "The disk failed, as the test asked", "failing store"};
  }

  class Input final : public InputFile {
  public:
    Input(const FailingFileStore& store, std::unique_ptr<InputFile> file)
        : store_(store), file_(std::move(file)) {}
    std::uint64_t size() const override { return file_->size(); }
    Status read(std::span<std::uint8_t> into) override {
      PHOTOSCRUB_CHECK(store_.count());
      return file_->read(into);
    }

  private:
    const FailingFileStore& store_;
    std::unique_ptr<InputFile> file_;
  };

  class Pending final : public PendingFile {
  public:
    Pending(const FailingFileStore& store, std::unique_ptr<PendingFile> file)
        : store_(store), file_(std::move(file)) {}
    Status write(std::span<const ByteView> pieces) override {
      PHOTOSCRUB_CHECK(store_.count());
      return file_->write(pieces);
    }
    int descriptor() const override { return file_->descriptor(); }
    Result<ByteView> readBack() override {
      PHOTOSCRUB_CHECK(store_.count());
      return file_->readBack();
    }
    Status commit(const std::string& name, Replace replace) override {
      PHOTOSCRUB_CHECK(store_.count());
      return file_->commit(name, replace);
    }

  private:
    const FailingFileStore& store_;
    std::unique_ptr<PendingFile> file_;
  };

  FileStore& store_;
  mutable unsigned left_;
  mutable bool failed_ = false;
};

} // namespace photoscrub::test
