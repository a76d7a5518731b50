//! What rules cost, as a table for people.

use super::profile::RuleShare;
use super::stats::grouped;
use crate::messages::{FoundBy, NeededValue, Share};

/// Characters that are shown of a rule's name.
const NAME: usize = 44;
/// Characters that are shown of a value.
const VALUE: usize = 40;

/// A line for each rule.
pub(super) fn of(rules: &[RuleShare<'_>]) -> String {
    let name_width = rules.iter().map(|rule| name(rule).chars().count()).max();
    let width = name_width.unwrap_or_default().max("rule".len());
    let head = format!(
        "{:<width$}  {:>6}  {:>12}  {:>12}  {:>9}  {:>12}  found by\n",
        "rule", "time %", "considered", "judged", "matched", "tests"
    );
    let lines = rules.iter().map(|rule| line(rule, width));
    std::iter::once(head).chain(lines).collect()
}

fn line(rule: &RuleShare<'_>, width: usize) -> String {
    let share = rule.share.map(|share| format!("{:.1}", share * 100.0));
    let costs = rule.costs;
    let [considered, judged, matched, tests] =
        [costs.considered, costs.judged, costs.matched, costs.tests].map(grouped);
    format!(
        "{:<width$}  {:>6}  {considered:>12}  {judged:>12}  {matched:>9}  {tests:>12}  {}\n",
        name(rule),
        share.as_deref().unwrap_or("-"),
        found_by(costs.found_by.as_ref())
    )
}

fn name(rule: &RuleShare<'_>) -> String {
    shortened(&rule.costs.name, NAME)
}

/// Why the index cannot skip a rule, or when it can.
fn found_by(found: Option<&FoundBy>) -> String {
    let Some(found) = found else {
        return "nothing: no value is necessary, so it is considered for every event".to_owned();
    };
    let values: Vec<_> = found.values.iter().map(value).collect();
    let values = values.join(", ");
    match found.count.saturating_sub(found.values.len()) {
        0 => format!("{} = {values}", found.expression),
        more => format!("{} = {values} or {more} more", found.expression),
    }
}

fn value(value: &NeededValue) -> String {
    let (before, behind) = match value.share {
        Share::Whole => ("", ""),
        Share::Beginning => ("", "*"),
        Share::Part => ("*", "*"),
    };
    format!("{before}{}{behind}", shortened(&value.text, VALUE))
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::tests::profile;
    use super::*;
    use crate::runtime::Samples;

    #[test]
    fn rules_stand_by_their_time_with_what_they_are_found_by() {
        let mut profile = profile();
        profile.add_samples(Samples::from([(0, 3), (4, 1)]));
        let expected = "\
rule  time %    considered        judged    matched         tests  found by
busy    25.0             5             5          0         5,000  ct.name = Get*, Put or 7 more
a        0.0           100             9          1            12  nothing: no value is necessary, so it is considered for every event
idle     0.0             0             0          0             0  ct.src = s3
";
        assert_eq!(of(&profile.by_time()), expected);
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(shortened(&"ä".repeat(50), 3), "äää…");
        assert_eq!(shortened("abc", 3), "abc");
    }
}
