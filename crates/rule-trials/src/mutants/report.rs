//! What became of the mutants of all files of tests.

use std::fmt::Write as _;

use falconet_diagnostics::render::count;
use falconet_show::{Page, Tint, safe};
use serde::Serialize;

use super::{Mutants, RuleMutants, Survivor};
use crate::words::cut;

/// Columns before what is said of a survivor, and before a case.
const INDENT: usize = 5;
const DEEPER: usize = 7;

/// What became of the mutants of all files of tests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mutated {
    /// Mutants that were tried.
    pub(super) tried: usize,
    /// Mutants that there could be.
    pub(super) possible: usize,
    /// Those that a case notices.
    pub(super) noticed: usize,
    /// Of a hundred so many.
    pub(super) percent: usize,
    pub(super) skipped: Vec<Skipped>,
    pub(super) rules: Vec<RuleMutants>,
}

/// A file of tests without mutants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Skipped {
    file: String,
    why: String,
}

impl Mutated {
    /// Puts together what became of the chunks of files of tests. Of a rule that several files are about a mutant survives if
    /// none of them notices it.
    pub fn of<'p>(parts: impl IntoIterator<Item = &'p Mutants>) -> Self {
        let mut files: Vec<(&str, Vec<RuleMutants>)> = Vec::new();
        let mut skipped = Vec::new();
        for part in parts {
            if let Some(why) = &part.skipped {
                skipped.push(Skipped {
                    file: part.file.clone(),
                    why: why.clone(),
                });
            }
            match files.iter_mut().find(|(name, _)| *name == part.file) {
                Some((_, rules)) => add(rules, &part.rules, RuleMutants::follow),
                None => files.push((&part.file, part.rules.clone())),
            }
        }
        let mut rules = Vec::new();
        for (_, own) in &files {
            add(&mut rules, own, RuleMutants::meet);
        }
        Self::counted(rules, skipped)
    }

    fn counted(rules: Vec<RuleMutants>, skipped: Vec<Skipped>) -> Self {
        let sum = |number: fn(&RuleMutants) -> usize| rules.iter().map(number).sum::<usize>();
        let tried = sum(|rule| rule.tried);
        let noticed = tried - sum(|rule| rule.survivors.len().min(rule.tried));
        Self {
            tried,
            possible: sum(|rule| rule.possible),
            noticed,
            percent: (noticed * 100).checked_div(tried).unwrap_or(100),
            skipped,
            rules,
        }
    }

    /// How many mutants were tried.
    pub const fn tried(&self) -> usize {
        self.tried
    }

    /// How many of them some case notices.
    pub const fn noticed(&self) -> usize {
        self.noticed
    }

    /// Files of which no mutant was tried, though they have some.
    pub fn skipped(&self) -> usize {
        self.skipped.len()
    }

    /// How many of a hundred mutants some case notices.
    pub const fn percent(&self) -> usize {
        self.percent
    }

    /// `118 of 130 mutants noticed (90 %), 12 survive`
    pub fn summary(&self) -> String {
        let mut text = format!(
            "{} of {} noticed ({} %)",
            self.noticed,
            count(self.tried, "mutant"),
            self.percent
        );
        if self.tried < self.possible {
            let _ = write!(text, ", of {} that there could be", self.possible);
        }
        text
    }
}

/// Adds what is of a rule that is there to it.
fn add(
    rules: &mut Vec<RuleMutants>,
    more: &[RuleMutants],
    join: fn(&mut RuleMutants, &RuleMutants),
) {
    for rule in more {
        let is_same =
            |other: &&mut RuleMutants| other.name == rule.name && other.place == rule.place;
        match rules.iter_mut().find(is_same) {
            Some(own) => join(own, rule),
            None => rules.push(rule.clone()),
        }
    }
}

impl RuleMutants {
    /// Others of the same file.
    fn follow(&mut self, other: &Self) {
        self.tried += other.tried;
        self.survivors.extend(other.survivors.iter().cloned());
    }

    /// The same of another file. Where not all were tried, who knows which: then all survivors stay.
    fn meet(&mut self, other: &Self) {
        let is_whole = self.tried == self.possible && other.tried == self.possible;
        if is_whole {
            let survives = |one: &Survivor| other.survivors.iter().any(|two| two.is_same(one));
            self.survivors.retain(survives);
        } else {
            self.follow(other);
        }
    }
}

impl Survivor {
    fn is_same(&self, other: &Self) -> bool {
        let own = (self.kind, &self.place, &self.before, &self.after);
        own == (other.kind, &other.place, &other.before, &other.after)
    }
}

/// For programs: `docs/schema/test.schema.json`.
pub fn mutants_json(mutated: &Mutated) -> String {
    serde_json::to_string(mutated).unwrap_or_default()
}

/// For people: which mutants survive, and what would notice them. What is changed for several rules, such as a macro, is told
/// once.
pub fn mutants_text(mutated: &Mutated, page: Page) -> String {
    let mut text = page.lines(&format!("mutants: {}", mutated.summary()), 0);
    for skipped in &mutated.skipped {
        let line = format!("none of {}: {}", safe(&skipped.file), safe(&skipped.why));
        text.push_str(&page.lines(&line, INDENT));
    }
    let mut alike: Vec<(Vec<&str>, &Survivor)> = Vec::new();
    for rule in &mutated.rules {
        for survivor in &rule.survivors {
            let known = alike.iter_mut().find(|(_, other)| other.is_same(survivor));
            match known {
                Some((rules, _)) => rules.push(&rule.name),
                None => alike.push((vec![&rule.name], survivor)),
            }
        }
    }
    for (rules, survivor) in alike {
        push_survivor(&mut text, &rules, survivor, page);
    }
    text
}

fn push_survivor(text: &mut String, rules: &[&str], survivor: &Survivor, page: Page) {
    let place = survivor.place.as_ref();
    let place = place.map_or_else(String::new, |place| safe(&place.short()));
    let rule = page.strong(&safe(rules.first().unwrap_or(&"")));
    let others = match rules.len().saturating_sub(1) {
        0 => String::new(),
        others => format!(" and {}", count(others, "other rule")),
    };
    let sign = page.tinted(Tint::Bad, "survives");
    let _ = writeln!(text, "\n{sign} {rule}{others}  {}", page.faint(&place));
    let before = safe(&cut(&survivor.before));
    let change = match &survivor.after {
        Some(after) => format!("`{before}` becomes `{}`", safe(&cut(after))),
        None => format!("`{before}` is left out"),
    };
    text.push_str(&page.lines(&change, INDENT));
    if let (Some(hint), Some(near)) = (&survivor.hint, &survivor.near) {
        let (near, hint) = (safe(near), safe(hint));
        let hint = format!("a case like `{near}` would notice it if {hint}");
        text.push_str(&page.lines(&hint, INDENT));
    }
    for line in survivor.case.iter().flat_map(|case| case.lines()) {
        let _ = writeln!(text, "{:DEEPER$}{}", "", safe(line));
    }
}
