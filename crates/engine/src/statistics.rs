//! The statistics that Falco ends a run with where alerts are text.

use std::fmt::Write as _;

use falconet_ruleset::{Priority, Rule};

/// Counts matches by rule.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    rules: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    /// Place of the rule among all rules, in whose order Falco lists them.
    position: usize,
    name: String,
    priority: Priority,
    matches: u64,
}

impl Statistics {
    /// Adds a rule; `position` is its place among all rules.
    pub(crate) fn add(&mut self, position: usize, rule: &Rule) {
        self.rules.push(Row {
            position,
            name: rule.name.clone(),
            priority: rule.priority,
            matches: 0,
        });
    }

    /// Counts a match of the rule that was added as number `at`, from 0.
    pub(crate) fn count(&mut self, at: usize) {
        if let Some(row) = self.rules.get_mut(at) {
            row.matches += 1;
        }
    }

    /// Takes these counts, in the order in which rules were added, for its own.
    pub(crate) fn set(&mut self, matches: &[u64]) {
        let counts = matches.iter().copied().chain(std::iter::repeat(0));
        for (row, count) in self.rules.iter_mut().zip(counts) {
            row.matches = count;
        }
    }

    /// The names of the rules, in the order in which they were added.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|row| &*row.name)
    }

    /// The places of the rules among all rules, in the order in which they were added.
    pub(crate) fn positions(&self) -> impl Iterator<Item = usize> {
        self.rules.iter().map(|row| row.position)
    }

    /// Falco's text.
    pub(crate) fn text(&self) -> String {
        let total: u64 = self.rules.iter().map(|row| row.matches).sum();
        let mut text = format!("Events detected: {total}\nRule counts by severity:\n");
        for priority in Priority::ALL {
            push_row(&mut text, severity(priority), self.matches_of(priority));
        }
        text.push_str("Triggered rules by rule name:\n");
        let mut rows: Vec<_> = self.rules.iter().collect();
        rows.sort_by_key(|row| row.position);
        for row in rows {
            push_row(&mut text, &row.name, row.matches);
        }
        text
    }

    fn matches_of(&self, priority: Priority) -> u64 {
        let rows = self.rules.iter().filter(|row| row.priority == priority);
        rows.map(|row| row.matches).sum()
    }
}

fn push_row(text: &mut String, name: &str, count: u64) {
    if count > 0 {
        let written = writeln!(text, "   {name}: {count}");
        debug_assert!(written.is_ok(), "a string takes any text");
    }
}

const fn severity(priority: Priority) -> &'static str {
    match priority {
        Priority::Emergency => "EMERGENCY",
        Priority::Alert => "ALERT",
        Priority::Critical => "CRITICAL",
        Priority::Error => "ERROR",
        Priority::Warning => "WARNING",
        Priority::Notice => "NOTICE",
        Priority::Informational => "INFO",
        Priority::Debug => "DEBUG",
    }
}
