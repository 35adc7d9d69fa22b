//! What a sealed process may still ask of the system.
//!
//! Whatever is not named here fails as if the system did not know it, which libraries are prepared for. So no file can be opened, no
//! connection made, no program started and no other process reached.

use std::collections::BTreeMap;
use std::io;
use std::process::id;

use libc::c_long;
use seccompiler::SeccompCmpArgLen::{Dword, Qword};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, apply_filter_all_threads,
};

/// Calls that are allowed whatever is asked by them.
const ALLOWED: &[c_long] = &[
    // With what is open already.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_close,
    // Memory.
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    // Threads, which wait for each other.
    libc::SYS_futex,
    libc::SYS_gettid,
    libc::SYS_rseq,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    // Time and chance.
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_getrandom,
    // Its own signals and end.
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_getpid,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
];

/// Seals this process, for good.
pub(crate) fn seal() -> io::Result<()> {
    let filter = filter().map_err(io::Error::other)?;
    apply_filter_all_threads(&filter).map_err(io::Error::other)
}

fn filter() -> Result<BpfProgram, seccompiler::BackendError> {
    let thread = SeccompCmpOp::MaskedEq(flag(libc::CLONE_THREAD));
    let named = [
        // A thread of its own, no process.
        (libc::SYS_clone, SeccompCondition::new(0, Qword, thread, flag(libc::CLONE_THREAD))?),
        // How it ends itself.
        (libc::SYS_tgkill, SeccompCondition::new(0, Dword, SeccompCmpOp::Eq, id().into())?),
        (libc::SYS_prctl, SeccompCondition::new(0, Dword, SeccompCmpOp::Eq, flag(libc::PR_SET_NAME))?),
    ];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    for (call, condition) in named {
        rules.insert(call, vec![SeccompRule::new(vec![condition])?]);
    }
    let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    SeccompFilter::new(rules, unknown, SeccompAction::Allow, std::env::consts::ARCH.try_into()?)?.try_into()
}

fn flag(bits: libc::c_int) -> u64 {
    bits.unsigned_abs().into()
}
