//! `=`, `==` and `!=` on strings: byte by byte.

use super::{TextTest, Work};

/// `= literal`.
#[derive(Debug)]
pub(super) struct Equals(pub(super) Box<[u8]>);

impl TextTest for Equals {
    fn holds(&self, value: &[u8], _: &mut Work) -> bool {
        value == &*self.0
    }
}

/// `!= literal`.
#[derive(Debug)]
pub(super) struct Differs(pub(super) Box<[u8]>);

impl TextTest for Differs {
    fn holds(&self, value: &[u8], _: &mut Work) -> bool {
        value != &*self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparison_is_exact() {
        let work = &mut Work::default();
        assert!(Equals((*b"a").into()).holds(b"a", work));
        assert!(!Equals((*b"a").into()).holds(b"A", work));
        assert!(Differs((*b"a").into()).holds(b"", work));
        assert!(!Differs((*b"").into()).holds(b"", work));
    }
}
