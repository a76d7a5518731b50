//! A receiver of alerts by HTTP: it does what a script says, then takes everything, and can be down.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::running::users;

/// What it does with a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// Answers.
    Answer(u16),
    /// Reads a part of the body and closes.
    Die,
    /// Says nothing until the client goes.
    Hang,
}

/// A receiver.
#[derive(Clone)]
pub(crate) struct Receiver(Arc<Inner>);

struct Inner {
    address: String,
    up: AtomicBool,
    script: Mutex<VecDeque<Step>>,
    taken: Mutex<String>,
}

impl Receiver {
    pub(crate) fn start(script: &[Step]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self(Arc::new(Inner {
            address: listener.local_addr().unwrap().to_string(),
            up: AtomicBool::new(true),
            script: Mutex::new(script.iter().copied().collect()),
            taken: Mutex::default(),
        }));
        let serving = receiver.clone();
        // Ends with the test.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let serving = serving.clone();
                thread::spawn(move || serving.serve(stream.unwrap()));
            }
        });
        receiver
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.0.address)
    }

    /// While it is down it closes every connection.
    pub(crate) fn set_up(&self, up: bool) {
        self.0.up.store(up, Ordering::SeqCst);
    }

    /// The users of the alerts that it took, in order.
    pub(crate) fn users(&self) -> Vec<String> {
        users(&self.0.taken.lock().unwrap())
    }

    /// Waits until it took so many alerts.
    pub(crate) fn wait_for(&self, alerts: usize) -> Vec<String> {
        let since = Instant::now();
        while self.users().len() < alerts {
            assert!(
                since.elapsed() < Duration::from_mins(2),
                "{:?}",
                self.users()
            );
            thread::sleep(Duration::from_millis(20));
        }
        self.users()
    }

    fn serve(&self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        while let Some(length) = head(&mut stream).as_deref().and_then(length) {
            if !self.0.up.load(Ordering::SeqCst) {
                return;
            }
            let step = self.0.script.lock().unwrap().pop_front();
            let mut body = vec![0; length];
            let code = match step.unwrap_or(Step::Answer(200)) {
                Step::Answer(code) => code,
                Step::Die => {
                    let _ = stream.read(&mut body[..1]);
                    return;
                }
                Step::Hang => {
                    let _ = stream.read_exact(&mut body);
                    let _ = stream.read(&mut body[..1]);
                    return;
                }
            };
            stream.read_exact(&mut body).unwrap();
            if code == 200 {
                let body = String::from_utf8(body).unwrap();
                self.0.taken.lock().unwrap().push_str(&body);
            }
            let said = format!("HTTP/1.1 {code} Said\r\ncontent-length: 0\r\n\r\n");
            if stream.get_mut().write_all(said.as_bytes()).is_err() {
                return;
            }
        }
    }
}

/// The head of the next request, in lower case; nothing if there is none.
pub(crate) fn head(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    Some(head.to_lowercase())
}

/// The length that a head tells.
pub(crate) fn length(head: &str) -> Option<usize> {
    let (_, rest) = head.split_once("content-length: ")?;
    rest.split("\r\n").next()?.parse().ok()
}
