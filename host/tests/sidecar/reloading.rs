//! Reading the rules again: when their files change, and while bodies are judged.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::running::{Place, RULES, Sidecar, event};

const WATCH: &str = "reload: {watch: true, interval: 50ms}\n";

/// Rules whose alerts begin with a version.
fn version(number: usize) -> String {
    RULES.replace("user=", &format!("v{number} user="))
}

fn reloads(sidecar: &Sidecar, result: &str) -> u32 {
    let metrics = sidecar.ask("/metrics").body;
    let name = format!("falconet_reloads_total{{result=\"{result}\"}} ");
    let line = metrics.lines().find_map(|line| line.strip_prefix(&name));
    line.unwrap().parse().unwrap()
}

fn wait_for(sidecar: &Sidecar, result: &str, count: u32) {
    let patience = Instant::now() + Duration::from_mins(1);
    while reloads(sidecar, result) < count {
        assert!(Instant::now() < patience, "no {result} {count}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The version and the body of each alert.
fn alerts(place: &Place) -> Vec<(String, String)> {
    let alerts = place.read("alerts.jsonl");
    let alerts = alerts.lines().map(|line| {
        let alert: Value = serde_json::from_str(line).unwrap();
        let output = alert["output"].as_str().unwrap();
        let version = output
            .split(' ')
            .find(|word| word.starts_with('v'))
            .unwrap();
        let user = alert["output_fields"]["ct.request.username"]
            .as_str()
            .unwrap();
        (version.to_owned(), user.to_owned())
    });
    alerts.collect()
}

#[test]
fn a_file_that_is_emptied_keeps_the_old_rules_until_it_is_written_or_that_is_asked_for() {
    let Some(place) = Place::new() else { return };
    place.write("rules.yaml", &version(1));
    place.configure(WATCH);
    let sidecar = place.start();
    place.write("rules.yaml", "");
    // Some twenty looks: without the care for it, two are enough.
    thread::sleep(Duration::from_secs(1));
    sidecar.send(event("a").as_bytes());
    assert_eq!(
        reloads(&sidecar, "success") + reloads(&sidecar, "failure"),
        0
    );
    place.write("rules.yaml", &version(2));
    wait_for(&sidecar, "success", 1);
    sidecar.send(event("b").as_bytes());
    place.write("rules.yaml", "");
    assert_eq!(sidecar.tell("/-/reload").code, 200);
    sidecar.send(event("c").as_bytes());
    let expected = [("v1", "a"), ("v2", "b")].map(|(v, user)| (v.to_owned(), user.to_owned()));
    assert_eq!(alerts(&place), expected);
}

#[test]
fn files_that_change_are_read_again() {
    let Some(place) = Place::new() else { return };
    place.write("rules.yaml", &version(1));
    place.configure(WATCH);
    let sidecar = place.start();
    let check = |number: usize| {
        sidecar.send(event("a").as_bytes());
        let alerts = alerts(&place);
        assert_eq!(alerts.last().unwrap().0, format!("v{number}"));
    };
    check(1);
    place.write("new.yaml", &version(2));
    fs::rename(place.path("new.yaml"), place.path("rules.yaml")).unwrap();
    wait_for(&sidecar, "success", 1);
    check(2);
    place.write("rules.yaml", "- rule: broken\n");
    wait_for(&sidecar, "failure", 1);
    check(2);
    assert_eq!(sidecar.ask("/readyz").code, 200);
    assert!(
        sidecar
            .ask("/metrics")
            .body
            .contains("\nfalconet_last_reload_success 0\n")
    );
    place.write("rules.yaml", &version(3));
    wait_for(&sidecar, "success", 2);
    check(3);
    place.write("rules.yaml", &version(3));
    thread::sleep(Duration::from_millis(500));
    assert_eq!(
        (reloads(&sidecar, "success"), reloads(&sidecar, "failure")),
        (2, 1)
    );
}

#[test]
fn a_folder_of_links_that_are_turned_elsewhere_is_read_again() {
    let Some(place) = Place::new() else { return };
    for number in [1, 2] {
        fs::create_dir(place.path(&format!("v{number}"))).unwrap();
        place.write(&format!("v{number}/rules.yaml"), &version(number));
    }
    fs::create_dir(place.path("rules")).unwrap();
    symlink("v1", place.path("data")).unwrap();
    symlink("../data/rules.yaml", place.path("rules/rules.yaml")).unwrap();
    place.configure(&format!("{WATCH}hardening: {{read: [v1, v2]}}\n"));
    let config = place
        .read("falconet.yaml")
        .replace("[rules.yaml]", "[rules]");
    place.write("falconet.yaml", &config);
    let sidecar = place.start();
    symlink("v2", place.path("next")).unwrap();
    fs::rename(place.path("next"), place.path("data")).unwrap();
    wait_for(&sidecar, "success", 1);
    sidecar.send(event("a").as_bytes());
    assert_eq!(alerts(&place)[0].0, "v2");
}

#[test]
fn files_may_be_left_unwatched() {
    let Some(place) = Place::new() else { return };
    place.configure("reload: {watch: false, interval: 10ms}\n");
    let sidecar = place.start();
    place.write("rules.yaml", &version(2));
    thread::sleep(Duration::from_millis(300));
    assert_eq!(reloads(&sidecar, "success"), 0);
}

#[test]
fn under_load_all_alerts_of_a_body_are_of_one_version_and_later_bodies_of_the_new_one() {
    let Some(place) = Place::new() else { return };
    place.write("rules.yaml", &version(0));
    place.configure("limits: {threads: 2}\nreload: {watch: false}\n");
    let sidecar = place.start();
    let body = |name: &str| {
        let events: Vec<String> = (0..50).map(|_| event(name)).collect();
        assert_eq!(sidecar.send(events.join("\n").as_bytes()).code, 200);
    };
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for sender in 0..2 {
            let (body, is_over) = (&body, &is_over);
            scope.spawn(move || {
                for number in 0.. {
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    body(&format!("load-{sender}-{number}"));
                }
            });
        }
        for number in 1..=8 {
            place.write("rules.yaml", &version(number));
            assert_eq!(sidecar.tell("/-/reload").code, 200);
            body(&format!("after-{number}"));
        }
        is_over.store(true, Ordering::Relaxed);
    });
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (version, body) in alerts(&place) {
        versions.entry(body).or_default().push(version);
    }
    assert!(versions.len() > 10, "{versions:?}");
    for (body, versions) in versions {
        assert_eq!(versions.len(), 50, "{body}");
        assert!(
            versions.iter().all(|version| *version == versions[0]),
            "{body}: {versions:?}"
        );
        if let Some(number) = body.strip_prefix("after-") {
            assert_eq!(versions[0], format!("v{number}"));
        }
    }
}

#[test]
fn a_storm_of_requests_is_answered_and_events_are_judged_meanwhile() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    thread::scope(|scope| {
        let asked: Vec<_> = (0..24)
            .map(|_| scope.spawn(|| sidecar.tell("/-/reload").code))
            .collect();
        assert_eq!(sidecar.send(event("a").as_bytes()).code, 200);
        let codes: Vec<u16> = asked
            .into_iter()
            .map(|asked| asked.join().unwrap())
            .collect();
        assert!(codes.iter().all(|code| *code == 200), "{codes:?}");
    });
    assert!((1..=24).contains(&reloads(&sidecar, "success")));
}
