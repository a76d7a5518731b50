//! Alerts to standard output.

use std::io::{self, Write as _};
use std::sync::Arc;

use bytes::Bytes;

use super::OutputError;
use super::group::Target;

/// Standard output.
pub(super) struct Stdout;

impl Target for Stdout {
    fn write(&mut self, blocks: &[Bytes]) -> Result<(), OutputError> {
        let mut out = io::stdout().lock();
        let written = blocks.iter().try_for_each(|block| out.write_all(block));
        written
            .and_then(|()| out.flush())
            .map_err(|error| OutputError::Write {
                to: "standard output".to_owned(),
                error: Arc::new(error),
            })
    }
}
