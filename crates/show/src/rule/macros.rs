//! The conditions of macros, each parsed once.

use std::collections::HashMap;
use std::rc::Rc;

use falconet_condition::Span;
use falconet_condition::ast::Expr;
use falconet_ruleset::Ruleset;

/// The macros of a ruleset.
pub(super) struct Macros<'r> {
    ruleset: &'r Ruleset,
    conditions: HashMap<&'r str, Span>,
    parsed: HashMap<&'r str, Rc<Expr>>,
}

impl<'r> Macros<'r> {
    pub(super) fn new(ruleset: &'r Ruleset) -> Self {
        let macros = ruleset.macros.iter();
        Self {
            ruleset,
            conditions: macros
                .map(|found| (found.name.as_str(), found.condition_span))
                .collect(),
            parsed: HashMap::new(),
        }
    }

    /// The condition of a macro, with the names of further macros in it.
    pub(super) fn tree(&mut self, name: &str) -> Option<Rc<Expr>> {
        if let Some(tree) = self.parsed.get(name) {
            return Some(Rc::clone(tree));
        }
        let (name, condition) = self.conditions.get_key_value(name)?;
        let tree = Rc::new(self.ruleset.tree(*condition)?);
        self.parsed.insert(name, Rc::clone(&tree));
        Some(tree)
    }
}
