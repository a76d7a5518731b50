//! Lines of standard input.

use std::future::pending;
use std::io::{self, Read as _};
use std::sync::Arc;
use std::thread;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tracing::info;

use super::lines::{self, BatchBounds, Batches, Chunks};
use crate::sidecar::config::StdinInputConfig;
use crate::sidecar::serve::{ServeError, Sidecar};

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;
const ORIGIN: &str = "stdin";

/// What a thread reads: it may wait for a terminal for ever, which must not keep the sidecar from ending.
struct Stdin {
    chunks: mpsc::Receiver<io::Result<Vec<u8>>>,
    last: Vec<u8>,
}

/// Reads from now on. The input ends when standard input does.
pub(super) fn start(
    sidecar: &Arc<Sidecar>,
    config: &StdinInputConfig,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    let bounds = BatchBounds {
        max_batch: config.max_batch.in_memory(),
        max_delay: config.max_delay.duration(),
        max_record: sidecar.limits.max_record.in_memory(),
    };
    let batches = Batches::of(Stdin::open()?, bounds, None);
    let sidecar = Arc::clone(sidecar);
    tasks.spawn(async move {
        lines::read(sidecar, ORIGIN, batches, pending).await;
        info!("standard input is over");
    });
    Ok(())
}

impl Stdin {
    fn open() -> io::Result<Self> {
        let (sender, chunks) = mpsc::channel(1);
        thread::Builder::new()
            .name("falconet-stdin".to_owned())
            .spawn(move || read_all(&sender))?;
        let last = Vec::new();
        Ok(Self { chunks, last })
    }
}

impl Chunks for Stdin {
    async fn next(&mut self) -> io::Result<&[u8]> {
        // Without a sender there is nothing more to read.
        self.last = self.chunks.recv().await.transpose()?.unwrap_or_default();
        Ok(&self.last)
    }
}

fn read_all(sender: &mpsc::Sender<io::Result<Vec<u8>>>) {
    let mut stdin = io::stdin().lock();
    loop {
        let mut chunk = vec![0; CHUNK];
        let read = match stdin.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => {
                chunk.truncate(count);
                Ok(chunk)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let failed = read.is_err();
        // Nobody asks any more once the sidecar stops.
        if sender.blocking_send(read).is_err() || failed {
            return;
        }
    }
}
