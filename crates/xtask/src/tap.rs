//! Reads what `node --test` prints in its TAP form: counts, and leaves out what passed.

use crate::tally::Tally;

/// Reads lines as they come.
#[derive(Debug, Default)]
pub(crate) struct TapReader {
    /// What was counted so far.
    pub(crate) tally: Tally,
    hides_details: bool,
}

impl TapReader {
    /// Takes a line; answers whether a person wants to see it.
    pub(crate) fn read(&mut self, line: &str) -> bool {
        self.count(line);
        let text = line.trim_start();
        if text.starts_with("ok ") {
            self.hides_details = true;
        } else if text.starts_with("not ok ") || text.starts_with("# ") {
            self.hides_details = false;
        }
        !self.hides_details && !text.starts_with("# Subtest: ")
    }

    fn count(&mut self, line: &str) {
        let count = |word: &str| {
            line.strip_prefix(word)
                .and_then(|rest| rest.trim().parse::<u64>().ok())
                .unwrap_or(0)
        };
        self.tally.passed += count("# pass ");
        self.tally.failed += count("# fail ") + count("# cancelled ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
TAP version 13
# Subtest: good
ok 1 - good
  ---
  duration_ms: 1
  ...
# Subtest: bad
not ok 2 - bad
  ---
  error: 'no'
  ...
# 419 cases
# pass 1
# fail 1
# cancelled 1";

    #[test]
    fn only_failures_and_remarks_are_shown() {
        let mut reader = TapReader::default();
        let shown: Vec<&str> = OUTPUT.lines().filter(|line| reader.read(line)).collect();
        assert_eq!(shown.first(), Some(&"TAP version 13"));
        assert_eq!(
            shown.get(1..5),
            Some(&["not ok 2 - bad", "  ---", "  error: 'no'", "  ..."][..])
        );
        assert!(shown.contains(&"# 419 cases"));
    }

    #[test]
    fn passed_failed_and_cancelled_tests_are_counted() {
        let mut reader = TapReader::default();
        let shown = OUTPUT.lines().filter(|line| reader.read(line)).count();
        assert!(shown > 0);
        assert_eq!(
            reader.tally,
            Tally {
                passed: 1,
                failed: 2
            }
        );
    }
}
