//! From the parsed condition of a rule to its shown tree: macros become nodes around their conditions.

use falconet_condition::Span;
use falconet_condition::ast::{Check, Expr, ExprKind, Literal, Operand, Right};
use falconet_condition::print::print_condition;
use falconet_diagnostics::{Label, Sources};
use falconet_ruleset::{ExceptionSummary, Rule, Ruleset};

use super::macros::Macros;
use super::node::{Kind, ListName, ListUse, Node, Value};
use crate::place::Place;

/// Nodes nest that deep at most, so that readers of JSON with bounds of their own can read it. What is deeper is a
/// text.
const MAX_DEPTH: usize = 50;
/// Nodes, and values that came through lists, of one tree at most, long texts counting more. What is beyond is a text,
/// and what is beyond twice as many is left out.
const MAX_NODES: usize = 20_000;
/// As many bytes of text count as a node.
const BYTES_A_NODE: usize = 256;

/// The condition of a rule as a tree in which every part says where it comes from.
pub fn of(rule: &Rule, ruleset: &Ruleset, sources: &Sources) -> Option<Node> {
    let tree = ruleset.tree(rule.condition_span)?;
    let mut builder = Builder {
        rule,
        ruleset,
        sources,
        macros: Macros::new(ruleset),
        nodes: 0,
    };
    let excepting: Vec<_> = rule
        .exceptions
        .iter()
        .filter(|exception| exception.values > 0)
        .collect();
    let root = builder.root(&tree, &excepting);
    Some(root)
}

struct Builder<'s> {
    rule: &'s Rule,
    ruleset: &'s Ruleset,
    sources: &'s Sources,
    macros: Macros<'s>,
    nodes: usize,
}

impl Builder<'_> {
    /// Exceptions with values stand behind the rule's own condition, in their order.
    fn root(&mut self, tree: &Expr, exceptions: &[&ExceptionSummary]) -> Node {
        let ExprKind::And(children) = &tree.kind else {
            return self.expr(tree, 0);
        };
        let own = children.len().saturating_sub(exceptions.len());
        let mut nodes = Vec::new();
        for (index, child) in children.iter().enumerate() {
            let node = self.expr(child, 1);
            nodes.push(
                match index.checked_sub(own).and_then(|at| exceptions.get(at)) {
                    Some(exception) => self.exception(exception, node),
                    None => node,
                },
            );
        }
        Node {
            kind: Kind::And,
            children: nodes,
            ..Node::default()
        }
    }

    fn exception(&self, exception: &ExceptionSummary, node: Node) -> Node {
        Node {
            kind: Kind::Exception,
            name: Some(exception.name.clone()),
            place: Place::first(&exception.labels, self.sources),
            change: exception
                .labels
                .first()
                .and_then(|label| self.change(label)),
            children: vec![node],
            ..Node::default()
        }
    }

    fn expr(&mut self, expr: &Expr, depth: usize) -> Node {
        self.nodes += 1;
        if depth >= MAX_DEPTH || self.nodes > MAX_NODES {
            return self.whole(expr);
        }
        match &expr.kind {
            ExprKind::And(children) => self.chain(Kind::And, children, depth),
            ExprKind::Or(children) => self.chain(Kind::Or, children, depth),
            ExprKind::Not(child) => self.chain(Kind::Not, std::slice::from_ref(child), depth),
            ExprKind::Macro(name) => self.reference(name, expr.span, depth),
            ExprKind::Check(check) => self.check(check, expr),
        }
    }

    fn whole(&mut self, expr: &Expr) -> Node {
        let text = if self.nodes > 2 * MAX_NODES {
            "…".to_owned()
        } else {
            print_condition(expr)
        };
        self.charge(&text);
        Node {
            kind: Kind::Whole,
            text: Some(text),
            ..self.placed(expr.span)
        }
    }

    fn charge(&mut self, text: &str) {
        self.nodes += text.len() / BYTES_A_NODE;
    }

    fn chain(&mut self, kind: Kind, children: &[Expr], depth: usize) -> Node {
        let mut nodes = Vec::new();
        for child in children {
            nodes.push(self.expr(child, depth + 1));
            if self.nodes > 2 * MAX_NODES {
                break;
            }
        }
        Node {
            kind,
            children: nodes,
            ..Node::default()
        }
    }

    fn reference(&mut self, name: &str, span: Span, depth: usize) -> Node {
        let tree = self.macros.tree(name);
        let children = tree.map(|tree| self.expr(&tree, depth + 1));
        Node {
            kind: Kind::Macro,
            name: Some(name.to_owned()),
            children: children.into_iter().collect(),
            ..self.placed(span)
        }
    }

    fn check(&mut self, check: &Check, expr: &Expr) -> Node {
        let text = print_condition(expr);
        self.charge(&text);
        Node {
            kind: Kind::Check,
            text: Some(text),
            lists: self.lists(check),
            ..self.placed(expr.span)
        }
    }

    fn placed(&self, span: Span) -> Node {
        let place = self.ruleset.origin(span).place;
        Node {
            change: place.as_ref().and_then(|label| self.change(label)),
            place: place.and_then(|label| Place::of(&label, self.sources)),
            ..Node::default()
        }
    }

    /// The change of the rule in whose item something stands, but for its definition.
    fn change(&self, label: &Label) -> Option<usize> {
        super::change_at(&self.rule.changes, label)
    }

    fn lists(&mut self, check: &Check) -> Vec<ListUse> {
        let mut uses: Vec<ListUse> = Vec::new();
        for literal in literals(check) {
            if self.nodes > MAX_NODES {
                break;
            }
            let origin = self.ruleset.origin(literal.span);
            let Some((name, _)) = origin.lists.first().cloned() else {
                continue;
            };
            self.nodes += 1;
            let value = Value {
                text: String::from_utf8_lossy(&literal.value).into_owned(),
                place: origin
                    .place
                    .and_then(|label| Place::of(&label, self.sources)),
            };
            let through = self.through(origin.lists);
            match uses.last_mut().filter(|last| last.through == through) {
                Some(last) => last.values.push(value),
                None => uses.push(ListUse {
                    name,
                    through,
                    values: vec![value],
                }),
            }
        }
        uses
    }

    fn through(&self, lists: Vec<(String, Label)>) -> Vec<ListName> {
        let names = lists.into_iter().map(|(name, label)| ListName {
            name,
            place: Place::of(&label, self.sources),
        });
        names.collect()
    }
}

fn literals(check: &Check) -> Vec<&Literal> {
    match &check.right {
        Right::Value(literal) | Right::Operand(Operand::Literal(literal)) => vec![literal],
        Right::List(literals) => literals.iter().collect(),
        Right::Nothing | Right::Operand(_) => Vec::new(),
    }
}
