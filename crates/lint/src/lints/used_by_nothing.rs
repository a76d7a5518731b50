//! FN0309: a macro or list that is referred to, but by nothing that a rule uses.

use std::collections::HashSet;

use falconet_diagnostics::Label;
use falconet_ruleset::view::TextView;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0309",
    name: "used-by-nothing",
    level: Level::Warn,
    summary: "a macro or list that only unused macros or lists refer to",
    run,
};

/// What nothing refers to at all Falco says itself.
fn run(input: &Input<'_>, findings: &mut Findings) {
    let live = live_words(input);
    for found in input
        .ruleset
        .macros
        .iter()
        .filter(|found| found.used && !live.contains(found.name.as_str()))
    {
        let written = input.written.macro_named(&found.name);
        findings
            .extend_with(written.map(|written| finding("macro", &found.name, written.labels())));
    }
    for found in input
        .ruleset
        .lists
        .iter()
        .filter(|found| found.used && !live.contains(found.name.as_str()))
    {
        let written = input.written.list(&found.name);
        findings.extend_with(written.map(|written| finding("list", &found.name, written.labels())));
    }
}

/// Every word of what rules are made of, through macros and lists. A word that is no name does no harm.
fn live_words<'a>(input: &Input<'a>) -> HashSet<&'a str> {
    let mut live = HashSet::new();
    let mut open: Vec<&str> = Vec::new();
    for rule in input.written.rules() {
        open.push(rule.condition().text());
        for exception in rule.exceptions() {
            let texts = exception.values().flatten().chain(exception.fields());
            open.extend(texts.map(TextView::text));
        }
    }
    while let Some(text) = open.pop() {
        for word in text.split(is_delimiter).filter(|word| !word.is_empty()) {
            if live.insert(word) {
                let written = input.written;
                open.extend(
                    written
                        .macro_named(word)
                        .map(|found| found.condition().text()),
                );
                open.extend(
                    written
                        .list(word)
                        .into_iter()
                        .flat_map(|list| list.items().map(TextView::text)),
                );
            }
        }
    }
    live
}

const fn is_delimiter(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '(' | ')' | ',' | '=')
}

fn finding(kind: &str, name: &str, labels: &[Label]) -> Finding {
    let message = format!("{kind} `{name}` is used only by what no rule uses");
    Finding::new(labels, message).help("remove it, or use it in a rule")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    #[test]
    fn what_only_an_unused_macro_uses_is_found() {
        let text = format!(
            "- {{list: l, items: [a]}}\n- {{macro: inner, condition: ct.user in (l)}}\n- {{macro: outer, condition: inner}}\n{}",
            rule("ct.name = A")
        );
        assert_eq!(
            messages_of(&LINT, &text),
            [
                "list `l` is used only by what no rule uses",
                "macro `inner` is used only by what no rule uses"
            ]
        );
    }

    #[test]
    fn what_rules_use_through_others_is_let_be() {
        let text = format!(
            "- {{list: k, items: [a]}}\n- {{list: l, items: [k]}}\n- {{macro: inner, condition: ct.user in (l)}}\n- {{macro: outer, condition: inner}}\n{}",
            rule("outer")
        );
        assert!(messages_of(&LINT, &text).is_empty());
    }

    #[test]
    fn values_of_exceptions_may_be_lists() {
        let text = format!(
            "- {{list: l, items: [a]}}\n{}  exceptions:\n  - {{name: e, fields: ct.user, values: [l]}}\n",
            rule("ct.name = A")
        );
        assert!(messages_of(&LINT, &text).is_empty());
    }
}
