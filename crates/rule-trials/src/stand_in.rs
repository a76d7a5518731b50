//! Rules that are judged in place of others: they take part where those do, and say nothing.

use falconet_ruleset::Rule;
use falconet_ruleset::typed::{Condition, Format};

/// The rule without what only alerts need, to be given other conditions.
pub(crate) fn skeleton(rule: &Rule) -> Rule {
    let mut rule = rule.clone();
    rule.condition = Condition::Or(Vec::new());
    rule.condition_text = String::new();
    rule.condition_compiled = String::new();
    rule.description = String::new();
    rule.output = Format::default();
    rule.output_text = String::new();
    rule.output_compiled = String::new();
    rule.extra_fields = Vec::new();
    rule.exceptions = Vec::new();
    rule
}

/// The same rule with a condition.
pub(crate) fn with(skeleton: &Rule, condition: Condition) -> Rule {
    let mut rule = skeleton.clone();
    rule.condition = condition;
    rule
}
