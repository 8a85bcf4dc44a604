/// A FileStore in memory. Not thread-safe. Paths are compared as written.
#pragma once

#include "base/file_descriptor.h"
#include "base/file_store.h"

#include <map>
#include <set>

#include <sys/mman.h>
#include <unistd.h>

namespace photoscrub::test {

class MemoryFileStore final : public FileStore {
public:
  std::map<std::filesystem::path, Bytes> files;
  std::set<std::filesystem::path> folders{"", "/"};
  /// Other things that have a name: links, pipes.
  std::map<std::filesystem::path, FileKind> oddities;

  Result<FileInfo> look(const std::filesystem::path& path) const override {
    if (const auto file = files.find(path); file != files.end())
      return FileInfo{FileKind::regular, file->second.size()};
    if (const auto odd = oddities.find(path); odd != oddities.end())
      return FileInfo{odd->second, 0};
    if (folders.contains(path))
      return FileInfo{FileKind::folder, 0};
    return Error{ErrorCode::io, "There is no file of that name", "not found"};
  }

  Result<std::unique_ptr<InputFile>> open(const std::filesystem::path& path,
                                          std::uint64_t maxBytes) const override {
    PHOTOSCRUB_TRY(info, look(path));
    if (info.kind != FileKind::regular)
      return Error{ErrorCode::unsupported, "This is not a file", "not regular"};
    if (info.size > maxBytes)
      return Error{ErrorCode::limit, "The file is too large", "size"};
    return std::unique_ptr<InputFile>(std::make_unique<Input>(files.at(path)));
  }

  Result<std::unique_ptr<PendingFile>> create(const std::filesystem::path& folder) override {
    if (!folders.contains(folder))
      return Error{ErrorCode::io, "The folder does not exist", "no folder"};
    return std::unique_ptr<PendingFile>(std::make_unique<Pending>(*this, folder));
  }

  Status makeFolders(const std::filesystem::path& folder) override {
    for (auto path = folder; folders.insert(path).second;)
      path = path.parent_path();
    return {};
  }

  Status removeStale(const std::filesystem::path&) override { return {}; }

private:
  class Input final : public InputFile {
  public:
    explicit Input(Bytes bytes) : bytes_(std::move(bytes)) {}
    std::uint64_t size() const override { return bytes_.size(); }
    Status read(std::span<std::uint8_t> into) override {
      std::copy_n(bytes_.begin(), into.size(), into.begin());
      return {};
    }

  private:
    Bytes bytes_;
  };

  // Kept in a memfd as well, since a descriptor is part of the interface.
  class Pending final : public PendingFile {
  public:
    Pending(MemoryFileStore& store, std::filesystem::path folder)
        : store_(store), folder_(std::move(folder)), file_(::memfd_create("pending", MFD_CLOEXEC)) {
    }

    Status write(std::span<const ByteView> pieces) override {
      for (const auto& piece : pieces) {
        bytes_.insert(bytes_.end(), piece.begin(), piece.end());
        if (::write(file_.get(), piece.data(), piece.size()) != static_cast<ssize_t>(piece.size()))
          return Error{ErrorCode::io, "The file cannot be saved", "memfd"};
      }
      return {};
    }
    int descriptor() const override { return file_.get(); }
    Result<ByteView> readBack() override { return ByteView(bytes_); }
    Status commit(const std::string& name, Replace replace) override {
      if (replace == Replace::no && store_.look(folder_ / name).ok())
        return Error{ErrorCode::io, "A file of that name is there already",
                     std::string(kTargetExists)};
      store_.files[folder_ / name] = bytes_;
      return {};
    }

  private:
    MemoryFileStore& store_;
    std::filesystem::path folder_;
    FileDescriptor file_;
    Bytes bytes_;
  };
};

} // namespace photoscrub::test
