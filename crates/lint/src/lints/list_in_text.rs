//! FN0303: the name of a list as a word inside a quoted value.

use falconet_condition::ast::Literal;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::trees::{Tree, literals};

pub(crate) const LINT: Lint = Lint {
    code: "FN0303",
    name: "list-in-text",
    level: Level::Warn,
    summary: "the name of a list inside a quoted value, where its items take its place",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        for (check, _) in tree.checks() {
            for literal in literals(check)
                .iter()
                .filter(|literal| tree.is_quoted(literal))
            {
                look_at(input, tree, literal, findings);
            }
        }
    }
}

fn look_at(input: &Input<'_>, tree: &Tree<'_>, literal: &Literal, findings: &mut Findings) {
    let mut words = tree.written(literal.span).split(is_delimiter);
    if let Some(list) = words.find_map(|word| input.written.list(word)) {
        let name = list.name();
        let message = format!("`{name}` in this text is a list, and Falco puts its items here");
        let finding = Finding::new(tree.labels(literal.span), message);
        findings.add(
            finding
                .beside(list.labels(), "the list")
                .help("give the list another name"),
        );
    }
}

/// What ends a word where Falco looks for names of lists. A quote does not.
const fn is_delimiter(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '(' | ')' | ',' | '=')
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn with_list(condition: &str) -> Vec<String> {
        messages_of(
            &LINT,
            &format!("- {{list: root, items: [a, b]}}\n{}", rule(condition)),
        )
    }

    #[test]
    fn a_name_between_blanks_is_found() {
        assert_eq!(
            with_list("ct.info contains 'the root user'"),
            ["`root` in this text is a list, and Falco puts its items here"]
        );
    }

    #[test]
    fn a_name_that_touches_a_quote_is_no_name() {
        assert!(with_list("ct.user = 'root' or ct.user in (root)").is_empty());
        assert!(with_list("ct.user = 'roots are root'").is_empty());
    }
}
