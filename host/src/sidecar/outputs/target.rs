//! Something that takes alerts.

use bytes::Bytes;

use super::OutputError;

/// Something that takes alerts.
pub(crate) trait Target: Send + 'static {
    /// Takes blocks of whole lines, in order, as far as it can.
    fn send(&mut self, blocks: &[Bytes]) -> Sent;
}

/// How far a target got.
#[derive(Debug)]
pub(crate) struct Sent {
    /// Blocks from the first on that it has.
    pub(crate) done: usize,
    /// What is with the next one.
    pub(crate) rest: Rest,
}

/// Why a target did not get further.
#[derive(Debug)]
pub(crate) enum Rest {
    /// There is no more.
    Nothing,
    /// It will never take the next one.
    Refused(String),
    /// It takes none now.
    Failed(OutputError),
}

impl Sent {
    /// It has all of them.
    pub(crate) const fn all(blocks: &[Bytes]) -> Self {
        Self {
            done: blocks.len(),
            rest: Rest::Nothing,
        }
    }

    /// It will never take the one behind those that are done.
    pub(crate) const fn refused(done: usize, reason: String) -> Self {
        Self {
            done,
            rest: Rest::Refused(reason),
        }
    }

    /// It takes none behind those that are done, now.
    pub(crate) const fn failed(done: usize, error: OutputError) -> Self {
        Self {
            done,
            rest: Rest::Failed(error),
        }
    }

    /// Of something that has all or none.
    pub(crate) fn all_or_none(blocks: &[Bytes], taken: Result<(), OutputError>) -> Self {
        taken.map_or_else(|error| Self::failed(0, error), |()| Self::all(blocks))
    }
}

impl Target for Box<dyn Target> {
    fn send(&mut self, blocks: &[Bytes]) -> Sent {
        (**self).send(blocks)
    }
}
