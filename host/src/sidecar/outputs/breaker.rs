//! A circuit breaker: what fails again and again is left alone for a while, and then tried once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::sidecar::config::BreakerConfig;
use crate::sidecar::metrics::OutputMeter;

/// Whether something is to be tried.
pub(super) struct Breaker {
    failures: u32,
    open_for: Duration,
    /// Failures since the last success.
    failed: u32,
    /// When it may be tried again, once it is open.
    closes: Option<Instant>,
    shown: OpenFlag,
    meter: OutputMeter,
}

/// Whether a breaker is open, for others to see.
#[derive(Clone, Default)]
pub(super) struct OpenFlag(Arc<AtomicBool>);

impl OpenFlag {
    /// Whether it is.
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a breaker lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BreakerState {
    /// Everything.
    Closed,
    /// One try.
    HalfOpen,
    /// Nothing.
    Open,
}

impl Breaker {
    /// Closed.
    pub(super) fn new(config: &BreakerConfig, meter: OutputMeter) -> Self {
        Self {
            failures: config.failures,
            open_for: config.open_for.duration(),
            failed: 0,
            closes: None,
            shown: OpenFlag::default(),
            meter,
        }
    }

    /// For others to see.
    pub(super) fn flag(&self) -> OpenFlag {
        self.shown.clone()
    }

    /// Asks whether something may be tried; else how long not.
    pub(super) fn ask(&self, now: Instant) -> Result<(), Duration> {
        let Some(closes) = self.closes else {
            return Ok(());
        };
        if now < closes {
            return Err(closes - now);
        }
        self.meter.note_breaker(BreakerState::HalfOpen);
        Ok(())
    }

    /// It succeeded.
    pub(super) fn succeeded(&mut self) {
        self.failed = 0;
        if self.closes.take().is_some() {
            self.show(BreakerState::Closed);
        }
    }

    /// It failed; whether the breaker opened by that.
    pub(super) fn failed(&mut self, now: Instant) -> bool {
        self.failed = self.failed.saturating_add(1);
        let opens = self.failed >= self.failures;
        if opens {
            let was_closed = self.closes.replace(now + self.open_for).is_none();
            self.show(BreakerState::Open);
            return was_closed;
        }
        false
    }

    fn show(&self, state: BreakerState) {
        self.shown
            .0
            .store(state == BreakerState::Open, Ordering::Relaxed);
        self.meter.note_breaker(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sidecar::metrics::Metrics;

    #[test]
    fn it_opens_after_failures_and_one_try_tells_whether_it_closes() {
        let config = BreakerConfig {
            failures: 2,
            ..BreakerConfig::default()
        };
        let metrics = Metrics::new();
        let mut breaker = Breaker::new(&config, metrics.outputs().meter("http"));
        let start = Instant::now();
        let span = config.open_for.duration();
        assert!(!breaker.failed(start));
        breaker.succeeded();
        assert!(!breaker.failed(start));
        assert_eq!(breaker.ask(start), Ok(()));
        assert!(breaker.failed(start));
        assert!(breaker.flag().is_set());
        assert_eq!(breaker.ask(start), Err(span));
        assert_eq!(breaker.ask(start + span), Ok(()));
        assert!(!breaker.failed(start + span));
        assert_eq!(breaker.ask(start + span), Err(span));
        assert!(breaker.flag().is_set());
        assert_eq!(breaker.ask(start + 2 * span), Ok(()));
        breaker.succeeded();
        assert_eq!(breaker.ask(start), Ok(()));
        assert!(!breaker.flag().is_set());
        assert!(
            metrics
                .text()
                .contains(r#"falconet_output_breaker{output="http"} 0"#)
        );
    }
}
