//! Malformed records: the first few described, all counted.

use super::place::Origin;
use crate::messages::Problem;
use crate::terminal::Messages;

/// Tells about malformed records.
pub(super) struct ProblemReport {
    described: u64,
    limit: u64,
}

impl ProblemReport {
    pub(super) fn new(limit: u32) -> Self {
        Self {
            described: 0,
            limit: limit.into(),
        }
    }

    /// Describes problems of one batch, as long as there were few in the whole scan.
    pub(super) fn describe(
        &mut self,
        input: &str,
        origin: Origin,
        problems: &[u8],
        messages: Messages,
    ) {
        let left = usize::try_from(self.limit - self.described).unwrap_or(usize::MAX);
        for problem in parse(problems).take(left) {
            self.described += 1;
            let Problem {
                record,
                offset,
                reason,
            } = problem;
            let record = record.saturating_add(origin.records);
            let offset = offset.saturating_add(origin.offset);
            messages.error(&format!(
                "{input}: record {record} at byte {offset} is malformed: {reason}"
            ));
        }
    }

    /// Says how many there were, unless each was described.
    pub(super) fn summary(&self, malformed: u64) -> Option<String> {
        let records = match malformed {
            0 => return None,
            1 => "1 record was malformed".to_owned(),
            more => format!("{more} records were malformed"),
        };
        let described = match self.described {
            all if all == malformed => "",
            0 => ", not described (--max-problems)",
            some => &format!(", of which {some} are described above"),
        };
        Some(format!("{records}{described}"))
    }
}

fn parse(problems: &[u8]) -> impl Iterator<Item = Problem> {
    problems
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_described_up_to_the_limit_of_the_scan() {
        let line = br#"{"record": 7, "offset": 12, "reason": "no JSON"}"#;
        let three = [&line[..], line, line].join(&b'\n');
        let mut report = ProblemReport::new(4);
        report.describe(
            "a",
            Origin::default(),
            &three,
            Messages::new(crate::terminal::ColorChoice::Never),
        );
        report.describe(
            "b",
            Origin::default(),
            &three,
            Messages::new(crate::terminal::ColorChoice::Never),
        );
        assert_eq!(report.described, 4);
        assert_eq!(
            report.summary(6).unwrap(),
            "6 records were malformed, of which 4 are described above"
        );
    }

    #[test]
    fn problems_that_are_not_described_are_counted_all_the_same() {
        let report = ProblemReport::new(0);
        assert_eq!(
            report.summary(1).unwrap(),
            "1 record was malformed, not described (--max-problems)"
        );
    }

    #[test]
    fn a_clean_scan_has_nothing_to_say() {
        assert_eq!(ProblemReport::new(10).summary(0), None);
    }
}
