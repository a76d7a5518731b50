//! Files that are followed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use crate::running::{Place, event};

const FOLLOW: &str = "{type: file, paths: ['logs/*.log'], poll: 10ms}";

fn place() -> Option<Place> {
    let place = Place::new()?;
    place.with_inputs(&[FOLLOW], "");
    fs::create_dir(place.path("logs")).unwrap();
    Some(place)
}

fn append(place: &Place, name: &str, text: &str) {
    let path = place.path(&format!("logs/{name}"));
    let mut file = File::options()
        .create(true)
        .append(true)
        .open(path)
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn line(user: &str) -> String {
    event(user) + "\n"
}

fn rename(place: &Place, from: &str, to: &str) {
    let [from, to] = [from, to].map(|name| place.path(&format!("logs/{name}")));
    fs::rename(from, to).unwrap();
}

#[test]
fn files_are_followed_through_renaming_emptying_and_restarts() {
    let Some(place) = place() else { return };
    append(&place, "a.log", &line("1"));
    let sidecar = place.start();
    place.await_users(&["1"]);
    append(&place, "a.log", &(line("2") + &event("3")));
    place.await_users(&["1", "2"]);
    append(&place, "a.log", "\n");
    place.await_users(&["1", "2", "3"]);
    // A file that was moved is read to its end.
    rename(&place, "a.log", "a.old");
    append(&place, "a.old", &line("4"));
    place.await_users(&["1", "2", "3", "4"]);
    append(&place, "a.log", &line("5"));
    place.await_users(&["1", "2", "3", "4", "5"]);
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    // While nobody looks.
    append(&place, "a.log", &line("6"));
    let _sidecar = place.start();
    place.await_users(&["1", "2", "3", "4", "5", "6"]);
    fs::write(place.path("logs/a.log"), line("7")).unwrap();
    place.await_users(&["1", "2", "3", "4", "5", "6", "7"]);
}

#[test]
fn nothing_is_lost_of_a_file_when_it_is_killed_and_only_what_was_not_noted_comes_twice() {
    let Some(place) = place() else { return };
    // Also under the names of files that were set aside: some come and go while nobody looks.
    let all = FOLLOW.replace("*.log", "*");
    let small = all.replace("poll", "max_batch: 4KiB, poll");
    place.with_inputs(&[&small], "");
    let users: Vec<String> = (0..3000).map(|user| format!("{user}")).collect();
    thread::scope(|scope| {
        scope.spawn(|| {
            for (number, users) in users.chunks(100).enumerate() {
                append(
                    &place,
                    "a.log",
                    &users.iter().map(|user| line(user)).collect::<String>(),
                );
                if number % 10 == 9 {
                    rename(&place, "a.log", &format!("a.{number}"));
                }
                thread::sleep(Duration::from_millis(20));
            }
        });
        for round in 0..8 {
            let sidecar = place.start();
            thread::sleep(Duration::from_millis(30 + 20 * round));
            sidecar.signal("KILL");
            let _ = sidecar.ended();
        }
    });
    let sidecar = place.start();
    let waits = Instant::now();
    let distinct = |users: Vec<String>| users.into_iter().collect::<BTreeSet<_>>().len();
    while distinct(place.users_so_far()) < users.len() {
        assert!(waits.elapsed() < Duration::from_mins(2));
        thread::sleep(Duration::from_millis(100));
    }
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    let written = place.users();
    println!("{} alerts came twice", written.len() - users.len());
    assert_eq!(distinct(written), users.len());
}

#[test]
fn what_was_not_delivered_is_delivered_after_a_restart() {
    let Some(place) = place() else { return };
    let config = place.read("falconet.yaml");
    place.write(
        "falconet.yaml",
        &config.replace("alerts.jsonl", "/dev/full"),
    );
    append(&place, "a.log", &line("1"));
    let sidecar = place.start();
    while !sidecar
        .ask("/metrics")
        .body
        .contains("falconet_input_retries_total 1")
    {
        thread::yield_now();
    }
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    place.write("falconet.yaml", &config);
    let _sidecar = place.start();
    place.await_users(&["1"]);
}

#[test]
fn positions_that_cannot_be_read_are_told_at_the_start() {
    let Some(place) = place() else { return };
    fs::create_dir_all(place.path("state")).unwrap();
    place.write("state/positions.json", "no positions");
    for arguments in [&["run", "--check-config"][..], &["run"]] {
        let ran = place.command(arguments).output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(
            !ran.status.success() && said.contains("positions.json"),
            "{said}"
        );
    }
}
