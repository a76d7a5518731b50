//! Keeping the beginning of a record that goes on in the next chunk.

use super::piece::Reason;

/// Bytes of an unfinished record.
#[derive(Clone, Debug)]
pub(super) struct Carry {
    bytes: Vec<u8>,
    limit: usize,
    overflowed: bool,
}

impl Carry {
    /// Keeps records of up to `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            overflowed: false,
        }
    }

    /// How many bytes are kept: one more, as a line that interrupts a record is noticed a byte late.
    fn room(&self) -> usize {
        self.limit.saturating_add(1)
    }

    /// Forgets the bytes, but keeps their room.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.overflowed = false;
    }

    /// Adds bytes, unless that makes too many: then none are kept until it is cleared.
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        let needed = self.bytes.len().saturating_add(bytes.len());
        self.overflowed |= needed > self.room();
        if self.overflowed {
            self.bytes.clear();
            return;
        }
        if needed > self.bytes.capacity() {
            let doubled = self.bytes.capacity().saturating_mul(2).min(self.room());
            self.bytes
                .reserve_exact(doubled.max(needed) - self.bytes.len());
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// The record of `length` bytes whose last ones are `rest`.
    pub(super) fn complete<'a>(
        &'a mut self,
        rest: &'a [u8],
        length: u64,
    ) -> Result<&'a [u8], Reason> {
        if self.bytes.is_empty() && !self.overflowed && length <= self.limit as u64 {
            return Ok(rest);
        }
        self.extend(rest);
        if self.overflowed || length > self.limit as u64 {
            return Err(Reason::TooLarge { limit: self.limit });
        }
        Ok(&self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_in_one_chunk_is_not_copied() {
        let chunk = b"{}";
        assert!(std::ptr::eq(
            Carry::new(9).complete(chunk, 2).unwrap(),
            chunk
        ));
    }

    #[test]
    fn pieces_are_put_together() {
        let mut carry = Carry::new(9);
        carry.extend(b"{\"a");
        carry.extend(b"\":");
        assert_eq!(carry.complete(b"1}", 7).unwrap(), b"{\"a\":1}");
    }

    #[test]
    fn too_many_bytes_are_not_kept() {
        let mut carry = Carry::new(5);
        carry.extend(b"1234");
        carry.extend(b"56");
        carry.extend(b"7");
        assert_eq!(carry.complete(b"8", 8), Err(Reason::TooLarge { limit: 5 }));
        carry.clear();
        assert_eq!(carry.complete(b"8", 1).unwrap(), b"8");
    }

    #[test]
    fn room_never_exceeds_the_limit() {
        let mut carry = Carry::new(1000);
        (0..100).for_each(|_| carry.extend(b"1234567"));
        assert!(carry.bytes.capacity() <= 1001);
    }
}
