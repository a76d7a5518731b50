//! A whole scan: its threads, and what is said at its end.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use super::hub::Hub;
use super::queue::Queue;
use super::times::Times;
use super::worker::{Common, Worker};
use super::{Loaded, Report, Spares, Stats};
use crate::commands::CommandError;
use crate::input::Discovery;
use crate::limits::{InputLimits, ModuleLimits};
use crate::runtime::Program;

/// How inputs are judged.
pub(crate) struct Scan {
    /// The module.
    pub(crate) program: Program,
    /// Loads the rules.
    pub(crate) request: Vec<u8>,
    pub(crate) input_limits: InputLimits,
    pub(crate) module_limits: ModuleLimits,
    pub(crate) threads: NonZeroUsize,
}

impl Scan {
    /// Judges all inputs in order; then come Falco's statistics, where alerts are text. Threads that are still reading
    /// when the scan is over before its end are not waited for.
    pub(crate) fn run(
        self,
        first: Loaded,
        inputs: Discovery,
        report: Report,
    ) -> Result<Stats, CommandError> {
        let threads = if first.needs_order() {
            1
        } else {
            self.threads.get()
        };
        let request: Arc<[u8]> = self.request.into();
        let backlog = self.input_limits.backlog.in_memory();
        let common = Arc::new(Common {
            hub: Hub::new(Queue::new(inputs, report, threads, backlog)),
            program: self.program,
            spares: Spares::new(Arc::clone(&request), self.input_limits.batch),
            request,
            limits: self.input_limits,
        });
        let mut first = Some(first);
        for _ in 0..threads {
            let worker = Worker {
                common: Arc::clone(&common),
                loaded: first.take(),
                times: Times::default(),
            };
            start(worker, self.module_limits)?;
        }
        let stats = finish(&common)?;
        Ok(Stats { threads, ..stats })
    }
}

fn start(worker: Worker, limits: ModuleLimits) -> Result<(), CommandError> {
    let started = thread::Builder::new()
        .name("falconet-scan".to_owned())
        .stack_size(limits.thread_stack())
        .spawn(move || worker.run());
    started.map(drop).map_err(CommandError::Thread)
}

fn finish(common: &Common) -> Result<Stats, CommandError> {
    let mut queue = common.hub.until_over();
    if let Some(error) = queue.failure.take() {
        return Err(error);
    }
    let mut spare = match queue.spare.take() {
        Some(loaded) => loaded,
        None => Loaded::again(&common.program, &common.request, common.limits.batch)?,
    };
    let statistics = spare.statistics(queue.report.matches())?;
    queue.report.close(&statistics.unwrap_or_default())?;
    let Queue {
        report, discovery, ..
    } = &mut *queue;
    Ok(report.finish(discovery.left_out()))
}
