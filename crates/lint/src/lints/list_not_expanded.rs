//! FN0304: a list within a list within a list, which Falco leaves as a text.

use std::collections::HashMap;

use falconet_ruleset::ListSummary;
use falconet_ruleset::view::ListView;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0304",
    name: "list-not-expanded",
    level: Level::Warn,
    summary: "the name of a list that stays a text where its items are meant",
    run,
};

/// A condition takes the items of each list in the order of their definitions, and looks at them again for the names
/// of later lists only; a list takes the items of another as they were written.
fn run(input: &Input<'_>, findings: &mut Findings) {
    let lists = &input.ruleset.lists;
    let positions: HashMap<&str, usize> = lists
        .iter()
        .enumerate()
        .map(|(at, list)| (list.name.as_str(), at))
        .collect();
    for (at, list) in lists.iter().enumerate().filter(|(_, list)| list.used) {
        for item in left_over(list, at, &positions) {
            if findings.spend(list.items_compiled.len()) {
                let written = input.written.list(&list.name);
                findings.extend_with(written.map(|list| finding(input, list, item)));
            }
        }
    }
}

/// The items that name a list which is not looked for any more.
fn left_over<'l>(
    list: &'l ListSummary,
    at: usize,
    positions: &'l HashMap<&str, usize>,
) -> impl Iterator<Item = &'l str> {
    let items = list.items_compiled.iter().map(String::as_str);
    items.filter(move |item| positions.get(item).is_some_and(|other| *other < at))
}

fn finding(input: &Input<'_>, list: ListView<'_>, item: &str) -> Finding {
    let names = |text: &str| text == item || holds(input, text, item);
    let place = list
        .items()
        .find(|text| names(text.text()))
        .map(falconet_ruleset::view::TextView::whole);
    let labels = place
        .filter(|labels| !labels.is_empty())
        .unwrap_or_else(|| list.labels().to_vec());
    let message = format!(
        "`{}` holds the text `{item}`, and not the items of that list",
        list.name()
    );
    let finding = Finding::new(labels, message);
    finding.help("Falco expands lists within lists one level deep: name each list here")
}

fn holds(input: &Input<'_>, list: &str, item: &str) -> bool {
    let list = input.written.list(list);
    list.is_some_and(|list| list.items().any(|text| text.text() == item))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    const THREE: &str =
        "- {list: l1, items: [a]}\n- {list: l2, items: [l1, b]}\n- {list: l3, items: [l2, c]}\n";

    #[test]
    fn a_list_two_levels_down_is_found() {
        assert_eq!(
            messages_of(&LINT, &format!("{THREE}{}", rule("ct.user in (l3)"))),
            ["`l3` holds the text `l1`, and not the items of that list"]
        );
    }

    #[test]
    fn one_level_and_lists_that_come_later_are_let_be() {
        assert!(messages_of(&LINT, &format!("{THREE}{}", rule("ct.user in (l2)"))).len() <= 1);
        let later = "- {list: l3, items: [l2, c]}\n- {list: l2, items: [l1, b]}\n- {list: l1, items: [a]}\n";
        assert!(messages_of(&LINT, &format!("{later}{}", rule("ct.user in (l3)"))).is_empty());
    }
}
