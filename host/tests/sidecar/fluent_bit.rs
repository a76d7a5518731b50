//! A real Fluent Bit: alerts into it, and events from it with the configurations of the guide, by its own protocol and by HTTP.
//! Skipped, and said so, where `FALCONET_FLUENT_BIT` names none.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::running::{Place, event};

const GUIDE: &str = include_str!("../../../docs/guides/fluent-bit.md");

const INPUTS: &str = "
[SERVICE]
    Flush 0.2
[INPUT]
    Name forward
    Listen 127.0.0.1
    Port PORT0
    Shared_Key open sesame
    Self_Hostname fluent.example
[INPUT]
    Name forward
    Listen 127.0.0.1
    Port PORT1
[INPUT]
    Name http
    Listen 127.0.0.1
    Port PORT2
[OUTPUT]
    Name file
    Match *
    Path .
";

const OUTPUTS: &str = "  - {type: forward, address: '127.0.0.1:PORT0', tag: with.key, shared_key: open sesame, required: true}
  - {type: forward, address: '127.0.0.1:PORT1', tag: without.key, required: true}
  - {type: http, url: 'http://127.0.0.1:PORT2/by.http', required: true}
";

/// A Fluent Bit that runs.
struct FluentBit(Child);

impl Drop for FluentBit {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Puts ports that are free for `PORT0` and so on.
fn with_ports(text: &str, ports: [u16; 3]) -> String {
    let numbered = ports.into_iter().enumerate();
    numbered.fold(text.to_owned(), |text, (number, port)| {
        text.replace(&format!("PORT{number}"), &port.to_string())
    })
}

fn free_ports() -> [u16; 3] {
    let listeners = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

impl FluentBit {
    /// Starts it in a folder, with `fluent-bit.conf`.
    fn start(binary: &OsStr, place: &Place) -> Self {
        let process = Command::new(binary)
            .args(["-q", "-c", "fluent-bit.conf"])
            .current_dir(place.path(""))
            .stdout(Stdio::null())
            .spawn();
        Self(process.unwrap())
    }
}

fn binary() -> Option<OsString> {
    let named = std::env::var_os("FALCONET_FLUENT_BIT");
    if named.is_none() {
        eprintln!("SKIPPED: no Fluent Bit; name its binary with FALCONET_FLUENT_BIT");
    }
    named
}

/// A configuration of the guide, at another port.
fn of_guide(name: &str, language: &str, port: u16) -> String {
    let mark = format!("<!-- configuration: {name} -->\n```{language}\n");
    let (_, rest) = GUIDE.split_once(&mark).unwrap();
    let text = rest.split_once("```").unwrap().0;
    let port = port.to_string();
    text.replace("24224", &port).replace("8686", &port)
}

/// A folder for the sidecar of the guide.
fn sidecar_of_guide(way: &str, port: u16) -> Option<Place> {
    let place = Place::new()?;
    let config = of_guide(&format!("sidecar-{way}"), "yaml", port);
    place.write("falconet.yaml", &config);
    Some(place)
}

#[test]
fn the_sidecars_of_the_guide_are_understood() {
    for way in ["http", "forward"] {
        let Some(place) = sidecar_of_guide(way, 8686) else {
            return;
        };
        let checked = place.command(&["run", "--check-config"]).output().unwrap();
        let said = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{way}: {said}");
    }
}

/// Fluent Bit follows a file; each event of it has its alert, also what came while the sidecar was away.
#[test]
fn events_come_from_fluent_bit_as_the_guide_says_and_none_is_lost_while_the_sidecar_is_away() {
    let Some(binary) = binary() else { return };
    for way in ["http", "forward"] {
        let [port, ..] = free_ports();
        let Some(place) = sidecar_of_guide(way, port) else {
            return;
        };
        place.write("fluent-bit.conf", &of_guide(way, "ini", port));
        place.write("parsers.conf", &of_guide("parsers", "ini", port));
        let users: Vec<String> = (0..50).map(|number| format!("u{number}")).collect();
        let lines = |users: &[String]| {
            let lines = users.iter().map(|user| event(user) + "\n");
            lines.collect::<String>()
        };
        place.write("events.ndjson", &lines(&users[..20]));
        let _fluent_bit = FluentBit::start(&binary, &place);
        let sidecar = place.start();
        await_all(&place, &users[..20], way);
        sidecar.signal("KILL");
        drop(sidecar);
        let mut events = fs::OpenOptions::new();
        let events = events.append(true).open(place.path("events.ndjson"));
        let more = lines(&users[20..]);
        events.unwrap().write_all(more.as_bytes()).unwrap();
        thread::sleep(Duration::from_secs(2));
        let _sidecar = place.start();
        await_all(&place, &users, way);
    }
}

/// Waits until each of these users has an alert.
fn await_all(place: &Place, users: &[String], way: &str) {
    let since = Instant::now();
    let missing = || {
        let came = place.users_so_far();
        let missing = users.iter().filter(|user| !came.contains(user)).cloned();
        missing.collect::<Vec<_>>()
    };
    while !missing().is_empty() {
        let waited = since.elapsed();
        assert!(waited < Duration::from_mins(2), "{way}: {:?}", missing());
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn fluent_bit_takes_every_alert_in_order() {
    let Some(binary) = binary() else { return };
    let Some(place) = Place::new() else { return };
    let ports = free_ports();
    place.write("fluent-bit.conf", &with_ports(INPUTS, ports));
    place.send_alerts_to(&with_ports(OUTPUTS, ports));
    let _fluent_bit = FluentBit::start(&binary, &place);
    let sidecar = place.start();
    let since = Instant::now();
    for user in ["u1", "u2", "u3"] {
        // Until Fluent Bit listens.
        while sidecar.send(event(user).as_bytes()).code != 200 {
            assert!(since.elapsed() < Duration::from_mins(1));
        }
    }
    for name in ["with.key", "without.key", "by.http"] {
        let came = || {
            let text = place.read(name);
            let mut users = text.split("ct.request.username\":\"");
            let users = users.by_ref().skip(1).map(|rest| rest[..2].to_owned());
            users.collect::<Vec<String>>()
        };
        while came().len() < 3 {
            assert!(
                since.elapsed() < Duration::from_mins(1),
                "{name}: {:?}",
                came()
            );
            thread::sleep(Duration::from_millis(50));
        }
        let mut came = came();
        came.dedup();
        assert_eq!(came, ["u1", "u2", "u3"], "{name}");
    }
}
