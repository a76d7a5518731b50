//! Where the time of threads went.

use std::time::{Duration, Instant};

/// Where the time of threads went, summed over them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Times {
    /// Reading and decompressing, straight into the module's memory.
    pub(crate) reading: Duration,
    /// In the module.
    pub(crate) judging: Duration,
    /// Writing alerts and messages.
    pub(crate) writing: Duration,
    /// All there was.
    pub(crate) all: Duration,
}

impl Times {
    /// What is left for waiting, loading the rules on other threads, and keeping order.
    pub(crate) const fn otherwise(&self) -> Duration {
        let known = self.reading.saturating_add(self.judging);
        self.all.saturating_sub(known).saturating_sub(self.writing)
    }

    /// Adds those of a thread.
    pub(super) fn add(&mut self, other: Self) {
        self.reading += other.reading;
        self.judging += other.judging;
        self.writing += other.writing;
        self.all += other.all;
    }
}

/// Does something and adds how long it took.
pub(super) fn timed<T>(sum: &mut Duration, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    *sum += started.elapsed();
    done
}
