#include "base/file_store.h"
#include "base/worker_fixture.h"
#include "support/failing_file_store.h"
#include "support/memory_file_store.h"
#include "support/temporary_folder.h"

#include <fstream>

#include <sys/file.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

namespace photoscrub {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t kPlenty = 1u << 20;

void put(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> namesIn(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

Result<Bytes> readWhole(const FileStore& store, const std::filesystem::path& path,
                        std::uint64_t maxBytes = kPlenty) {
  PHOTOSCRUB_TRY(file, store.open(path, maxBytes));
  Bytes bytes(file->size());
  PHOTOSCRUB_CHECK(file->read(bytes));
  return bytes;
}

Status save(FileStore& store, const std::filesystem::path& target, std::string_view text,
            Replace replace) {
  PHOTOSCRUB_TRY(file, store.create(target.parent_path()));
  const ByteView pieces[] = {asBytes(text)};
  PHOTOSCRUB_CHECK(file->write(pieces));
  return file->commit(target.filename().string(), replace);
}

class FileStoreTest : public testing::Test {
protected:
  test::TemporaryFolder folder_;
  PosixFileStore store_;
};

TEST_F(FileStoreTest, LooksAtKinds) {
  put(folder_ / "a.jpg", "12345");
  std::filesystem::create_symlink("a.jpg", folder_ / "link");
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(store_.look(folder_ / "a.jpg").value().kind, FileKind::regular);
  EXPECT_EQ(store_.look(folder_ / "a.jpg").value().size, 5u);
  EXPECT_EQ(store_.look(folder_.path()).value().kind, FileKind::folder);
  EXPECT_EQ(store_.look(folder_ / "link").value().kind, FileKind::symlink);
  EXPECT_EQ(store_.look(folder_ / "pipe").value().kind, FileKind::other);
  EXPECT_EQ(store_.look(folder_ / "none").error().code, ErrorCode::io);
}

TEST_F(FileStoreTest, ReadsAFileWhole) {
  put(folder_ / "a.jpg", "picture");
  EXPECT_EQ(asText(readWhole(store_, folder_ / "a.jpg").value()), "picture");
  put(folder_ / "empty", "");
  EXPECT_THAT(readWhole(store_, folder_ / "empty").value(), IsEmpty());
}

TEST_F(FileStoreTest, ReadsIntoAWorkersInput) {
  put(folder_ / "a.jpg", std::string(1000, '\x04'));
  Worker worker(testWorkerOptions());
  auto file = store_.open(folder_ / "a.jpg", kPlenty);
  ASSERT_TRUE(file.ok());
  auto input = worker.reserveInput(file.value()->size());
  ASSERT_TRUE(input.ok());
  ASSERT_TRUE(file.value()->read(input.value()).ok());
  EXPECT_EQ(ask(worker, "sum input"), "4000");
}

TEST_F(FileStoreTest, TestsTheSizeFirst) {
  put(folder_ / "a.jpg", "12345");
  EXPECT_TRUE(readWhole(store_, folder_ / "a.jpg", 5).ok());
  EXPECT_EQ(readWhole(store_, folder_ / "a.jpg", 4).error().code, ErrorCode::limit);
}

TEST_F(FileStoreTest, OpensNothingButFilesAndNeverWaits) {
  std::filesystem::create_symlink("/etc/passwd", folder_ / "link");
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder_ / "socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  for (const auto& path : {folder_.path(), folder_ / "link", folder_ / "pipe", folder_ / "socket",
                           std::filesystem::path("/dev/zero")})
    EXPECT_EQ(store_.open(path, kPlenty).error().code, ErrorCode::unsupported) << path;
}

TEST_F(FileStoreTest, NoticesAFileThatChangesWhileItIsRead) {
  for (const std::string_view now : {"123456", "1234", "54321"}) {
    put(folder_ / "a.jpg", "12345");
    ::utimensat(AT_FDCWD, (folder_ / "a.jpg").c_str(), std::array<timespec, 2>{}.data(), 0);
    auto file = store_.open(folder_ / "a.jpg", kPlenty);
    ASSERT_TRUE(file.ok());
    put(folder_ / "a.jpg", now);
    Bytes bytes(5);
    const auto status = file.value()->read(bytes);
    ASSERT_FALSE(status.ok()) << now;
    EXPECT_EQ(status.error().code, ErrorCode::io);
  }
}

TEST_F(FileStoreTest, SavesPiecesInOrder) {
  auto file = store_.create(folder_.path());
  ASSERT_TRUE(file.ok());
  std::vector<ByteView> pieces;
  std::string expected;
  const std::string_view digits = "0123456789";
  for (std::size_t i = 0; i < 3000; ++i) {
    pieces.push_back(asBytes(digits.substr(0, i % 11)));
    expected += digits.substr(0, i % 11);
  }
  ASSERT_TRUE(file.value()->write(pieces).ok());
  ASSERT_TRUE(file.value()->write({}).ok());
  EXPECT_EQ(asText(file.value()->readBack().value()), expected);
  ASSERT_TRUE(file.value()->commit("out.jpg", Replace::no).ok());
  EXPECT_EQ(content(folder_ / "out.jpg"), expected);
  EXPECT_THAT(namesIn(folder_.path()), ElementsAre("out.jpg"));
}

TEST_F(FileStoreTest, ShowsNothingBeforeTheCommit) {
  auto file = store_.create(folder_.path());
  ASSERT_TRUE(file.ok());
  const ByteView pieces[] = {asBytes("secret")};
  ASSERT_TRUE(file.value()->write(pieces).ok());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out.jpg"));
  struct stat info {};
  ASSERT_EQ(::fstat(file.value()->descriptor(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  const auto names = namesIn(folder_.path());
  ASSERT_EQ(names.size(), 1u);
  EXPECT_THAT(names.front(), testing::MatchesRegex("\\.photoscrub-[0-9]+-[0-9a-f]+\\.tmp"));
  file.value().reset();
  EXPECT_THAT(namesIn(folder_.path()), IsEmpty());
}

TEST_F(FileStoreTest, ReadsBackAnEmptyFile) {
  auto file = store_.create(folder_.path());
  ASSERT_TRUE(file.ok());
  EXPECT_THAT(file.value()->readBack().value(), IsEmpty());
}

TEST_F(FileStoreTest, NeverOverwritesUnasked) {
  put(folder_ / "out.jpg", "old");
  const auto refused = save(store_, folder_ / "out.jpg", "new", Replace::no);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().detail, kTargetExists);
  EXPECT_EQ(content(folder_ / "out.jpg"), "old");
  EXPECT_THAT(namesIn(folder_.path()), ElementsAre("out.jpg"));
  std::filesystem::create_symlink("nowhere", folder_ / "link.jpg");
  EXPECT_EQ(save(store_, folder_ / "link.jpg", "new", Replace::no).error().detail, kTargetExists);
}

TEST_F(FileStoreTest, ReplacesWhenAskedAndKeepsPermissions) {
  put(folder_ / "out.jpg", "old");
  ASSERT_EQ(::chmod((folder_ / "out.jpg").c_str(), 0640), 0);
  ASSERT_TRUE(save(store_, folder_ / "out.jpg", "new", Replace::yes).ok());
  EXPECT_EQ(content(folder_ / "out.jpg"), "new");
  struct stat info {};
  ASSERT_EQ(::stat((folder_ / "out.jpg").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(FileStoreTest, GivesNewFilesTheUsualPermissions) {
  const mode_t old = ::umask(027);
  const auto saved = save(store_, folder_ / "out.jpg", "new", Replace::no);
  ::umask(old);
  ASSERT_TRUE(saved.ok());
  struct stat info {};
  ASSERT_EQ(::stat((folder_ / "out.jpg").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(FileStoreTest, NamesTheFolderThatIsMissing) {
  const auto status = save(store_, folder_ / "none" / "out.jpg", "new", Replace::no);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::io);
  EXPECT_EQ(status.error().message,
            "The folder \"" + (folder_ / "none").string() + "\" does not exist");
  EXPECT_THAT(save(store_, folder_.path() / "a\nb" / "x", "", Replace::no).error().message,
              HasSubstr("a?b"));
}

TEST_F(FileStoreTest, MakesFoldersThatAreMissing) {
  ASSERT_TRUE(store_.makeFolders(folder_ / "a" / "b").ok());
  ASSERT_TRUE(store_.makeFolders(folder_ / "a" / "b").ok());
  EXPECT_TRUE(save(store_, folder_ / "a" / "b" / "out.jpg", "new", Replace::no).ok());
  EXPECT_EQ(store_.makeFolders(folder_ / "a" / "b" / "out.jpg" / "c").error().code, ErrorCode::io);
}

// The exit status of a child that runs `body`, for what cannot be undone in this process.
template <class Body> int inChild(Body body) {
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST_F(FileStoreTest, SaysThatAFolderCannotBeWritten) {
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0555), 0);
  const int status = inChild([&] {
    if (::geteuid() == 0 && ::setuid(65534) != 0)
      return 1;
    const auto refused = save(store_, folder_ / "out.jpg", "new", Replace::no);
    if (refused.ok())
      return 2;
    return refused.error().message ==
                   "The folder \"" + folder_.path().string() + "\" cannot be written"
               ? 0
               : 3;
  });
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  EXPECT_EQ(status, 0);
}

TEST_F(FileStoreTest, SaysThatTheDiskIsFullAndLeavesNothing) {
  constexpr int kNoMount = 77;
  const int status = inChild([&] {
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("none", folder_.path().c_str(), "tmpfs", 0, "size=64k") != 0)
      return kNoMount;
    const auto refused = save(store_, folder_ / "out.jpg", std::string(200'000, 'x'), Replace::no);
    if (refused.ok())
      return 1;
    if (refused.error().message != "There is not enough room left on the disk")
      return 2;
    return namesIn(folder_.path()).empty() ? 0 : 3;
  });
  if (status == kNoMount)
    GTEST_SKIP() << "a small file system cannot be mounted here";
  EXPECT_EQ(status, 0);
}

TEST_F(FileStoreTest, RemovesTemporariesOfTheDeadOnly) {
  const std::string dead = ".photoscrub-1-0123456789abcdef.tmp"; // process 1 lives: the lock counts
  put(folder_ / dead, "left behind");
  const std::vector<std::string> others{"photo.jpg",
                                        ".photoscrub-1-0123.tmp",
                                        ".photoscrub--0123456789abcdef.tmp",
                                        ".photoscrub-1-0123456789abcdef.jpg",
                                        ".photoscrub-.tmp",
                                        ".photoscrub-1-0123456789ABCDEF.tmp"};
  for (const auto& name : others)
    put(folder_ / name, "keep");
  auto alive = store_.create(folder_.path());
  ASSERT_TRUE(alive.ok());
  ASSERT_TRUE(store_.removeStale(folder_.path()).ok());
  EXPECT_FALSE(std::filesystem::exists(folder_ / dead));
  EXPECT_EQ(namesIn(folder_.path()).size(), others.size() + 1);
  EXPECT_TRUE(alive.value()->commit("out.jpg", Replace::no).ok());
}

TEST_F(FileStoreTest, RemovesWhatAKilledProgramLeft) {
  EXPECT_EQ(inChild([&] {
              auto file = store_.create(folder_.path());
              ::kill(::getpid(), SIGKILL);
              return 0;
            }),
            -SIGKILL);
  EXPECT_EQ(namesIn(folder_.path()).size(), 1u);
  ASSERT_TRUE(store_.removeStale(folder_.path()).ok());
  EXPECT_THAT(namesIn(folder_.path()), IsEmpty());
}

TEST_F(FileStoreTest, EveryFailureOnTheWayLeavesNoOutput) {
  unsigned call = 0;
  for (;; ++call) {
    test::FailingFileStore failing(store_, call);
    const auto status = save(failing, folder_ / "out.jpg", "new", Replace::no);
    EXPECT_EQ(status.ok(), !failing.failed());
    if (!failing.failed())
      break;
    EXPECT_THAT(namesIn(folder_.path()), IsEmpty());
  }
  EXPECT_EQ(call, 3u); // create, write, commit
  EXPECT_EQ(content(folder_ / "out.jpg"), "new");
}

TEST(MemoryFileStore, BehavesLikeADisk) {
  test::MemoryFileStore store;
  EXPECT_EQ(save(store, "/photos/a.jpg", "one", Replace::no).error().code, ErrorCode::io);
  ASSERT_TRUE(store.makeFolders("/photos").ok());
  ASSERT_TRUE(save(store, "/photos/a.jpg", "one", Replace::no).ok());
  EXPECT_EQ(save(store, "/photos/a.jpg", "two", Replace::no).error().detail, kTargetExists);
  ASSERT_TRUE(save(store, "/photos/a.jpg", "two", Replace::yes).ok());
  EXPECT_EQ(asText(readWhole(store, "/photos/a.jpg").value()), "two");
  EXPECT_EQ(readWhole(store, "/photos/a.jpg", 2).error().code, ErrorCode::limit);
  EXPECT_EQ(readWhole(store, "/photos").error().code, ErrorCode::unsupported);
}

} // namespace
} // namespace photoscrub
