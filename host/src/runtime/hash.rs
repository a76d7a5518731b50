//! The name of a module: the SHA-256 of its bytes.

use std::fmt;

use sha2::{Digest, Sha256};

/// SHA-256 of a module's bytes; two modules of one hash are one module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModuleHash([u8; ModuleHash::LEN]);

impl ModuleHash {
    /// Bytes of a hash.
    pub const LEN: usize = 32;

    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash itself.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl fmt::Display for ModuleHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_as_sha256sum_prints_it() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(ModuleHash::of(b"").to_string(), expected);
    }
}
