//! Where all chance comes from: a string of bytes, so that a case is made again, and made smaller, from its bytes.

use std::ops::RangeInclusive;

use arbitrary::Unstructured;

/// Decisions read off bytes. Behind their end every decision is the first, smallest one.
pub struct Choices<'b> {
    bytes: Unstructured<'b>,
    theme: Theme,
}

/// What a case comes back to again and again, so that its conditions and its events meet.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Values.
    pub texts: Vec<Vec<u8>>,
    /// Indices of the fields of its world.
    pub fields: Vec<usize>,
    /// Whether it should have no errors: one is enough for nothing to load.
    pub is_careful: bool,
}

impl<'b> Choices<'b> {
    /// The decisions that `bytes` stand for.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes: Unstructured::new(bytes),
            theme: Theme::default(),
        }
    }

    /// Sets what the case comes back to.
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    /// One of the values that the case comes back to, if it does.
    pub fn favourite_text(&mut self) -> Option<Vec<u8>> {
        let at = self.below(self.theme.texts.len());
        self.theme.texts.get(at).cloned()
    }

    /// True in about `percent` of a hundred cases, unless this case should have no errors.
    pub fn slip(&mut self, percent: usize) -> bool {
        self.chance(percent) && !self.theme.is_careful
    }

    /// The fields that the case comes back to.
    pub fn favourite_fields(&self) -> &[usize] {
        &self.theme.fields
    }

    /// Whether there are no bytes left: what is made should come to an end.
    pub fn is_spent(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A number in the range.
    pub fn number(&mut self, range: RangeInclusive<usize>) -> usize {
        let least = *range.start();
        self.bytes.int_in_range(range).unwrap_or(least)
    }

    /// An index of something that has `count` parts; 0 if it has none.
    pub fn below(&mut self, count: usize) -> usize {
        self.number(0..=count.saturating_sub(1))
    }

    /// True in about `percent` of a hundred cases; false once the bytes are spent.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.number(0..=99) + percent >= 100
    }

    /// One of the items; nothing of none.
    pub fn item<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get(self.below(items.len()))
    }

    /// One of the words; empty if there are none.
    pub fn word<'i>(&mut self, words: &[&'i str]) -> &'i str {
        self.item(words).copied().unwrap_or_default()
    }

    /// Any byte.
    pub fn byte(&mut self) -> u8 {
        self.bytes.arbitrary().unwrap_or_default()
    }

    /// Any number of 64 bits.
    pub fn wide(&mut self) -> u64 {
        self.bytes.arbitrary().unwrap_or_default()
    }

    /// Up to `most` things, fewer once the bytes are spent.
    pub fn several<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut all = Vec::new();
        for _ in 0..self.number(0..=most) {
            all.push(make(self));
            if self.is_spent() {
                break;
            }
        }
        all
    }

    /// The items in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(self.number(0..=end), end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_are_the_same_decisions() {
        let bytes: Vec<u8> = (0..=255).collect();
        let decide = || {
            let mut choices = Choices::new(&bytes);
            choices.several(9, |choices| choices.number(0..=1000))
        };
        assert_eq!(decide(), decide());
    }

    #[test]
    fn without_bytes_every_decision_is_the_first_one() {
        let mut choices = Choices::new(&[]);
        assert!(choices.is_spent());
        assert_eq!((choices.number(3..=9), choices.below(0)), (3, 0));
        assert_eq!(choices.word(&["a", "b"]), "a");
        assert!(!choices.chance(99));
        assert!(choices.several(5, Choices::byte).is_empty());
    }

    #[test]
    fn shuffling_keeps_the_items() {
        let mut items = [1, 2, 3, 4];
        Choices::new(&[7; 64]).shuffle(&mut items);
        items.sort_unstable();
        assert_eq!(items, [1, 2, 3, 4]);
    }
}
