//! References to macros, and the way over them from a condition to a macro.

use std::collections::{HashSet, VecDeque};

use falconet_condition::Span;
use falconet_condition::ast::{Expr, ExprKind};

use super::macros::Macros;

/// How many steps of a way are looked for: more explain nothing.
const MOST_STEPS: usize = 8;
/// How many references are followed: hostile macros may have any number.
const MOST_LOOKS: usize = 4096;

/// A reference to a macro.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) name: String,
    pub(crate) span: Span,
}

/// The references of a condition, as deep as the parser allows.
pub(crate) fn references(expr: &Expr) -> Vec<Reference> {
    let mut found = Vec::new();
    gather(expr, &mut found);
    found
}

fn gather(expr: &Expr, found: &mut Vec<Reference>) {
    match &expr.kind {
        ExprKind::And(children) | ExprKind::Or(children) => {
            for child in children {
                gather(child, found);
            }
        }
        ExprKind::Not(child) => gather(child, found),
        ExprKind::Macro(name) => found.push(Reference {
            name: name.clone(),
            span: expr.span,
        }),
        ExprKind::Check(_) => {}
    }
}

/// A shortest way from these references to the macro of that name: the last step is the reference to it.
pub(crate) fn way<'m>(from: &'m [Reference], to: &str, macros: &'m Macros) -> Vec<&'m Reference> {
    let mut seen = HashSet::new();
    let first = from.iter().take(MOST_LOOKS);
    let mut ways: VecDeque<Vec<&Reference>> = first.map(|step| vec![step]).collect();
    for _ in 0..MOST_LOOKS {
        let Some(way) = ways.pop_front() else { break };
        let Some(last) = way.last().filter(|last| seen.insert(last.name.as_str())) else {
            continue;
        };
        if last.name == to {
            return way;
        }
        if way.len() < MOST_STEPS {
            let next = macros
                .get(&last.name)
                .map_or(&[][..], |found| &found.references);
            ways.extend(next.iter().take(MOST_LOOKS).map(|step| {
                let mut longer = way.clone();
                longer.push(step);
                longer
            }));
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use falconet_condition::{ParseLimits, parse};

    use super::super::macros::MacroTree;
    use super::*;

    fn named(name: &str, text: &str) -> MacroTree {
        let tree = parse(text, ParseLimits::default()).unwrap();
        MacroTree {
            written: Span::default(),
            name: name.to_owned(),
            index: 0,
            references: references(&tree),
            tree: Some(tree),
            used: false,
        }
    }

    fn names(condition: &str, to: &str, macros: &Macros) -> Vec<String> {
        let tree = parse(condition, ParseLimits::default()).unwrap();
        let from = references(&tree);
        let steps = way(&from, to, macros);
        steps.iter().map(|step| step.name.clone()).collect()
    }

    #[test]
    fn the_shortest_way_to_a_macro_is_found_even_among_loops() {
        let macros = Macros::from_iter([
            named("a", "b or not (a.x exists and c)"),
            named("b", "a"),
            named("c", "a.x exists"),
        ]);
        assert_eq!(names("a and a.x exists", "c", &macros), ["a", "c"]);
        assert_eq!(names("a or c", "c", &macros), ["c"]);
        assert!(names("b", "nope", &macros).is_empty());
    }
}
