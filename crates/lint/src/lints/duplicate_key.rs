//! FN0311: a key that is twice in an item.

use std::collections::HashSet;

use falconet_ruleset::view::RepeatedKey;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::quote::quoted;

pub(crate) const LINT: Lint = Lint {
    code: "FN0311",
    name: "duplicate-key",
    level: Level::Warn,
    summary: "a key that is twice in an item, of which the first counts alone",
    run,
};

/// What an anchor names is read wherever it is used, and told once.
fn run(input: &Input<'_>, findings: &mut Findings) {
    let mut told = HashSet::new();
    for repeated in input.written.repeated_keys() {
        let place = repeated.again.first();
        if told.insert(place.map(|label| (label.source, label.span.start))) {
            findings.add(finding(&repeated));
        }
    }
}

fn finding(repeated: &RepeatedKey<'_>) -> Finding {
    let key = quoted(repeated.key);
    Finding::new(
        repeated.again,
        format!("{key} is here twice, and this one is ignored"),
    )
    .called("this one is ignored")
    .beside(repeated.first, "this one counts")
    .help("remove one of them, or put both values into one")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule, shown_places};

    #[test]
    fn a_second_value_is_found_with_the_first() {
        let text = rule("ct.name = A") + "  condition: ct.name = B\n";
        let message = "`condition` is here twice, and this one is ignored";
        assert_eq!(messages_of(&LINT, &text), [message]);
        assert_eq!(shown_places(&LINT, &text), [["condition", "condition"]]);
    }

    #[test]
    fn an_exception_that_an_anchor_names_is_told_once() {
        let exception =
            "  exceptions: &e\n  - {name: e, fields: ct.user, values: [a], values: [b]}\n";
        let other = rule("ct.name = B").replace("rule: r\n", "rule: s\n");
        let text = rule("ct.name = A") + exception + &other + "  exceptions: *e\n";
        assert_eq!(messages_of(&LINT, &text).len(), 1);
    }

    #[test]
    fn a_comment_above_the_item_allows_it() {
        let text = rule("ct.name = A") + "  desc: e\n";
        let allowed = format!("# falconet: allow(duplicate-key) a generator writes it\n{text}");
        assert!(messages_of(&LINT, &allowed).is_empty());
    }

    #[test]
    fn keys_of_several_mappings_are_let_be() {
        let exceptions =
            "  exceptions:\n  - {name: e, fields: ct.user}\n  - {name: f, fields: ct.user}\n";
        assert!(messages_of(&LINT, &(rule("ct.name = A") + exceptions)).is_empty());
        let twice = "- {list: l, items: [a]}\n- {list: l, items: [b], override: {items: append, items: append}}\n";
        assert!(messages_of(&LINT, twice).is_empty());
    }
}
