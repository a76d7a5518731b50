//! One instance for a long time at full load: memory stays, and descriptors do.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::process;
use crate::running::{Place, event, users};

/// Events of a body, of which the rule fires on the first; some 200 KiB.
const EVENTS: u64 = 700;
/// Places at which memory is looked at.
const LOOKS: u64 = 40;
/// What memory may grow by from the second quarter to the last: what an allocator keeps.
const NOISE: u64 = 16 << 20;

/// An hour raises more alerts than a file holds before it is set aside.
const ALL_IN_ONE_FILE: &str =
    "  - {type: file, path: alerts.jsonl, required: true, rotate_size: 4GiB}\n";

/// How long: until so many events were judged and so much time has passed.
struct Length {
    events: u64,
    time: Duration,
}

impl Length {
    fn read() -> Self {
        let number = |name| {
            std::env::var(name)
                .ok()
                .map(|text| text.parse::<u64>().unwrap())
        };
        Self {
            events: number("FALCONET_SOAK_EVENTS").unwrap_or(70_000),
            time: Duration::from_mins(number("FALCONET_SOAK_MINUTES").unwrap_or(0)),
        }
    }

    /// How far it is, of [`LOOKS`].
    fn part(&self, events: u64, since: Instant) -> u64 {
        let by_events = events * LOOKS / self.events;
        let by_time =
            since.elapsed().as_millis() * u128::from(LOOKS) / self.time.as_millis().max(1);
        by_events.min(u64::try_from(by_time).unwrap_or(u64::MAX))
    }
}

/// What a process held, again and again.
#[derive(Default)]
struct Looks(Vec<(u64, usize)>);

impl Looks {
    fn look(&mut self, process: u32) {
        self.0
            .push((process::resident(process), process::descriptors(process)));
    }

    fn must_be_flat(&self, what: &str) {
        let quarter = self.0.len() / 4;
        let most = |looks: &[(u64, usize)]| {
            let memory = looks.iter().map(|(memory, _)| *memory).max().unwrap();
            let descriptors = looks
                .iter()
                .map(|(_, descriptors)| *descriptors)
                .max()
                .unwrap();
            (memory, descriptors)
        };
        let early = most(&self.0[quarter..2 * quarter]);
        let late = most(&self.0[self.0.len() - quarter..]);
        println!(
            "{what}: {} KiB and {} descriptors at most in the second quarter, {} KiB and {} in the last",
            early.0 >> 10,
            early.1,
            late.0 >> 10,
            late.1
        );
        assert!(late.0 < early.0 + NOISE, "memory grows: {:?}", self.0);
        assert!(late.1 <= early.1 + 2, "descriptors grow: {:?}", self.0);
    }
}

/// Events that the rule does not fire on, behind one that it does.
fn body(number: u64, quiet: &str) -> Vec<u8> {
    (event(&format!("u{number}")) + "\n" + quiet).into_bytes()
}

fn quiet() -> String {
    let quiet = event("quiet").replace("CreateUser", "DeleteUser") + "\n";
    quiet.repeat(usize::try_from(EVENTS - 1).unwrap())
}

/// One alert of each body. There may be millions: they are not shown.
fn must_be_all(mut users: Vec<String>, bodies: u64) {
    let mut expected: Vec<_> = (0..bodies).map(|number| format!("u{number}")).collect();
    expected.sort();
    users.sort();
    let count = users.len();
    assert!(users == expected, "{count} alerts of {bodies} bodies");
}

#[test]
fn a_sidecar_at_full_load_for_long_stays_as_it_is() {
    let Some(place) = Place::new() else { return };
    place.send_alerts_to(ALL_IN_ONE_FILE);
    let (length, since) = (Length::read(), Instant::now());
    let sidecar = place.start();
    let (next, quiet, looks) = (AtomicU64::new(0), quiet(), Mutex::new(Looks::default()));
    let send_all = || {
        let agent = ureq::Agent::new_with_defaults();
        while length.part(next.load(Ordering::SeqCst) * EVENTS, since) < LOOKS {
            let number = next.fetch_add(1, Ordering::SeqCst);
            let body = body(number, &quiet);
            let mut answer = agent.post(&sidecar.events).send(&body[..]).unwrap();
            answer.body_mut().read_to_string().unwrap();
            let mut looks = looks.lock().unwrap();
            if looks.0.len() as u64 <= length.part(number * EVENTS, since) {
                looks.look(sidecar.id());
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(send_all);
        }
    });
    let bodies = next.into_inner();
    let took = since.elapsed();
    let what = format!(
        "run, {} events in {:.0} s",
        bodies * EVENTS,
        took.as_secs_f64()
    );
    looks.into_inner().unwrap().must_be_flat(&what);
    must_be_all(place.users(), bodies);
}

#[test]
fn a_scan_of_very_many_events_stays_as_it_is() {
    let Some(place) = Place::new() else { return };
    let (length, since, quiet) = (Length::read(), Instant::now(), quiet());
    let mut command = place.command(&["scan", "-r", "rules.yaml", "-"]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut scan = command.stderr(Stdio::null()).spawn().unwrap();
    let (mut input, output) = (scan.stdin.take().unwrap(), scan.stdout.take().unwrap());
    let reading = thread::spawn(move || {
        let lines = BufReader::new(output).lines();
        lines
            .flat_map(|line| users(&line.unwrap()))
            .collect::<Vec<_>>()
    });
    let (mut looks, mut bodies) = (Looks::default(), 0);
    while length.part(bodies * EVENTS, since) < LOOKS {
        input.write_all(&body(bodies, &quiet)).unwrap();
        bodies += 1;
        if looks.0.len() as u64 <= length.part(bodies * EVENTS, since) {
            looks.look(scan.id());
        }
    }
    drop(input);
    assert!(scan.wait().unwrap().success());
    let took = since.elapsed();
    looks.must_be_flat(&format!(
        "scan, {} events in {:.0} s",
        bodies * EVENTS,
        took.as_secs_f64()
    ));
    must_be_all(reading.join().unwrap(), bodies);
}
