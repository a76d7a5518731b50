//! The one way in which every loop reads a file.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};

/// What is read at once: as much as `falconet scan` gives the module.
pub(crate) const BATCH: usize = 1 << 20;

/// Hands each line of a file on, without its newline, in memory that is reused and may be written to.
pub(crate) fn for_each(path: &str, mut take: impl FnMut(&mut Vec<u8>)) -> io::Result<()> {
    let mut file = BufReader::with_capacity(BATCH, File::open(path)?);
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line)? > 0 {
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        take(&mut line);
        line.clear();
    }
    Ok(())
}
