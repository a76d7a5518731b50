//! Ids of alerts: an alert that comes twice has the same id, however its event was batched or wrapped.
//!
//! Whoever writes events must not be able to make two alerts look like one, so it is a cryptographic hash: SHA-256 of
//! the event's bytes, the source and the name of the rule, each but the last after its length in eight bytes, little
//! endian. Half of it is written.

use std::fmt::Write as _;

use falconet_ruleset::Rule;
use sha2::{Digest as _, Sha256};

/// Bytes of a hash that are written.
const WRITTEN: usize = 16;

/// What the ids of one rule's alerts are made of, beside the event.
#[derive(Debug)]
pub(super) struct AlertId {
    /// Source and name, with lengths.
    rule: Box<[u8]>,
}

/// The hash of an event, begun when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct EventHash(Option<Sha256>);

impl AlertId {
    /// Of a rule.
    pub(super) fn new(rule: &Rule) -> Self {
        let mut bytes = length(rule.source_name.as_bytes()).to_vec();
        bytes.extend_from_slice(rule.source_name.as_bytes());
        bytes.extend_from_slice(rule.name.as_bytes());
        Self { rule: bytes.into() }
    }

    /// Appends the id in hexadecimal digits.
    pub(super) fn write(&self, record: &[u8], event: &mut EventHash, out: &mut Vec<u8>) {
        let hash = event.of(record).clone().chain_update(&self.rule).finalize();
        let mut digits = String::with_capacity(2 * WRITTEN);
        for byte in hash.iter().take(WRITTEN) {
            // Writing to a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        out.extend_from_slice(digits.as_bytes());
    }
}

impl EventHash {
    /// Another event comes.
    pub(super) fn forget(&mut self) {
        self.0 = None;
    }

    fn of(&mut self, record: &[u8]) -> &Sha256 {
        self.0.get_or_insert_with(|| {
            Sha256::new()
                .chain_update(length(record))
                .chain_update(record)
        })
    }
}

fn length(bytes: &[u8]) -> [u8; 8] {
    (bytes.len() as u64).to_le_bytes()
}
