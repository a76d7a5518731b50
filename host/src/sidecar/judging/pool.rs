//! The threads that judge.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use tokio::sync::{mpsc, oneshot};
use tracing::{error, info, warn};

use super::judge::{Judge, JudgeLimits};
use super::{Body, JudgeError, Judged, Look, RulesSource, reproduction};
use crate::commands::CommandError;
use crate::messages::RuleCounts;
use crate::runtime::{ModuleHash, Program};
use crate::scan::{Loaded, Spares};

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
    /// Bodies that no thread has taken yet.
    queued: Arc<AtomicUsize>,
    seats: Vec<Arc<Seat>>,
    /// The request that was loaded last, or failed to load; nothing if the files could not even be read.
    last: Mutex<Option<ModuleHash>>,
    /// What could be seen of the rules files before they were read last.
    seen: Mutex<Option<Look>>,
    /// Rules that take part from the start.
    enabled: u64,
}

/// What a thread shares with the pool.
#[derive(Default)]
struct Seat {
    /// What it is to judge by from its next body on.
    successor: Mutex<Option<Judge>>,
    /// Bytes of its instance.
    memory: AtomicU64,
}

/// A body to judge, and who asks.
struct Job {
    body: Body,
    answer: oneshot::Sender<Result<Judged, JudgeError>>,
    queued: Queued,
}

/// Counts as waiting until it is dropped.
struct Queued(Arc<AtomicUsize>);

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
            queued: Arc::default(),
            seats: Vec::new(),
            last: Mutex::default(),
            seen: Mutex::default(),
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
            let seat = Arc::new(Seat::default());
            pool.seats.push(Arc::clone(&seat));
            let jobs = Arc::clone(&jobs);
            thread::Builder::new()
                .name(format!("falconet-judge-{number}"))
                .stack_size(pool.program.stack_bytes())
                .spawn(move || work(&jobs, judge, &seat))?;
        }
        info!(
            rules = loaded.counts.enabled,
            threads = pool.seats.len(),
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
        self.seats.len()
    }

    /// The command that judges a record on standard input as this does.
    pub(crate) fn reproduction(&self) -> String {
        reproduction::command(&self.rules, self.program.limits())
    }

    /// Judges a body, when a thread is free.
    pub(crate) async fn judge(&self, body: Body) -> Result<Judged, JudgeError> {
        let (answer, judged) = oneshot::channel();
        let job = Job {
            body,
            answer,
            queued: Queued::new(&self.queued),
        };
        self.jobs.send(job).await.map_err(|_| JudgeError::Gone)?;
        judged.await.map_err(|_| JudgeError::Gone)?
    }

    /// Bodies that no thread has taken yet.
    pub(crate) fn queued(&self) -> usize {
        self.queued.load(Ordering::Relaxed)
    }

    /// Bytes of the instance of each thread, after its last body.
    pub(crate) fn memory(&self) -> impl Iterator<Item = u64> {
        let seats = self.seats.iter();
        seats.map(|seat| seat.memory.load(Ordering::Relaxed))
    }

    /// Reads and loads the rules again; each thread judges by them from its next body on. If they cannot be loaded
    /// nothing changes.
    pub(crate) fn reload(&self) -> Result<RuleCounts, CommandError> {
        let loaded = self.load(self.seats.len())?;
        if loaded.needs_order && self.seats.len() > 1 {
            return Err(CommandError::NeedsOrder);
        }
        for (seat, judge) in self.seats.iter().zip(loaded.judges) {
            *locked(&seat.successor) = Some(judge);
        }
        Ok(loaded.counts)
    }

    /// What can be seen of the rules files now.
    pub(crate) fn look(&self) -> Look {
        self.rules.look()
    }

    /// Whether the rules files hold something else than what was loaded last, or failed to load last.
    pub(crate) fn differs(&self) -> bool {
        let request = self.rules.request().ok();
        let now = request.map(|request| ModuleHash::of(&request));
        *locked(&self.last) != now
    }

    /// A rules file of a look that is empty, and was not when the rules were read last.
    pub(crate) fn emptied(&self, look: &Look) -> Option<PathBuf> {
        let seen = locked(&self.seen);
        look.emptied(seen.as_ref()?).map(Path::to_owned)
    }

    /// Reads the rules, and keeps in mind what was read.
    fn read(&self) -> Result<Arc<[u8]>, CommandError> {
        *locked(&self.seen) = Some(self.look());
        let request = self.rules.request();
        let hash = request.as_ref().ok();
        *locked(&self.last) = hash.map(|request| ModuleHash::of(request));
        request.map(Into::into)
    }

    fn load(&self, count: usize) -> Result<LoadedRules, CommandError> {
        let request = self.read()?;
        let mut counts = RuleCounts::default();
        let mut judges = Vec::new();
        let spares = Arc::new(Spares::new(Arc::clone(&request), self.limits.batch));
        let mut needs_order = false;
        for _ in 0..count {
            let (loaded, answer) = Loaded::quietly(&self.program, &request, self.limits.batch)?;
            counts = answer;
            needs_order = loaded.needs_order();
            let program = Arc::clone(&self.program);
            judges.push(Judge::new(
                program,
                Arc::clone(&spares),
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

fn work(jobs: &Jobs, mut judge: Judge, seat: &Seat) {
    loop {
        seat.memory.store(judge.memory_bytes(), Ordering::Relaxed);
        let Some(job) = next(jobs) else {
            return;
        };
        drop(job.queued);
        if let Some(successor) = locked(&seat.successor).take() {
            judge = successor;
        }
        let judged = timed(&mut judge, job.body);
        if let Err(JudgeError::Module(error)) = &judged {
            error!(%error, "a body could not be judged");
        }
        // Who asked may be gone: then nothing is acknowledged, and it will be sent again.
        let _ = job.answer.send(judged);
    }
}

fn timed(judge: &mut Judge, body: Body) -> Result<Judged, JudgeError> {
    let started = Instant::now();
    let judged = judge.judge(body);
    judged.map(|judged| Judged {
        took: started.elapsed(),
        ..judged
    })
}

fn next(jobs: &Jobs) -> Option<Job> {
    locked(jobs).blocking_recv()
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Queued {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(count))
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
