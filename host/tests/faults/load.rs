//! Load: senders that do as Vector's `http` sink does. The same bytes are sent again on 408, 429, 5xx but 501 and a lost
//! connection, with Fibonacci back-off and full jitter; on any other answer but 2xx a body is dropped.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::ledger::{Ledger, body};
use crate::pace::Pace;

/// Vector's time for a request.
const TIMEOUT: Duration = Duration::from_mins(1);
/// What Vector's second of back-off is here.
const SECOND: Duration = Duration::from_millis(10);
/// The longest back-off, in such seconds.
const LONGEST: u32 = 30;
/// After so long a body that nobody takes is a failure of the test.
const PATIENCE: Duration = Duration::from_mins(3);

/// Senders, each with one body at a time.
pub(crate) struct Load {
    shared: Arc<Shared>,
    senders: Vec<JoinHandle<()>>,
}

struct Shared {
    /// Where the sidecar listens now.
    url: Mutex<String>,
    next: AtomicU64,
    stopping: AtomicBool,
    pace: Pace,
    ledger: Ledger,
    body: fn(u64) -> Vec<u8>,
}

/// What a try came to.
enum Tried {
    Taken,
    /// Not now, and nothing was done.
    Refused,
    Uncertain,
    Never(u16),
}

impl Load {
    /// Starts so many senders.
    pub(crate) fn start(url: &str, senders: u32) -> Self {
        Self::of(body, url, senders)
    }

    /// The same, of bodies that are made otherwise and have the same events.
    pub(crate) fn of(body: fn(u64) -> Vec<u8>, url: &str, senders: u32) -> Self {
        let shared = Arc::new(Shared {
            url: Mutex::new(url.to_owned()),
            next: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
            pace: Pace::new(senders),
            ledger: Ledger::default(),
            body,
        });
        let sender = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.send_all())
        };
        Self {
            senders: (0..senders).map(sender).collect(),
            shared,
        }
    }

    /// The sidecar listens elsewhere now.
    pub(crate) fn redirect(&self, url: &str) {
        url.clone_into(&mut self.shared.url.lock().unwrap());
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.shared.ledger
    }

    /// Waits until so many more bodies are acknowledged.
    pub(crate) fn wait_for(&self, bodies: usize) {
        let enough = self.ledger().acknowledged() + bodies;
        let since = Instant::now();
        while self.ledger().acknowledged() < enough {
            assert!(since.elapsed() < PATIENCE, "nothing is acknowledged");
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Sends no new bodies, and waits until those under way are acknowledged.
    pub(crate) fn settle(&mut self) -> &Ledger {
        self.shared.stopping.store(true, Ordering::SeqCst);
        for sender in self.senders.drain(..) {
            sender.join().unwrap();
        }
        &self.shared.ledger
    }
}

impl Shared {
    fn send_all(&self) {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(TIMEOUT));
        let agent = config.build().into();
        while !self.stopping.load(Ordering::SeqCst) {
            let number = self.next.fetch_add(1, Ordering::SeqCst);
            self.ledger.begin(number);
            self.send(&agent, number);
        }
    }

    fn send(&self, agent: &ureq::Agent, number: u64) {
        let (body, since) = ((self.body)(number), Instant::now());
        let (mut wait, mut next) = (1, 1);
        loop {
            let tried = self.pace.run(
                || self.attempt(agent, &body),
                |tried| matches!(tried, Tried::Taken),
            );
            match tried {
                Tried::Taken => return self.ledger.acknowledge(number),
                Tried::Never(code) => return self.ledger.dropped(number, code),
                Tried::Uncertain => self.ledger.uncertain(number),
                Tried::Refused => {}
            }
            if since.elapsed() > PATIENCE {
                return;
            }
            thread::sleep((SECOND * wait).mul_f64(fastrand::f64()));
            (wait, next) = (next, (wait + next).min(LONGEST));
        }
    }

    fn attempt(&self, agent: &ureq::Agent, body: &[u8]) -> Tried {
        let url = format!("{}/events", self.url.lock().unwrap());
        match agent.post(url).send(body) {
            Ok(response) => match response.status().as_u16() {
                200..300 => Tried::Taken,
                408 | 429 => Tried::Refused,
                code @ 501 => Tried::Never(code),
                500.. => Tried::Uncertain,
                code => Tried::Never(code),
            },
            Err(ureq::Error::ConnectionFailed) => Tried::Refused,
            Err(ureq::Error::Io(error))
                if error.kind() == std::io::ErrorKind::ConnectionRefused =>
            {
                Tried::Refused
            }
            Err(_) => Tried::Uncertain,
        }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        // A test that failed waits for nobody.
        self.shared.stopping.store(true, Ordering::SeqCst);
    }
}
