//! Which of many texts stand in a value.

use aho_corasick::AhoCorasick;

/// The texts that a search found, by their numbers.
#[derive(Clone, Debug, Default)]
pub(in crate::program) struct Found(Vec<u64>);

impl Found {
    /// Searches a value for the texts of an automaton, and tells `first` the first time that each is found.
    pub(in crate::program) fn search(
        &mut self,
        automaton: &AhoCorasick,
        value: &[u8],
        mut first: impl FnMut(usize),
    ) {
        let mut left = automaton.patterns_len();
        self.0.clear();
        self.0.resize(left.div_ceil(64), 0);
        for found in automaton.find_overlapping_iter(value) {
            let text = found.pattern().as_usize();
            if self.has(text) {
                continue;
            }
            self.add(text);
            first(text);
            left -= 1;
            if left == 0 {
                break;
            }
        }
    }

    /// Whether a text was found.
    pub(in crate::program) fn has(&self, text: usize) -> bool {
        let word = self.0.get(text / 64).copied().unwrap_or_default();
        word >> (text % 64) & 1 == 1
    }

    fn add(&mut self, text: usize) {
        if let Some(word) = self.0.get_mut(text / 64) {
            *word |= 1 << (text % 64);
        }
    }
}
