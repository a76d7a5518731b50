//! `falconet top`.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use crate::running::{Place, event};

/// The exit code, and what was said.
fn top(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_falconet"));
    let ran = command.arg("top").args(arguments).output().unwrap();
    let said = [ran.stdout, ran.stderr].map(|said| String::from_utf8(said).unwrap());
    (ran.status.code().unwrap(), said.concat())
}

#[test]
fn one_frame_tells_what_a_sidecar_does() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    sidecar.send(event("a").as_bytes());
    let (code, frame) = top(&["--once", "--interval", "50ms", "--admin", &sidecar.admin]);
    assert_eq!(code, 0, "{frame}");
    for text in [
        "● ready",
        "user created",
        "Warning",
        "1 in all",
        "p99",
        "rules and sandbox",
        "outputs",
    ] {
        assert!(frame.contains(text), "{text}\n{frame}");
    }
}

#[test]
fn where_nobody_answers_is_told() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let (code, said) = top(&["--once", "--admin", &address]);
    assert!(
        code == 1 && said.contains("cannot tell what the sidecar does"),
        "{said}"
    );
}

#[test]
fn what_is_no_sidecar_is_told() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let answering = thread::spawn(move || {
        let (mut stream, _) = other.accept().unwrap();
        let _ = stream.read(&mut [0; 1024]).unwrap();
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello")
            .unwrap();
    });
    let (code, said) = top(&["--once", "--admin", &address]);
    assert!(
        code == 1 && said.contains("no metrics of falconet"),
        "{said}"
    );
    answering.join().unwrap();
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let (code, said) = top(&[]);
    assert!(code == 2 && said.contains("--once"), "{said}");
    let (code, said) = top(&["--once", "--admin", "https://127.0.0.1:1"]);
    assert!(code == 2 && said.contains("speaks http"), "{said}");
}
