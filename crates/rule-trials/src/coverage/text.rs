//! For people: how much of each rule was seen, and what was not.

use std::fmt::Write as _;

use falconet_diagnostics::render::count;
use falconet_show::{Page, Place, Tint, safe};

use super::{Coverage, ItemCoverage, RuleCoverage, Seen, Share, TestCoverage};
use crate::words::cut;

/// Columns before what is said of a rule.
const INDENT: usize = 5;
/// Items of a test that are named.
const MOST_ITEMS: usize = 5;
/// Rules that no case is about, and cases that were cut short, that are named.
const MOST_NAMED: usize = 20;

/// How much of each rule was seen, and what was not.
pub fn text(coverage: &Coverage, page: Page) -> String {
    let seen = coverage.seen();
    let mut text = format!("coverage: {}\n", seen.summary());
    push_cut_short(&mut text, &coverage.cut_short, page);
    let (told, untold): (Vec<_>, Vec<_>) = coverage.rules.iter().partition(|rule| rule.cases > 0);
    for rule in told {
        push_rule(&mut text, rule, page);
    }
    push_untold(&mut text, &untold);
    text
}

fn push_cut_short(text: &mut String, cases: &[String], page: Page) {
    if cases.is_empty() {
        return;
    }
    let told = format!(
        "not all events were looked at, since that would take too long, in {}:",
        count(cases.len(), "case")
    );
    text.push_str(&page.lines(&told, 0));
    for case in cases.iter().take(MOST_NAMED) {
        text.push_str(&page.lines(&safe(case), INDENT));
    }
    push_more(text, cases.len());
}

/// How many there are beside those that are named.
fn push_more(text: &mut String, all: usize) {
    if let Some(more @ 1..) = all.checked_sub(MOST_NAMED) {
        let _ = writeln!(text, "     … and {more} more");
    }
}

fn push_rule(text: &mut String, rule: &RuleCoverage, page: Page) {
    let seen = rule.seen();
    let gaps = gaps(rule);
    let sign = if gaps.is_empty() {
        page.tinted(Tint::Good, "ok  ")
    } else {
        page.tinted(Tint::Bad, "gaps")
    };
    let name = page.strong(&safe(&rule.name));
    let place = page.faint(&short(rule.place.as_ref()));
    let _ = writeln!(text, "\n{sign} {name}  {place}");
    text.push_str(&page.lines(&seen.summary(), INDENT));
    for (missing, what, place) in gaps {
        let line = format!("{missing:<11}  {}  {}", safe(&cut(&what)), short(place));
        text.push_str(&page.lines(line.trim_end(), INDENT));
    }
}

/// What was not seen: how, what it is, and where it stands.
fn gaps(rule: &RuleCoverage) -> Vec<(&'static str, String, Option<&Place>)> {
    let mut gaps = Vec::new();
    for test in &rule.tests {
        if let Some(missing) = test.seen.missing() {
            gaps.push((missing, test.text.clone(), test.place.as_ref()));
        }
        if test.seen.holds + test.seen.fails > 0 {
            gaps.extend(unmet(test));
        }
    }
    for exception in &rule.exceptions {
        if let Some(missing) = exception.seen.missing() {
            let what = format!("exception {}", exception.name);
            gaps.push((missing, what, exception.place.as_ref()));
        }
    }
    gaps
}

/// The items of a test that no event had, at the place of the first.
fn unmet(test: &TestCoverage) -> Option<(&'static str, String, Option<&Place>)> {
    let unmet: Vec<&ItemCoverage> = test.items.iter().filter(|item| item.met == 0).collect();
    let first = unmet.first()?;
    let named = unmet.iter().take(MOST_ITEMS);
    let named: Vec<String> = named.map(|item| format!("`{}`", item.text)).collect();
    let more = match unmet.len().saturating_sub(MOST_ITEMS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let what = format!("{}{more} of {}", named.join(", "), test.text);
    Some(("never met", what, first.place.as_ref()))
}

fn push_untold(text: &mut String, rules: &[&RuleCoverage]) {
    if rules.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nno case is about {}:", count(rules.len(), "rule"));
    for rule in rules.iter().take(MOST_NAMED) {
        let place = short(rule.place.as_ref());
        let _ = writeln!(text, "     {}  {place}", safe(&rule.name));
    }
    push_more(text, rules.len());
}

fn short(place: Option<&Place>) -> String {
    place.map_or_else(String::new, |place| safe(&place.short()))
}

impl Seen {
    /// `5 of 7 tests seen both ways (71 %), 3 of 4 items of lists met, …`
    pub fn summary(&self) -> String {
        let part = |share: Share, thing: &str, said: &str| {
            format!("{} of {} {said}", share.seen, count(share.all, thing))
        };
        let tests = part(self.tests, "test", "seen both ways");
        let mut parts = vec![format!("{tests} ({} %)", self.percent())];
        if self.items.all > 0 {
            parts.push(part(self.items, "item", "of lists met"));
        }
        if self.exceptions.all > 0 {
            parts.push(part(self.exceptions, "exception", "seen both ways"));
        }
        parts.join(", ")
    }

    /// How many of a hundred tests were seen both ways; all, where there is none.
    pub const fn percent(&self) -> usize {
        match (self.tests.seen * 100).checked_div(self.tests.all) {
            Some(percent) => percent,
            None => 100,
        }
    }
}
