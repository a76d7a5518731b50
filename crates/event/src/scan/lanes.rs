//! Which bytes of a block are one that is looked for: 16 bytes at a time in vectors; or eight in a number, where there are no
//! vectors and each instruction counts, as in interpreters.

/// Bytes that are looked at in one go.
pub(super) const BLOCK: usize = 64;

#[cfg(any(not(target_family = "wasm"), target_feature = "simd128"))]
pub(super) use vectors::{equal, has_signs};

#[cfg(not(any(not(target_family = "wasm"), target_feature = "simd128")))]
pub(super) use numbers::{equal, has_signs};

#[cfg(any(not(target_family = "wasm"), target_feature = "simd128"))]
mod vectors {
    use wide::u8x16;

    use super::BLOCK;

    /// Whether a block has a backslash, a newline or - what is rare - another control character.
    #[expect(clippy::inline_always, reason = "the loop over blocks")]
    #[inline(always)]
    pub(in super::super) fn has_signs(block: &[u8; BLOCK]) -> bool {
        let backslash = u8x16::splat(b'\\');
        let last_control = u8x16::splat(b' ' - 1);
        let (vectors, _) = block.as_chunks::<16>();
        let least = vectors.iter().fold(u8x16::splat(u8::MAX), |least, vector| {
            let vector = u8x16::new(*vector);
            // Zero for a control character, and for a backslash.
            let above = vector.max(last_control) ^ last_control;
            least.min(above).min(vector ^ backslash)
        });
        least.simd_eq(u8x16::ZERO).to_bitmask() != 0
    }

    /// A bit for each byte of a block, set if it is this one.
    #[expect(clippy::inline_always, reason = "the loop over blocks")]
    #[inline(always)]
    pub(in super::super) fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
        let wanted = u8x16::splat(byte);
        let (vectors, _) = block.as_chunks::<16>();
        vectors.iter().rev().fold(0, |mask, vector| {
            let equal = u8x16::new(*vector).simd_eq(wanted);
            mask << 16 | u64::from(equal.to_bitmask())
        })
    }
}

#[cfg(any(
    test,
    not(any(not(target_family = "wasm"), target_feature = "simd128"))
))]
mod numbers {
    use super::BLOCK;

    const ONES: u64 = u64::MAX / 0xff;
    const LOW: u64 = ONES * 0x7f;
    const HIGH: u64 = ONES * 0x80;
    /// Multiplied with this, the lowest bits of eight bytes become the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;

    /// Whether a block has a backslash, a newline or - what is rare - another control character.
    #[inline]
    pub(in super::super) fn has_signs(block: &[u8; BLOCK]) -> bool {
        let (words, _) = block.as_chunks::<8>();
        // The lowest byte that is less is always found, though others may seem to be less then.
        let less = |word: u64, than: u8| word.wrapping_sub(splat(than)) & !word;
        let any = words.iter().fold(0, |any, word| {
            let word = u64::from_le_bytes(*word);
            any | less(word, b' ') | less(word ^ splat(b'\\'), 1)
        });
        any & HIGH != 0
    }

    /// A bit for each byte of a block, set if it is this one.
    #[inline]
    pub(in super::super) fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
        let wanted = splat(byte);
        let (words, _) = block.as_chunks::<8>();
        words.iter().rev().fold(0, |mask, word| {
            let word = u64::from_le_bytes(*word) ^ wanted;
            let not_zero = ((word & LOW) + LOW) | word;
            let zero = !not_zero & HIGH;
            mask << 8 | (zero >> 7).wrapping_mul(GATHER) >> 56
        })
    }

    const fn splat(byte: u8) -> u64 {
        ONES * byte as u64
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, numbers, vectors};

    #[test]
    fn both_ways_find_the_same_bytes() {
        let mut state = 1_u64;
        for round in 0..20_000 {
            let block: [u8; BLOCK] = std::array::from_fn(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let random = state.to_le_bytes()[6];
                let near = [b'"', b'"' ^ 0x80, b'"' + 1, b'"' - 1, 0, 0xff, 1, 0x80];
                if round % 2 == 0 {
                    random
                } else {
                    near[usize::from(random % 8)]
                }
            });
            for byte in [b'"', b'\\', b'\n', 0, 1, 0x80, 0xff] {
                assert_eq!(numbers::equal(&block, byte), vectors::equal(&block, byte));
            }
            assert_eq!(numbers::has_signs(&block), vectors::has_signs(&block));
            let few = block.map(|byte| if byte % 61 < 3 { byte } else { b'x' });
            let expected = few.iter().any(|byte| *byte < b' ' || *byte == b'\\');
            assert_eq!(numbers::has_signs(&few), expected);
            assert_eq!(vectors::has_signs(&few), expected);
        }
    }
}
