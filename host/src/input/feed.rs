//! An input in batches that end where lines do, so that each can be judged by itself if no record spans lines.

use super::{Filled, Source};

/// Reads an input in batches.
pub struct Feed {
    source: Source,
    /// The beginning of a line that did not end in the last batch.
    rest: Vec<u8>,
}

impl Feed {
    /// Of an opened input.
    pub const fn new(source: Source) -> Self {
        Self {
            source,
            rest: Vec::new(),
        }
    }

    /// Whether its bytes are all there. A stream's are taken as they come, wherever a line ends: its events are not to
    /// wait for others.
    pub const fn is_patient(&self) -> bool {
        self.source.is_patient()
    }

    /// Fills a batch, up to the end of the last line that fits; a line that does not fit goes on in the next one.
    pub fn fill(&mut self, batch: &mut [u8]) -> Filled {
        let kept = self.rest.len();
        let Some((start, room)) = batch.split_at_mut_checked(kept) else {
            return Filled { len: 0, end: None };
        };
        start.copy_from_slice(&self.rest);
        self.rest.clear();
        let Filled { len, end } = self.source.fill(room);
        let filled = batch.get(..kept + len).unwrap_or_default();
        let len = if end.is_none() && self.is_patient() {
            self.keep_rest(filled)
        } else {
            filled.len()
        };
        Filled { len, end }
    }

    /// Keeps the line that has no end; how many bytes come before it.
    fn keep_rest(&mut self, filled: &[u8]) -> usize {
        let newline = filled.iter().rposition(|byte| *byte == b'\n');
        let len = newline.map_or(filled.len(), |at| at + 1);
        self.rest
            .extend_from_slice(filled.get(len..).unwrap_or_default());
        len
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Input;
    use super::*;
    use crate::cli::Size;

    fn batches(text: &str, size: usize) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, text).unwrap();
        let mut feed = open(&path);
        let mut batch = vec![0; size];
        let mut batches = Vec::new();
        loop {
            let filled = feed.fill(&mut batch);
            batches.push(String::from_utf8(batch[..filled.len].to_vec()).unwrap());
            if filled.end.is_some() {
                return batches;
            }
        }
    }

    fn open(path: &Path) -> Feed {
        let input = Input::File(path.to_owned());
        Feed::new(Source::open(&input, Size::mebibytes(8)).unwrap())
    }

    #[test]
    fn batches_end_where_lines_do() {
        assert_eq!(batches("ab\ncd\ne", 5), ["ab\n", "cd\ne"]);
        assert_eq!(batches("ab\ncd\nef\n", 7), ["ab\ncd\n", "ef\n"]);
    }

    #[test]
    fn a_line_that_does_not_fit_is_cut() {
        assert_eq!(batches("abcdefgh\ni", 4), ["abcd", "efgh", "\ni"]);
        assert_eq!(batches("a\nbcdefgh\ni", 4), ["a\n", "bcde", "fgh\n", "i"]);
    }

    #[test]
    fn an_input_may_be_empty_and_batches_tiny() {
        assert_eq!(batches("", 4), [""]);
        assert_eq!(batches("\n\na", 1), ["\n", "\n", "a", ""]);
    }
}
