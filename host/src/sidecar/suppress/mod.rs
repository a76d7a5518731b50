//! Leaving out alerts like one that went out, and those of a rule beyond a rate.
//!
//! An alert only counts as gone out once the outputs took it: what is refused comes again, and must not be taken for a
//! double of itself.

mod identical;
mod key;
mod rate;
mod summary;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use memchr::memchr_iter;

use super::config::SuppressConfig;
use super::metrics::SuppressMetrics;
use super::outputs::OutputError;
use identical::Identical;
use key::{Alert, Key};
use rate::Rate;
use summary::{Counts, Summaries};

/// What is left out, and why.
pub(crate) struct Suppressor {
    fields: Vec<String>,
    state: Arc<Mutex<State>>,
    metrics: SuppressMetrics,
    _summaries: Summaries,
}

struct State {
    identical: Option<Identical>,
    rate: Option<Rate>,
    /// What was left out since the last summary.
    counts: Counts,
}

/// Why an alert is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Identical,
    Rate,
}

/// What of a body goes out, and what is to be remembered of it once it has.
struct Kept {
    lines: Bytes,
    keys: HashSet<Key>,
    /// Rules of the alerts that go out.
    rules: Vec<String>,
    left_out: Vec<(String, Reason)>,
}

/// Alerts that are on their way out. Unless it is told that they went out, they did not: whoever waited for them may
/// have gone away.
#[must_use]
pub(crate) struct Leaving<'a> {
    suppressor: &'a Suppressor,
    kept: Option<Kept>,
}

impl Leaving<'_> {
    /// The alerts that go out.
    pub(crate) fn lines(&self) -> Bytes {
        self.kept
            .as_ref()
            .map(|kept| kept.lines.clone())
            .unwrap_or_default()
    }

    /// Says whether they went out.
    pub(crate) fn settle(mut self, went_out: bool) {
        if let Some(kept) = self.kept.take() {
            self.suppressor.settle(kept, went_out);
        }
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        if let Some(kept) = self.kept.take() {
            self.suppressor.settle(kept, false);
        }
    }
}

impl Suppressor {
    /// Nothing if nothing is to be left out.
    pub(crate) fn new(
        config: &SuppressConfig,
        metrics: &SuppressMetrics,
    ) -> Result<Option<Self>, OutputError> {
        if config.identical.is_none() && config.rate.is_none() {
            return Ok(None);
        }
        let state = Arc::new(Mutex::new(State {
            identical: config.identical.as_ref().map(Identical::new),
            rate: config.rate.as_ref().map(Rate::new),
            counts: Counts::default(),
        }));
        let fields = config
            .identical
            .as_ref()
            .map(|config| config.fields.clone());
        Ok(Some(Self {
            fields: fields.unwrap_or_default(),
            _summaries: Summaries::start(Arc::clone(&state), config.summary.duration())?,
            state,
            metrics: metrics.clone(),
        }))
    }

    /// What of a body's alerts goes out. What is no JSON does.
    pub(crate) fn filter(&self, lines: Bytes) -> Leaving<'_> {
        Leaving {
            suppressor: self,
            kept: Some(self.filter_at(lines, Instant::now())),
        }
    }

    fn filter_at(&self, lines: Bytes, now: Instant) -> Kept {
        let mut kept = Kept {
            lines: Bytes::new(),
            keys: HashSet::new(),
            rules: Vec::new(),
            left_out: Vec::new(),
        };
        let mut out = Vec::with_capacity(lines.len());
        let mut state = lock(&self.state);
        let mut start = 0;
        for end in memchr_iter(b'\n', &lines)
            .map(|at| at + 1)
            .chain([lines.len()])
        {
            let line = lines.get(start..end).unwrap_or_default();
            start = end;
            if state.goes_out(line, &self.fields, &mut kept, now) {
                out.extend_from_slice(line);
            }
        }
        kept.lines = if kept.left_out.is_empty() {
            lines
        } else {
            out.into()
        };
        kept
    }

    /// Remembers what went out, or that nothing did.
    fn settle(&self, kept: Kept, went_out: bool) {
        self.settle_at(kept, went_out, Instant::now());
    }

    fn settle_at(&self, kept: Kept, went_out: bool, now: Instant) {
        let mut state = lock(&self.state);
        if !went_out {
            if let Some(rate) = &mut state.rate {
                rate.give_back(&kept.rules);
            }
            return;
        }
        if let Some(identical) = &mut state.identical {
            self.metrics.forgot(identical.remember(kept.keys, now));
        }
        for (rule, reason) in kept.left_out {
            self.metrics.suppressed(&rule, reason.name(), 1);
            state.counts.add(rule, reason);
        }
    }
}

impl State {
    fn goes_out(&mut self, line: &[u8], fields: &[String], kept: &mut Kept, now: Instant) -> bool {
        let Ok(alert) = serde_json::from_slice::<Alert<'_>>(line) else {
            return true;
        };
        let key = self.identical.is_some().then(|| alert.key(fields));
        if let (Some(identical), Some(key)) = (&mut self.identical, key)
            && (kept.keys.contains(&key) || identical.knows(&key, now))
        {
            kept.left_out
                .push((alert.rule.into_owned(), Reason::Identical));
            return false;
        }
        let allowed = self
            .rate
            .as_mut()
            .is_none_or(|rate| rate.allows(&alert.rule, now));
        if !allowed {
            kept.left_out.push((alert.rule.into_owned(), Reason::Rate));
            return false;
        }
        kept.keys.extend(key);
        kept.rules.push(alert.rule.into_owned());
        true
    }
}

impl Reason {
    const fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Rate => "rate",
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::sidecar::metrics::Metrics;

    const SECOND: Duration = Duration::from_secs(1);

    fn suppressor(config: &str) -> Suppressor {
        let config = serde_saphyr::from_str(config).unwrap();
        let metrics = Metrics::new();
        Suppressor::new(&config, metrics.suppressed())
            .unwrap()
            .unwrap()
    }

    fn alert(rule: &str, user: &str, number: u32) -> String {
        format!(
            "{{\"output\":\"x\",\"output_fields\":{{\"ct.user\":\"{user}\",\"evt.num\":{number}}},\"rule\":\"{rule}\"}}\n"
        )
    }

    /// How many of the lines go out, and the outputs take them or not.
    fn send(suppressor: &Suppressor, lines: &[String], taken: bool, now: Instant) -> usize {
        let kept = suppressor.filter_at(Bytes::from(lines.concat()), now);
        let count = memchr_iter(b'\n', &kept.lines).count();
        suppressor.settle_at(kept, taken, now);
        count
    }

    #[test]
    fn alerts_for_which_nobody_waits_any_more_have_not_gone_out() {
        let suppressor = suppressor("rate: {alerts: 1, per: 1h}");
        let line = Bytes::from(alert("a", "x", 1));
        drop(suppressor.filter(line.clone()));
        let again = suppressor.filter(line.clone());
        assert_eq!(again.lines(), line);
        again.settle(true);
        assert!(suppressor.filter(line).lines().is_empty());
    }

    #[test]
    fn alerts_alike_are_left_out_within_the_window() {
        let suppressor = suppressor("identical: {window: 10s}");
        let start = Instant::now();
        let lines = [
            alert("a", "x", 1),
            alert("a", "x", 2),
            alert("a", "y", 3),
            alert("b", "x", 4),
        ];
        assert_eq!(send(&suppressor, &lines, true, start), 3);
        assert_eq!(send(&suppressor, &lines, true, start + 9 * SECOND), 0);
        assert_eq!(send(&suppressor, &lines, true, start + 10 * SECOND), 3);
    }

    #[test]
    fn only_the_fields_that_are_named_count() {
        let suppressor = suppressor("identical: {fields: [evt.num]}");
        let lines = [alert("a", "x", 1), alert("a", "y", 1), alert("a", "x", 2)];
        assert_eq!(send(&suppressor, &lines, true, Instant::now()), 2);
    }

    #[test]
    fn what_the_outputs_did_not_take_is_not_left_out_when_it_comes_again() {
        let suppressor = suppressor("{identical: {}, rate: {alerts: 1, per: 1m}}");
        let now = Instant::now();
        let lines = [alert("a", "x", 1)];
        assert_eq!(send(&suppressor, &lines, false, now), 1);
        assert_eq!(send(&suppressor, &lines, true, now), 1);
        assert_eq!(send(&suppressor, &lines, true, now), 0);
    }

    #[test]
    fn a_rule_has_so_many_alerts_in_a_time() {
        let suppressor = suppressor("rate: {alerts: 2, per: 10s}");
        let start = Instant::now();
        let lines = [
            alert("a", "x", 1),
            alert("a", "x", 2),
            alert("a", "x", 3),
            alert("b", "x", 4),
        ];
        assert_eq!(send(&suppressor, &lines, true, start), 3);
        assert_eq!(send(&suppressor, &lines, true, start + 9 * SECOND), 1);
        assert_eq!(send(&suppressor, &lines, true, start + 10 * SECOND), 3);
    }

    #[test]
    fn what_is_no_json_goes_out() {
        let suppressor = suppressor("identical: {}");
        let lines = [
            "12:00: Warning x\n".to_owned(),
            "12:00: Warning x\n".to_owned(),
        ];
        assert_eq!(send(&suppressor, &lines, true, Instant::now()), 2);
    }
}
