//! What a process that runs hostile models can still do: compute.
//!
//! | layer | what it denies |
//! |---|---|
//! | rights | `no_new_privs`: nothing executed gets rights; memory is in no core dump |
//! | files | Landlock: every path, to read, write, list or execute |
//! | limits | memory, processor time of a job, open files, files' sizes, processes |
//! | calls | seccomp: every call to the kernel that computing does not take, among them sockets, executing, tracing, opening files, and memory that can be executed |
//!
//! Each layer alone denies files; a kernel that lacks one leaves the others. What stays open: time can be
//! read, the answer be wrong, and what a process of the same child computes later be spoilt by a model
//! that took it over. Answers are checked elsewhere, by others.

use super::raw;
use crate::protocol::{Bounds, Layers};
use landlock::{Access, AccessFs, Ruleset, RulesetAttr, RulesetStatus, ABI};
use rustix::{
    process::{getpid, getrlimit, setrlimit, DumpableBehavior, Resource, Rlimit},
    thread::set_no_new_privs,
};
use seccompiler::{
    apply_filter_all_threads, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp,
    SeccompCondition, SeccompFilter, SeccompRule,
};
use std::{collections::BTreeMap, env::consts::ARCH, io};

/// Open files: the three standard ones, memory, the model's.
const FILES: u64 = 32;
/// Address space beside what is allowed to be used: stacks and arenas of threads reserve more than they
/// use.
const RESERVED_PER_THREAD: u64 = 128 << 20;

/// How much memory the process has to begin with.
#[derive(Clone, Copy)]
pub struct Baseline {
    /// Bytes of address space.
    pub space: u64,
    /// Bytes of memory of its own that can be written to.
    pub data: u64,
}

/// What of the sandbox is wanted.
pub struct Wanted<'a> {
    pub bounds: &'a Bounds,
    pub baseline: Baseline,
    /// Of one job.
    pub threads: u32,
    /// Drivers of graphics cards open files and make calls of their own.
    pub drivers: bool,
}

/// Locks the process in, for good. Called when everything that needs a file is loaded, and before any
/// byte of a model is read.
pub fn enter(wanted: &Wanted<'_>) -> Layers {
    let limited = limit(wanted).is_ok();
    let rights = set_no_new_privs(true)
        .and_then(|()| rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable))
        .is_ok();
    let files = !wanted.drivers && deny_files();
    let calls = !wanted.drivers && deny_calls().is_ok();
    Layers { files, calls, limits: limited, rights }
}

fn limit(wanted: &Wanted<'_>) -> io::Result<()> {
    raw::survive_file_limits();
    let Wanted { bounds, baseline, threads, .. } = wanted;
    let data = [baseline.data, bounds.memory, bounds.cache];
    let reserved = u64::from(*threads).saturating_add(1).saturating_mul(RESERVED_PER_THREAD);
    let shared = [bounds.memory, bounds.cache, bounds.inputs, bounds.outputs];
    let space = sum(&shared).saturating_add(baseline.space).saturating_add(reserved);
    set(Resource::Data, sum(&data))?;
    set(Resource::As, space)?;
    set(Resource::Core, 0)?;
    set(Resource::Fsize, 0)?;
    set(Resource::Nofile, FILES)?;
    if *threads == 1 {
        // All threads that there will ever be are there. With more, they come with each model.
        set(Resource::Nproc, 0)?;
    }
    Ok(())
}

fn sum(parts: &[u64]) -> u64 {
    parts.iter().fold(0, |sum: u64, part| sum.saturating_add(*part))
}

fn set(resource: Resource, most: u64) -> io::Result<()> {
    let limit = Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(resource, limit).map_err(io::Error::from)
}

/// From now on so many seconds of processor time, then the kernel ends the process. The parent ends it
/// earlier, unless it is not there any more.
pub fn limit_seconds(seconds: u64) {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let until = u64::try_from(used).unwrap_or(0).saturating_add(seconds).saturating_add(1);
    // Only the soft limit: the hard one could not be raised for the next job.
    let maximum = getrlimit(Resource::Cpu).maximum;
    let current = Some(maximum.map_or(until, |most| most.min(until)));
    // Cannot fail: a soft limit below the hard one is everyone's to choose.
    let _ = setrlimit(Resource::Cpu, Rlimit { current, maximum });
}

fn deny_files() -> bool {
    let all = AccessFs::from_all(ABI::V3);
    let rules = Ruleset::default().handle_access(all).and_then(|rules| rules.create());
    let status = rules.and_then(|rules| rules.restrict_self());
    // Without a single rule nothing is allowed. Older kernels know fewer rights, and deny those.
    status.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

fn deny_calls() -> Result<(), seccompiler::Error> {
    // The C library asks for the newer call first, whose flags no filter can see, and takes the older one
    // if it is told that there is no newer one.
    let newer = BTreeMap::from([(libc::SYS_clone3, vec![])]);
    let absent = SeccompAction::Errno(libc::ENOSYS as u32);
    apply(newer, SeccompAction::Allow, absent)?;
    let denied = SeccompAction::Errno(libc::EPERM as u32);
    apply(allowed_calls()?, denied, SeccompAction::Allow)
}

type Rules = BTreeMap<libc::c_long, Vec<SeccompRule>>;

fn apply(
    rules: Rules,
    otherwise: SeccompAction,
    matched: SeccompAction,
) -> Result<(), seccompiler::Error> {
    let filter = SeccompFilter::new(rules, otherwise, matched, ARCH.try_into()?)?;
    let program: BpfProgram = filter.try_into()?;
    apply_filter_all_threads(&program)
}

/// What computing takes. Everything else answers that it is not permitted, so that libraries that ask
/// for something they can do without go on.
fn allowed_calls() -> Result<Rules, seccompiler::Error> {
    let always = [
        // what is open already: the parent, shared memory, the model
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_pread64,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_lseek,
        libc::SYS_fstat,
        libc::SYS_close,
        libc::SYS_recvmsg,
        libc::SYS_recvfrom,
        libc::SYS_sendmsg,
        libc::SYS_sendto,
        libc::SYS_ppoll,
        // memory
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_brk,
        // threads
        libc::SYS_futex,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_getcpu,
        libc::SYS_set_robust_list,
        libc::SYS_rseq,
        libc::SYS_gettid,
        libc::SYS_clone3,
        // time, and itself
        libc::SYS_clock_gettime,
        libc::SYS_clock_getres,
        libc::SYS_clock_nanosleep,
        libc::SYS_nanosleep,
        libc::SYS_gettimeofday,
        libc::SYS_getpid,
        libc::SYS_getrusage,
        libc::SYS_getrandom,
        libc::SYS_sysinfo,
        libc::SYS_restart_syscall,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_exit,
        libc::SYS_exit_group,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_poll,
    ];
    let mut rules: Rules = always.into_iter().map(|call| (call, vec![])).collect();
    for (call, argument, comparison, value) in conditions() {
        let condition =
            SeccompCondition::new(argument, SeccompCmpArgLen::Qword, comparison, value)?;
        rules.insert(call, vec![SeccompRule::new(vec![condition])?]);
    }
    Ok(rules)
}

/// Calls that depend on an argument: which one, and what it has to be.
fn conditions() -> [(libc::c_long, u8, SeccompCmpOp, u64); 6] {
    let executable = libc::PROT_EXEC as u64;
    let thread = libc::CLONE_THREAD as u64;
    let itself = getpid().as_raw_nonzero().get() as u64;
    [
        (libc::SYS_mmap, 2, SeccompCmpOp::MaskedEq(executable), 0),
        (libc::SYS_mprotect, 2, SeccompCmpOp::MaskedEq(executable), 0),
        (libc::SYS_clone, 0, SeccompCmpOp::MaskedEq(thread), thread),
        (libc::SYS_tgkill, 0, SeccompCmpOp::Eq, itself),
        (libc::SYS_prlimit64, 0, SeccompCmpOp::Eq, 0),
        (libc::SYS_prctl, 0, SeccompCmpOp::Eq, libc::PR_SET_NAME as u64),
    ]
}
