//! What is escaped, eight bytes in a number at a time.

use super::is_special;

/// How many bytes stand as they are before the first that is escaped or no ASCII.
pub(super) fn plain_length(text: &[u8]) -> usize {
    let (chunks, rest) = text.as_chunks::<8>();
    for (at, chunk) in chunks.iter().enumerate() {
        let special = specials(*chunk);
        if special != 0 {
            return at * 8 + (special.trailing_zeros() / 8) as usize;
        }
    }
    let at = rest.iter().position(|&byte| is_special(byte));
    text.len() - rest.len() + at.unwrap_or(rest.len())
}

/// A number whose lowest set bit tells the first of eight bytes that is escaped or no ASCII; 0 if none is.
const fn specials(chunk: [u8; 8]) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let bytes = u64::from_le_bytes(chunk);
    let control = bytes.wrapping_sub(ONES * 0x20);
    let quote = (bytes ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (bytes ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    ((control | quote | backslash) & !bytes | bytes) & HIGH
}

/// Without vectors there is nothing that is quicker for blocks.
#[cfg(all(target_family = "wasm", not(target_feature = "simd128")))]
pub(super) const fn write_blocks<'t>(text: &'t [u8], _: &mut Vec<u8>) -> &'t [u8] {
    text
}
