//! A thread that writes for many: what waits while it writes is written, and made durable, together.

use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use super::OutputError;

/// Blocks of lines that wait to be written.
const MOST_WAITING: usize = 256;
/// Bytes that are written together.
const MOST_TOGETHER: usize = 8 << 20;

/// Something that takes blocks of lines.
pub(crate) trait Target: Send + 'static {
    /// Writes blocks and makes them durable. After an error none of them counts as written.
    fn write(&mut self, blocks: &[Bytes]) -> Result<(), OutputError>;
}

/// The thread that writes to a [`Target`].
pub(crate) struct Writer(mpsc::Sender<Block>);

struct Block {
    lines: Bytes,
    done: oneshot::Sender<Result<(), OutputError>>,
}

/// A block that was handed over.
#[must_use]
pub(crate) struct Written(Option<oneshot::Receiver<Result<(), OutputError>>>);

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(target: impl Target) -> Result<Self, OutputError> {
        let (sender, blocks) = mpsc::channel(MOST_WAITING);
        thread::Builder::new()
            .name("falconet-output".to_owned())
            .spawn(move || run(blocks, target))
            .map_err(|error| OutputError::Thread(Arc::new(error)))?;
        Ok(Self(sender))
    }

    /// Hands lines over, when there is room for them.
    pub(crate) async fn write(&self, lines: Bytes) -> Written {
        let (done, written) = oneshot::channel();
        let sent = self.0.send(Block { lines, done }).await;
        Written(sent.is_ok().then_some(written))
    }
}

impl Written {
    /// Waits until the lines are written and durable.
    pub(crate) async fn done(self) -> Result<(), OutputError> {
        match self.0 {
            Some(written) => written.await.map_err(|_| OutputError::Gone)?,
            None => Err(OutputError::Gone),
        }
    }
}

fn run(mut blocks: mpsc::Receiver<Block>, mut target: impl Target) {
    while let Some(first) = blocks.blocking_recv() {
        let mut bytes = first.lines.len();
        let mut group = vec![first];
        while bytes < MOST_TOGETHER
            && let Ok(next) = blocks.try_recv()
        {
            bytes += next.lines.len();
            group.push(next);
        }
        let (lines, waiting): (Vec<_>, Vec<_>) = group
            .into_iter()
            .map(|block| (block.lines, block.done))
            .unzip();
        let written = target.write(&lines);
        for done in waiting {
            // Who waited may be gone; the lines are written all the same.
            let _ = done.send(written.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Takes two writes, the first one slowly, and refuses others.
    struct Recorder(Arc<Mutex<Vec<usize>>>);

    impl Target for Recorder {
        fn write(&mut self, blocks: &[Bytes]) -> Result<(), OutputError> {
            let mut seen = self.0.lock().unwrap();
            if seen.len() == 2 {
                return Err(OutputError::Gone);
            }
            seen.push(blocks.len());
            thread::sleep(std::time::Duration::from_millis(50));
            Ok(())
        }
    }

    #[tokio::test]
    async fn what_waits_is_written_together_and_an_error_reaches_everyone() {
        let seen = Arc::default();
        let writer = Writer::start(Recorder(Arc::clone(&seen))).unwrap();
        let lines = Bytes::from_static(b"a\n");
        let first = writer.write(lines.clone()).await;
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        let second = writer.write(lines.clone()).await;
        let third = writer.write(lines.clone()).await;
        for written in [first, second, third] {
            written.done().await.unwrap();
        }
        assert_eq!(*seen.lock().unwrap(), [1, 2]);
        assert!(writer.write(lines).await.done().await.is_err());
    }
}
