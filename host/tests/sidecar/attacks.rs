//! Clients that mean harm: they cost themselves, and others little.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use crate::running::{Place, Sidecar, event, heard};

fn connect(sidecar: &Sidecar) -> TcpStream {
    let stream = TcpStream::connect(sidecar.events.trim_start_matches("http://")).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    stream
}

#[test]
fn who_says_nothing_or_never_ends_a_head_is_let_go_and_makes_room() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_connections: 4, read_timeout: 1s}\n");
    let sidecar = place.start();
    let starts = [
        "",
        "P",
        "PRI * HTTP/2.0\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\n",
    ];
    let silent = starts.map(|start| {
        let mut stream = connect(&sidecar);
        stream.write_all(start.as_bytes()).unwrap();
        stream
    });
    // All places are taken; this one waits until the first of them is free.
    assert_eq!(sidecar.send(event("a").as_bytes()).code, 200);
    for (stream, start) in silent.iter().zip(starts) {
        let heard = heard(stream);
        assert!(
            heard.is_empty() || heard.starts_with("HTTP/1.1 408"),
            "{start}: {heard}"
        );
    }
}

#[test]
fn who_has_been_there_for_long_makes_room_once_another_waits_and_is_answered_first() {
    let Some(place) = Place::new() else { return };
    let limits = "{max_connections: 1, idle_timeout: 100ms, read_timeout: 10m}";
    place.configure(&format!("limits: {limits}\n"));
    let sidecar = place.start();
    let body = event("a");
    let length = body.len();
    let head = format!("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
    let mut kept = connect(&sidecar);
    kept.write_all((head.clone() + &body).as_bytes()).unwrap();
    kept.read_exact(&mut [0; 15]).unwrap();
    // The only place is kept, and nothing more is asked over it.
    assert_eq!(sidecar.send(event("b").as_bytes()).code, 200);
    heard(&kept);
    let mut asking = connect(&sidecar);
    asking.write_all(head.as_bytes()).unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| sidecar.send(event("c").as_bytes()).code);
        std::thread::sleep(Duration::from_millis(500));
        asking.write_all(body.as_bytes()).unwrap();
        assert!(heard(&asking).starts_with("HTTP/1.1 200"));
        assert_eq!(waiting.join().unwrap(), 200);
    });
    assert_eq!(place.users(), ["a", "b", "a", "c"]);
}

#[test]
fn many_bodies_that_trickle_take_no_place_from_others() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_requests: 2, max_wait: 1s, read_timeout: 10m}\n");
    let sidecar = place.start();
    let slow: Vec<_> = (0..200)
        .map(|number| {
            let mut stream = connect(&sidecar);
            let length = 1 << (number % 26);
            let head = format!("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            if number % 26 > 0 {
                stream.write_all(b"{").unwrap();
            }
            stream
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(sidecar.send(event("a").as_bytes()).code, 200);
    }
    drop(slow);
    assert_eq!(place.users().len(), 20);
}

#[test]
fn a_head_without_end_is_refused() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    for line in [
        "x-many: 1\r\n".repeat(1000),
        format!("x-long: {}\r\n", "a".repeat(200_000)),
    ] {
        let mut stream = connect(&sidecar);
        let request = format!("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n{line}\r\n");
        // The rest may not be taken any more.
        drop(stream.write_all(request.as_bytes()));
        let answer = heard(&stream);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{answer}"
        );
    }
    assert_eq!(sidecar.send(event("a").as_bytes()).code, 200);
}

#[test]
fn a_body_that_says_two_lengths_is_refused() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    let mut stream = connect(&sidecar);
    let body = event("a");
    let (length, more) = (body.len(), body.len() + 1);
    let request = format!(
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\ncontent-length: {more}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let answer = heard(&stream);
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(place.users().is_empty());
}

#[test]
fn bombs_are_not_unpacked() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_decompressed: 1MiB}\n");
    let sidecar = place.start();
    let bomb = zstd::encode_all(&vec![b' '; 64 << 20][..], 3).unwrap();
    assert!(bomb.len() < 20_000);
    assert_eq!(sidecar.send(&bomb).code, 413);
    // A frame that asks for a window of 1 GiB.
    let window = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x01, 0x00, 0x00];
    let answer = sidecar.send(&window);
    assert_eq!(answer.code, 400, "{answer:?}");
}

/// A sidecar that writes its log for people, and says everything; and where it listens.
fn with_text_log(place: &Place) -> (Child, String) {
    let mut command = place.command(&["run"]);
    let command = command.env("FALCONET_LOG", "debug").stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    let address = address(process.stderr.as_mut().unwrap());
    (process, address.unwrap())
}

/// Reads the log until it tells where events are taken.
fn address(log: &mut ChildStderr) -> Option<String> {
    let (mut said, mut buffer) = (String::new(), [0; 4096]);
    loop {
        let listening = said
            .lines()
            .find(|line| line.contains("purpose=\"events\""));
        if let Some((_, address)) = listening.and_then(|line| line.split_once("address=")) {
            return address.split(' ').next().map(str::to_owned);
        }
        let read = log.read(&mut buffer).ok().filter(|read| *read > 0)?;
        said.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
}

fn ended(process: Child) -> String {
    let id = process.id().to_string();
    assert!(Command::new("kill").arg(id).status().unwrap().success());
    String::from_utf8(process.wait_with_output().unwrap().stderr).unwrap()
}

#[test]
fn nothing_that_is_sent_can_write_a_line_of_the_log_or_move_a_cursor() {
    let Some(place) = Place::new() else { return };
    let (process, address) = with_text_log(&place);
    let evil = "\u{1b}[2J\u{9b}31m\u{7}\nERROR forged";
    let body = format!("{{\"eventName\":\"{evil}\"}}\n{evil}");
    let length = format!("connection: close\r\ncontent-length: {}", body.len());
    for request in [
        format!("POST / HTTP/1.1\r\nhost: {evil}\r\n{length}\r\n\r\n{body}"),
        format!("POST / HTTP/1.1\r\nhost: x\r\n{length}\r\n\r\n{body}"),
        format!("POST /{evil} HTTP/1.1\r\nhost: x\r\n\r\n"),
    ] {
        let mut stream = TcpStream::connect(&address).unwrap();
        drop(stream.write_all(request.as_bytes()));
        heard(&stream);
    }
    let said = ended(process);
    let controls = |c: char| c.is_control() && c != '\n';
    assert!(!said.contains(controls), "{said:?}");
    assert!(!said.contains("\nERROR forged"), "{said}");
}
