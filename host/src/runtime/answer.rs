//! Reading what the module answers, believing none of it: every length is checked against its memory.

use super::Failure;

/// Flag of [`Instance::eval`](super::Instance::eval): the bytes begin an input.
pub const BATCH_BEGINS_INPUT: u32 = 1;
/// Flag of [`Instance::eval`](super::Instance::eval): the bytes end an input.
pub const BATCH_ENDS_INPUT: u32 = 2;
/// Flag of [`Instance::eval`](super::Instance::eval): the bytes are one record, as [`Instance::split`](super::Instance::split) has listed it.
pub const BATCH_IS_RECORD: u32 = 4;

const HEADER_LEN: usize = 48;
const STATE_LEN: usize = 8;
const RULE_LEN: usize = 4;
const AT_REST: u64 = 1;

/// A packed result: where in the module's memory it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packed(pub(super) u64);

impl Packed {
    /// Whether there is no result.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The bytes it stands for.
    pub(super) fn slice(self, memory: &[u8]) -> Result<&[u8], Failure> {
        let start = usize::try_from(self.0 >> 32).unwrap_or(usize::MAX);
        let len = usize::try_from(self.0 & 0xffff_ffff).unwrap_or(usize::MAX);
        start
            .checked_add(len)
            .and_then(|end| memory.get(start..end))
            .ok_or(Failure::Contract("a result lies outside its memory"))
    }
}

/// What became of one batch.
#[derive(Debug, PartialEq, Eq)]
pub struct Evaluation<'a> {
    /// Records judged.
    pub events: u64,
    /// Records that are no JSON, or too large.
    pub malformed: u64,
    /// Well-formed records that are no event of the source.
    pub skipped: u64,
    /// Alerts raised.
    pub alerts: u64,
    /// The alerts, each ended by a newline.
    pub lines: &'a [u8],
    /// A description of malformed records, a JSON object a line.
    pub problems: &'a [u8],
    /// Whether nothing is unfinished: what follows is judged as if an input began there. A module that does not say so
    /// is never at rest.
    pub at_rest: bool,
    /// Records of the input that ended; each may hold several of the above.
    pub records: u64,
    rules: &'a [u8],
}

impl<'a> Evaluation<'a> {
    pub(super) fn read(answer: &'a [u8]) -> Result<Self, Failure> {
        Self::parse(answer).ok_or(Failure::Contract(
            "the answer to a batch is too short for what it announces",
        ))
    }

    fn parse(answer: &'a [u8]) -> Option<Self> {
        let (header, rest) = answer.split_at_checked(HEADER_LEN)?;
        let mut words = header.chunks_exact(8).filter_map(word);
        let (events, malformed, skipped, alerts) =
            (words.next()?, words.next()?, words.next()?, words.next()?);
        let (lines, rest) = rest.split_at_checked(usize::try_from(words.next()?).ok()?)?;
        let (problems, rest) = rest.split_at_checked(usize::try_from(words.next()?).ok()?)?;
        let (state, rest) = rest.split_at_checked(STATE_LEN).unwrap_or_default();
        let rules_len = usize::try_from(alerts).unwrap_or(usize::MAX);
        let rules_len = rules_len.saturating_mul(RULE_LEN);
        let (rules, records) = rest.split_at_checked(rules_len).unwrap_or((rest, &[]));
        let all = events.saturating_add(malformed).saturating_add(skipped);
        Some(Self {
            events,
            malformed,
            skipped,
            alerts,
            lines,
            problems,
            at_rest: word(state) == Some(AT_REST),
            records: word(records).unwrap_or(all),
            rules,
        })
    }

    /// The rule of each alert, as its place among those that take part.
    pub fn rules(&self) -> impl Iterator<Item = u32> {
        let (rules, _) = self.rules.as_chunks();
        rules.iter().copied().map(u32::from_le_bytes)
    }
}

fn word(bytes: &[u8]) -> Option<u64> {
    bytes.try_into().ok().map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(words: [u64; 6], rest: &[u8]) -> Vec<u8> {
        words
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .chain(rest.iter().copied())
            .collect()
    }

    #[test]
    fn an_answer_is_taken_apart() {
        let bytes = answer([5, 1, 2, 3, 4, 3], b"a\nb\n{}\n");
        let read = Evaluation::read(&bytes).unwrap();
        assert_eq!(
            (read.events, read.malformed, read.skipped, read.alerts),
            (5, 1, 2, 3)
        );
        assert_eq!((read.lines, read.problems), (&b"a\nb\n"[..], &b"{}\n"[..]));
        assert!(!read.at_rest && read.rules().next().is_none());
    }

    #[test]
    fn how_the_input_stands_comes_behind_the_problems() {
        let state = *b"\x01\0\0\0\0\0\0\0\x02\0\0\0\x07\x01\0\0";
        let bytes = answer([1, 0, 0, 2, 0, 0], &state);
        let read = Evaluation::read(&bytes).unwrap();
        assert!(read.at_rest);
        assert_eq!(read.rules().collect::<Vec<_>>(), [2, 263]);
        assert_eq!(read.records, 1);
        let bytes = answer(
            [1, 0, 0, 2, 0, 0],
            &[&state[..], b"\x09\0\0\0\0\0\0\0"].concat(),
        );
        assert_eq!(Evaluation::read(&bytes).unwrap().records, 9);
    }

    #[test]
    fn an_answer_that_announces_more_than_it_holds_breaks_the_contract() {
        for bytes in [
            vec![],
            vec![0; 47],
            answer([0, 0, 0, 0, 1, 0], b""),
            answer([0, 0, 0, 0, u64::MAX, 1], b"abc"),
        ] {
            assert!(
                matches!(Evaluation::read(&bytes), Err(Failure::Contract(_))),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn a_packed_result_is_pointer_and_length() {
        assert_eq!(Packed(2 << 32 | 3).slice(b"0123456789"), Ok(&b"234"[..]));
        assert_eq!(Packed(0).slice(b""), Ok(&b""[..]));
    }

    #[test]
    fn a_packed_result_outside_the_memory_breaks_the_contract() {
        for packed in [8 << 32 | 3, 11 << 32, u64::MAX] {
            assert!(matches!(
                Packed(packed).slice(b"0123456789"),
                Err(Failure::Contract(_))
            ));
        }
    }
}
