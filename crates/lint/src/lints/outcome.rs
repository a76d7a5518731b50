//! FN0405: a rule that says that something was done, and also matches when it was refused.

use falconet_ruleset::Rule;
use falconet_ruleset::typed::{Condition, Leaf};

use crate::aws::facts::Facts;
use crate::aws::request::fields_of_test;
use crate::aws::rules::cloudtrail_rules;
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::quote::quoted;

pub(crate) const LINT: Lint = Lint {
    code: "FN0405",
    name: "outcome",
    level: Level::Warn,
    summary: "a rule that says something was done, and also matches when it was refused",
    run,
};

/// Whoever looks at one of these has thought of calls that fail: fields, and pointers of `json.value`, by their
/// starts.
const OUTCOMES: [&str; 6] = [
    "ct.error",
    "ct.response",
    "ct.info",
    "evt.plugininfo",
    "json.value[/error",
    "json.value[/responseElements",
];
/// What is said of something that was done.
const DONE: [&str; 24] = [
    "added",
    "attached",
    "changed",
    "created",
    "deleted",
    "detached",
    "disabled",
    "enabled",
    "exported",
    "granted",
    "launched",
    "modified",
    "opened",
    "published",
    "removed",
    "replaced",
    "revoked",
    "shared",
    "started",
    "stopped",
    "terminated",
    "updated",
    "uploaded",
    "weakened",
];
/// What is said of something that was perhaps not done.
const TRIED: [&str; 8] = [
    "attempt",
    "attempted",
    "attempts",
    "denied",
    "failed",
    "refused",
    "tried",
    "tries",
];
/// Events that begin so change nothing.
const READS: [&str; 5] = ["Describe", "Get", "Head", "List", "Lookup"];
/// Reading more of a text tells nothing more.
const MOST_BYTES: usize = 4096;

fn run(input: &Input<'_>, findings: &mut Findings) {
    for rule in cloudtrail_rules(input) {
        if findings.spend(steps(rule)) && says_done(rule) && ignores_outcome(&rule.condition) {
            look(rule, findings);
        }
    }
}

fn look(rule: &Rule, findings: &mut Findings) {
    let Some(names) = Facts::of(&rule.condition, findings).names else {
        return;
    };
    let changes: Vec<&String> = names.iter().filter(|name| !is_read(name)).collect();
    if let [first, ..] = changes.as_slice() {
        let message = format!(
            "rule {} says that something was done, and also matches {} when it was refused",
            quoted(&rule.name),
            quoted(first)
        );
        let help = "add `and not ct.error exists`, or say that attempts count";
        findings.add(Finding::new(rule.labels.clone(), message).help(help));
    }
}

fn is_read(name: &str) -> bool {
    READS.iter().any(|start| name.starts_with(start))
}

fn texts(rule: &Rule) -> [&String; 3] {
    [&rule.name, &rule.description, &rule.output_text]
}

/// One for some bytes, each of which is looked at in few ways.
fn steps(rule: &Rule) -> usize {
    let bytes = texts(rule).map(|text| text.len().min(MOST_BYTES));
    1 + bytes.iter().sum::<usize>() / 8
}

fn says_done(rule: &Rule) -> bool {
    let texts = texts(rule);
    let says = |words: &[&str]| {
        texts.iter().any(|text| {
            words_of(text).any(|word| words.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)))
        })
    };
    says(&DONE) && !says(&TRIED)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let mut end = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text.get(..end).unwrap_or_default();
    start.split(|letter: char| !letter.is_alphanumeric())
}

fn ignores_outcome(condition: &Condition) -> bool {
    match condition {
        Condition::And(children) | Condition::Or(children) => children.iter().all(ignores_outcome),
        Condition::Not(child) => ignores_outcome(child),
        Condition::Leaf(leaf) => !looks_at_outcome(leaf),
    }
}

fn looks_at_outcome(leaf: &Leaf) -> bool {
    let fields = fields_of_test(leaf);
    let mut texts = fields.iter().map(|field| field.text.as_str());
    texts.any(|text| OUTCOMES.iter().any(|start| text.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, told_rule};

    fn created(condition: &str) -> String {
        told_rule(condition).replace("A rule.", "A user was created.")
    }

    #[test]
    fn a_rule_that_speaks_of_success_and_takes_failures_is_found() {
        let text = created("ct.src = iam.amazonaws.com and ct.name = CreateUser");
        assert_eq!(
            messages_of(&LINT, &text),
            [
                "rule `r` says that something was done, and also matches `CreateUser` when it was refused"
            ]
        );
    }

    #[test]
    fn looking_at_the_outcome_in_any_way_is_enough() {
        for outcome in [
            "not ct.error exists",
            "ct.error = ''",
            "json.value[/errorCode] exists",
            "json.value[/responseElements/user] exists",
            "ct.response contains ok",
            "(ct.user = x or not ct.errormessage exists)",
        ] {
            let text = created(&format!("ct.name = CreateUser and {outcome}"));
            assert!(messages_of(&LINT, &text).is_empty(), "{outcome}");
        }
    }

    #[test]
    fn attempts_reads_and_rules_over_any_event_are_right() {
        let quiet = [
            told_rule("ct.name = CreateUser"),
            told_rule("ct.name = CreateUser")
                .replace("A rule.", "An attempt to have a user created."),
            created("ct.name = GetUser"),
            created("ct.user = root"),
        ];
        for text in quiet {
            assert!(messages_of(&LINT, &text).is_empty(), "{text}");
        }
    }

    #[test]
    fn long_descriptions_are_cut_at_a_letter() {
        let long = "ü".repeat(5_000);
        let text = told_rule("ct.name = CreateUser").replace("A rule.", &long);
        assert!(messages_of(&LINT, &text).is_empty());
    }
}
