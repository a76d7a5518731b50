//! A server for the tests of the HTTP output: it does what a script says, and then answers 200.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

/// What it does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Answers.
    Answer(u16),
    /// Answers a request that holds this text so, and others with 200.
    Dislike(&'static str, u16),
    /// Reads a part and closes.
    Die,
    /// Says nothing until the client goes.
    Hang,
}

/// What was asked for: head and body.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) head: String,
    pub(super) body: String,
    pub(super) code: u16,
}

/// A server.
#[derive(Clone)]
pub(super) struct Receiver {
    pub(super) address: String,
    script: Arc<Mutex<VecDeque<Step>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    connections: Arc<Mutex<usize>>,
}

impl Receiver {
    /// Without TLS.
    pub(super) fn start(script: &[Step]) -> Self {
        Self::start_with(script, Some)
    }

    /// What `wrap` makes of a connection is talked over.
    pub(super) fn start_with<S: Read + Write + Send + 'static>(
        script: &[Step],
        wrap: impl Fn(std::net::TcpStream) -> Option<S> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap().to_string(),
            script: Arc::new(Mutex::new(script.iter().copied().collect())),
            asked: Arc::default(),
            connections: Arc::default(),
        };
        let serving = receiver.clone();
        // Ends with the test.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Some(stream) = wrap(stream.unwrap()) else {
                    continue;
                };
                *serving.connections.lock().unwrap() += 1;
                let serving = serving.clone();
                thread::spawn(move || serving.serve(stream));
            }
        });
        receiver
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(super) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    /// Bodies that were taken.
    pub(super) fn taken(&self) -> Vec<String> {
        let asked = self.asked();
        let taken = asked.into_iter().filter(|asked| asked.code == 200);
        taken.map(|asked| asked.body).collect()
    }

    fn serve(&self, stream: impl Read + Write) {
        let mut stream = BufReader::new(stream);
        while let Some((head, length)) = head(&mut stream) {
            let step = self.script.lock().unwrap().pop_front();
            let mut body = vec![0; length];
            if step == Some(Step::Die) {
                let _ = stream.read(&mut body[..length.min(1)]);
                return;
            }
            stream.read_exact(&mut body).unwrap();
            let body = String::from_utf8(body).unwrap();
            let code = match step {
                Some(Step::Answer(code)) => code,
                Some(Step::Dislike(text, code)) => {
                    self.script
                        .lock()
                        .unwrap()
                        .push_front(Step::Dislike(text, code));
                    if body.contains(text) { code } else { 200 }
                }
                Some(Step::Hang) => {
                    let _ = stream.read(&mut [0]);
                    return;
                }
                Some(Step::Die) | None => 200,
            };
            self.asked.lock().unwrap().push(Asked { head, body, code });
            let said = format!("HTTP/1.1 {code} Said\r\ncontent-length: 3\r\n\r\nso\x1b");
            if stream.get_mut().write_all(said.as_bytes()).is_err() {
                return;
            }
        }
    }
}

/// The head of a request, and the length of its body.
fn head(stream: &mut impl BufRead) -> Option<(String, usize)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let head = head.to_lowercase();
    let (_, rest) = head.split_once("content-length: ")?;
    let length = rest.split("\r\n").next()?.parse().ok()?;
    Some((head, length))
}
