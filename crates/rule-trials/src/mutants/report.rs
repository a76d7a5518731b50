//! What became of the mutants of all files of tests.

use std::fmt::Write as _;

use falconet_diagnostics::Severity;
use falconet_diagnostics::render::count;
use falconet_diagnostics::render::github::annotation_of_line;
use falconet_show::{Page, Place, Tint, safe};
use serde::Serialize;

use super::{Mutants, RuleMutants, Survivor};
use crate::words::cut;

/// Columns before what is said of a survivor, and before a case.
const INDENT: usize = 5;
const DEEPER: usize = 7;
/// Survivors that are annotated: GitHub shows no more of a job.
const MOST_ANNOTATIONS: usize = 50;
/// What annotations are called.
const TITLE: &str = "a change that no case notices";

/// What became of the mutants of all files of tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mutated {
    /// Mutants that were tried.
    tried: usize,
    /// Mutants that there could be.
    pub(super) possible: usize,
    /// Those that a case notices.
    noticed: usize,
    /// Of a hundred so many.
    percent: usize,
    skipped: Vec<Skipped>,
    pub(super) rules: Vec<RuleMutants>,
}

/// A file of tests without mutants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Skipped {
    file: String,
    why: String,
}

impl Mutated {
    /// Puts together what became of the chunks of files of tests. Of a rule that several files are about a mutant survives if
    /// none of those that tried it notices it.
    pub fn of<'p>(parts: impl IntoIterator<Item = &'p Mutants>) -> Self {
        let mut rules: Vec<RuleMutants> = Vec::new();
        let mut skipped = Vec::new();
        for part in parts {
            skipped.extend(part.skipped.as_ref().map(|why| Skipped {
                file: part.file.clone(),
                why: why.clone(),
            }));
            for rule in &part.rules {
                match rules.iter_mut().find(|other| other.is_same(rule)) {
                    Some(own) => own.join(rule),
                    None => rules.push(rule.clone()),
                }
            }
        }
        Self::counted(rules, skipped)
    }

    fn counted(rules: Vec<RuleMutants>, skipped: Vec<Skipped>) -> Self {
        let sum = |number: fn(&RuleMutants) -> usize| rules.iter().map(number).sum::<usize>();
        let tried = sum(|rule| rule.tried.len());
        let noticed = tried.saturating_sub(sum(|rule| rule.survivors.len()));
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

impl RuleMutants {
    /// Whether both are of the same rule with the same condition, whose mutants have the same numbers.
    fn is_same(&self, other: &Self) -> bool {
        let own = (&self.name, &self.place, self.condition, self.possible);
        own == (&other.name, &other.place, other.condition, other.possible)
    }

    /// Takes what became of mutants that other cases, or other chunks, have tried.
    fn join(&mut self, other: &Self) {
        let more = other.survivors.iter();
        let more: Vec<_> = more.filter(|(number, _)| !self.notices(**number)).collect();
        self.survivors.retain(|number, _| !other.notices(*number));
        for (number, survivor) in more {
            self.survivors
                .entry(*number)
                .or_insert_with(|| survivor.clone());
        }
        self.tried.extend(&other.tried);
    }

    fn notices(&self, number: usize) -> bool {
        self.tried.contains(&number) && !self.survivors.contains_key(&number)
    }
}

impl Survivor {
    /// Whether both are the same change of a part that several rules share.
    fn is_same(&self, other: &Self) -> bool {
        let own = (
            self.kind,
            &self.place,
            &self.item,
            &self.before,
            &self.after,
        );
        let others = (
            other.kind,
            &other.place,
            &other.item,
            &other.before,
            &other.after,
        );
        own == others
    }

    /// What the mutant is.
    fn sentence(&self) -> String {
        let before = &self.before;
        match (&self.item, &self.after) {
            (Some(item), _) => format!("`{}` is left out of `{before}`", cut(item)),
            (None, Some(after)) => format!("`{before}` becomes `{after}`"),
            (None, None) => format!("`{before}` is left out"),
        }
    }

    fn hinted(&self) -> Option<String> {
        let (near, hint) = (self.near.as_ref()?, self.hint.as_ref()?);
        Some(format!("a case like `{near}` would notice it if {hint}"))
    }
}

/// What is told to programs.
#[derive(Serialize)]
struct Told<'m> {
    tried: usize,
    possible: usize,
    noticed: usize,
    percent: usize,
    skipped: &'m [Skipped],
    rules: Vec<ToldRule<'m>>,
}

#[derive(Serialize)]
struct ToldRule<'m> {
    name: &'m str,
    place: Option<&'m Place>,
    possible: usize,
    tried: usize,
    survivors: Vec<&'m Survivor>,
}

/// For programs: `docs/schema/test.schema.json`.
pub fn mutants_json(mutated: &Mutated) -> String {
    let rules = mutated.rules.iter().map(|rule| ToldRule {
        name: &rule.name,
        place: rule.place.as_ref(),
        possible: rule.possible,
        tried: rule.tried.len(),
        survivors: rule.survivors.values().collect(),
    });
    let told = Told {
        tried: mutated.tried,
        possible: mutated.possible,
        noticed: mutated.noticed,
        percent: mutated.percent,
        skipped: &mutated.skipped,
        rules: rules.collect(),
    };
    serde_json::to_string(&told).unwrap_or_default()
}

/// For people: which mutants survive, and what would notice them. What is changed for several rules, such as a macro, is told
/// once.
pub fn mutants_text(mutated: &Mutated, page: Page) -> String {
    let mut text = page.lines(&format!("mutants: {}", mutated.summary()), 0);
    for skipped in &mutated.skipped {
        let line = format!("none of {}: {}", safe(&skipped.file), safe(&skipped.why));
        text.push_str(&page.lines(&line, INDENT));
    }
    for (rules, survivor) in alike(mutated) {
        push_survivor(&mut text, &rules, survivor, page);
    }
    text
}

/// For the workflows of GitHub: a warning for each survivor at its line, of more than 50 the first ones.
pub fn mutants_github(mutated: &Mutated) -> String {
    let all = alike(mutated);
    let mut text = String::new();
    for (rules, survivor) in all.iter().take(MOST_ANNOTATIONS) {
        let line = survivor
            .place
            .as_ref()
            .map(|place| (&*place.file, place.line));
        let message = annotated(rules, survivor);
        text.push_str(&annotation_of_line(
            Severity::Warning,
            line,
            TITLE,
            &message,
        ));
    }
    if let Some(more @ 1..) = all.len().checked_sub(MOST_ANNOTATIONS) {
        let message = format!("and {}", count(more, "more survivor"));
        text.push_str(&annotation_of_line(Severity::Note, None, TITLE, &message));
    }
    text
}

fn annotated(rules: &[&str], survivor: &Survivor) -> String {
    let mut text = format!(
        "no case notices that {}, in {}",
        survivor.sentence(),
        named(rules, |rule| format!("`{rule}`"))
    );
    if let Some(hint) = survivor.hinted() {
        let _ = write!(text, "\n{hint}");
    }
    if let Some(case) = &survivor.case {
        let _ = write!(text, "\n{}", case.trim_end());
    }
    text
}

/// The first of some rules, and how many others there are.
fn named(rules: &[&str], shown: impl Fn(&str) -> String) -> String {
    let first = shown(rules.first().unwrap_or(&""));
    match rules.len().saturating_sub(1) {
        0 => first,
        others => format!("{first} and {}", count(others, "other rule")),
    }
}

/// Each survivor once, with the rules that it is one of.
fn alike(mutated: &Mutated) -> Vec<(Vec<&str>, &Survivor)> {
    let mut alike: Vec<(Vec<&str>, &Survivor)> = Vec::new();
    for rule in &mutated.rules {
        for survivor in rule.survivors.values() {
            let is_it = |(rules, other): &&mut (Vec<&str>, &Survivor)| {
                other.is_same(survivor) && !rules.contains(&&*rule.name)
            };
            match alike.iter_mut().find(is_it) {
                Some((rules, _)) => rules.push(&rule.name),
                None => alike.push((vec![&rule.name], survivor)),
            }
        }
    }
    alike
}

fn push_survivor(text: &mut String, rules: &[&str], survivor: &Survivor, page: Page) {
    let place = survivor.place.as_ref();
    let place = place.map_or_else(String::new, |place| safe(&place.short()));
    let rules = named(rules, |rule| page.strong(&safe(rule)));
    let sign = page.tinted(Tint::Bad, "survives");
    let _ = writeln!(text, "\n{sign} {rules}  {}", page.faint(&place));
    text.push_str(&page.lines(&safe(&survivor.sentence()), INDENT));
    if let Some(hint) = survivor.hinted() {
        text.push_str(&page.lines(&safe(&hint), INDENT));
    }
    for line in survivor.case.iter().flat_map(|case| case.lines()) {
        let _ = writeln!(text, "{:DEEPER$}{}", "", safe(line));
    }
}
