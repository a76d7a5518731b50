//! What instances of the module died of.

use std::collections::BTreeMap;

use crate::commands::CommandError;
use crate::runtime::Failure;

/// How many instances died, and of what.
#[derive(Debug, Default)]
pub(crate) struct Deaths(BTreeMap<&'static str, u64>);

impl Deaths {
    /// Counts one.
    pub(super) fn count(&mut self, of: &CommandError) {
        *self.0.entry(reason(of)).or_default() += 1;
    }

    /// How many died of each reason.
    pub(crate) fn by_reason(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.0.iter().map(|(reason, count)| (*reason, *count))
    }
}

/// All reasons that there are.
pub(crate) const REASONS: [&str; 5] = ["deadline", "memory", "stack", "panic", "trap"];

const fn reason(error: &CommandError) -> &'static str {
    let [deadline, memory, stack, panic, trap] = REASONS;
    match error {
        CommandError::Failure(Failure::OutOfTime(_)) => deadline,
        CommandError::Failure(Failure::OutOfMemory(_)) => memory,
        CommandError::Failure(Failure::OutOfStack) => stack,
        CommandError::Failure(Failure::Panic(_) | Failure::Silent) => panic,
        _ => trap,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Size, TimeSpan};

    #[test]
    fn deaths_are_told_apart() {
        let mut deaths = Deaths::default();
        for failure in [
            Failure::OutOfTime(TimeSpan::whole(1)),
            Failure::OutOfMemory(Size::mebibytes(1)),
            Failure::OutOfStack,
            Failure::Silent,
            Failure::Trap("integer divide by zero".to_owned()),
            Failure::Contract("nonsense"),
        ] {
            deaths.count(&failure.into());
        }
        let counts: Vec<_> = deaths.by_reason().collect();
        let expected = [
            ("deadline", 1),
            ("memory", 1),
            ("panic", 1),
            ("stack", 1),
            ("trap", 2),
        ];
        assert_eq!(counts, expected);
    }
}
