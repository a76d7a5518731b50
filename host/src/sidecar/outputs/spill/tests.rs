//! A spill between a thread that fills it and one that empties it.

use std::path::Path;
use std::thread;
use std::time::Duration;

use bytes::Bytes;

use super::*;
use crate::sidecar::metrics::Metrics;
use crate::sidecar::outputs::Target as _;
use crate::sidecar::outputs::undelivered::Undelivered;

const LONG: Duration = Duration::from_mins(1);

fn spill(folder: &Path, config: &str, metrics: &Metrics) -> (Shared, SpillConfig) {
    let config: SpillConfig = serde_saphyr::from_str(config).unwrap();
    let meter = metrics.outputs().meter("out");
    let spill = Shared::open(&folder.join("spill"), &config, meter).unwrap();
    (spill, config)
}

fn alert(number: usize) -> Bytes {
    Bytes::from(format!(
        "{{\"number\":{number},\"padding\":\"{}\"}}\n",
        "x".repeat(80)
    ))
}

fn read(spill: &Shared, count: usize) -> Vec<Bytes> {
    let mut alerts = Vec::new();
    while alerts.len() < count {
        let batch = spill.next(1).unwrap().unwrap();
        spill.advance(&batch, batch.alerts.len());
        alerts.extend(batch.alerts);
    }
    alerts
}

#[test]
fn a_full_spill_that_blocks_takes_alerts_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let (spill, _) = spill(
        folder.path(),
        "{max_size: 1KiB, when_full: block}",
        &Metrics::new(),
    );
    let mut count = 0;
    while spill.append(&[alert(count)], Duration::ZERO).is_ok() {
        count += 1;
    }
    assert!((5..10).contains(&count), "{count}");
    let filling = spill.clone();
    let waiting = thread::spawn(move || filling.append(&[alert(count)], LONG));
    let expected: Vec<Bytes> = (0..=count).map(alert).collect();
    assert_eq!(read(&spill, count + 1), expected);
    waiting.join().unwrap().unwrap();
}

#[test]
fn a_full_spill_drops_the_oldest_and_counts_them() {
    let folder = tempfile::tempdir().unwrap();
    let metrics = Metrics::new();
    let (spill, config) = spill(folder.path(), "{max_size: 1KiB}", &metrics);
    let mut intake = SpillIn {
        output: "out".to_owned(),
        spill: spill.clone(),
        when_full: config.when_full,
        patience: LONG,
        undelivered: Undelivered::open(folder.path()).unwrap(),
    };
    let alerts: Vec<Bytes> = (0..100).map(alert).collect();
    for alert in &alerts {
        assert_eq!(intake.send(std::slice::from_ref(alert)).done, 1);
    }
    let left = usize::try_from(spill.records()).unwrap();
    assert!((4..10).contains(&left), "{left}");
    assert_eq!(read(&spill, left), alerts[100 - left..]);
    let dropped = format!(
        r#"spill_lost_alerts_total{{output="out",reason="dropped"}} {}"#,
        100 - left
    );
    assert!(metrics.text().contains(&dropped), "{}", metrics.text());
}

#[test]
fn an_alert_that_never_fits_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let (spill, config) = spill(
        folder.path(),
        "{max_size: 1KiB, when_full: block}",
        &Metrics::new(),
    );
    let mut intake = SpillIn {
        output: "out".to_owned(),
        spill: spill.clone(),
        when_full: config.when_full,
        patience: LONG,
        undelivered: Undelivered::open(folder.path()).unwrap(),
    };
    let large = Bytes::from("x".repeat(2000));
    assert_eq!(intake.send(&[large]).done, 1);
    assert_eq!(spill.records(), 0);
    let letters = std::fs::read_to_string(folder.path().join("undelivered.jsonl")).unwrap();
    assert!(letters.contains("larger than the spill"), "{letters}");
}

#[test]
fn who_pauses_is_woken_when_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let (spill, _) = spill(folder.path(), "{}", &Metrics::new());
    assert!(spill.pause(Duration::from_millis(1)));
    let pausing = spill.clone();
    let paused = thread::spawn(move || pausing.pause(Duration::from_hours(1)));
    spill.close();
    assert!(!paused.join().unwrap());
    assert!(spill.next(1).is_none());
}
