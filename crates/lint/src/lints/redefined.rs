//! FN0301: a list, macro or rule that is defined again without saying so.

use falconet_ruleset::view::{ItemType, Redefinition};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0301",
    name: "redefined",
    level: Level::Warn,
    summary: "a later definition takes the place of an earlier one without saying so",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for redefinition in input.written.redefinitions() {
        findings.add(finding(&redefinition));
    }
}

fn finding(redefinition: &Redefinition<'_>) -> Finding {
    let (kind, name) = (redefinition.item_type.text(), redefinition.name);
    let message = format!("{kind} `{name}` is defined again, and the earlier definition is lost");
    Finding::new(redefinition.later, message)
        .called("this one counts")
        .beside(redefinition.earlier, "this one is lost")
        .help(help(redefinition.item_type))
}

const fn help(item_type: ItemType) -> &'static str {
    match item_type {
        ItemType::List => {
            "if that is meant, write `override: {items: replace}`; else give it another name"
        }
        ItemType::Macro => {
            "if that is meant, write `override: {condition: replace}`; else give it another name"
        }
        _ => "if that is meant, name what changes under `override`; else give it another name",
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{found, messages};

    #[test]
    fn a_second_definition_is_found() {
        let text = "- {list: l, items: [a]}\n- {list: l, items: [b]}\n";
        assert_eq!(
            messages(text),
            ["list `l` is defined again, and the earlier definition is lost"]
        );
    }

    #[test]
    fn appending_and_overriding_are_meant() {
        let text = "
- {list: l, items: [a]}
- {list: l, items: [b], append: true}
- {list: l, items: [c], override: {items: replace}}
- {macro: m, condition: ct.name = a}
- {macro: m, condition: or ct.name = b, override: {condition: append}}
- {macro: m, condition: ct.name = c, override: {condition: replace}}
";
        assert!(found(text).is_empty());
    }
}
