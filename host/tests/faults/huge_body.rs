//! A body of 1 GiB.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::process;
use crate::running::{Place, Sidecar, event};

const SIZE: usize = 1 << 30;
/// The bound of a body, a copy of it, and room for what else a process does.
const MOST: u64 = 256 << 20;

fn connect(sidecar: &Sidecar) -> TcpStream {
    let stream = TcpStream::connect(sidecar.events.trim_start_matches("http://")).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_mins(1)))
        .unwrap();
    stream
}

/// Sends until nobody takes it any more; how much was taken, and the first line of the answer, if any comes.
fn sent(mut stream: TcpStream, head: &str, piece: &[u8]) -> (usize, String) {
    stream.write_all(head.as_bytes()).unwrap();
    let mut taken = 0;
    while taken < SIZE && stream.write_all(piece).is_ok() {
        taken += piece.len();
    }
    let mut answer = Vec::new();
    // It may be lost where the connection was broken off.
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    (taken, answer.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn a_body_of_a_gibibyte_is_refused_and_not_held() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    let before = process::peak(sidecar.id());
    let line = [event("u0.0").as_bytes(), b"\n"].concat();
    let piece = line.repeat((1 << 20) / line.len());
    let length = format!("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {SIZE}\r\n\r\n");
    let (announced, answer) = sent(connect(&sidecar), &length, &piece);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 413"),
        "{answer}"
    );
    assert!(
        announced < 64 << 20,
        "{announced} bytes of what was announced"
    );
    let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), &piece, b"\r\n"].concat();
    let chunked = "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    let (unannounced, answer) = sent(connect(&sidecar), chunked, &chunk);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 413"),
        "{answer}"
    );
    assert!(unannounced < 128 << 20, "{unannounced} bytes");
    let grown = process::peak(sidecar.id()) - before;
    assert!(grown < MOST, "{grown} bytes");
    assert_eq!(sidecar.send(event("u1.0").as_bytes()).code, 200);
    assert_eq!(place.users(), ["u1.0"]);
    println!(
        "1 GiB: {} MiB taken where it was announced, {} MiB where not, memory grew by {} MiB at most",
        announced >> 20,
        unannounced >> 20,
        grown >> 20
    );
}
