//! `startswith` and `endswith`.

use super::{TextTest, Work};

/// `startswith literal`.
#[derive(Debug)]
pub(super) struct StartsWith(pub(super) Box<[u8]>);

impl TextTest for StartsWith {
    fn holds(&self, value: &[u8], _: &mut Work) -> bool {
        value.starts_with(&self.0)
    }
}

/// `endswith literal`.
#[derive(Debug)]
pub(super) struct EndsWith(pub(super) Box<[u8]>);

impl TextTest for EndsWith {
    fn holds(&self, value: &[u8], _: &mut Work) -> bool {
        value.ends_with(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affixes_are_bytes_at_the_ends() {
        let work = &mut Work::default();
        assert!(StartsWith((*b"ab").into()).holds(b"abc", work));
        assert!(!StartsWith((*b"ab").into()).holds(b"a", work));
        assert!(EndsWith((*b"bc").into()).holds(b"abc", work));
        assert!(!EndsWith((*b"bc").into()).holds(b"bcd", work));
    }

    #[test]
    fn every_value_has_the_empty_affix() {
        let work = &mut Work::default();
        assert!(StartsWith((*b"").into()).holds(b"", work));
        assert!(EndsWith((*b"").into()).holds(b"x", work));
    }
}
