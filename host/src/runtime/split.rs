//! Where the module says that records lie.

use std::ops::Range;

use super::Failure;

const HEADER_LEN: usize = 24;
const RECORD_LEN: usize = 24;
const AT_REST: u64 = 1;

/// What a batch was split into.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// The records that ended in it.
    pub records: Vec<SplitRecord>,
    /// What cannot be a record.
    pub malformed: u64,
    /// A description of that, a JSON object a line.
    pub problems: Vec<u8>,
    /// Whether nothing is unfinished.
    pub at_rest: bool,
}

/// A record of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitRecord {
    /// Its number in the input, from 1.
    pub number: u64,
    /// Where it lies in the input.
    pub range: Range<u64>,
}

impl Split {
    pub(super) fn read(answer: &[u8]) -> Result<Self, Failure> {
        Self::parse(answer).ok_or(Failure::Contract(
            "the answer about records is too short for what it announces",
        ))
    }

    fn parse(answer: &[u8]) -> Option<Self> {
        let (header, rest) = answer.split_at_checked(HEADER_LEN)?;
        let [count, malformed, state] = numbers(header)?;
        let len = usize::try_from(count).ok()?.checked_mul(RECORD_LEN)?;
        let (records, problems) = rest.split_at_checked(len)?;
        let records = records.chunks_exact(RECORD_LEN).map(SplitRecord::parse);
        Some(Self {
            records: records.collect::<Option<_>>()?,
            malformed,
            problems: problems.to_vec(),
            at_rest: state == AT_REST,
        })
    }
}

impl SplitRecord {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let [number, start, len] = numbers(bytes)?;
        Some(Self {
            number,
            range: start..start.checked_add(len)?,
        })
    }
}

fn numbers(bytes: &[u8]) -> Option<[u64; 3]> {
    let (words, _) = bytes.as_chunks();
    let [first, second, third] = *words.first_chunk()?;
    Some([first, second, third].map(u64::from_le_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(numbers: &[u64], rest: &[u8]) -> Vec<u8> {
        let words = numbers.iter().flat_map(|word| word.to_le_bytes());
        words.chain(rest.iter().copied()).collect()
    }

    #[test]
    fn records_have_numbers_and_places() {
        let read = Split::read(&answer(&[2, 1, 1, 1, 0, 5, 3, 7, 2], b"{}\n")).unwrap();
        let record = |number, range| SplitRecord { number, range };
        assert_eq!(read.records, [record(1, 0..5), record(3, 7..9)]);
        assert_eq!((read.malformed, &read.problems[..]), (1, &b"{}\n"[..]));
        assert!(read.at_rest);
    }

    #[test]
    fn an_answer_that_announces_more_than_it_holds_breaks_the_contract() {
        for bytes in [
            vec![],
            answer(&[0, 0], b""),
            answer(&[1, 0, 0, 1, 0], b""),
            answer(&[u64::MAX, 0, 0], b""),
            answer(&[1, 0, 0, 1, u64::MAX, 2], b""),
        ] {
            assert!(matches!(Split::read(&bytes), Err(Failure::Contract(_))));
        }
    }
}
