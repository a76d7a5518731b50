//! What is said about files that were not taken.

use super::Totals;
use crate::input::LeftOut;

const OF_SOURCE: &str = "of the source that the rules are for";

/// One line about what a folder held that was not scanned, if there was something.
pub(super) fn about(left_out: &LeftOut) -> Option<String> {
    let first: Vec<_> = left_out
        .first
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let more = left_out.others - first.len() as u64;
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    (left_out.others > 0).then(|| {
        format!(
            "left out {}{more}: no files that are named .json or .ndjson (or those with .gz, .zst); to scan one all the same, name it",
            first.join(", ")
        )
    })
}

/// One line about a scan that judged nothing though nothing failed: what else would a silent one mean?
pub(super) fn about_nothing(totals: &Totals) -> Option<String> {
    match totals {
        totals if totals.trouble(true) || totals.events > 0 => None,
        Totals { inputs: 0, .. } => Some("there was nothing to scan".to_owned()),
        Totals { skipped: 0, .. } => None,
        Totals { skipped: 1, .. } => Some(format!(
            "nothing was judged: 1 record is no event {OF_SOURCE}"
        )),
        Totals { skipped, .. } => Some(format!(
            "nothing was judged: {skipped} records are no events {OF_SOURCE}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_left_out_needs_no_note() {
        assert_eq!(
            about(&LeftOut {
                digests: 5,
                ..LeftOut::default()
            }),
            None
        );
    }

    #[test]
    fn a_scan_that_judged_nothing_says_why() {
        assert_eq!(
            about_nothing(&Totals::default()).unwrap(),
            "there was nothing to scan"
        );
        let skipped = Totals {
            inputs: 1,
            skipped: 3,
            ..Totals::default()
        };
        assert!(
            about_nothing(&skipped)
                .unwrap()
                .starts_with("nothing was judged: 3 records are no events of the source")
        );
        assert_eq!(
            about_nothing(&Totals {
                events: 1,
                ..skipped
            }),
            None
        );
        assert_eq!(
            about_nothing(&Totals {
                unreadable: 1,
                ..Totals::default()
            }),
            None
        );
        assert_eq!(
            about_nothing(&Totals {
                inputs: 1,
                ..Totals::default()
            }),
            None
        );
    }

    #[test]
    fn the_first_are_named_and_the_others_counted() {
        let left_out = LeftOut {
            others: 4,
            first: vec!["a.txt".into(), "b.log".into()],
            digests: 0,
        };
        assert!(
            about(&left_out)
                .unwrap()
                .starts_with("left out a.txt, b.log and 2 more: no files that are named .json")
        );
    }
}
