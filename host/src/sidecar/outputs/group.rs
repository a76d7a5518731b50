//! A thread that writes for many: what waits while it writes is written, and made durable, together.

use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use super::OutputError;
use super::target::{Rest, Sent, Target};

/// Blocks of lines that wait to be written.
const MOST_WAITING: usize = 256;
/// Bytes that are written together.
const MOST_TOGETHER: usize = 8 << 20;

/// The thread that writes to a [`Target`].
pub(crate) struct Writer(mpsc::Sender<Block>);

struct Block {
    lines: Vec<Bytes>,
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
    pub(crate) async fn write(&self, lines: Vec<Bytes>) -> Written {
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
        let mut bytes = first.bytes();
        let mut group = vec![first];
        while bytes < MOST_TOGETHER
            && let Ok(next) = blocks.try_recv()
        {
            bytes += next.bytes();
            group.push(next);
        }
        write(group, &mut target);
    }
}

/// Who waits is told whether all of theirs was taken.
fn write(group: Vec<Block>, target: &mut impl Target) {
    let (lines, waiting): (Vec<_>, Vec<_>) = group
        .into_iter()
        .map(|block| {
            let count = block.lines.len();
            (block.lines, (count, block.done))
        })
        .unzip();
    let Sent { done, rest } = target.send(&lines.concat());
    let mut behind = 0;
    for (count, waits) in waiting {
        behind += count;
        // Who waited may be gone; the lines are written all the same.
        let _ = waits.send(if behind <= done { Ok(()) } else { rest.error() });
    }
}

impl Block {
    fn bytes(&self) -> usize {
        self.lines.iter().map(Bytes::len).sum()
    }
}

impl Rest {
    fn error(&self) -> Result<(), OutputError> {
        match self {
            Self::Nothing => Ok(()),
            Self::Refused(reason) => Err(OutputError::Refused(reason.clone())),
            Self::Failed(error) => Err(error.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Takes two writes, the first one slowly, and of others the first block.
    struct Recorder(Arc<Mutex<Vec<usize>>>);

    impl Target for Recorder {
        fn send(&mut self, blocks: &[Bytes]) -> Sent {
            let mut seen = self.0.lock().unwrap();
            if seen.len() == 2 {
                return Sent::failed(1, OutputError::Gone);
            }
            seen.push(blocks.len());
            thread::sleep(std::time::Duration::from_millis(50));
            Sent::all(blocks)
        }
    }

    #[tokio::test]
    async fn what_waits_is_written_together_and_an_error_reaches_everyone() {
        let seen = Arc::default();
        let writer = Writer::start(Recorder(Arc::clone(&seen))).unwrap();
        let lines = vec![Bytes::from_static(b"a\n"); 2];
        let first = writer.write(lines.clone()).await;
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        let second = writer.write(lines.clone()).await;
        let third = writer.write(lines.clone()).await;
        for written in [first, second, third] {
            written.done().await.unwrap();
        }
        assert_eq!(*seen.lock().unwrap(), [2, 4]);
        assert!(writer.write(lines).await.done().await.is_err());
        let one = vec![Bytes::from_static(b"a\n")];
        assert!(writer.write(one).await.done().await.is_ok());
    }
}
