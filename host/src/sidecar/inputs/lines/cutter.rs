//! Cutting a stream into whole lines, with a bound on how much of an unfinished one is held.

/// Bytes of a line beyond the bound that are kept: as many as a dead letter holds, and one that tells there were more.
const MOST_OF_A_LONG_LINE: usize = (1 << 20) + 1;

/// Gathers whole lines.
pub(crate) struct Cutter {
    /// Longest line that is held.
    most: usize,
    /// Whole lines, and the beginning of the next.
    held: Vec<u8>,
    /// How many of these bytes are whole lines.
    whole: usize,
    /// Where the next batch begins in the stream.
    began: u64,
    /// Bytes of the stream so far.
    fed: u64,
    /// The line that is being passed over.
    passing: Option<LongLine>,
    passed: Vec<LongLine>,
}

/// A line that was longer than the bound, and passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LongLine {
    /// Where it begins in the stream.
    pub(crate) offset: u64,
    /// How it begins.
    pub(crate) head: Vec<u8>,
}

/// Whole lines, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Batch {
    /// Where it begins in the stream.
    pub(crate) start: u64,
    /// Where it ends.
    pub(crate) end: u64,
    pub(crate) lines: Vec<u8>,
    /// Lines between these that were too long.
    pub(crate) long: Vec<LongLine>,
}

impl Cutter {
    /// Cuts a stream from `offset` on.
    pub(crate) const fn new(offset: u64, max_record: usize) -> Self {
        Self {
            most: max_record,
            held: Vec::new(),
            whole: 0,
            began: offset,
            fed: offset,
            passing: None,
            passed: Vec::new(),
        }
    }

    /// Takes what comes next.
    pub(crate) fn feed(&mut self, chunk: &[u8]) {
        let rest = self.pass_over(chunk);
        self.fed += chunk.len() as u64;
        let end = rest.iter().rposition(|byte| *byte == b'\n');
        if let Some(end) = end {
            self.whole = self.held.len() + end + 1;
        }
        self.held.extend_from_slice(rest);
        if self.held.len() - self.whole > self.most {
            let head = self.held.split_off(self.whole);
            let offset = self.fed - head.len() as u64;
            let mut line = LongLine {
                offset,
                head: Vec::new(),
            };
            line.add(&head);
            self.passing = Some(line);
        }
    }

    /// What of a chunk comes behind the line that is being passed over.
    fn pass_over<'c>(&mut self, chunk: &'c [u8]) -> &'c [u8] {
        let Some(mut line) = self.passing.take() else {
            return chunk;
        };
        let mut parts = chunk.splitn(2, |byte| *byte == b'\n');
        line.add(parts.next().unwrap_or_default());
        if let Some(rest) = parts.next() {
            self.passed.push(line);
            rest
        } else {
            self.passing = Some(line);
            &[]
        }
    }

    /// Ends the stream: what is unfinished is the last line.
    pub(crate) fn finish(&mut self) {
        self.whole = self.held.len();
        self.passed.extend(self.passing.take());
    }

    /// Bytes that wait to be delivered.
    pub(crate) fn ready(&self) -> usize {
        self.whole + kept(&self.passed)
    }

    /// Bytes that it holds, whole lines or not.
    pub(crate) fn held(&self) -> usize {
        let passing = self.passing.as_ref().map_or(0, |line| line.head.len());
        self.held.len() + passing + kept(&self.passed)
    }

    /// Bytes of the stream so far.
    pub(crate) const fn fed(&self) -> u64 {
        self.fed
    }

    /// Whether it is in the midst of a line that is too long.
    pub(crate) const fn is_passing(&self) -> bool {
        self.passing.is_some()
    }

    /// Whether there is something to deliver.
    pub(crate) const fn has_any(&self) -> bool {
        self.whole > 0 || !self.passed.is_empty()
    }

    /// All whole lines; nothing if there are none.
    pub(crate) fn take(&mut self) -> Option<Batch> {
        if !self.has_any() {
            return None;
        }
        let tail = self.held.split_off(self.whole);
        let start = self.began;
        self.began = match &self.passing {
            Some(line) => line.offset,
            None => self.fed - tail.len() as u64,
        };
        self.whole = 0;
        Some(Batch {
            start,
            end: self.began,
            lines: std::mem::replace(&mut self.held, tail),
            long: std::mem::take(&mut self.passed),
        })
    }
}

impl Batch {
    /// Bytes that it holds.
    pub(crate) fn bytes(&self) -> usize {
        self.lines.len() + kept(&self.long)
    }
}

fn kept(lines: &[LongLine]) -> usize {
    lines.iter().map(|line| line.head.len()).sum()
}

impl LongLine {
    fn add(&mut self, bytes: &[u8]) {
        let room = MOST_OF_A_LONG_LINE.saturating_sub(self.head.len());
        self.head
            .extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(start: u64, end: u64, lines: &[u8], long: &[(u64, &[u8])]) -> Batch {
        let long = long.iter().map(|(offset, head)| LongLine {
            offset: *offset,
            head: head.to_vec(),
        });
        Batch {
            start,
            end,
            lines: lines.to_vec(),
            long: long.collect(),
        }
    }

    #[test]
    fn only_whole_lines_are_given_out_until_the_end() {
        let mut cutter = Cutter::new(0, 10);
        cutter.feed(b"one\ntw");
        assert_eq!(cutter.take(), Some(batch(0, 4, b"one\n", &[])));
        assert_eq!(cutter.take(), None);
        cutter.feed(b"o\n\nthree");
        assert_eq!(cutter.take(), Some(batch(4, 9, b"two\n\n", &[])));
        cutter.finish();
        assert_eq!(cutter.take(), Some(batch(9, 14, b"three", &[])));
        assert_eq!(cutter.take(), None);
    }

    #[test]
    fn a_line_beyond_the_bound_is_passed_over_and_its_neighbours_stay() {
        let mut cutter = Cutter::new(100, 4);
        cutter.feed(b"a\n12345");
        assert_eq!(cutter.take(), Some(batch(100, 102, b"a\n", &[])));
        cutter.feed(b"678");
        assert_eq!(cutter.take(), None);
        cutter.feed(b"9\nb\n1234");
        let long = [(102, &b"123456789"[..])];
        assert_eq!(cutter.take(), Some(batch(102, 114, b"b\n", &long)));
        cutter.feed(b"\n");
        assert_eq!(cutter.take(), Some(batch(114, 119, b"1234\n", &[])));
    }

    #[test]
    fn a_stream_that_ends_in_a_long_line_tells_of_it() {
        let mut cutter = Cutter::new(0, 4);
        cutter.feed(b"12345");
        cutter.feed(b"6");
        cutter.finish();
        assert_eq!(cutter.take(), Some(batch(0, 6, b"", &[(0, b"123456")])));
    }

    #[test]
    fn of_a_long_line_no_more_is_held_than_is_kept() {
        let mut cutter = Cutter::new(0, 4);
        for _ in 0..40 {
            cutter.feed(&vec![b'x'; 1 << 16]);
        }
        cutter.feed(b"\n{}\n");
        let batch = cutter.take().unwrap();
        assert_eq!(
            (&batch.lines[..], batch.end),
            (&b"{}\n"[..], 40 * 65_536 + 4)
        );
        assert_eq!(batch.long[0].head.len(), MOST_OF_A_LONG_LINE);
    }

    #[test]
    fn however_a_stream_is_chopped_it_gives_the_same_lines() {
        let text = b"one\ntwo\n\nfour is long\nfive\n";
        for size in 1..text.len() {
            let mut cutter = Cutter::new(0, 8);
            let (mut lines, mut long) = (Vec::new(), Vec::new());
            let mut end = 0;
            for chunk in text.chunks(size) {
                cutter.feed(chunk);
                if let Some(batch) = cutter.take() {
                    assert_eq!(batch.start, end);
                    end = batch.end;
                    lines.extend(batch.lines);
                    long.extend(batch.long);
                }
            }
            let all = lines.len() + long.iter().map(|line| line.head.len() + 1).sum::<usize>();
            assert_eq!(
                (all, end),
                (text.len(), text.len() as u64),
                "chunks of {size}"
            );
        }
    }
}
