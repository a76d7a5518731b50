//! Clients that hold on: heads and bodies that come a byte at a time, and connections that say nothing.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

use crate::load::Load;
use crate::process;
use crate::rounds::rounds;
use crate::running::{Place, Sidecar};

fn connect(sidecar: &Sidecar) -> TcpStream {
    TcpStream::connect(sidecar.events.trim_start_matches("http://")).unwrap()
}

/// Sends a beginning, then a byte now and then, for as long as it is let; again and again until `over`.
fn drip(sidecar: &Sidecar, beginning: &str, over: &AtomicBool) {
    while !over.load(Ordering::SeqCst) {
        let mut stream = connect(sidecar);
        stream
            .set_read_timeout(Some(Duration::from_millis(100)))
            .unwrap();
        let mut sent = stream.write_all(beginning.as_bytes());
        while sent.is_ok() && !over.load(Ordering::SeqCst) {
            sent = stream.write_all(b"a");
            match stream.read(&mut [0; 512]) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                _ => break,
            }
        }
    }
}

fn goes_on_beside(clients: u32, beginning: &str, fault: &str) {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {read_timeout: 1s}\n");
    let sidecar = place.start();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..clients {
            scope.spawn(|| drip(&sidecar, beginning, &over));
        }
        let mut load = Load::start(&sidecar.events, 4);
        load.wait_for(rounds(20, 200) as usize);
        let account = load.settle().account(&place.users(), 0);
        over.store(true, Ordering::SeqCst);
        account.must_balance(&format!("{clients} {fault}"));
    });
}

#[test]
fn heads_that_never_end_hold_nobody_up() {
    goes_on_beside(100, "POST / HTTP/1.1\r\nhost: x\r\nx-long: ", "slow heads");
}

#[test]
fn bodies_that_come_a_byte_at_a_time_hold_nobody_up() {
    let beginning = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n";
    goes_on_beside(100, beginning, "slow bodies");
}

/// Keeps a thousand bodies coming, a byte each in turn; one that is given up is begun anew.
fn drip_round(sidecar: &Sidecar, over: &AtomicBool) {
    let begun = || {
        let mut stream = connect(sidecar);
        let head = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 33554432\r\n\r\n{";
        stream.write_all(head.as_bytes()).unwrap();
        stream
    };
    let mut streams: Vec<_> = (0..1000).map(|_| begun()).collect();
    while !over.load(Ordering::SeqCst) {
        for stream in &mut streams {
            if stream.write_all(b"a").is_err() {
                *stream = begun();
            }
        }
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_thousand_bodies_that_trickle_cost_little_and_hold_nobody_up() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_requests: 4}\n");
    let sidecar = place.start();
    let before = process::resident(sidecar.id());
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| drip_round(&sidecar, &over));
        let mut load = Load::start(&sidecar.events, 4);
        load.wait_for(rounds(20, 2000) as usize);
        let account = load.settle().account(&place.users(), 0);
        let cost = process::resident(sidecar.id()).saturating_sub(before);
        over.store(true, Ordering::SeqCst);
        assert!(cost < 128 << 20, "{cost} bytes");
        account.must_balance(&format!("1000 slow bodies, {} KiB more", cost >> 10));
    });
}

#[test]
fn a_thousand_connections_that_say_nothing_cost_little_and_end() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    let before = (
        process::resident(sidecar.id()),
        process::descriptors(sidecar.id()),
    );
    let idle: Vec<_> = (0..1000).map(|_| connect(&sidecar)).collect();
    let mut load = Load::start(&sidecar.events, 4);
    load.wait_for(20);
    let account = load.settle().account(&place.users(), 0);
    let cost = process::resident(sidecar.id()).saturating_sub(before.0);
    assert!(cost < 128 << 20, "{cost} bytes");
    drop(idle);
    let since = Instant::now();
    // Those of the load's keep-alive connections may end later.
    while process::descriptors(sidecar.id()) > before.1 + 8 {
        assert!(since.elapsed() < Duration::from_mins(1), "they are kept");
        thread::sleep(Duration::from_millis(20));
    }
    account.must_balance(&format!("1000 idle connections, {} KiB more", cost >> 10));
}

#[test]
fn more_connections_than_descriptors_are_got_over() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    let most = Rlimit {
        current: Some(64),
        ..getrlimit(Resource::Nofile)
    };
    let process = Pid::from_raw(i32::try_from(sidecar.id()).unwrap());
    prlimit(process, Resource::Nofile, most).unwrap();
    let idle: Vec<_> = (0..100).map(|_| connect(&sidecar)).collect();
    thread::sleep(Duration::from_millis(300));
    drop(idle);
    let mut load = Load::start(&sidecar.events, 4);
    load.wait_for(10);
    let account = load.settle().account(&place.users(), 0);
    account.must_balance("100 connections, 64 descriptors");
}

#[test]
fn the_word_to_stop_is_heard_while_all_connections_are_taken() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_connections: 4, shutdown_timeout: 1s, read_timeout: 10m}\n");
    let sidecar = place.start();
    let idle: Vec<_> = (0..8).map(|_| connect(&sidecar)).collect();
    thread::sleep(Duration::from_millis(300));
    let since = Instant::now();
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    assert!(
        since.elapsed() < Duration::from_mins(2),
        "{:?}",
        since.elapsed()
    );
    drop(idle);
}
