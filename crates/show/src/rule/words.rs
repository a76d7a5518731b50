//! The words that a rule uses, as Falco's description of a rule lists them.

use std::collections::BTreeSet;

use falconet_condition::ast::{Check, Expr, ExprKind, Operand, Right};
use falconet_condition::print::print_operand;
use falconet_event::catalogue::{Catalogue, Source};
use falconet_ruleset::{ExtraValue, Rule, Ruleset};
use serde::Serialize;

use super::macros::Macros;
use super::node::{Kind, Node};

/// What every event of a plugin counts as.
const PLUGIN_EVENTS: [&str; 2] = ["asyncevent", "pluginevent"];

/// Names that a rule uses, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Words {
    /// Macros that the condition names itself.
    pub(crate) macros: BTreeSet<String>,
    /// Lists that the condition names itself.
    pub(crate) lists: BTreeSet<String>,
    pub(crate) condition_operators: BTreeSet<String>,
    pub(crate) condition_fields: BTreeSet<String>,
    pub(crate) output_fields: BTreeSet<String>,
    pub(crate) exception_names: BTreeSet<String>,
    pub(crate) exception_fields: BTreeSet<String>,
    pub(crate) exception_operators: BTreeSet<String>,
    pub(crate) events: Vec<&'static str>,
    pub(crate) plugins: BTreeSet<String>,
}

impl Words {
    /// The words of a rule whose condition is the tree.
    pub(crate) fn of(
        rule: &Rule,
        ruleset: &Ruleset,
        catalogue: &Catalogue,
        tree: Option<&Node>,
    ) -> Self {
        let mut words = Self {
            output_fields: output_fields(rule),
            ..Self::default()
        };
        words.add_exceptions(rule);
        if let Some(tree) = tree {
            words.add_names(tree);
        }
        words.add_condition(rule, ruleset);
        if let Some(source) = catalogue
            .get(rule.source)
            .filter(|source| !source.plugin.is_empty())
        {
            words.events = PLUGIN_EVENTS.to_vec();
            words.plugins = words.plugins_of(source);
        }
        words
    }

    /// Every field that is read: by the condition and by the output.
    pub(crate) fn fields(&self) -> BTreeSet<&str> {
        let fields = self.condition_fields.iter().chain(&self.output_fields);
        fields.map(String::as_str).collect()
    }

    fn add_exceptions(&mut self, rule: &Rule) {
        for exception in &rule.exceptions {
            self.exception_names.insert(exception.name.clone());
            self.exception_fields
                .extend(exception.fields.iter().cloned());
            self.exception_operators
                .extend(exception.operators.iter().cloned());
        }
    }

    fn add_names(&mut self, node: &Node) {
        let named = node.lists.iter().filter_map(|list| list.through.last());
        self.lists.extend(named.map(|list| list.name.clone()));
        if node.kind == Kind::Macro {
            self.macros.extend(node.name.clone());
            return;
        }
        node.children.iter().for_each(|child| self.add_names(child));
    }

    fn add_condition(&mut self, rule: &Rule, ruleset: &Ruleset) {
        let mut macros = Macros::new(ruleset);
        let mut seen = BTreeSet::new();
        let mut open: Vec<_> = ruleset
            .tree(rule.condition_span)
            .into_iter()
            .map(std::rc::Rc::new)
            .collect();
        while let Some(tree) = open.pop() {
            let mut named = Vec::new();
            self.add_checks(&tree, &mut named);
            let new = named.into_iter().filter(|name| seen.insert(name.clone()));
            open.extend(new.filter_map(|name| macros.tree(&name)));
        }
    }

    /// As deep as the parser allows.
    fn add_checks(&mut self, expr: &Expr, named: &mut Vec<String>) {
        match &expr.kind {
            ExprKind::And(children) | ExprKind::Or(children) => {
                for child in children {
                    self.add_checks(child, named);
                }
            }
            ExprKind::Not(child) => self.add_checks(child, named),
            ExprKind::Macro(name) => named.push(name.clone()),
            ExprKind::Check(check) => self.add_check(check),
        }
    }

    fn add_check(&mut self, check: &Check) {
        let modifier = check.modifier.map(|modifier| format!(" {modifier}"));
        self.condition_operators.insert(format!(
            "{}{}",
            check.operator,
            modifier.unwrap_or_default()
        ));
        self.add_fields(&check.left);
        if let Right::Operand(operand) = &check.right {
            self.add_fields(operand);
        }
    }

    fn add_fields(&mut self, operand: &Operand) {
        match operand {
            Operand::Field(_) => {
                self.condition_fields.insert(print_operand(operand));
            }
            Operand::Transform(call) => call.arguments.iter().for_each(|one| self.add_fields(one)),
            Operand::List(items, _) => items.iter().for_each(|one| self.add_fields(one)),
            Operand::Literal(_) => {}
        }
    }

    /// The plugin of the source, and those whose fields are read.
    fn plugins_of(&self, source: &Source) -> BTreeSet<String> {
        let fields = self.fields().into_iter();
        let read = fields.filter_map(|field| source.resolve(field.as_bytes()).ok());
        let providers = read.filter_map(|field| source.providers.get(field.provider));
        let plugins = providers.filter(|provider| provider.is_plugin);
        let own = std::iter::once(source.plugin.to_string());
        plugins
            .map(|provider| provider.name.to_string())
            .chain(own)
            .collect()
    }
}

fn output_fields(rule: &Rule) -> BTreeSet<String> {
    let extra = rule
        .extra_fields
        .iter()
        .flat_map(|extra| match &extra.value {
            ExtraValue::Raw(field) => field.iter().collect::<Vec<_>>(),
            ExtraValue::Formatted(format) => format.fields.iter().collect(),
        });
    let fields = rule.output.fields.iter().chain(extra);
    fields.map(|field| field.text.clone()).collect()
}
