/// The system calls a worker may make: data only. Those with conditions stand in sandbox.cpp.
#pragma once

#include <array>

#include <seccomp.h>

namespace photoscrub {

// clang-format off
inline constexpr std::array kWorkerCalls{
    // Descriptors that are open already. No call here makes a new one from a name or an address.
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv),
    SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(lseek),
    SCMP_SYS(sendmsg), SCMP_SYS(recvmsg), SCMP_SYS(sendto), SCMP_SYS(recvfrom),
    SCMP_SYS(poll), SCMP_SYS(ppoll),
    // Memory. mmap and mprotect have a condition.
    SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(membarrier),
    // Threads. clone has a condition.
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(getcpu), SCMP_SYS(gettid), SCMP_SYS(getpid),
    SCMP_SYS(exit), SCMP_SYS(exit_group),
    // Signals within the process. tgkill has a condition.
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigtimedwait), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall),
    // Clocks.
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrusage),
    // What libraries ask about the machine, and random numbers for their hash tables.
    SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrandom),
};
// clang-format on

} // namespace photoscrub
