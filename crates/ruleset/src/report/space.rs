//! How much a report may say.

/// What a finding takes beside its texts.
const FINDING_BYTES: usize = 1 << 10;

/// What is left of the bytes of a report: there can be many times more to say about a hostile file than is in it.
#[derive(Clone, Debug)]
pub(crate) struct Space {
    bytes: usize,
    /// Whether something did not fit.
    pub(super) is_full: bool,
}

impl Space {
    pub(crate) const fn new(bytes: usize) -> Self {
        Self {
            bytes,
            is_full: false,
        }
    }

    /// Takes the space of a finding with that many bytes of text, if there is as much.
    pub(crate) fn take(&mut self, text: usize) -> bool {
        match self.bytes.checked_sub(text.saturating_add(FINDING_BYTES)) {
            Some(left) if !self.is_full => self.bytes = left,
            _ => self.is_full = true,
        }
        !self.is_full
    }
}
