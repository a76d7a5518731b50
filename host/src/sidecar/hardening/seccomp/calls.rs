//! The system calls of a sidecar: of its own code, tokio, wasmtime, the C library and the allocator.

use std::collections::BTreeMap;

use libc::{
    AF_INET, AF_INET6, AF_UNIX, CLONE_THREAD, FIOCLEX, FIONBIO, FIONREAD, IPPROTO_TCP, IPPROTO_UDP,
    PR_SET_NAME, PROT_EXEC, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK, SOCK_STREAM, TCGETS,
    TIOCGWINSZ, c_long,
};
use rustix::process::getpid;
use seccompiler::SeccompCmpArgLen::{Dword, Qword};
use seccompiler::SeccompCmpOp::{Eq, MaskedEq};
use seccompiler::{BackendError, SeccompCmpOp, SeccompCondition, SeccompRule};

use crate::sidecar::hardening::Needs;

/// Memory. What asks for executable memory is listed with its arguments.
const MEMORY: [c_long; 6] = [
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_membarrier,
    libc::SYS_memfd_create,
    libc::SYS_mremap,
    libc::SYS_munmap,
];

/// Threads, signals and this process itself.
const THREADS: [c_long; 21] = [
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getegid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_getuid,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
    libc::SYS_sysinfo,
    libc::SYS_uname,
];

/// The time.
const TIME: [c_long; 5] = [
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_nanosleep,
];

/// Files: which ones, Landlock says.
const FILES: [c_long; 45] = [
    libc::SYS_close,
    libc::SYS_close_range,
    libc::SYS_copy_file_range,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_fadvise64,
    libc::SYS_fallocate,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fcntl,
    libc::SYS_fdatasync,
    libc::SYS_flock,
    libc::SYS_fstat,
    libc::SYS_fstatfs,
    libc::SYS_fsync,
    libc::SYS_ftruncate,
    libc::SYS_getcwd,
    libc::SYS_getdents64,
    libc::SYS_inotify_add_watch,
    libc::SYS_inotify_init1,
    libc::SYS_inotify_rm_watch,
    libc::SYS_lseek,
    libc::SYS_mkdirat,
    libc::SYS_newfstatat,
    libc::SYS_openat,
    libc::SYS_openat2,
    libc::SYS_pread64,
    libc::SYS_preadv,
    libc::SYS_pwrite64,
    libc::SYS_pwritev,
    libc::SYS_read,
    libc::SYS_readlinkat,
    libc::SYS_readv,
    libc::SYS_renameat2,
    libc::SYS_sendfile,
    libc::SYS_splice,
    libc::SYS_statfs,
    libc::SYS_statx,
    libc::SYS_sync_file_range,
    libc::SYS_umask,
    libc::SYS_unlinkat,
    libc::SYS_write,
    libc::SYS_writev,
];

/// Sockets: which ones is said with the arguments, to where by Landlock.
const SOCKETS: [c_long; 17] = [
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_bind,
    libc::SYS_connect,
    libc::SYS_getpeername,
    libc::SYS_getsockname,
    libc::SYS_getsockopt,
    libc::SYS_listen,
    libc::SYS_recvfrom,
    libc::SYS_recvmmsg,
    libc::SYS_recvmsg,
    libc::SYS_sendmmsg,
    libc::SYS_sendmsg,
    libc::SYS_sendto,
    libc::SYS_setsockopt,
    libc::SYS_shutdown,
    libc::SYS_pipe2,
];

/// Waiting for any of them.
const WAITING: [c_long; 7] = [
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_epoll_pwait2,
    libc::SYS_eventfd2,
    libc::SYS_ppoll,
    libc::SYS_pselect6,
];

/// Calls that only older machines have: newer ones have another for the same.
#[cfg(target_arch = "x86_64")]
const OLDER: [c_long; 17] = [
    libc::SYS_access,
    libc::SYS_chmod,
    libc::SYS_dup2,
    libc::SYS_epoll_wait,
    libc::SYS_lstat,
    libc::SYS_mkdir,
    libc::SYS_open,
    libc::SYS_pipe,
    libc::SYS_poll,
    libc::SYS_readlink,
    libc::SYS_rename,
    libc::SYS_renameat,
    libc::SYS_rmdir,
    libc::SYS_select,
    libc::SYS_stat,
    libc::SYS_time,
    libc::SYS_unlink,
];
#[cfg(target_arch = "aarch64")]
const OLDER: [c_long; 1] = [libc::SYS_renameat];
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
const OLDER: [c_long; 0] = [];

/// What runs programs, reaches into other processes, or changes what the kernel or this process may do.
const DEADLY: [c_long; 29] = [
    libc::SYS_add_key,
    libc::SYS_bpf,
    libc::SYS_chroot,
    libc::SYS_delete_module,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_finit_module,
    libc::SYS_fsopen,
    libc::SYS_init_module,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_mount,
    libc::SYS_move_mount,
    libc::SYS_open_by_handle_at,
    libc::SYS_open_tree,
    libc::SYS_perf_event_open,
    libc::SYS_personality,
    libc::SYS_pidfd_getfd,
    libc::SYS_pivot_root,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_reboot,
    libc::SYS_setgid,
    libc::SYS_setns,
    libc::SYS_setuid,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
];

/// Calls, and what their arguments must be: one of the rules must hold.
pub(super) type Calls = BTreeMap<i64, Vec<SeccompRule>>;

/// What is allowed. A call without rules is allowed with any arguments.
pub(super) fn allowed(needs: &Needs) -> Result<Calls, BackendError> {
    let groups: [&[c_long]; 7] = [&MEMORY, &THREADS, &TIME, &FILES, &SOCKETS, &WAITING, &OLDER];
    let mut calls = listed(groups.concat());
    calls.extend(with_arguments(needs)?);
    Ok(calls)
}

/// What ends the process.
pub(super) fn deadly() -> Calls {
    listed(DEADLY)
}

fn listed(calls: impl IntoIterator<Item = c_long>) -> Calls {
    calls.into_iter().map(|call| (call, Vec::new())).collect()
}

fn with_arguments(needs: &Needs) -> Result<Calls, BackendError> {
    let not_executable = is(2, MaskedEq(number(PROT_EXEC)), 0)?;
    let is_thread = is(0, MaskedEq(number(CLONE_THREAD)), CLONE_THREAD)?;
    let is_own = is(0, Eq, getpid().as_raw_pid())?;
    let is_null = SeccompCondition::new(2, Qword, Eq, 0)?;
    let calls = [
        (libc::SYS_mmap, rule([not_executable.clone()])?),
        (libc::SYS_mprotect, rule([not_executable])?),
        (libc::SYS_clone, rule([is_thread])?),
        (libc::SYS_prctl, rule([is(0, Eq, PR_SET_NAME)?])?),
        (libc::SYS_tgkill, rule([is_own])?),
        (libc::SYS_prlimit64, rule([is_null])?),
        (libc::SYS_ioctl, controls()?),
        (libc::SYS_socket, sockets(needs)?),
        (libc::SYS_socketpair, rule([is(0, Eq, AF_UNIX)?])?),
    ];
    Ok(calls.into_iter().collect())
}

/// Of a terminal only what it is, and nothing that types into it.
fn controls() -> Result<Vec<SeccompRule>, BackendError> {
    let harmless = [FIOCLEX, FIONBIO, FIONREAD, TCGETS, TIOCGWINSZ];
    let rules = harmless.into_iter().map(|control| {
        let control = SeccompCondition::new(1, Dword, Eq, control)?;
        SeccompRule::new(vec![control])
    });
    rules.collect()
}

/// TCP and local sockets; datagrams only for those who look up names. Nothing raw, and no other family.
fn sockets(needs: &Needs) -> Result<Vec<SeccompRule>, BackendError> {
    let streams = [AF_INET, AF_INET6].map(|family| (family, SOCK_STREAM, [0, IPPROTO_TCP]));
    let datagrams = [AF_INET, AF_INET6].map(|family| (family, SOCK_DGRAM, [0, IPPROTO_UDP]));
    let local = [SOCK_STREAM, SOCK_DGRAM].map(|kind| (AF_UNIX, kind, [0, 0]));
    let datagrams = datagrams
        .into_iter()
        .filter(|_| !needs.connected().is_empty());
    let sockets = streams.into_iter().chain(local).chain(datagrams);
    let kind_bits = MaskedEq(number(!(SOCK_CLOEXEC | SOCK_NONBLOCK)));
    let rules = sockets.flat_map(|(family, kind, protocols)| {
        protocols.map(|protocol| {
            SeccompRule::new(vec![
                is(0, Eq, family)?,
                is(1, kind_bits.clone(), kind)?,
                is(2, Eq, protocol)?,
            ])
        })
    });
    rules.collect()
}

/// The one rule of these conditions, which must all hold.
fn rule<const N: usize>(
    conditions: [SeccompCondition; N],
) -> Result<Vec<SeccompRule>, BackendError> {
    SeccompRule::new(conditions.into()).map(|rule| vec![rule])
}

/// What the lower half of an argument must be: the kernel looks at no more of an `int`.
fn is(argument: u8, operator: SeccompCmpOp, value: i32) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, Dword, operator, number(value))
}

/// The bits of an `int`.
fn number(value: i32) -> u64 {
    u64::from(value.cast_unsigned())
}
