//! Objects on lines of their own inside an unfinished object.
//!
//! A record that is cut off right where a value may begin takes the next line for that value. Should it turn out
//! to be cut off, its marks say where those lines are, so that they are not lost with it.

use std::ops::Range;

/// The noted objects of one unfinished object, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    open: Vec<usize>,
}

/// An object that begins a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Place of its first byte in the input.
    pub(super) start: u64,
    /// Place behind its last byte, if it came.
    pub(super) end: Option<u64>,
    depth: u64,
}

impl Mark {
    /// Its place in the input, if it is complete.
    pub(super) fn range(&self) -> Option<Range<u64>> {
        Some(self.start..self.end?)
    }
}

impl Marks {
    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.marks.clear();
        self.open.clear();
    }

    /// All, in order. None lies in a complete one.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Mark> {
        self.marks.iter()
    }

    /// Notes an object that opened at `depth` braces, unless there are `limit` already.
    pub(super) fn open(&mut self, start: u64, depth: u64, limit: usize) {
        if self.marks.len() < limit {
            self.open.push(self.marks.len());
            self.marks.push(Mark {
                start,
                end: None,
                depth,
            });
        }
    }

    /// An object closed, so that `depth` braces are open.
    pub(super) fn close(&mut self, depth: u64, end: u64) {
        let Some(&index) = self.open.last() else {
            return;
        };
        let Some(mark) = self.marks.get_mut(index).filter(|mark| mark.depth == depth) else {
            return;
        };
        mark.end = Some(end);
        self.marks.truncate(index + 1);
        self.open.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_object_replaces_those_in_it() {
        let mut marks = Marks::default();
        marks.open(10, 1, 9);
        marks.open(20, 2, 9);
        marks.close(2, 30);
        assert_eq!(marks.iter().count(), 2);
        marks.close(1, 40);
        let ranges: Vec<_> = marks
            .iter()
            .filter_map(Mark::range)
            .map(|range| (range.start, range.end))
            .collect();
        assert_eq!(ranges, [(10, 40)]);
    }

    #[test]
    fn other_objects_close_without_effect() {
        let mut marks = Marks::default();
        marks.close(0, 5);
        marks.open(10, 1, 9);
        marks.close(2, 30);
        assert_eq!(marks.iter().filter_map(Mark::range).count(), 0);
    }

    #[test]
    fn no_more_are_noted_than_allowed() {
        let mut marks = Marks::default();
        (0..10).for_each(|at| marks.open(at, at, 3));
        assert_eq!(marks.iter().count(), 3);
    }
}
