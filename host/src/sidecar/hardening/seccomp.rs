//! seccomp: which system calls the process can make from here on.
//!
//! Of a call that is not listed the kernel says that it has none such (`ENOSYS`), so that libraries take their older way
//! instead: a sidecar must not die of a new version of its C library. A call that makes sense only for someone who has
//! taken the process over ends it.

mod calls;

use std::collections::BTreeMap;
use std::env::consts::ARCH;

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompFilter, SeccompRule, apply_filter_all_threads,
};

use super::{Layer, Needs};

/// Gives up all other system calls, in all threads.
pub(super) fn restrict(needs: &Needs) -> Result<Layer, seccompiler::Error> {
    let allowed = calls::allowed(needs)?;
    let what = format!("all but {} system calls", allowed.len());
    let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    let deadly = program(
        calls::deadly(),
        SeccompAction::Allow,
        SeccompAction::KillProcess,
    )?;
    let others = program(allowed, unknown, SeccompAction::Allow)?;
    // The strictest answer of the two holds. The second one keeps any further filter out.
    apply_filter_all_threads(&deadly)?;
    apply_filter_all_threads(&others)?;
    Ok(Layer::held(&what))
}

fn program(
    calls: BTreeMap<i64, Vec<SeccompRule>>,
    otherwise: SeccompAction,
    listed: SeccompAction,
) -> Result<BpfProgram, BackendError> {
    SeccompFilter::new(calls, otherwise, listed, ARCH.try_into()?)?.try_into()
}
