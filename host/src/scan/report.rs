//! What comes out of a scan: alerts, messages about malformed records, totals.

use std::io;
use std::mem;
use std::time::Instant;

use super::log::{Entry, Log};
use super::notes;
use super::problems::ProblemReport;
use super::profile::Profile;
use super::times::Times;
use super::{AlertWriter, Stats, Totals};
use crate::input::LeftOut;
use crate::messages::ProfileAnswer;
use crate::runtime::Samples;
use crate::terminal::Messages;

/// Takes what comes out of a scan, in order.
pub(crate) struct Report {
    alerts: AlertWriter,
    totals: Totals,
    problems: ProblemReport,
    messages: Messages,
    times: Times,
    profile: Option<Profile>,
}

impl Report {
    /// A report of nothing yet.
    pub(crate) fn new(alerts: AlertWriter, max_problems: u32, messages: Messages) -> Self {
        Self {
            alerts,
            totals: Totals::default(),
            problems: ProblemReport::new(max_problems),
            messages,
            times: Times::default(),
            profile: None,
        }
    }

    /// Tells what there is to tell of an input.
    pub(super) fn take(&mut self, input: &str, log: Log) -> io::Result<()> {
        let started = Instant::now();
        for entry in &log.entries {
            match entry {
                Entry::Judged(judged, origin) => {
                    self.alerts.write(&judged.lines)?;
                    self.problems
                        .describe(input, *origin, &judged.problems, self.messages);
                }
                Entry::Said(what) => self.messages.error(&format!("{input}: {what}")),
            }
        }
        self.totals.merge(log.totals);
        self.times.writing += started.elapsed();
        Ok(())
    }

    /// Remembers the most memory that an instance held.
    pub(super) fn note_memory(&mut self, bytes: usize) {
        self.totals.memory_bytes = self.totals.memory_bytes.max(bytes as u64);
    }

    /// Adds the time of a thread.
    pub(super) fn add_times(&mut self, times: Times) {
        self.times.add(times);
    }

    /// Adds what rules cost on an instance.
    pub(super) fn add_profile(&mut self, profile: ProfileAnswer) {
        self.profile.get_or_insert_default().add(profile);
    }

    /// Adds what an instance was seen to do.
    pub(super) fn add_samples(&mut self, samples: Samples) {
        self.profile.get_or_insert_default().add_samples(samples);
    }

    /// How often each rule matched.
    pub(super) fn matches(&self) -> &[u64] {
        &self.totals.matches
    }

    /// Writes what comes behind the last alert.
    pub(super) fn close(&mut self, text: &str) -> io::Result<()> {
        self.alerts.write(text.as_bytes())
    }

    /// Says what remains to be said; what it all came to.
    pub(super) fn finish(&mut self, left_out: &LeftOut) -> Stats {
        self.totals.digests = left_out.digests;
        if let Some(summary) = self.problems.summary(self.totals.malformed) {
            self.messages.error(&summary);
        }
        if let Some(note) = notes::about(left_out) {
            self.messages.note(&note);
        }
        if let Some(note) = notes::about_nothing(&self.totals) {
            self.messages.note(&note);
        }
        Stats {
            totals: mem::take(&mut self.totals),
            times: self.times,
            profile: self.profile.take(),
            ..Stats::default()
        }
    }
}
