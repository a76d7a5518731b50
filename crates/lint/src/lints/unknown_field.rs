//! FN0001: a name in an output that is no field, of which Falco takes the beginning for one.

use falconet_ruleset::Rule;
use falconet_ruleset::typed::Piece;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0001",
    name: "unknown-field",
    level: Level::Warn,
    summary: "a name that is no field of the rule's source",
    run,
};

/// In conditions Falco refuses such names itself. A rule that it skips for one, as the rule asks for, is not here.
fn run(input: &Input<'_>, findings: &mut Findings) {
    for rule in &input.ruleset.rules {
        for pair in rule.output.pieces.windows(2) {
            if let [Piece::Value { expression, .. }, Piece::Text(behind)] = pair {
                let rest = continuation(behind);
                if !rest.is_empty() {
                    findings.add(finding(input, rule, &expression.text, rest));
                }
            }
        }
    }
}

/// What is written directly behind a field as if it belonged to its name.
fn continuation(behind: &str) -> &str {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let mut rest = behind.strip_prefix('.').unwrap_or(behind);
    if !rest.starts_with(is_word) {
        return "";
    }
    while let Some(shorter) = rest.strip_prefix(|character| is_word(character) || character == '.')
    {
        rest = shorter;
    }
    let length = behind.len() - rest.len();
    behind
        .get(..length)
        .unwrap_or_default()
        .trim_end_matches('.')
}

fn finding(input: &Input<'_>, rule: &Rule, field: &str, rest: &str) -> Finding {
    let message =
        format!("`{field}{rest}` is no field: the output has `{field}` and then the text `{rest}`");
    let output = input
        .written
        .rule(&rule.name)
        .map(falconet_ruleset::view::RuleView::output);
    let written = format!("{field}{rest}");
    let labels = output.and_then(|output| {
        let start = output.text().find(&written)?;
        let span = falconet_diagnostics::Span::new(start, start + written.len());
        Some(output.labels(span))
    });
    let labels = labels.unwrap_or_else(|| rule.labels.clone());
    Finding::new(labels, message)
        .help("`falconet list fields` lists the fields; set the text apart if it is meant")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(output: &str) -> Vec<String> {
        let text = rule("ct.name = A").replace("output: o", &format!("output: >-\n    {output}"));
        messages_of(&LINT, &text)
    }

    #[test]
    fn a_field_with_a_tail_is_found() {
        assert_eq!(
            found("user %ct.user.nme did it"),
            ["`ct.user.nme` is no field: the output has `ct.user` and then the text `.nme`"]
        );
        assert_eq!(found("%ct.username").len(), 1);
    }

    #[test]
    fn punctuation_behind_a_field_is_text() {
        assert!(found("user %ct.user, address %ct.srcip. (%ct.name) %ct.region/%ct.id").is_empty());
        assert!(found("%ct.user...").is_empty());
    }
}
