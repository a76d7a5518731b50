//! FN0105: a rule that never raises an alert because an earlier one always does so first.

use crate::conditions::{Conditions, RuleCondition};
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::logic::{EmptyLists, Goal, Implied};

pub(crate) const LINT: Lint = Lint {
    code: "FN0105",
    name: "shadowed-rule",
    level: Level::Warn,
    summary: "an earlier rule matches every event that a rule matches",
    run,
};

/// Only where the first match counts.
fn run(input: &Input<'_>, findings: &mut Findings) {
    if !input.first_match {
        return;
    }
    for conditions in input.conditions() {
        let mut earlier = Implied::new(&conditions.logic);
        let all = conditions.rules.iter().enumerate();
        for (number, later) in all.filter(|(_, rule)| rule.rule.enabled) {
            let implied = earlier.by(later.root);
            if !findings.spend(implied.len() + 1) {
                return;
            }
            let shadow = first_shadow(conditions, &implied, later, findings);
            findings_of(conditions, shadow, later, findings);
            earlier.add(later.root, number);
        }
    }
}

/// The first rule of those numbers that shadows the later one.
fn first_shadow<'c, 'a>(
    conditions: &'c Conditions<'a>,
    implied: &[usize],
    later: &RuleCondition<'_>,
    findings: &mut Findings,
) -> Option<&'c RuleCondition<'a>> {
    for number in implied {
        let earlier = conditions.rules.get(*number)?;
        if findings.ran_out() {
            return None;
        }
        if is_shadowed(conditions, earlier, later, findings) {
            return Some(earlier);
        }
    }
    None
}

/// Whether the earlier one matches whenever the later one does, which does at times.
fn is_shadowed(
    conditions: &Conditions<'_>,
    earlier: &RuleCondition<'_>,
    later: &RuleCondition<'_>,
    findings: &mut Findings,
) -> bool {
    let shadowed = [Goal::holds(later.root), Goal::fails(earlier.root)];
    conditions.refuted(&shadowed, findings)
        && !conditions.refuted_if(EmptyLists::AreEmpty, &[Goal::holds(later.root)], findings)
}

fn findings_of(
    conditions: &Conditions<'_>,
    shadow: Option<&RuleCondition<'_>>,
    later: &RuleCondition<'_>,
    findings: &mut Findings,
) {
    let Some(earlier) = shadow else { return };
    let (name, first) = (&later.rule.name, &earlier.rule.name);
    let message =
        format!("rule `{name}` never raises an alert: `{first}` matches first, whatever the event");
    let finding = Finding::new(later.rule.labels.clone(), message)
        .beside(&earlier.rule.labels, "this rule matches first")
        .beside(&conditions.labels(later.root), "whenever this holds");
    findings.add(finding.help("put the narrower rule first, or run with `rule_matching=all`"));
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};

    use crate::testing::{found, levels_of, messages, messages_within, named_rule, rule};
    use crate::{Input, Level, Levels, run};

    fn two(first: &str, second: &str) -> String {
        rule(first) + &rule(second).replace("rule: r\n", "rule: s\n")
    }

    #[test]
    fn a_wider_rule_before_a_narrower_one_is_found() {
        assert_eq!(
            messages(&two("ct.name in (A, B)", "ct.name = A and ct.user = x")),
            ["rule `s` never raises an alert: `r` matches first, whatever the event"]
        );
    }

    #[test]
    fn a_narrower_rule_before_a_wider_one_is_right() {
        assert!(found(&two("ct.name = A and ct.user = x", "ct.name in (A, B)")).is_empty());
    }

    #[test]
    fn a_shadow_is_found_whatever_it_needs() {
        for (wide, narrow) in [
            (
                "ct.src = a and ct.user exists",
                "ct.user = x and (ct.src = a or ct.src = a and ct.name = B)",
            ),
            ("s3.bytes = 5", "s3.bytes >= 5 and s3.bytes < 6"),
            ("ct.name startswith A", "ct.name in (AB, AC)"),
            ("ct.name in (A, B)", "ct.name in (A, B, C) and ct.name != C"),
            ("not ct.user = x", "ct.user = y"),
        ] {
            let found = messages(&two(wide, narrow));
            let is_shadow = |message: &String| message.contains("`r` matches first");
            assert!(found.iter().any(is_shadow), "{wide}, {narrow}");
        }
    }

    #[test]
    fn a_rule_that_is_off_shadows_nothing() {
        let text = two("ct.name in (A, B)", "ct.name = A");
        let off = text.replacen("  output: o", "  enabled: false\n  output: o", 1);
        assert!(found(&off).is_empty());
    }

    #[test]
    fn no_rule_is_looked_at_once_the_steps_are_out() {
        let rules = (0..200).map(|number| {
            let condition = format!("ct.user startswith u{number}x");
            named_rule(&format!("Rule {number}"), &condition)
        });
        let text = rules.collect::<String>() + &two("ct.name in (A, B)", "ct.name = A");
        let levels = levels_of("shadowed-rule", Level::Warn);
        let all = messages_within(1_000_000, &text, &levels);
        assert!(
            all.len() == 1 && all[0].contains("`r` matches first"),
            "{all:?}"
        );
        let out = ["`shadowed-rule` ran out of steps: not all rules were looked at"];
        assert_eq!(messages_within(1_000, &text, &levels), out);
    }

    #[test]
    fn where_every_match_counts_nothing_is_shadowed() {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        loader.load("r.yaml", &two("ct.name in (A, B)", "ct.name = A"));
        let input = Input::of(&loader, &catalogue, false).unwrap();
        let found = run(&input, &Levels::default(), Vec::new());
        assert!(
            found
                .iter()
                .all(|one| one.code.to_string() != super::LINT.code)
        );
    }
}
