//! What is escaped, 16 bytes at a time.

use wide::u8x16;

use super::words;

/// How many bytes stand as they are before the first that is escaped or no ASCII.
pub(super) fn plain_length(text: &[u8]) -> usize {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    for (at, block) in blocks.iter().enumerate() {
        let special = Specials::of(*block).all;
        if special != 0 {
            return at * BLOCK + special.trailing_zeros() as usize;
        }
    }
    text.len() - rest.len() + words::plain_length(rest)
}

/// Appends blocks of text as long as nothing but quotes and backslashes is escaped in them; answers what follows.
pub(super) fn write_blocks<'t>(text: &'t [u8], out: &mut Vec<u8>) -> &'t [u8] {
    let mut rest = text;
    while let Some((block, after)) = rest.split_first_chunk::<BLOCK>() {
        let specials = Specials::of(*block);
        if specials.all == 0 {
            out.extend_from_slice(block);
        } else if specials.all == specials.quotes {
            write_quotes(*block, out);
        } else {
            break;
        }
        rest = after;
    }
    rest
}

/// Appends a block with a backslash before each quote and backslash. What is in JSON has so many of them, and so close to
/// each other, that each byte is treated alike.
fn write_quotes(block: [u8; BLOCK], out: &mut Vec<u8>) {
    let mut escaped = [b'\\'; 2 * BLOCK];
    let mut length = 0;
    for byte in block {
        length += usize::from(byte == b'"' || byte == b'\\');
        if let Some(place) = escaped.get_mut(length) {
            *place = byte;
        }
        length += 1;
    }
    out.extend_from_slice(escaped.get(..length).unwrap_or_default());
}

/// Bytes that are looked at in one go.
const BLOCK: usize = 16;

/// A bit for each byte of a block.
struct Specials {
    /// Set if it is escaped or no ASCII.
    all: u32,
    /// Set if it is a quote or a backslash.
    quotes: u32,
}

impl Specials {
    fn of(block: [u8; BLOCK]) -> Self {
        let block = u8x16::new(block);
        let last_control = u8x16::splat(b' ' - 1);
        // Zero for a control character.
        let above = block.max(last_control) ^ last_control;
        // Zero for a quote and a backslash.
        let quotes = (block ^ u8x16::splat(b'"')).min(block ^ u8x16::splat(b'\\'));
        let quotes = quotes.simd_eq(u8x16::ZERO).to_bitmask();
        let controls = above.simd_eq(u8x16::ZERO).to_bitmask();
        Self {
            all: quotes | controls | block.to_bitmask(),
            quotes,
        }
    }
}
