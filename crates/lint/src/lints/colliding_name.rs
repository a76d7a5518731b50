//! FN0302: a list whose name stands for something else in conditions, too.

use falconet_condition::ast::{Modifier, Operator, Transformer};
use falconet_ruleset::view::ListView;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0302",
    name: "colliding-name",
    level: Level::Warn,
    summary: "a list whose name is also something else in conditions",
    run,
};

const CONNECTIVES: [&str; 3] = ["and", "or", "not"];

fn run(input: &Input<'_>, findings: &mut Findings) {
    for list in input.written.lists() {
        if let Some(other) = input.written.macro_named(list.name()) {
            let message = format!(
                "`{}` is a list and a macro, and conditions see the list alone",
                list.name()
            );
            let finding = Finding::new(list.labels(), message).beside(other.labels(), "the macro");
            findings.add(finding.help(HELP));
        } else if is_word(list.name()) {
            findings.add(word(list));
        }
    }
}

const HELP: &str =
    "Falco puts the items of a list wherever its name stands as a word; give it another name";

fn word(list: ListView<'_>) -> Finding {
    let message = format!(
        "`{}` is a word of conditions, and conditions see the items of the list instead",
        list.name()
    );
    Finding::new(list.labels(), message).help(HELP)
}

/// Whether a name is a word of the language that may stand between blanks or parentheses.
fn is_word(name: &str) -> bool {
    CONNECTIVES.contains(&name)
        || Operator::ALL.iter().any(|operator| operator.word() == name)
        || Modifier::ALL.iter().any(|modifier| modifier.word() == name)
        || Transformer::ALL
            .iter()
            .any(|transformer| transformer.word() == name)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    #[test]
    fn a_list_named_like_a_macro_is_found() {
        let text = format!(
            "- {{list: admins, items: [a]}}\n- {{macro: admins, condition: ct.user = a}}\n{}",
            rule("ct.name = A")
        );
        assert_eq!(
            messages_of(&LINT, &text),
            ["`admins` is a list and a macro, and conditions see the list alone"]
        );
    }

    #[test]
    fn a_list_named_like_a_word_is_found() {
        let found = messages_of(&LINT, "- {list: contains, items: [startswith]}\n");
        assert_eq!(found.len(), 1);
        assert!(messages_of(&LINT, "- {list: android, items: [a]}\n").is_empty());
    }
}
