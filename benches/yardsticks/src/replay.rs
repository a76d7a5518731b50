//! What no judge of events can be faster than that raises certain alerts: the events are scanned for no rule at all, and
//! alerts are copied from memory, as many bytes for each record as a judge wrote.

use std::fs::File;
use std::io::{self, Write as _};

use falconet_engine::Settings;

use crate::engine::{judge, load};
use crate::error::Error;

/// Alerts that were written for a number of events, read as if they had no end.
struct Alerts {
    bytes: Vec<u8>,
    events: u64,
    /// What is written next.
    next: usize,
    /// Events that alerts were written for.
    passed: u64,
    /// Bytes that were written.
    written: u64,
}

/// Scans inputs, and writes what `alerts` has for each event, which are those of `events` events.
pub(crate) fn run(events: &str, alerts: &str, inputs: &[String]) -> Result<(), Error> {
    let no_rules = ("no rules".to_owned(), "[]".to_owned());
    let mut engine = load(&[no_rules], &Settings::default())?;
    let mut alerts = Alerts::new(events, std::fs::read(alerts)?)?;
    let mut out = io::stdout().lock();
    let mut batch = Vec::new();
    for input in inputs {
        judge(&mut engine, File::open(input)?, |judged| {
            batch.clear();
            alerts.append(judged.records, &mut batch);
            out.write_all(&batch)
        })?;
    }
    Ok(())
}

impl Alerts {
    fn new(events: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        let events = events.parse().ok().filter(|events| *events > 0);
        let events = events.ok_or(Error::Usage(crate::USAGE))?;
        if bytes.is_empty() {
            return Err(Error::NoAlerts);
        }
        Ok(Self {
            bytes,
            events,
            next: 0,
            passed: 0,
            written: 0,
        })
    }

    /// Appends the bytes that so many further events stand for.
    fn append(&mut self, events: u64, out: &mut Vec<u8>) {
        self.passed += events;
        let share = u128::from(self.passed) * self.bytes.len() as u128 / u128::from(self.events);
        let mut left = u64::try_from(share).unwrap_or(u64::MAX) - self.written;
        self.written += left;
        while left > 0 {
            let rest = self.bytes.get(self.next..).unwrap_or_default();
            let most = usize::try_from(left).unwrap_or(usize::MAX);
            let part = rest.get(..most).unwrap_or(rest);
            out.extend_from_slice(part);
            left -= part.len() as u64;
            self.next = (self.next + part.len()) % self.bytes.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(alerts: &mut Alerts, events: u64) -> String {
        let mut out = Vec::new();
        alerts.append(events, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_event_has_its_share_and_alerts_begin_again() {
        let mut alerts = Alerts::new("4", b"abcdefghij".to_vec()).unwrap();
        assert_eq!(written(&mut alerts, 1), "ab");
        assert_eq!(written(&mut alerts, 0), "");
        assert_eq!(written(&mut alerts, 1), "cde");
        assert_eq!(written(&mut alerts, 6), "fghijabcdefghij");
    }

    #[test]
    fn events_are_scanned_though_there_is_no_rule() {
        let missing = run("1", "Cargo.toml", &["no such file".to_owned()]).unwrap_err();
        assert!(matches!(missing, Error::Io(_)), "{missing}");
    }

    #[test]
    fn without_events_or_alerts_there_is_nothing_to_write() {
        assert!(Alerts::new("0", b"a".to_vec()).is_err());
        assert!(Alerts::new("x", b"a".to_vec()).is_err());
        assert!(Alerts::new("1", Vec::new()).is_err());
    }
}
