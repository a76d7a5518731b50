//! A receiver of alerts that keeps them before it answers, and can be killed and started again where it was.

use std::io::{BufReader, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::wire::Read;

/// After so long alerts that do not come are a failure of the test.
const PATIENCE: Duration = Duration::from_mins(3);

/// The receiver.
pub(crate) struct Collector {
    address: SocketAddr,
    kept: Arc<Kept>,
    life: Option<Life>,
}

/// What outlives a kill.
struct Kept {
    read: Read,
    users: Mutex<Vec<String>>,
    /// How long it takes for each request, in milliseconds.
    delay: AtomicU64,
}

/// From a start to a kill.
struct Life {
    listener: Arc<TcpListener>,
    connections: Arc<Mutex<Vec<TcpStream>>>,
    accepting: JoinHandle<()>,
}

impl Collector {
    /// Starts one that reads requests this way.
    pub(crate) fn start(read: Read) -> Self {
        let kept = Arc::new(Kept {
            read,
            users: Mutex::default(),
            delay: AtomicU64::new(0),
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self {
            address: listener.local_addr().unwrap(),
            life: Some(Life::start(listener, &kept)),
            kept,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes so long for each request from now on.
    pub(crate) fn slow_down(&self, delay: Duration) {
        let delay = u64::try_from(delay.as_millis()).unwrap();
        self.kept.delay.store(delay, Ordering::SeqCst);
    }

    /// Breaks all connections and takes no others.
    pub(crate) fn kill(&mut self) {
        if let Some(life) = self.life.take() {
            life.end();
        }
    }

    /// Listens again where it listened.
    pub(crate) fn restart(&mut self) {
        let listener = TcpListener::bind(self.address).unwrap();
        self.life = Some(Life::start(listener, &self.kept));
    }

    /// Waits until what came is enough; the users of all alerts, in order.
    pub(crate) fn wait_for(&self, is_enough: impl Fn(&[String]) -> bool) -> Vec<String> {
        let since = Instant::now();
        loop {
            let users = self.kept.users.lock().unwrap().clone();
            if is_enough(&users) {
                return users;
            }
            assert!(since.elapsed() < PATIENCE, "only {} came", users.len());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Life {
    fn start(listener: TcpListener, kept: &Arc<Kept>) -> Self {
        let (listener, connections) = (Arc::new(listener), Arc::<Mutex<Vec<TcpStream>>>::default());
        let (mine, known, kept) = (
            Arc::clone(&listener),
            Arc::clone(&connections),
            Arc::clone(kept),
        );
        let accepting = thread::spawn(move || {
            while let Ok((stream, _)) = mine.accept() {
                known.lock().unwrap().push(stream.try_clone().unwrap());
                let kept = Arc::clone(&kept);
                thread::spawn(move || kept.serve(stream));
            }
        });
        Self {
            listener,
            connections,
            accepting,
        }
    }

    fn end(self) {
        let listener = self.listener.as_raw_fd();
        nix::sys::socket::shutdown(listener, nix::sys::socket::Shutdown::Both).unwrap();
        self.accepting.join().unwrap();
        for connection in self.connections.lock().unwrap().iter() {
            // It may be closed already.
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

impl Kept {
    fn serve(&self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        while let Some(request) = (self.read)(&mut stream) {
            thread::sleep(Duration::from_millis(self.delay.load(Ordering::SeqCst)));
            self.users.lock().unwrap().extend(request.users);
            if stream.get_mut().write_all(&request.answer).is_err() {
                return;
            }
        }
    }
}
