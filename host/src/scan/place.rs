//! Where a scan is in an input, and where it can go on after the module died.
//!
//! A dead instance takes its place in the input with it. A new one can begin at a line that looks like the beginning of a record:
//! so of one record a line only those are lost that killed an instance, or were under way when it died.

use std::ops::Range;

/// Each may cost the time of one call.
const MAX_FAILURES: u32 = 16;

/// How a line is to be given to the module.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It follows what was given before.
    GoesOn,
    /// It begins anew, as if it were the first of an input.
    Begins,
    /// No record begins here.
    Lost,
}

/// Where a scan is in an input.
#[derive(Debug)]
pub(super) struct Place {
    input: String,
    offset: u64,
    records: u64,
    line: u64,
    lost_from: Option<u64>,
    origin: Origin,
    failures: u32,
}

/// Where in the input the instance began: it counts bytes and records from there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Origin {
    /// Bytes before.
    pub(super) offset: u64,
    /// Records before.
    pub(super) records: u64,
}

impl Place {
    /// The beginning of an input.
    pub(super) fn new(input: String) -> Self {
        Self {
            input,
            offset: 0,
            records: 0,
            line: 0,
            lost_from: None,
            origin: Origin::default(),
            failures: 0,
        }
    }

    /// The name of the input.
    pub(super) fn input(&self) -> &str {
        &self.input
    }

    /// Where the instance began.
    pub(super) const fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether the module knows where it is.
    pub(super) const fn is_known(&self) -> bool {
        self.lost_from.is_none()
    }

    /// The bytes that are lost up to here.
    pub(super) fn lost(&self) -> Option<Range<u64>> {
        self.lost_from
            .map(|from| from..self.offset)
            .filter(|lost| !lost.is_empty())
    }

    /// Where what is judged ends.
    pub(super) fn judged(&self) -> u64 {
        self.lost_from.unwrap_or(self.offset)
    }

    /// Whether another failure may be got over.
    pub(super) const fn may_go_on(&self) -> bool {
        self.failures < MAX_FAILURES
    }

    /// Counts a failure in the next bytes, and says which those are.
    pub(super) fn fail(&mut self, len: usize) -> Range<u64> {
        self.failures += 1;
        self.offset..self.offset + len as u64
    }

    /// An instance begins here, as if an input did.
    pub(super) const fn begin(&mut self) {
        self.lost_from = None;
        self.origin = Origin {
            offset: self.offset,
            records: self.records,
        };
    }

    /// The module has judged so many bytes, of which `lines` are whole lines, and in which so many records ended.
    pub(super) fn pass(&mut self, len: usize, lines: usize, records: u64) {
        if lines > 0 {
            self.line = self.offset + lines as u64;
        }
        self.offset += len as u64;
        self.records = self.records.saturating_add(records);
    }

    /// The module died of a batch, of which nothing is judged yet. A record that began before it is lost.
    pub(super) fn lose_instance(&mut self) {
        self.records += u64::from(!self.line_begins());
        self.lost_from = Some(self.line);
    }

    /// The module died of a line.
    pub(super) fn lose_line(&mut self, line: &[u8]) {
        self.lost_from = Some(self.line);
        self.pass(line.len(), whole_lines(line), 1);
    }

    /// What is to be done with the next line. One that is lost is passed.
    pub(super) fn next_line(&mut self, line: &[u8]) -> Line {
        if self.is_known() {
            Line::GoesOn
        } else if self.line_begins() && matches!(line.first(), Some(b'{' | b'[')) {
            self.begin();
            Line::Begins
        } else {
            self.pass(line.len(), whole_lines(line), 0);
            Line::Lost
        }
    }

    const fn line_begins(&self) -> bool {
        self.line == self.offset
    }
}

/// How many of these bytes come before the last line that has no end yet.
pub(super) fn whole_lines(bytes: &[u8]) -> usize {
    let newline = bytes.iter().rposition(|byte| *byte == b'\n');
    newline.map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place::new("a.json".to_owned())
    }

    #[test]
    fn while_nothing_is_lost_every_line_goes_on() {
        let mut place = place();
        assert_eq!(place.next_line(b"  \"a\": 1,\n"), Line::GoesOn);
        assert!(place.is_known());
    }

    #[test]
    fn a_line_that_kills_is_lost_alone() {
        let mut place = place();
        place.pass(3, 3, 1);
        place.lose_line(b"{bad}\n");
        assert_eq!(place.lost(), Some(3..9));
        assert_eq!(place.next_line(b"{}\n"), Line::Begins);
        let origin = Origin {
            offset: 9,
            records: 2,
        };
        assert_eq!((place.origin(), place.lost()), (origin, None));
    }

    #[test]
    fn the_rest_of_a_record_that_began_earlier_is_lost_with_it() {
        let mut place = place();
        place.pass(10, 6, 1);
        place.lose_instance();
        assert_eq!(place.next_line(b"{tail\n"), Line::Lost);
        assert_eq!(place.lost(), Some(6..16));
        assert_eq!(place.next_line(b"{}\n"), Line::Begins);
        assert_eq!(place.origin().records, 2);
    }

    #[test]
    fn the_lines_of_a_document_are_no_records() {
        let mut place = place();
        place.lose_instance();
        for line in [&b"  {\n"[..], b"\"a\": 1\n", b"  },\n", b"]}\n", b"\n"] {
            assert_eq!(place.next_line(line), Line::Lost);
        }
        assert_eq!(place.lost(), Some(0..20));
        assert_eq!(place.judged(), 0);
    }

    #[test]
    fn failures_are_got_over_only_so_often() {
        let mut place = place();
        for _ in 0..MAX_FAILURES {
            assert!(place.may_go_on());
            assert_eq!(place.fail(5), 0..5);
        }
        assert!(!place.may_go_on());
    }
}
