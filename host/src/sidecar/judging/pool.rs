//! The threads that judge.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::{mpsc, oneshot};
use tracing::{error, info, warn};

use super::judge::{Judge, JudgeLimits};
use super::{Body, JudgeError, Judged, RulesSource};
use crate::commands::CommandError;
use crate::messages::RuleCounts;
use crate::runtime::Program;
use crate::scan::Loaded;

/// Why there are no judges.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PoolError {
    /// The rules cannot be loaded.
    #[error(transparent)]
    Rules(#[from] CommandError),
    /// The system gives no thread.
    #[error("cannot start a thread: {0}")]
    Thread(#[from] std::io::Error),
}

/// Threads that judge, each with an instance of its own.
pub(crate) struct Pool {
    program: Arc<Program>,
    rules: RulesSource,
    limits: JudgeLimits,
    jobs: mpsc::Sender<Job>,
    /// What each thread is to judge by from its next body on.
    successors: Vec<Arc<Mutex<Option<Judge>>>>,
    /// Rules that take part from the start.
    enabled: u64,
}

/// A body to judge, and who asks.
struct Job {
    body: Body,
    answer: oneshot::Sender<Result<Judged, JudgeError>>,
}

type Jobs = Arc<Mutex<mpsc::Receiver<Job>>>;

/// Rules that were loaded, once for each judge.
struct LoadedRules {
    judges: Vec<Judge>,
    counts: RuleCounts,
    /// Whether what they say depends on the events before, so that only one may judge.
    needs_order: bool,
}

impl Pool {
    /// Loads the rules and starts the threads.
    pub(crate) fn start(
        program: Program,
        rules: RulesSource,
        limits: JudgeLimits,
        threads: usize,
    ) -> Result<Self, PoolError> {
        let (sender, receiver) = mpsc::channel(threads);
        let mut pool = Self {
            program: Arc::new(program),
            rules,
            limits,
            jobs: sender,
            successors: Vec::new(),
            enabled: 0,
        };
        let mut loaded = pool.load(threads)?;
        pool.enabled = loaded.counts.enabled;
        if loaded.needs_order && threads > 1 {
            warn!("rules ask for numbers of events or earlier ones: one thread judges");
            loaded.judges.truncate(1);
        }
        let jobs: Jobs = Arc::new(Mutex::new(receiver));
        for (number, judge) in loaded.judges.into_iter().enumerate() {
            let successor = Arc::default();
            pool.successors.push(Arc::clone(&successor));
            let jobs = Arc::clone(&jobs);
            thread::Builder::new()
                .name(format!("falconet-judge-{number}"))
                .stack_size(pool.program.stack_bytes())
                .spawn(move || work(&jobs, judge, &successor))?;
        }
        info!(
            rules = loaded.counts.enabled,
            threads = pool.successors.len(),
            "rules are loaded"
        );
        Ok(pool)
    }

    /// Stack that a thread needs to load rules.
    pub(crate) fn stack_bytes(&self) -> usize {
        self.program.stack_bytes()
    }

    /// How many rules took part when it started.
    pub(crate) const fn rules(&self) -> u64 {
        self.enabled
    }

    /// How many threads judge.
    pub(crate) const fn threads(&self) -> usize {
        self.successors.len()
    }

    /// Judges a body, when a thread is free.
    pub(crate) async fn judge(&self, body: Body) -> Result<Judged, JudgeError> {
        let (answer, judged) = oneshot::channel();
        let job = Job { body, answer };
        self.jobs.send(job).await.map_err(|_| JudgeError::Gone)?;
        judged.await.map_err(|_| JudgeError::Gone)?
    }

    /// Reads and loads the rules again; each thread judges by them from its next body on. If they cannot be loaded
    /// nothing changes.
    pub(crate) fn reload(&self) -> Result<RuleCounts, CommandError> {
        let loaded = self.load(self.successors.len())?;
        if loaded.needs_order && self.successors.len() > 1 {
            return Err(CommandError::NeedsOrder);
        }
        for (successor, judge) in self.successors.iter().zip(loaded.judges) {
            *successor.lock().unwrap_or_else(PoisonError::into_inner) = Some(judge);
        }
        Ok(loaded.counts)
    }

    fn load(&self, count: usize) -> Result<LoadedRules, CommandError> {
        let request: Arc<[u8]> = self.rules.request()?.into();
        let mut counts = RuleCounts::default();
        let mut judges = Vec::new();
        let mut needs_order = false;
        for _ in 0..count {
            let (loaded, answer) = Loaded::quietly(&self.program, &request, self.limits.batch)?;
            counts = answer;
            needs_order = loaded.needs_order();
            let program = Arc::clone(&self.program);
            judges.push(Judge::new(
                program,
                Arc::clone(&request),
                loaded,
                self.limits,
            ));
        }
        Ok(LoadedRules {
            judges,
            counts,
            needs_order,
        })
    }
}

fn work(jobs: &Jobs, mut judge: Judge, successor: &Mutex<Option<Judge>>) {
    while let Some(Job { body, answer }) = next(jobs) {
        let next = successor
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(next) = next {
            judge = next;
        }
        let judged = judge.judge(body);
        if let Err(JudgeError::Module(error)) = &judged {
            error!(%error, "a body could not be judged");
        }
        // Who asked may be gone: then nothing is acknowledged, and it will be sent again.
        let _ = answer.send(judged);
    }
}

fn next(jobs: &Jobs) -> Option<Job> {
    jobs.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .blocking_recv()
}
