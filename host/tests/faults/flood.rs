//! Many small requests, each with one event, as fast as they are answered.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::process;
use crate::rounds::rounds;
use crate::running::{Place, event};

const CLIENTS: usize = 16;

/// Sends a request and reads its answer; the status.
fn exchange(stream: &mut BufReader<TcpStream>, body: &str) -> u16 {
    let head = format!(
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream
        .get_mut()
        .write_all((head + body).as_bytes())
        .unwrap();
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(stream.read_line(&mut head).unwrap(), 0, "{head}");
    }
    let (_, length) = head.split_once("content-length: ").unwrap();
    let length = length.split("\r\n").next().unwrap().parse().unwrap();
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer).unwrap();
    head.split(' ').nth(1).unwrap().parse().unwrap()
}

/// How long each request took, in order of that.
fn flood(address: &str, requests: u32) -> Vec<Duration> {
    let next = AtomicU32::new(0);
    let client = || {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut stream = BufReader::new(stream);
        let mut times = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= requests {
                return times;
            }
            let body = event(&format!("u{number}"));
            let since = Instant::now();
            assert_eq!(exchange(&mut stream, &body), 200);
            times.push(since.elapsed());
        }
    };
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        let times = clients
            .into_iter()
            .flat_map(|client| client.join().unwrap());
        let mut times: Vec<_> = times.collect();
        times.sort_unstable();
        times
    })
}

#[test]
fn a_flood_of_small_requests_is_answered_in_full_and_held_in_little() {
    let Some(place) = Place::new() else { return };
    let requests = rounds(2000, 200_000);
    let sidecar = place.start();
    let address = sidecar.events.trim_start_matches("http://");
    flood(address, 200);
    let before = process::peak(sidecar.id());
    let since = Instant::now();
    let times = flood(address, requests);
    let took = since.elapsed().as_secs_f64();
    let grown = process::peak(sidecar.id()) - before;
    assert!(grown < 64 << 20, "{grown} bytes");
    let mut users = place.users();
    users.sort();
    let mut expected: Vec<_> = (0..200)
        .chain(0..requests)
        .map(|number| format!("u{number}"))
        .collect();
    expected.sort();
    assert_eq!(users, expected);
    println!(
        "{requests} requests of one event: {:.0} a second, median {:.1} ms, p99 {:.1} ms, memory grew by {} KiB at most",
        f64::from(requests) / took,
        times[times.len() / 2].as_secs_f64() * 1e3,
        times[times.len() * 99 / 100].as_secs_f64() * 1e3,
        grown >> 10
    );
}
