//! Which conditions another one can imply at all, found without asking about every pair.
//!
//! A condition that needs a field to be one of some values is implied only by one that speaks of such a value: any other
//! leaves the field free to be something else.

use std::collections::HashMap;

use super::atom::{Atom, SubjectId};
use super::build::Logic;
use super::formula::{Goal, Kind, NodeId};
use super::predicate::Predicate;
use super::value::{Value, Values};

/// Conditions by what they need, each with a number.
#[derive(Debug)]
pub(crate) struct Implied<'l, 'a> {
    logic: &'l Logic<'a>,
    by_value: HashMap<(SubjectId, Value<'a>), Vec<usize>>,
    by_subject: HashMap<SubjectId, Vec<usize>>,
    /// Those that need nothing that is known.
    others: Vec<usize>,
}

impl<'l, 'a> Implied<'l, 'a> {
    /// No conditions.
    pub(crate) fn new(logic: &'l Logic<'a>) -> Self {
        Self {
            logic,
            by_value: HashMap::new(),
            by_subject: HashMap::new(),
            others: Vec::new(),
        }
    }

    /// Adds a condition under what fewest others need.
    pub(crate) fn add(&mut self, condition: NodeId, number: usize) {
        let needs = self.needs(condition);
        let least = needs.iter().min_by_key(|need| self.crowd(need));
        let Some((subject, values)) = least else {
            return self.others.push(number);
        };
        for value in values.iter() {
            let numbers = self.by_value.entry((*subject, *value)).or_default();
            numbers.push(number);
        }
        self.by_subject.entry(*subject).or_default().push(number);
    }

    /// How many conditions need one of these values at most.
    fn crowd(&self, (subject, values): &(SubjectId, Values<'a>)) -> usize {
        let of_value = values.iter().filter_map(|value| {
            let numbers = self.by_value.get(&(*subject, *value));
            numbers.map(Vec::len)
        });
        of_value.max().unwrap_or_default()
    }

    /// What has to be one of which values for a condition to hold.
    fn needs(&self, condition: NodeId) -> Vec<(SubjectId, Values<'a>)> {
        let formula = self.logic.formula();
        let (mut needs, mut open) = (Vec::new(), vec![Goal::holds(condition)]);
        while let Some(goal) = open.pop() {
            open.extend(formula.conjuncts(goal).into_iter().flatten());
            if let Kind::Atom(atom) = formula.node(goal.node).kind {
                needs.extend(self.logic.atom(atom).and_then(|atom| self.need(atom)));
            }
        }
        needs
    }

    /// Of something that could be anything else, that is: the values of other things are too few to be left out.
    fn need(&self, atom: &Atom<'a>) -> Option<(SubjectId, Values<'a>)> {
        let Predicate::OneOf(values) = &atom.predicate else {
            return None;
        };
        let subject = self.logic.subject(atom.subject)?;
        let is_free = !subject.is_list && subject.domain.values.is_none();
        (is_free && !values.is_empty()).then(|| (atom.subject, values.clone()))
    }

    /// The numbers of the conditions that one may imply, in order.
    pub(crate) fn by(&self, condition: NodeId) -> Vec<usize> {
        let mut found = self.others.clone();
        for atom in self.atoms(condition) {
            match &atom.predicate {
                Predicate::OneOf(values) => {
                    let keys = values.iter().map(|value| (atom.subject, *value));
                    let numbers = keys.filter_map(|key| self.by_value.get(&key));
                    found.extend(numbers.flatten());
                }
                Predicate::Range(..) => {
                    found.extend(self.by_subject.get(&atom.subject).into_iter().flatten());
                }
                _ => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Everything that a condition speaks of.
    fn atoms(&self, condition: NodeId) -> impl Iterator<Item = &'l Atom<'a>> {
        let logic = self.logic;
        let formula = logic.formula();
        let mut open = vec![condition];
        std::iter::from_fn(move || {
            loop {
                match &formula.node(open.pop()?).kind {
                    Kind::And(children) | Kind::Or(children) => open.extend(children),
                    Kind::Not(child) => open.push(*child),
                    Kind::Atom(atom) => return logic.atom(*atom),
                }
            }
        })
    }
}
