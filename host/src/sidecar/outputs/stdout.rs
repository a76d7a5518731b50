//! Alerts to standard output.

use std::io::{self, Write as _};
use std::sync::Arc;

use bytes::Bytes;

use super::OutputError;
use super::target::{Sent, Target};

/// Standard output.
pub(super) struct Stdout;

impl Target for Stdout {
    fn send(&mut self, blocks: &[Bytes]) -> Sent {
        let mut out = io::stdout().lock();
        let written = blocks.iter().try_for_each(|block| out.write_all(block));
        let flushed = written.and_then(|()| out.flush());
        let taken = flushed.map_err(|error| OutputError::Write {
            to: "standard output".to_owned(),
            error: Arc::new(error),
        });
        Sent::all_or_none(blocks, taken)
    }
}
