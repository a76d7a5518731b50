//! What the sidecar gave up, and that it does its work all the same.

use std::fs;
use std::path::Path;

use crate::running::{Place, RULES, Sidecar, event};

/// What the kernel says of each thread of a sidecar, by a name of `/proc/PID/status`.
fn of_threads(sidecar: &Sidecar, name: &str) -> Vec<String> {
    let threads = fs::read_dir(format!("/proc/{}/task", sidecar.id())).unwrap();
    let of_thread = |folder: &Path| {
        let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.map(|value| value.trim_start_matches(':').trim().to_owned())
    };
    threads
        .filter_map(|thread| of_thread(&thread.unwrap().path()))
        .collect()
}

fn holds(sidecar: &Sidecar, layer: &str) -> bool {
    let metrics = sidecar.ask("/metrics").body;
    let holds = metrics.contains(&format!("falconet_hardening{{layer=\"{layer}\"}} 1"));
    if !holds {
        eprintln!("SKIPPED: this kernel does not offer {layer}");
    }
    holds
}

#[test]
fn every_thread_gave_up_system_calls_and_privileges() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    sidecar.send(event("a").as_bytes());
    if !holds(&sidecar, "seccomp") {
        return;
    }
    for (name, value) in [
        ("NoNewPrivs", "1"),
        ("Seccomp", "2"),
        ("Seccomp_filters", "2"),
    ] {
        let of_threads = of_threads(&sidecar, name);
        assert!(of_threads.len() > 3, "{of_threads:?}");
        assert!(
            of_threads.iter().all(|of| of == value),
            "{name}: {of_threads:?}"
        );
    }
}

#[test]
fn what_is_turned_off_is_kept() {
    let Some(place) = Place::new() else { return };
    place.configure("hardening: {seccomp: false, landlock: false}\n");
    let sidecar = place.start();
    assert!(of_threads(&sidecar, "Seccomp").iter().all(|of| of == "0"));
    assert!(
        sidecar
            .ask("/metrics")
            .body
            .contains("falconet_hardening{layer=\"landlock\"} 0")
    );
}

#[test]
fn it_reloads_rotates_and_keeps_dead_letters_all_the_same() {
    let Some(place) = Place::new() else { return };
    let config = place.read("falconet.yaml");
    let config = config.replace(
        "required: true",
        "required: true, rotate_size: 100B, keep: 2",
    );
    place.write(
        "falconet.yaml",
        &(config + "hardening: {seccomp: true, landlock: true}\n"),
    );
    let sidecar = place.start();
    for user in ["a", "b", "c", "d"] {
        assert_eq!(sidecar.send(event(user).as_bytes()).code, 200);
    }
    assert_eq!(place.users(), ["d"]);
    assert!(place.path("alerts.jsonl.2").exists() && !place.path("alerts.jsonl.3").exists());
    place.write("new.yaml", &RULES.replace("CreateUser", "DeleteUser"));
    fs::rename(place.path("new.yaml"), place.path("rules.yaml")).unwrap();
    assert_eq!(sidecar.tell("/-/reload").body, "1 rules take part\n");
    sidecar.send(format!("{}\n{{\"eventName\":}}", event("e")).as_bytes());
    assert_eq!(place.users(), ["d"]);
    assert!(place.read("state/dead-letters.jsonl").contains("eventName"));
}

#[test]
fn rules_that_a_link_brings_from_elsewhere_are_not_read() {
    let Some(place) = Place::new() else { return };
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("rules.yaml"), RULES).unwrap();
    let sidecar = place.start();
    if !holds(&sidecar, "landlock") {
        return;
    }
    let bring = || {
        fs::remove_file(place.path("rules.yaml")).unwrap();
        let from = elsewhere.path().join("rules.yaml");
        std::os::unix::fs::symlink(from, place.path("rules.yaml")).unwrap();
    };
    bring();
    let refused = sidecar.tell("/-/reload");
    assert!(refused.body.contains("Permission denied"), "{refused:?}");
    drop(sidecar);
    place.configure(&format!(
        "hardening: {{read: [{}]}}\n",
        elsewhere.path().display()
    ));
    assert_eq!(place.start().tell("/-/reload").code, 200);
}

#[test]
fn local_time_is_still_known() {
    let Some(place) = Place::new() else { return };
    if !Path::new("/usr/share/zoneinfo/Asia/Tokyo").exists() {
        eprintln!("SKIPPED: there are no time zones");
        return;
    }
    let rules = RULES.replace("output: ", "output: at=%evt.time ");
    place.write("rules.yaml", &rules);
    let sidecar = place.start_with(|command| command.env("TZ", "Asia/Tokyo"));
    sidecar.send(event("a").as_bytes());
    place.write("rules.yaml", &rules.replace("at=", "again="));
    assert_eq!(sidecar.tell("/-/reload").code, 200);
    sidecar.send(event("b").as_bytes());
    let alerts = place.read("alerts.jsonl");
    for output in ["at=09:00:00", "again=09:00:00"] {
        assert!(alerts.contains(output), "{output}\n{alerts}");
    }
}

#[test]
fn it_does_not_start_without_what_is_required() {
    let Some(place) = Place::new() else { return };
    place.configure("hardening: {landlock: often}\n");
    let ran = place.command(&["run", "--check-config"]).output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(
        said.contains("expected `true`, `false` or `required`"),
        "{said}"
    );
    place.configure("");
    if holds(&place.start(), "landlock") {
        place.configure("hardening: {seccomp: required, landlock: required}\n");
        assert_eq!(place.start().send(event("a").as_bytes()).code, 200);
    }
}
