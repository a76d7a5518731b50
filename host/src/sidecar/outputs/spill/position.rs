//! How far a spill was replayed, in a small file of its own with a checksum.

use super::files::Files;

const NAME: &str = "position";
const LENGTH: usize = 28;

/// A place in a spill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// The record that comes next.
    pub(super) number: u64,
    /// The first number of the segment that it lies in.
    pub(super) segment: u64,
    /// Where in it.
    pub(super) offset: u64,
}

impl Position {
    /// Where a segment begins.
    pub(super) const fn start(segment: u64) -> Self {
        Self {
            number: segment,
            segment,
            offset: 0,
        }
    }

    /// The one that was kept; nothing if there is none, or a damaged one.
    pub(super) fn read(files: &impl Files) -> Option<Self> {
        let bytes = files.read(NAME, 0, LENGTH as u64 + 1).ok()?;
        let (values, sum) = bytes.split_last_chunk::<4>()?;
        let whole = bytes.len() == LENGTH && crc32fast::hash(values) == u32::from_le_bytes(*sum);
        let (number, rest) = values.split_first_chunk::<8>()?;
        let (segment, rest) = rest.split_first_chunk::<8>()?;
        let (offset, _) = rest.split_first_chunk::<8>()?;
        whole.then(|| Self {
            number: u64::from_le_bytes(*number),
            segment: u64::from_le_bytes(*segment),
            offset: u64::from_le_bytes(*offset),
        })
    }

    /// Keeps it.
    pub(super) fn keep(&self, files: &impl Files) -> std::io::Result<()> {
        let mut bytes = Vec::with_capacity(LENGTH);
        for value in [self.number, self.segment, self.offset] {
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        let sum = crc32fast::hash(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        files.replace(NAME, &bytes)
    }
}
