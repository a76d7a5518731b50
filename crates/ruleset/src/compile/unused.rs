//! Warnings of what nothing refers to. Something in a later file may.

use std::sync::Arc;

use crate::report::{Context, FileReport, LoadWarning, WarningCode};

/// The lists and macros to which nothing refers.
#[derive(Clone, Debug, Default)]
pub(super) struct UnusedItems {
    pub(super) macros: Unused,
    pub(super) lists: Unused,
}

/// The items of one kind to which nothing refers, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Unused {
    seen: usize,
    warnings: Vec<(usize, Arc<LoadWarning>)>,
}

impl Unused {
    /// How many items were looked at.
    pub(super) const fn seen(&self) -> usize {
        self.seen
    }

    /// Takes note of more items, and of what is used by now.
    pub(super) fn update<'c>(
        &mut self,
        new: impl IntoIterator<Item = &'c Context>,
        code: WarningCode,
        is_used: impl Fn(usize) -> bool,
    ) {
        for context in new {
            let warning = LoadWarning::new(code, message(code), context);
            self.warnings.push((self.seen, warning.into()));
            self.seen += 1;
        }
        self.warnings.retain(|(number, _)| !is_used(*number));
    }

    pub(super) fn tell(&self, report: &mut FileReport) {
        for (_, warning) in &self.warnings {
            report.add(Arc::clone(warning));
        }
    }
}

const fn message(code: WarningCode) -> &'static str {
    match code {
        WarningCode::UnusedMacro => "Macro not referred to by any other rule/macro",
        _ => "List not referred to by any other rule/macro",
    }
}

#[cfg(test)]
mod tests {
    use falconet_diagnostics::SourceId;

    use super::*;

    #[test]
    fn what_is_used_later_is_not_told_again() {
        let context = Context::file(SourceId(0), "r.yaml");
        let mut unused = Unused::default();
        let told = |unused: &Unused| {
            let mut report = FileReport::new("r.yaml", 1 << 20, 1);
            unused.tell(&mut report);
            report.warnings().len()
        };
        unused.update([&context; 3], WarningCode::UnusedList, |number| number == 1);
        assert_eq!(told(&unused), 2);
        unused.update([&context; 2], WarningCode::UnusedList, |number| number == 4);
        assert_eq!((told(&unused), unused.seen()), (3, 5));
        unused.update([], WarningCode::UnusedList, |_| true);
        assert_eq!(told(&unused), 0);
    }
}
