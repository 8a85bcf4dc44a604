#include "base/landlock.h"

#include "base/file_descriptor.h"
#include "base/os_error.h"

#include <array>
#include <cstdint>

#include <linux/landlock.h>
#include <sys/syscall.h>

namespace photoscrub {

namespace {

// How many rights each version of the interface knows, counted from bit 0. Numbers and not names,
// because the distribution's header may be older than the kernel: version 1 ends with MAKE_SYM,
// 2 adds REFER, 3 TRUNCATE (linux/landlock.h, "Filesystem flags").
constexpr std::array<unsigned, 3> kRightsOfVersion{13, 14, 15};

std::uint64_t allRights(long version) {
  const auto index = std::min<std::size_t>(static_cast<std::size_t>(version), 3) - 1;
  return (std::uint64_t{1} << kRightsOfVersion[index]) - 1;
}

Error refused(std::string_view call) {
  return {ErrorCode::internal, "The system refused to protect the program that opens pictures",
          osDetail(call, errno)};
}

} // namespace

Result<bool> denyFileSystem() {
  const long version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1)
    return false; // ENOSYS: not built in; EOPNOTSUPP: switched off at boot
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = allRights(version);
  const FileDescriptor rules(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
  if (!rules.open())
    return refused("landlock_create_ruleset");
  // No rule is added: what is handled and not allowed is denied.
  if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0)
    return refused("landlock_restrict_self");
  return true;
}

} // namespace photoscrub
