//! Where the bytes stand that strings depend on: found 64 at a time, before the grammar is looked at.
//!
//! A quote that a backslash escapes is no mark. That depends on nothing but the backslashes before it, so the marks of
//! a text are the same wherever one begins to read it, except right behind a backslash.

use super::lanes::{BLOCK, equal, has_signs};
use super::quotes::Quotes;

/// Bytes that are looked at before the marks are used.
const WINDOW: usize = 16 * 1024;
/// Stands for a place that is not there.
const NOWHERE: u32 = u32::MAX;

/// The marks of a text, as far as it was looked at. Places are offsets in the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    quotes: Quotes,
    masks: Masks,
    /// Backslashes, and NULs.
    signs: Places,
    newlines: Places,
    /// Where the record begins that is being read.
    start: usize,
    /// Offset after the bytes that were looked at.
    seen: usize,
    /// Whether the first byte that was not looked at is escaped.
    escaped: bool,
}

impl Marks {
    /// Begins another text.
    pub(crate) fn restart(&mut self) {
        self.quotes.clear();
        self.signs.clear();
        self.newlines.clear();
        self.start = 0;
        self.seen = 0;
        self.escaped = false;
    }

    /// Goes on at `at`: nothing before it will be asked for.
    pub(crate) fn skip_to(&mut self, at: usize) {
        if at >= self.seen {
            self.restart();
            self.seen = at;
        }
        self.start = at;
        while self
            .quotes
            .peek()
            .is_some_and(|quote| (quote as usize) < at)
        {
            self.quotes.next += 1;
        }
    }

    /// How many quotes of the window were passed.
    #[inline]
    pub(crate) const fn passed(&self) -> usize {
        self.quotes.next
    }

    /// Passes quotes: so many of the window are passed in all.
    #[inline]
    pub(crate) const fn pass(&mut self, passed: usize) {
        self.quotes.next = passed;
    }

    /// The quotes in the window, in rising order, without those that were passed.
    #[inline]
    pub(crate) fn quotes_behind(&self, passed: usize) -> &[u32] {
        let places = self.quotes.places.get(passed..self.quotes.count);
        places.unwrap_or_default()
    }

    /// Where there is neither a backslash nor a NUL from what was asked last on.
    #[inline]
    pub(crate) const fn all_plain_before(&self) -> usize {
        self.signs.none_before
    }

    /// The next two quotes that are not escaped, and how many are passed then, looking at the next windows if need be.
    pub(crate) fn pair(&mut self, text: &[u8], passed: usize) -> Option<(usize, usize, usize)> {
        self.pass(passed);
        let opening = self.quote(text)?;
        let closing = self.quote(text)?;
        Some((self.passed(), opening, closing))
    }

    /// The next quote that is not escaped, which is passed.
    fn quote(&mut self, text: &[u8]) -> Option<usize> {
        let found = match self.quotes.peek() {
            Some(found) => found,
            None => self.look_further(text)?,
        };
        self.quotes.next += 1;
        Some(found as usize)
    }

    /// Whether there is a backslash or a NUL in a range whose end was looked at.
    #[inline]
    pub(crate) fn has_sign(&mut self, start: usize, end: usize) -> bool {
        self.signs.has_one(start, end)
    }

    /// Whether there is a newline in a range whose end was looked at.
    #[inline]
    pub(crate) fn has_newline(&mut self, start: usize, end: usize) -> bool {
        self.newlines.has_one(start, end)
    }

    /// Looks at the next windows, up to one with a quote. What the record and the string that are being read may still
    /// ask for is kept.
    #[cold]
    #[inline(never)]
    fn look_further(&mut self, text: &[u8]) -> Option<u32> {
        let string = self.quotes.last_passed();
        let string = string.map_or(self.start, |quote| quote as usize);
        self.quotes.clear();
        while self.quotes.is_empty() && self.seen < text.len() {
            self.signs.keep_one(string);
            self.newlines.keep_one(self.start);
            let window = text.get(self.seen..)?;
            self.look_at(window.get(..WINDOW).unwrap_or(window));
        }
        self.quotes.peek()
    }

    /// Looks at the blocks of a window one after the other, three times: none of the three loops calls anything, as compilers
    /// of WebAssembly move all that a loop needs to memory for a single call.
    fn look_at(&mut self, window: &[u8]) {
        let (blocks, rest) = window.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        self.masks.find(blocks);
        self.masks.find_one(&last);
        self.correct(blocks, &last, window.len());
        self.quotes.push(offset(self.seen), &self.masks.quotes);
        self.seen += window.len();
    }

    /// Takes escaped quotes out of the masks, and notes backslashes, NULs and newlines.
    fn correct(&mut self, blocks: &[[u8; BLOCK]], last: &[u8; BLOCK], length: usize) {
        let mut flagged = std::mem::take(&mut self.masks.flagged);
        let mut expected = 0;
        for number in flagged.drain(..) {
            if self.escaped && number != expected {
                self.correct_one(blocks.get(expected).unwrap_or(last), expected, length);
            }
            self.correct_one(blocks.get(number).unwrap_or(last), number, length);
            expected = number + 1;
        }
        if self.escaped && expected <= blocks.len() {
            self.correct_one(blocks.get(expected).unwrap_or(last), expected, length);
        }
        self.masks.flagged = flagged;
    }

    fn correct_one(&mut self, block: &[u8; BLOCK], number: usize, length: usize) {
        let start = number * BLOCK;
        if start >= length {
            return;
        }
        let at = offset(self.seen + start);
        let backslashes = equal(block, b'\\');
        self.signs.push(at, backslashes | equal(block, 0));
        self.newlines.push(at, equal(block, b'\n'));
        let escaped = self.escaped(backslashes, BLOCK.min(length - start));
        if let Some(quotes) = self.masks.quotes.get_mut(number) {
            *quotes &= !escaped;
        }
    }

    /// Which bytes of a block are escaped by the odd ones of a run of backslashes.
    fn escaped(&mut self, backslashes: u64, length: usize) -> u64 {
        let mut escaped = u64::from(self.escaped);
        let mut rest = backslashes;
        while rest != 0 {
            let at = rest.trailing_zeros();
            rest &= rest - 1;
            if escaped >> at & 1 == 0 && at < 63 {
                escaped |= 2 << at;
            }
        }
        let last = length.saturating_sub(1);
        self.escaped = backslashes >> last & 1 == 1 && escaped >> last & 1 == 0;
        escaped
    }
}

/// What was found in the blocks of a window.
#[derive(Clone, Debug, Default)]
struct Masks {
    /// Where quotes stand, those that are escaped too at first.
    quotes: Vec<u64>,
    /// Blocks with a backslash, a newline or - what is rare - another control character.
    flagged: Vec<usize>,
}

impl Masks {
    /// Of blocks, the first of a window.
    #[inline(never)]
    fn find(&mut self, blocks: &[[u8; BLOCK]]) {
        self.quotes.resize(blocks.len() + 1, 0);
        self.flagged.resize(blocks.len() + 1, 0);
        let mut flagged = 0;
        for (number, (block, quotes)) in blocks.iter().zip(&mut self.quotes).enumerate() {
            *quotes = equal(block, b'"');
            if let Some(place) = self.flagged.get_mut(flagged) {
                *place = number;
            }
            flagged += usize::from(has_signs(block));
        }
        self.flagged.truncate(flagged);
    }

    /// Of the block behind those.
    fn find_one(&mut self, block: &[u8; BLOCK]) {
        if let Some((last, before)) = self.quotes.split_last_mut() {
            *last = equal(block, b'"');
            if has_signs(block) {
                self.flagged.push(before.len());
            }
        }
    }
}

/// Places in rising order, asked for in rising order.
#[derive(Clone, Debug, Default)]
struct Places {
    found: Vec<u32>,
    next: usize,
    /// There is none before it that can still be asked for.
    none_before: usize,
}

impl Places {
    fn clear(&mut self) {
        self.found.clear();
        self.next = 0;
        self.none_before = 0;
    }

    fn push(&mut self, base: u32, mut mask: u64) {
        self.none_before = self.none_before.min(base as usize);
        while mask != 0 {
            self.found.push(base + mask.trailing_zeros());
            mask &= mask - 1;
        }
    }

    /// Keeps the first place only that is not before `start`.
    fn keep_one(&mut self, start: usize) {
        let first = self.from(start);
        self.clear();
        if first != NOWHERE as usize {
            self.found.push(offset(first));
        }
    }

    /// Whether there is one in a range.
    #[inline]
    fn has_one(&mut self, start: usize, end: usize) -> bool {
        end > self.none_before && self.look_for_one(start, end)
    }

    #[cold]
    fn look_for_one(&mut self, start: usize, end: usize) -> bool {
        self.none_before = self.from(start);
        self.none_before < end
    }

    /// The first place that is not before `start`.
    fn from(&mut self, start: usize) -> usize {
        while let Some(place) = self.found.get(self.next) {
            if *place as usize >= start {
                return *place as usize;
            }
            self.next += 1;
        }
        NOWHERE as usize
    }
}

/// Texts fit in 32 bits, which the scan checks first.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quotes that no backslash escapes, found byte by byte.
    fn quotes(text: &[u8]) -> Vec<usize> {
        let mut found = vec![];
        let mut escaped = false;
        for (at, byte) in text.iter().enumerate() {
            if *byte == b'"' && !escaped {
                found.push(at);
            }
            escaped = *byte == b'\\' && !escaped;
        }
        found
    }

    fn marked(text: &[u8]) -> Vec<usize> {
        let mut marks = Marks::default();
        marks.restart();
        std::iter::from_fn(|| marks.quote(text)).collect()
    }

    #[test]
    fn quotes_are_found_at_every_place_of_a_block_and_over_the_ends_of_windows() {
        for shift in 0..BLOCK * 2 {
            let text = [vec![b'x'; shift], br#""a\"b"c\"""#.to_vec()].concat();
            assert_eq!(marked(&text), quotes(&text));
        }
        for shift in WINDOW - 20..WINDOW + 4 {
            let text = [vec![b'x'; shift], br#""\\"\"x""#.repeat(20)].concat();
            assert_eq!(marked(&text), quotes(&text));
        }
    }

    #[test]
    fn any_mixture_of_quotes_and_backslashes_is_read_as_byte_by_byte() {
        let mut state = 1_u64;
        for length in 0..600 {
            let text: Vec<u8> = (0..length)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    *b"\"\\\\x\n".get((state >> 33) as usize % 5).unwrap()
                })
                .collect();
            assert_eq!(
                marked(&text),
                quotes(&text),
                "{}",
                String::from_utf8_lossy(&text)
            );
        }
    }

    #[test]
    fn a_window_full_of_quotes_is_read() {
        let text = vec![b'"'; WINDOW * 2 + 7];
        assert_eq!(marked(&text).len(), text.len());
    }

    #[test]
    fn backslashes_and_newlines_of_what_is_being_read_are_not_forgotten() {
        let long = "x".repeat(WINDOW * 3);
        let text = format!("\n{{\"a\":\"\\n{long}\n\\{long}\"}}");
        let mut marks = Marks::default();
        marks.restart();
        marks.skip_to(1);
        let read = std::iter::from_fn(|| marks.quote(text.as_bytes()));
        let places: Vec<usize> = read.take(4).collect();
        assert_eq!(places, quotes(text.as_bytes()));
        assert!(marks.has_sign(places[2], places[3]));
        assert!(marks.has_newline(1, text.len()));
    }

    #[test]
    fn a_text_of_backslashes_is_not_remembered_whole() {
        let text = vec![b'\\'; 100 * WINDOW];
        let mut marks = Marks::default();
        marks.restart();
        assert_eq!(marks.quote(&text), None);
        assert!(marks.signs.found.capacity() <= 4 * WINDOW);
    }
}
