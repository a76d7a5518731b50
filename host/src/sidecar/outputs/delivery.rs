//! Trying again, but not too hard, and setting aside what is refused for good.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use bytes::Bytes;
use memchr::memchr_iter;
use tracing::{info, warn};

use super::OutputError;
use super::breaker::{Breaker, OpenFlag};
use super::spill::Shared;
use super::target::{Rest, Sent, Target};
use super::undelivered::Undelivered;
use crate::sidecar::config::{CommonConfig, RetryConfig};
use crate::sidecar::metrics::OutputMeter;

/// A target, and how hard it is tried.
pub(super) struct Delivery {
    output: String,
    target: Box<dyn Target>,
    retry: RetryConfig,
    breaker: Breaker,
    patience: Patience,
    undelivered: Undelivered,
    meter: OutputMeter,
    /// What went wrong last.
    last: Arc<OutputError>,
}

/// How long a target is tried.
pub(super) enum Patience {
    /// So long, and not at all while the breaker is open: somebody waits for the answer.
    Within(Duration),
    /// Until the spill that the alerts come from is closed.
    WhileOpen(Shared),
}

impl Delivery {
    pub(super) fn new(
        output: &str,
        target: Box<dyn Target>,
        config: &CommonConfig<'_>,
        patience: Patience,
        undelivered: Undelivered,
        meter: OutputMeter,
    ) -> Self {
        Self {
            output: output.to_owned(),
            target,
            retry: config.retry.clone(),
            breaker: Breaker::new(config.breaker, meter.clone()),
            patience,
            undelivered,
            meter,
            last: Arc::new(OutputError::Gone),
        }
    }

    /// Whether its breaker is open, for others to see.
    pub(super) fn flag(&self) -> OpenFlag {
        self.breaker.flag()
    }

    fn delays(&self) -> ExponentialBackoff {
        ExponentialBuilder::default()
            .with_min_delay(self.retry.first.duration())
            .with_max_delay(self.retry.most.duration())
            .with_factor(2.0)
            .without_max_times()
            .with_jitter()
            .build()
    }

    /// Goes on once the breaker lets it; whether it does.
    fn passes(&self) -> bool {
        while let Err(left) = self.breaker.ask(Instant::now()) {
            match &self.patience {
                Patience::Within(_) => return false,
                Patience::WhileOpen(spill) if !spill.pause(left) => return false,
                Patience::WhileOpen(_) => {}
            }
        }
        true
    }

    /// Waits before another try; whether there is to be one.
    fn waits(&self, delay: Duration, since: Instant) -> bool {
        match &self.patience {
            Patience::Within(most) if since.elapsed() + delay > *most => false,
            Patience::Within(_) => {
                thread::sleep(delay);
                true
            }
            Patience::WhileOpen(spill) => spill.pause(delay),
        }
    }

    fn noted(&mut self, sent: &Sent, blocks: &[Bytes]) {
        let taken = blocks.iter().take(sent.done);
        let lines = taken.map(|block| memchr_iter(b'\n', block).count());
        self.meter.delivered(lines.sum());
        if let Rest::Failed(error) = &sent.rest {
            self.meter.retried();
            self.last = Arc::new(error.clone());
            if self.breaker.failed(Instant::now()) {
                warn!(output = self.output, %error, "an output fails again and again: it is left alone for a while");
            }
            return;
        }
        if self.breaker.flag().is_set() {
            info!(output = self.output, "an output takes alerts again");
        }
        self.breaker.succeeded();
    }

    fn set_aside(&self, reason: &str, alert: Option<&Bytes>) -> Result<(), OutputError> {
        let alert = alert.map(Bytes::as_ref).unwrap_or_default();
        self.undelivered
            .keep(&self.output, reason, alert, &self.meter)
    }
}

impl Target for Delivery {
    fn send(&mut self, blocks: &[Bytes]) -> Sent {
        let since = Instant::now();
        let mut delays = self.delays();
        let mut done = 0;
        while let Some(rest) = blocks.get(done..).filter(|rest| !rest.is_empty()) {
            if !self.passes() {
                return Sent::failed(done, OutputError::LeftAlone(Arc::clone(&self.last)));
            }
            let sent = self.target.send(rest);
            self.noted(&sent, rest);
            if sent.done > 0 {
                delays = self.delays();
            }
            done += sent.done;
            let failed = match sent.rest {
                Rest::Nothing => continue,
                Rest::Refused(reason) => self.set_aside(&reason, blocks.get(done)),
                Rest::Failed(error) => Err(error),
            };
            match failed {
                Ok(()) => done += 1,
                Err(error) => {
                    let delay = delays.next().unwrap_or(self.retry.most.duration());
                    if !self.waits(delay, since) {
                        return Sent::failed(done, error);
                    }
                }
            }
        }
        Sent::all(blocks)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::fs;
    use std::sync::Mutex;

    use super::*;
    use crate::sidecar::config::OutputConfig;
    use crate::sidecar::metrics::Metrics;

    type Step = fn(&[Bytes]) -> Sent;

    /// Does what a script says, and then fails.
    struct Scripted {
        script: VecDeque<Step>,
        asked: Arc<Mutex<Vec<Vec<u8>>>>,
    }

    impl Target for Scripted {
        fn send(&mut self, blocks: &[Bytes]) -> Sent {
            self.asked.lock().unwrap().push(blocks.concat());
            match self.script.pop_front() {
                Some(step) => step(blocks),
                None => Sent::failed(0, OutputError::Gone),
            }
        }
    }

    fn deliver(config: &str, script: &[Step], sends: usize) -> (Vec<Sent>, Vec<String>, String) {
        let folder = tempfile::tempdir().unwrap();
        let asked = Arc::default();
        let target = Scripted {
            script: script.iter().copied().collect(),
            asked: Arc::clone(&asked),
        };
        let config: OutputConfig = serde_saphyr::from_str(config).unwrap();
        let common = config.common();
        let mut delivery = Delivery::new(
            "out",
            Box::new(target),
            &common,
            Patience::Within(common.retry.within.duration()),
            Undelivered::open(folder.path()).unwrap(),
            Metrics::new().outputs().meter("out"),
        );
        let alerts = ["a\n", "b\n", "c\n"].map(Bytes::from);
        let sent = (0..sends).map(|_| delivery.send(&alerts)).collect();
        let asked = asked.lock().unwrap();
        let asked = asked
            .iter()
            .map(|asked| String::from_utf8_lossy(asked).into_owned());
        let letters = fs::read_to_string(folder.path().join("undelivered.jsonl"));
        (sent, asked.collect(), letters.unwrap())
    }

    #[test]
    fn what_was_taken_is_not_sent_again_and_what_is_refused_is_set_aside() {
        let script: [Step; 3] = [
            |_| Sent::failed(1, OutputError::Gone),
            |_| Sent::refused(0, "never".to_owned()),
            Sent::all,
        ];
        let config = "{type: stdout, retry: {first: 1ms, within: 1m}}";
        let (sent, asked, letters) = deliver(config, &script, 1);
        assert_eq!(sent[0].done, 3);
        assert_eq!(asked, ["a\nb\nc\n", "b\nc\n", "c\n"]);
        assert!(
            letters.contains(r#""output":"out","reason":"never","alert":"b""#),
            "{letters}"
        );
    }

    #[test]
    fn who_waits_for_an_answer_is_told_in_time_that_it_fails() {
        let config = "{type: stdout, retry: {first: 1ms, within: 50ms}, breaker: {failures: 1000}}";
        let since = Instant::now();
        let (sent, asked, _) = deliver(config, &[], 1);
        assert!(
            matches!(sent[0].rest, Rest::Failed(OutputError::Gone)),
            "{sent:?}"
        );
        assert!((2..20).contains(&asked.len()), "{asked:?}");
        assert!(since.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn what_fails_again_and_again_is_not_tried() {
        let config =
            "{type: stdout, retry: {first: 1ms, within: 1m}, breaker: {failures: 3, open_for: 1h}}";
        let (sent, asked, _) = deliver(config, &[], 2);
        for sent in &sent {
            assert!(
                matches!(sent.rest, Rest::Failed(OutputError::LeftAlone(_))),
                "{sent:?}"
            );
        }
        assert_eq!(asked.len(), 3);
    }
}
