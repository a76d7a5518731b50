//! Lines from standard input and from sockets.

use std::fs;
use std::io::{self, Read as _, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::running::{Place, event};
use crate::secure::{connect, tls};

fn lines(users: &[&str]) -> String {
    users.iter().map(|user| event(user) + "\n").collect()
}

/// A sidecar without a configuration.
fn pipe(place: &Place) -> Command {
    fs::remove_file(place.path("falconet.yaml")).unwrap();
    let mut command = place.command(&["run", "-r", "rules.yaml"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn without_a_configuration_it_is_a_pipe_that_ends_with_its_input() {
    let Some(place) = Place::new() else { return };
    let mut process = pipe(&place).spawn().unwrap();
    let mut stdin = process.stdin.take().unwrap();
    let text = lines(&["a", "b"]) + "{\"eventName\":}\n" + &event("c");
    stdin.write_all(text.as_bytes()).unwrap();
    drop(stdin);
    let ran = process.wait_with_output().unwrap();
    assert!(ran.status.success());
    let alerts = String::from_utf8(ran.stdout).unwrap();
    let users: Vec<_> = alerts
        .lines()
        .map(|alert| serde_json::from_str::<Value>(alert).unwrap())
        .map(|alert| alert["output_fields"]["ct.request.username"].clone())
        .collect();
    assert_eq!(users, ["a", "b", "c"]);
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(
        said.contains("a record cannot be judged") && !said.contains("eventName"),
        "{said}"
    );
    assert!(!place.path("state").exists(), "nothing is left behind");
}

#[test]
fn a_pipe_gives_out_alerts_while_its_input_goes_on_and_ends_when_nobody_reads_them() {
    let Some(place) = Place::new() else { return };
    let mut process = pipe(&place).spawn().unwrap();
    let mut stdin = process.stdin.take().unwrap();
    let mut stdout = process.stdout.take().unwrap();
    stdin.write_all(lines(&["a"]).as_bytes()).unwrap();
    let mut first = [0; 10];
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    stdin.write_all(lines(&["b"]).as_bytes()).unwrap();
    // Its input is still open.
    assert!(process.wait().unwrap().success());
}

#[test]
fn what_stands_in_no_rules_is_told_where_there_is_no_configuration() {
    let Some(place) = Place::new() else { return };
    fs::remove_file(place.path("falconet.yaml")).unwrap();
    let ran = place.command(&["run"]).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let missing = place.command(&["run", "-c", "none.yaml"]).output().unwrap();
    let said = String::from_utf8(missing.stderr).unwrap();
    assert!(said.contains("`none.yaml`"), "{said}");
}

#[test]
fn a_line_beyond_the_bound_is_a_dead_letter_and_its_neighbours_are_judged() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&["{type: stdin}"], "limits: {max_record: 64KiB}\n");
    let mut sidecar = place.start_with(|command| command.stdin(Stdio::piped()));
    let mut stdin = sidecar.stdin();
    let long = "x".repeat(200_000);
    let text = format!("{}{long}\n{}", lines(&["a"]), lines(&["b"]));
    stdin.write_all(text.as_bytes()).unwrap();
    drop(stdin);
    assert!(sidecar.ended().success());
    assert_eq!(place.users(), ["a", "b"]);
    let letter: Value = serde_json::from_str(&place.read("state/dead-letters.jsonl")).unwrap();
    assert!(
        letter["reason"].as_str().unwrap().contains("max_record"),
        "{letter}"
    );
    assert_eq!(letter["record"].as_str().unwrap().len(), long.len());
    assert_eq!(letter["input"], "stdin");
}

#[test]
fn what_looks_compressed_is_no_end_of_a_stream() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&["{type: stdin}"], "");
    let mut sidecar = place.start_with(|command| command.stdin(Stdio::piped()));
    let mut stdin = sidecar.stdin();
    stdin.write_all(b"\x1f\x8bno gzip\n").unwrap();
    stdin.write_all(lines(&["a"]).as_bytes()).unwrap();
    drop(stdin);
    assert!(sidecar.ended().success());
    assert_eq!(place.users(), ["a"]);
}

#[test]
fn every_connection_to_a_socket_is_a_stream() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(
        &["{type: unix, path: events.sock, mode: '0600', max_delay: 10ms}"],
        "",
    );
    let sidecar = place.start();
    let socket = place.path("events.sock");
    let mode = fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut first = UnixStream::connect(&socket).unwrap();
    let (whole, rest) = (lines(&["a", "b"]), lines(&["d"]));
    first.write_all((whole + &rest[..30]).as_bytes()).unwrap();
    place.await_users(&["a", "b"]);
    let mut second = UnixStream::connect(&socket).unwrap();
    second.write_all(event("c").as_bytes()).unwrap();
    drop(second);
    place.await_users(&["a", "b", "c"]);
    first.write_all(&rest.as_bytes()[30..]).unwrap();
    place.await_users(&["a", "b", "c", "d"]);
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    assert!(!socket.exists());
}

#[test]
fn a_socket_that_a_crash_left_is_replaced_and_one_that_is_served_is_not() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&["{type: unix, path: events.sock}"], "");
    let sidecar = place.start();
    let second = place.command(&["run"]).output().unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(
        !second.status.success() && said.contains("`events.sock`"),
        "{said}"
    );
    sidecar.signal("KILL");
    let _ = sidecar.ended();
    assert!(place.path("events.sock").exists());
    let _sidecar = place.start();
    let mut stream = UnixStream::connect(place.path("events.sock")).unwrap();
    stream.write_all(lines(&["a"]).as_bytes()).unwrap();
    place.await_users(&["a"]);
}

#[test]
fn lines_come_by_tcp_encrypted_or_not() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&["{type: tcp, listen: '127.0.0.1:0'}"], "");
    let sidecar = place.start();
    let mut stream = TcpStream::connect(&sidecar.addresses["tcp"]).unwrap();
    stream.write_all(lines(&["a"]).as_bytes()).unwrap();
    place.await_users(&["a"]);
    drop(sidecar);
    let encrypted = format!("{{type: tcp, listen: '127.0.0.1:0', {}}}", tls(true));
    place.with_inputs(&[&encrypted], "");
    let sidecar = place.start();
    assert!(connect(&sidecar.addresses["tcp"], Some("client"), &[]).is_ok());
    let mut stream = connect(&sidecar.addresses["tcp"], Some("client"), &[]).unwrap();
    stream.write_all(lines(&["b"]).as_bytes()).unwrap();
    stream.flush().unwrap();
    place.await_users(&["a", "b"]);
}

/// Whether the other side has closed it. It is a reset where bytes were left unread.
fn is_closed(stream: &mut TcpStream) -> bool {
    match stream.read(&mut [0; 1]) {
        Ok(count) => count == 0,
        Err(error) => error.kind() == io::ErrorKind::ConnectionReset,
    }
}

#[test]
fn a_connection_that_brings_no_line_makes_room_for_one_that_waits_and_only_then() {
    let Some(place) = Place::new() else { return };
    let input = "{type: tcp, listen: '127.0.0.1:0', max_delay: 10ms, max_connections: 2, idle_timeout: 200ms}";
    place.with_inputs(&[input], "");
    let sidecar = place.start();
    let connect = || TcpStream::connect(&sidecar.addresses["tcp"]).unwrap();
    let mut first = connect();
    first.write_all(lines(&["a"]).as_bytes()).unwrap();
    place.await_users(&["a"]);
    let mut second = connect();
    thread::sleep(Duration::from_secs(1));
    // Nobody waited for their places: both still have them.
    second.write_all(lines(&["b"]).as_bytes()).unwrap();
    place.await_users(&["a", "b"]);
    // A part of a line is none.
    first.write_all(b"{").unwrap();
    let mut third = connect();
    third.write_all(lines(&["c"]).as_bytes()).unwrap();
    place.await_users(&["a", "b", "c"]);
    assert!(is_closed(&mut first));
    second.write_all(lines(&["d"]).as_bytes()).unwrap();
    place.await_users(&["a", "b", "c", "d"]);
}

#[test]
fn what_was_read_is_delivered_when_it_is_told_to_stop() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&["{type: tcp, listen: '127.0.0.1:0', max_delay: 10m}"], "");
    let sidecar = place.start();
    let mut stream = TcpStream::connect(&sidecar.addresses["tcp"]).unwrap();
    // A long delay: only the word to stop sends them on. The second line shows that the first was read.
    stream.write_all(lines(&["a", "b"]).as_bytes()).unwrap();
    stream.write_all(b"unfinished").unwrap();
    let mut other = TcpStream::connect(&sidecar.addresses["tcp"]).unwrap();
    other.write_all(lines(&["c"]).as_bytes()).unwrap();
    other.shutdown(std::net::Shutdown::Write).unwrap();
    place.await_users(&["c"]);
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    let mut users = place.users();
    users.sort();
    assert_eq!(users, ["a", "b", "c"]);
}

#[test]
fn a_stream_is_not_read_on_while_alerts_cannot_be_written() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&["{type: tcp, listen: '127.0.0.1:0', max_delay: 10ms}"], "");
    let config = place
        .read("falconet.yaml")
        .replace("alerts.jsonl", "/dev/full");
    place.write("falconet.yaml", &config);
    let sidecar = place.start();
    let mut stream = TcpStream::connect(&sidecar.addresses["tcp"]).unwrap();
    stream.write_all(lines(&["a"]).as_bytes()).unwrap();
    // The first batch is tried again and again, and what comes meanwhile stays where it is.
    while !sidecar
        .ask("/metrics")
        .body
        .contains("falconet_input_retries_total 2")
    {
        std::thread::yield_now();
    }
    stream
        .set_write_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let more = lines(&["b"; 1000]);
    let taken = (0..1000)
        .take_while(|_| stream.write_all(more.as_bytes()).is_ok())
        .count();
    assert!(taken < 1000, "everything was taken");
    let metrics = sidecar.ask("/metrics").body;
    assert!(
        !metrics.contains(r#"rule="user created",priority="Warning"} 1000"#),
        "{metrics}"
    );
}
