//! Whether two sets of rules mean the same but for a name.

use falconet_condition::ast::{Expr, ExprKind};
use falconet_condition::print::print_condition;
use falconet_ruleset::{Rule, Ruleset};

use crate::outline::ItemKind;

/// A name that takes the place of another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewName<'n> {
    pub(crate) kind: ItemKind,
    pub(crate) old: &'n str,
    pub(crate) new: &'n str,
}

/// What rules come to: each rule, macro and list in a line of parts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Meaning(Vec<Vec<String>>);

impl Meaning {
    /// What rules come to, or would if a name were another.
    pub(crate) fn of(ruleset: &Ruleset, name: Option<NewName<'_>>) -> Self {
        let rules = ruleset.rules.iter().map(of_rule);
        let renamed = |kind: ItemKind, text: &str| match name {
            Some(name) if name.kind == kind && name.old == text => name.new.to_owned(),
            _ => text.to_owned(),
        };
        let lists = ruleset.lists.iter().map(|list| {
            let items = list.items_compiled.iter();
            let mut parts = vec![renamed(ItemKind::List, &list.name), list.used.to_string()];
            parts.extend(items.map(|item| renamed(ItemKind::List, item)));
            parts
        });
        let macros = ruleset.macros.iter().map(|one| {
            let tree = ruleset.tree(one.condition_span).map(|mut tree| {
                rename_macros(&mut tree, &|text| renamed(ItemKind::Macro, text));
                print_condition(&tree)
            });
            let name = renamed(ItemKind::Macro, &one.name);
            vec![name, one.used.to_string(), tree.unwrap_or_default()]
        });
        Self(rules.chain(lists).chain(macros).collect())
    }
}

fn of_rule(rule: &Rule) -> Vec<String> {
    let exceptions = rule.exceptions.iter();
    let mut parts = vec![
        rule.name.clone(),
        rule.source_name.clone(),
        rule.priority.to_string(),
        rule.enabled.to_string(),
        rule.condition_compiled.clone(),
        rule.output_compiled.clone(),
        rule.tags.join(" "),
    ];
    parts.extend(exceptions.map(|exception| exception.name.clone()));
    parts
}

/// Gives macros other names; trees are no deeper than the parser lets them be.
fn rename_macros(tree: &mut Expr, renamed: &dyn Fn(&str) -> String) {
    match &mut tree.kind {
        ExprKind::And(children) | ExprKind::Or(children) => {
            for child in children {
                rename_macros(child, renamed);
            }
        }
        ExprKind::Not(child) => rename_macros(child, renamed),
        ExprKind::Macro(name) => *name = renamed(name),
        ExprKind::Check(_) => {}
    }
}
