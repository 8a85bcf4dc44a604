/// The system calls a worker may make: data only. Those with conditions stand in sandbox.cpp.
#pragma once

#include <array>

#include <sys/syscall.h>

namespace photoscrub {

// clang-format off
inline constexpr std::array kWorkerCalls{
    // Descriptors that are open already. No call here makes a new one from a name or an address.
    SYS_read, SYS_readv, SYS_pread64, SYS_preadv,
    SYS_write, SYS_writev, SYS_close, SYS_fstat, SYS_lseek,
    SYS_sendmsg, SYS_recvmsg, SYS_sendto, SYS_recvfrom,
    SYS_ppoll,
    // Memory. mmap and mprotect have a condition.
    SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, SYS_membarrier,
    // Threads. clone has a condition.
    SYS_futex, SYS_set_robust_list, SYS_rseq, SYS_sched_yield,
    SYS_sched_getaffinity, SYS_getcpu, SYS_gettid, SYS_getpid,
    SYS_exit, SYS_exit_group,
    // Signals within the process. tgkill has a condition.
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
    SYS_rt_sigtimedwait, SYS_sigaltstack, SYS_restart_syscall,
    // Clocks.
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep,
    SYS_nanosleep, SYS_gettimeofday, SYS_getrusage,
    // What libraries ask about the machine, and random numbers for their hash tables.
    SYS_uname, SYS_sysinfo, SYS_getrandom,
    // Older calls that newer architectures leave out.
#ifdef SYS_poll
    SYS_poll,
#endif
#ifdef SYS_time
    SYS_time,
#endif
};
// clang-format on

} // namespace photoscrub
